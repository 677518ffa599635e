import { stopWords, synonymsOf } from './vocabulary.ts'

/** A query as full text understands it. */
export interface MatchExpression {
  /** Every word, each in any of its meanings. */
  all: string
  /** Any of the words; what is tried when no bundle has them all. */
  any: string
  words: number
  /** Words beyond the cap were left out. */
  truncated: boolean
}

/** More words narrow nothing further, and each costs a look into the index. */
const wordsUsed = 16
/** A plan or an issue text has more words that matter. */
export const wordsUsedOfText = 40
const wordLength = 64
/** Longer queries are read up to here: sixteen words of any language fit. */
const charactersRead = 4_000

const wordPattern = /[\p{L}\p{N}\p{M}]+/gu
const hasLetter = /[\p{L}\p{N}]/u

/** The words of a text as the tokenizer of the full-text index splits it, lower case, each once, stop words left out unless there is nothing else. */
export function wordsOf(text: string): string[] {
  const found = text.slice(0, charactersRead).normalize('NFC').toLowerCase().match(wordPattern) ?? []
  const words = [...new Set(found.filter((word) => hasLetter.test(word)).map((word) => [...word].slice(0, wordLength).join('')))]
  const telling = words.filter((word) => !stopWords.has(word))
  return telling.length > 0 ? telling : words
}

const quote = (words: string) => `"${words.replaceAll('"', '""')}"`

function meaningsOf(word: string, isPrefix: boolean): string {
  const itself = isPrefix ? `${quote(word)} *` : quote(word)
  const all = [itself, ...synonymsOf(word).map(quote)]
  return all.length === 1 ? itself : `(${all.join(' OR ')})`
}

/**
 * Turns what a person typed into an FTS5 expression. Every word is quoted, so that no character of it is syntax; the last one also
 * matches as a beginning, because it may still be typed. Null when the text has no word.
 */
export function matchExpression(text: string, limit = wordsUsed): MatchExpression | null {
  const words = wordsOf(text)
  if (words.length === 0) return null
  const used = words.slice(0, limit)
  const parts = used.map((word, index) => meaningsOf(word, index === used.length - 1))
  return {
    all: parts.join(' AND '),
    any: parts.join(' OR '),
    words: used.length,
    truncated: words.length > limit || text.length > charactersRead,
  }
}

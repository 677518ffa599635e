import { stopWords } from '../vocabulary.ts'
import { wordsOf } from './words.ts'

const start = '\u0001'
const end = '\u0002'
const characters = 220
const runPattern = /[\p{L}\p{N}\p{M}]+/gu

const quote = (text: string) =>
  `"${wordsOf(text)
    .map(({ word }) => word)
    .join(' ')}"`

/** An FTS5 expression for any of these words or phrases. Every one is quoted, so that no character of it is syntax. */
export function phraseMatch(texts: readonly string[]): string {
  const ways = texts.filter((text) => wordsOf(text).length > 0).map(quote)
  return [...new Set(ways)].join(' OR ')
}

/** A text around its first match, with every match between U+0001 and U+0002; null without a match. */
export function markWords(text: string, words: readonly string[]): string | null {
  const stems = new Set(
    words
      .flatMap((word) => wordsOf(word))
      .filter(({ word }) => !stopWords.has(word))
      .map(({ stem }) => stem),
  )
  const isMatch = (run: string) => wordsOf(run).some(({ stem }) => stems.has(stem))
  const first = text.matchAll(runPattern).find(([run]) => isMatch(run))
  if (first === undefined) return null
  const from = text.length <= characters ? 0 : Math.max(0, first.index - characters / 4)
  const to = from + characters
  let marked = from > 0 ? '…' : ''
  let at = from
  for (const { 0: run, index } of text.slice(from, to).matchAll(runPattern)) {
    if (!isMatch(run)) continue
    marked += `${text.slice(at, from + index)}${start}${run}${end}`
    at = from + index + run.length
  }
  return marked + text.slice(at, to) + (to < text.length ? '…' : '')
}

import { stemmer } from 'stemmer'
import { stopWords } from '../vocabulary.ts'

/** A word of a text: `word` as written (lower case, no accents), `stem` as it is indexed. */
export interface Word {
  word: string
  stem: string
}

/** Longer runs of letters are hashes and encoded data; they are cut, never refused. */
const wordCharacters = 48
const runPattern = /[\p{L}\p{N}\p{M}]+/gu
const hasLetter = /[\p{L}\p{N}]/u
/** Inner borders of `CloudSQL`, `crashLoopBackOff` and `HTTPServer`; `PVCs` and `GKEs` stay whole. */
const camelBorder = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})/

const hasInnerCapital = /.[A-Z]/

/** Lower case without accents. */
export function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

/** A name without its spaces, hyphens, underscores, case and accents: two spellings with the same key are the same name. */
export function nameKey(text: string): string {
  return fold(text).replaceAll(/[\s\-_.]+/g, '')
}

/** What is indexed for a word. Short words and words with digits are names (`aws`, `s3`, `dns`) and stay as they are. */
export function stemOf(word: string): string {
  if (word.length <= 3) return word
  if (/\d/.test(word)) return word
  return /^[a-z]+$/.test(word) ? stemmer(word) : word
}

/** Folding and stemming cost more than everything else; most words of a text were met before. */
const met = new Map<string, Word>()
/** The vocabulary of a large index: a few megabytes at most. */
const wordsKept = 20_000

function wordOf(raw: string): Word {
  const known = met.get(raw)
  if (known !== undefined) return known
  const word = cut(fold(raw))
  const made = { word, stem: stemOf(word) }
  if (met.size >= wordsKept) met.clear()
  if (raw.length <= wordCharacters) met.set(raw, made)
  return made
}

function cut(word: string): string {
  return word.length <= wordCharacters ? word : [...word].slice(0, wordCharacters).join('')
}

/** Every word of a text in order; a compound such as `CloudSQL` gives its parts and then itself. */
export function wordsOf(text: string): Word[] {
  const found: Word[] = []
  const push = (raw: string) => {
    const word = wordOf(raw)
    if (hasLetter.test(word.word)) found.push(word)
  }
  for (const [run] of text.matchAll(runPattern)) {
    const parts = run.length <= wordCharacters && hasInnerCapital.test(run) ? run.split(camelBorder) : [run]
    if (parts.length > 1) for (const part of parts) push(part)
    push(run)
  }
  return found
}

/** A task name as people say it: `${VAR}` reads as VAR's words, backticks go. */
export function plainName(text: string): string {
  return text.replaceAll(/[`${}]/g, ' ').replaceAll('_', ' ')
}

/** The words that say something: stop words left out, unless there is nothing else. */
export function tellingWords(words: readonly Word[]): Word[] {
  const telling = words.filter(({ word }) => !stopWords.has(word))
  return telling.length > 0 ? telling : [...words]
}

/** 32 bits of a title's words in order (FNV-1a): equal titles have equal marks whatever their case and quoting. */
export function titleMark(text: string): number {
  let mark = 0x811c9dc5
  for (const { word } of wordsOf(plainName(text))) {
    for (let index = 0; index < word.length; index += 1) mark = Math.imul(mark ^ word.charCodeAt(index), 0x01000193)
    mark = Math.imul(mark ^ 32, 0x01000193)
  }
  return mark >>> 0
}

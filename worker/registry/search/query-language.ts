import { type FacetName, facetNames } from '../../domain/views.ts'
import { tellingWords, type Word, wordsOf } from './words.ts'

/** What a bundle can be asked to have with `has:`. */
export const havings = ['sli', 'runbook', 'discovery', 'readme'] as const
export type Having = (typeof havings)[number]

/** A query taken apart. */
export interface ParsedQuery {
  /** What is looked for, in order, without stop words. */
  words: Word[]
  /** Texts between quotes, of two words or more; their words are among `words` too. */
  phrases: string[]
  /** Words that must not occur. */
  without: Word[]
  filters: { name: FacetName; value: string; isNegative: boolean }[]
  having: { what: Having; isNegative: boolean }[]
  /** The last word may still be typed. */
  isOpen: boolean
  /** What was not understood, said to people. */
  notices: string[]
}

/** More words narrow nothing further. */
const wordsUsed = 16
/** Longer queries are read up to here: sixteen words of any language fit. */
const charactersRead = 4_000
const phrasesUsed = 4
const filtersUsed = 40

const partPattern = /(-?)(?:([a-z]{2,16}):(?!\/\/))?(?:"([^"]*)"?|([^\s"]+))/giu
const isFacet = (name: string): name is FacetName => (facetNames as readonly string[]).includes(name)
const isHaving = (value: string): value is Having => (havings as readonly string[]).includes(value)

/** Words that people use for the names of facets. */
const facetAliases: Record<string, FacetName> = { tags: 'tag', supports: 'tag', cloud: 'platform', repo: 'collection', by: 'author' }

interface Reading extends ParsedQuery {
  free: string[]
}

function readHas(reading: Reading, value: string, isNegative: boolean) {
  for (const one of value.toLowerCase().split(',')) {
    const what = one === 'monitor' ? 'sli' : one
    if (isHaving(what)) reading.having.push({ what, isNegative })
    else reading.notices.push(`“has:” knows ${havings.join(', ')}, not “${one.slice(0, 40)}”.`)
  }
}

function readQualifier(reading: Reading, name: string, value: string, isQuoted: boolean, isNegative: boolean): boolean {
  const facet = isFacet(name) ? name : facetAliases[name]
  if (name !== 'has' && facet === undefined) return false
  if (value === '') reading.notices.push(`“${name}:” has no value and was left out.`)
  else if (facet === undefined) readHas(reading, value, isNegative)
  else {
    const values = isQuoted ? [value] : value.split(',').filter((one) => one !== '')
    reading.filters.push(...values.map((one) => ({ name: facet, value: one, isNegative })))
  }
  return true
}

function readPart(reading: Reading, [whole, minus, name, quoted, bare]: RegExpMatchArray) {
  const isNegative = minus === '-'
  const value = quoted ?? bare ?? ''
  if (name !== undefined) {
    if (readQualifier(reading, name.toLowerCase(), value, quoted !== undefined, isNegative)) return
    reading.notices.push(`“${name}:” is not a qualifier; it was searched for as a word. Known are ${facetNames.join(', ')} and has.`)
    reading.free.push(`${name} ${value}`)
  } else if (quoted === undefined && value.endsWith(':') && readQualifier(reading, value.slice(0, -1).toLowerCase(), '', false, false)) {
    return
  } else if (isNegative) {
    reading.without.push(...tellingWords(wordsOf(value)))
  } else {
    if (quoted !== undefined && wordsOf(quoted).length > 1 && reading.phrases.length < phrasesUsed) reading.phrases.push(quoted)
    reading.free.push(quoted ?? whole)
  }
}

/** Each word once, in the order of its first mention. */
function distinct(words: readonly Word[]): Word[] {
  return [...new Map(words.map((word) => [word.stem, word])).values()]
}

/** Takes any text apart; what makes no sense as a qualifier is searched for as words. `limit` is for whole texts, which have more words that matter. */
export function parseQuery(text: string, limit = wordsUsed): ParsedQuery {
  const read = text.slice(0, charactersRead).toWellFormed()
  const empty = { words: [], phrases: [], without: [], filters: [], having: [], isOpen: false, notices: [] }
  const reading: Reading = { ...empty, free: [] }
  for (const part of read.matchAll(partPattern)) readPart(reading, part)
  const { free, ...parsed } = reading
  const words = distinct(tellingWords(wordsOf(free.join(' '))))
  if (words.length > limit || text.length > charactersRead) parsed.notices.push('The search is long; only its first words were used.')
  if (parsed.filters.length > filtersUsed) parsed.notices.push(`Only the first ${filtersUsed} filters were used.`)
  return {
    ...parsed,
    words: words.slice(0, limit),
    without: distinct(parsed.without).slice(0, limit),
    filters: parsed.filters.slice(0, filtersUsed),
    notices: [...new Set(parsed.notices)].slice(0, 4),
    isOpen: /[\p{L}\p{N}]$/u.test(read) && read.length === text.length,
  }
}

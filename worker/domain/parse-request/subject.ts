import { findKinds, type KindMatch } from '../lexicon/find-kinds.ts'
import { namedPlatforms } from '../lexicon/platforms.ts'
import { findPurposes } from '../lexicon/purposes.ts'
import { boundaryWords, singular, stopWords, wordsOf } from '../lexicon/words.ts'
import type { Platform } from '../platform.ts'

export interface ResourcePhrase {
  /** The words of the phrase that name the resource, as written. */
  text: string
  /** Parts of a directory name, at most three. */
  tokens: string[]
  /** True when a known kind of resource is among them. */
  kinds: boolean
}

const open = '\uE000'
const close = '\uE001'
const describing =
  /(?:ed|ing|ly|able|ful)$|^(?:old|bad|big|all|slow|high|low|full|empty|open|public|private|broken|stuck|dead|idle|our|their)$/

/** What a title or a sentence is about, without its platform, its purpose and everything after the first preposition. Null when nothing is left. */
export function resourcePhrase(text: string, platform: Platform | null): ResourcePhrase | null {
  const matches = findKinds(text, platform === 'other' ? null : platform)
  const marked = mark(text, matches)
  const segments = marked.split(boundaryWords).flatMap((part) => (part === undefined ? [] : [part]))
  const read = segments.map((segment) => tokensOf(segment, matches)).filter((tokens) => tokens.length > 0)
  const first = read.find((tokens) => tokens.some((token) => token.kind)) ?? null
  const plainFirst = read.find((tokens) => !tokens.every((token) => describing.test(token.text))) ?? read[0]
  const chosen = pick(plainFirst, first)
  if (chosen === undefined) return null
  const named = chosen.some((token) => token.kind)
  const kept = named ? chosen.filter((token) => token.kind || !describing.test(token.text)) : chosen
  const tokens = [...new Set(kept.flatMap((token) => token.text.split('-')))].slice(0, 3)
  return {
    text: kept
      .map((token) => token.original)
      .join(' ')
      .slice(0, 80),
    tokens,
    kinds: named,
  }
}

interface Token {
  text: string
  original: string
  kind: boolean
}

/** The first phrase that says anything, unless it holds only describing words or verbs and a later one names a kind. */
function pick(plainFirst: Token[] | undefined, withKind: Token[] | null): Token[] | undefined {
  if (withKind === null) return plainFirst
  if (plainFirst === undefined || plainFirst === withKind) return withKind
  return plainFirst.length >= 2 && plainFirst.every((token) => !describing.test(token.text)) ? plainFirst : withKind
}

/** Replaces each kind's words by a mark, so that prepositions and stop words inside a name (`redis on elasticache`) do not split it. */
function mark(text: string, matches: readonly KindMatch[]): string {
  let out = ''
  let at = 0
  matches.forEach((match, index) => {
    out += `${text.slice(at, match.start)}${open}${index}${close}`
    at = match.end
  })
  return out + text.slice(at)
}

function tokensOf(segment: string, matches: readonly KindMatch[]): Token[] {
  const tokens: Token[] = []
  const parts = segment.split(new RegExp(`(${open}\\d+${close})`))
  for (const part of parts) {
    const index = part.startsWith(open) ? Number(part.slice(1, -1)) : -1
    const match = matches[index]
    if (match !== undefined) tokens.push({ text: match.kind.slug, original: match.kind.name, kind: true })
    else tokens.push(...plainTokens(part, tokens.length > 0))
  }
  return tokens
}

function plainTokens(text: string, named: boolean): Token[] {
  const purposes = findPurposes(text)
  const first = purposes[0]
  let rest = first !== undefined && (named || saysMore(text.slice(0, first.start))) ? text.slice(0, first.start) : text
  for (const found of purposes.reverse()) {
    rest = rest.slice(0, found.start) + ' '.repeat(Math.max(0, Math.min(found.end, rest.length) - found.start)) + rest.slice(found.end)
  }
  const words = rest.match(/[A-Za-z0-9][A-Za-z0-9_'-]*/g) ?? []
  return words.flatMap((original) =>
    wordsOf(original)
      .filter((word) => !stopWords.has(word) && namedPlatforms(word).length === 0 && word.length > 1 && !/^\d+$/.test(word))
      .map((word) => ({ text: singular(word), original, kind: false })),
  )
}

/** True when words that name something stand before the purpose; what follows it then only describes it (`RDS backup coverage`). */
function saysMore(text: string): boolean {
  return wordsOf(text).some((word) => !stopWords.has(word) && namedPlatforms(word).length === 0)
}

import { synonymsOf } from '../vocabulary.ts'
import { frequencyOf, hasStem, lowerBound, type MemoryIndex, writtenForm } from './memory-index.ts'
import { likelyMeant } from './spelling.ts'
import { stemOf, type Word } from './words.ts'

/** One thing that is looked for, in every way it may be said. */
export interface Group {
  /** As typed. */
  text: string
  /** Each way: stems that must all occur, and what finding them is worth beside the words as typed. */
  ways: { stems: string[]; worth: number }[]
}

export interface Expansion {
  groups: Group[]
  /** Words that no CodeBundle has, with the word that was searched for instead. */
  corrected: { from: string; to: string }[]
  /** Words that no CodeBundle has in any form. */
  unknown: string[]
}

const synonymWorth = 0.75
const beginningWorth = 0.6
const joinedWorth = 0.95
const correctedWorth = 0.8
/** Longest name in the synonym table, in words. */
const spanWords = 4
const beginningsUsed = 48
const leastBeginning = 2
const leastPart = 3

const stemsOf = (text: string) => text.split(' ').map(stemOf)

function synonymWays(index: MemoryIndex, text: string): Group['ways'] {
  const others = synonymsOf(text).map((other) => ({ stems: stemsOf(other), worth: synonymWorth }))
  return others.filter(({ stems }) => stems.every((stem) => hasStem(index, stem)))
}

/** Several words that are one name: `persistent volume claim`, or `cloud sql` where something is called `cloudsql`. */
function spanAt(index: MemoryIndex, words: readonly Word[], at: number): { group: Group; length: number } | null {
  for (let length = Math.min(spanWords, words.length - at); length > 1; length -= 1) {
    const span = words.slice(at, at + length)
    const text = span.map(({ word }) => word).join(' ')
    const ways = [...synonymWays(index, text), ...synonymWays(index, span.map(({ stem }) => stem).join(' '))]
    const joined = stemOf(text.replaceAll(' ', ''))
    if (length === 2 && hasStem(index, joined)) ways.push({ stems: [joined], worth: joinedWorth })
    if (ways.length === 0) continue
    return { length, group: { text, ways: [{ stems: span.map(({ stem }) => stem), worth: 1 }, ...ways] } }
  }
  return null
}

/** Stems of words that begin like this one. */
function beginnings(index: MemoryIndex, word: string): string[] {
  const { forms, stems } = index.vocabulary
  const found = new Set<string>()
  for (let at = lowerBound(forms, word); at < forms.length && found.size < beginningsUsed; at += 1) {
    const form = forms[at] ?? ''
    if (!form.startsWith(word)) break
    found.add(stems.get(form) ?? form)
  }
  return [...found]
}

function isForm(index: MemoryIndex, word: string): boolean {
  const { forms } = index.vocabulary
  return forms[lowerBound(forms, word)] === word
}

/** `loadbalancer` as the two words that the index has for it; the more frequent pair where there are several. */
function splitOf(index: MemoryIndex, word: string): string[] | null {
  let best: { stems: string[]; frequency: number } | null = null
  for (let at = leastPart; at <= word.length - leastPart; at += 1) {
    if (!isForm(index, word.slice(0, at)) || !isForm(index, word.slice(at))) continue
    const stems = [stemOf(word.slice(0, at)), stemOf(word.slice(at))]
    const frequency = Math.min(...stems.map((stem) => frequencyOf(index, stem)))
    if (frequency > (best?.frequency ?? 0)) best = { stems, frequency }
  }
  return best?.stems ?? null
}

function waysOf(index: MemoryIndex, { word, stem }: Word, isBeginning: boolean): Group['ways'] {
  const ways: Group['ways'] = hasStem(index, stem) ? [{ stems: [stem], worth: 1 }] : []
  ways.push(...synonymWays(index, word), ...(stem === word ? [] : synonymWays(index, stem)))
  if (isBeginning && word.length >= leastBeginning) {
    ways.push(...beginnings(index, word).map((one) => ({ stems: [one], worth: one === stem ? 1 : beginningWorth })))
  }
  return ways
}

/** Every word in every way it may be said; words that the index does not know are corrected where a likely one is near. */
export function expand(index: MemoryIndex, words: readonly Word[], isOpen: boolean): Expansion {
  const result: Expansion = { groups: [], corrected: [], unknown: [] }
  for (let at = 0; at < words.length; ) {
    const span = spanAt(index, words, at)
    if (span) {
      result.groups.push(span.group)
      at += span.length
      continue
    }
    const word = words[at]
    at += 1
    if (word) addWord(index, word, isOpen && at === words.length, result)
  }
  return result
}

function addWord(index: MemoryIndex, word: Word, isBeginning: boolean, result: Expansion) {
  const ways = waysOf(index, word, isBeginning)
  const parts = ways.length === 0 ? splitOf(index, word.word) : null
  if (parts) ways.push({ stems: parts, worth: joinedWorth })
  if (ways.length === 0) {
    const meant = likelyMeant(index, word.word)
    ways.push(...meant.map(({ stem }, place) => ({ stems: [stem], worth: place === 0 ? correctedWorth : correctedWorth / 2 })))
    const [best] = meant
    if (best) result.corrected.push({ from: word.word, to: best.form === best.stem ? writtenForm(index, best.stem) : best.form })
  }
  if (ways.length === 0) result.unknown.push(word.word)
  else result.groups.push({ text: word.word, ways })
}

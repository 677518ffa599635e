import type { BundleRow } from '../../db/catalogue-store.ts'
import { parseBundle, parseTags } from '../../db/catalogue-store.ts'
import type { Bundle, Task } from '../../domain/catalogue.ts'
import { stopWords } from '../vocabulary.ts'
import { plainName, titleMark, wordsOf } from './words.ts'

/** Weight of a word by its stem, 1–255, and the way it is mostly written there. */
export type Terms = Record<string, number>

/** What the index holds of one bundle. Stored as JSON; a segment is made of these. */
export interface Entry {
  id: number
  slug: string
  displayName: string
  collection: string
  platform: string
  access: string
  author: string | null
  tags: string[]
  resourceTypes: string[]
  hasRunbook: boolean
  hasSli: boolean
  hasDiscovery: boolean
  hasReadme: boolean
  score: number | null
  updatedAt: number
  terms: Terms
  tasks: { isSli: boolean; access: string; mark: number; terms: Terms }[]
  /** Written forms of stems that differ from them. */
  written: Record<string, string>
}

interface Field {
  text: string
  /** What a word of this field says about the bundle. */
  weight: number
  /** Words of an ordinary field: a longer one says less with each word. */
  ordinaryWords: number
}

/** A README is searched up to here; past its first pages it is output samples and tables. */
const readmeCharacters = 20_000
/** Distinct words kept of one bundle: more is generated text. */
const termsKept = 1_200
/** Where another mention of a word begins to say little more. */
const saturation = 4
const mentionsCounted = 3
const tasksKept = 200

/** Okapi-like weight of each word over all fields, as one byte. */
function termsOf(fields: readonly Field[], written: Record<string, string>): Terms {
  const sums = new Map<string, number>()
  for (const { text, weight, ordinaryWords } of fields) {
    const words = wordsOf(text).filter(({ word }) => !stopWords.has(word))
    const counts = new Map<string, number>()
    for (const { word, stem } of words) {
      counts.set(stem, (counts.get(stem) ?? 0) + 1)
      if (stem !== word && !(stem in written)) written[stem] = word
    }
    const length = Math.max(0.5, 0.4 + (0.6 * words.length) / ordinaryWords)
    for (const [stem, count] of counts) sums.set(stem, (sums.get(stem) ?? 0) + (weight * Math.min(count, mentionsCounted)) / length)
  }
  const ranked = [...sums].sort((a, b) => b[1] - a[1]).slice(0, termsKept)
  return Object.fromEntries(ranked.map(([stem, sum]) => [stem, Math.max(1, Math.round((255 * sum) / (sum + saturation)))]))
}

/** Tags that are variables say nothing before the bundle runs. */
const plainTags = (tags: readonly string[]) => tags.filter((tag) => !tag.includes('${'))

function fieldsOf(row: BundleRow, bundle: Bundle, tasks: readonly Task[], tags: readonly string[]): Field[] {
  const files = [bundle.runbook, bundle.sli]
  const freeTags = plainTags([...files.flatMap((file) => file?.forceTags ?? []), ...tasks.flatMap((task) => task.tags)])
  const kinds = [row.platform, bundle.runbook ? 'runbook' : '', bundle.sli ? 'sli' : '']
  const prose = [row.description, ...files.map((file) => file?.documentation ?? '')]
  const names = files.map((file) => file?.displayName ?? '').filter((name) => name !== row.displayName)
  return [
    { text: row.slug, weight: 8, ordinaryWords: 4 },
    { text: row.displayName, weight: 7, ordinaryWords: 5 },
    { text: names.join(' '), weight: 3, ordinaryWords: 5 },
    { text: tags.join(' '), weight: 4, ordinaryWords: 8 },
    { text: bundle.discovery.resourceTypes.join(' ').replaceAll('_', ' '), weight: 2, ordinaryWords: 6 },
    { text: tasks.map((task) => plainName(task.name)).join('\n'), weight: 4, ordinaryWords: 40 },
    { text: [...new Set(prose)].join('\n'), weight: 3, ordinaryWords: 40 },
    { text: tasks.map((task) => task.documentation).join('\n'), weight: 2, ordinaryWords: 60 },
    { text: [...new Set([...freeTags, ...kinds])].join(' '), weight: 2, ordinaryWords: 20 },
    { text: plainName((row.readme ?? '').slice(0, readmeCharacters)), weight: 1, ordinaryWords: 250 },
  ]
}

function taskEntry(task: Task, isSli: boolean, head: Field, written: Record<string, string>): Entry['tasks'][number] {
  const fields = [
    { text: plainName(task.name), weight: 8, ordinaryWords: 8 },
    { text: task.documentation, weight: 2, ordinaryWords: 12 },
    { text: plainTags(task.tags).join(' '), weight: 1, ordinaryWords: 6 },
    head,
  ]
  return { isSli, access: task.access ?? 'unknown', mark: titleMark(task.name), terms: termsOf(fields, written) }
}

/** Tasks of a bundle in the order that the index counts them: runbook first. */
export function tasksOf(bundle: Bundle): { task: Task; isSli: boolean }[] {
  const runbook = (bundle.runbook?.tasks ?? []).map((task) => ({ task, isSli: false }))
  return [...runbook, ...(bundle.sli?.tasks ?? []).map((task) => ({ task, isSli: true }))].slice(0, tasksKept)
}

/** What the index holds of a bundle of this collection. */
export function entryOf(row: BundleRow, collection: string): Entry {
  const bundle = parseBundle(row.catalogue)
  const tags = [...new Set(plainTags(parseTags(row.supports)))]
  const tasks = tasksOf(bundle)
  const written: Record<string, string> = {}
  // A task is also found by what its bundle is about.
  const head = { text: `${row.slug} ${row.displayName} ${tags.join(' ')} ${row.platform}`, weight: 1, ordinaryWords: 12 }
  const all = tasks.map(({ task }) => task)
  return {
    id: row.id,
    slug: row.slug,
    displayName: row.displayName,
    collection,
    platform: row.platform,
    access: row.access,
    author: row.author,
    tags,
    resourceTypes: [...new Set(bundle.discovery.resourceTypes)],
    hasRunbook: row.hasRunbook,
    hasSli: row.hasSli,
    hasDiscovery: bundle.discovery.ruleFiles > 0,
    hasReadme: (row.readme ?? '') !== '',
    score: row.score,
    updatedAt: row.committedAt ?? row.updatedAt,
    terms: termsOf(fieldsOf(row, bundle, all, tags), written),
    tasks: tasks.map(({ task, isSli }) => taskEntry(task, isSli, head, written)),
    written,
  }
}

import { type FacetTable, facetTableOf, type TaskColumns, taskColumnsOf } from './facet-table.ts'
import { PostingReader, type Segment, type SegmentBundle } from './segment.ts'
import { nameKey } from './words.ts'

/** What is found: bundles, or tasks. Each has its own numbering, in the order of the segments. */
export type Kind = 'bundles' | 'tasks'

/** The index as searches use it: the segments side by side, every bundle and every task with a number of its own. */
export interface MemoryIndex {
  /** Versions of its segments. */
  version: string
  /** 16 hex digits of `version`. */
  tag: string
  parts: { segment: Segment; bundleBase: number; taskBase: number }[]
  bundles: SegmentBundle[]
  /** Number of a bundle by its id. */
  numberOf: Map<number, number>
  /** For each bundle the number of its first task; one more at the end. */
  taskStarts: Uint32Array
  taskBundle: Uint32Array
  taskFlags: Uint8Array
  taskMarks: Uint32Array
  facets: FacetTable
  /** Facets that a task has of its own; in all others it is as its bundle. */
  taskFacets: TaskColumns
  /** For each bundle the keys (`nameKey`) of its slug and its displayed name. */
  nameKeys: [string, string][]
  vocabulary: Vocabulary
  /** Answers kept per word: how many bundles have it. */
  frequencies: Map<string, number>
}

/** Every word of the index. */
export interface Vocabulary {
  /** Stems and the ways they are written, sorted. */
  forms: string[]
  /** The stem of a form that is not its own stem. */
  stems: Map<string, string>
  /** How a stem is written, where that differs. */
  written: Map<string, string>
}

function vocabularyOf(segments: readonly Segment[]): Vocabulary {
  const forms = new Set<string>()
  const stems = new Map<string, string>()
  const written = new Map<string, string>()
  for (const segment of segments) {
    for (const stem of segment.stems) forms.add(stem)
    for (const [at, form] of segment.written) {
      const stem = segment.stems[at] ?? ''
      written.set(stem, form)
      stems.set(form, stem)
      forms.add(form)
    }
  }
  return { forms: [...forms].sort(), stems, written }
}

/** Joins segments into one index. */
export function joinSegments({ version, tag }: Pick<MemoryIndex, 'version' | 'tag'>, segments: readonly Segment[]): MemoryIndex {
  const bundles = segments.flatMap((segment) => segment.bundles)
  const taskStarts = new Uint32Array(bundles.length + 1)
  bundles.forEach((bundle, at) => {
    taskStarts[at + 1] = (taskStarts[at] ?? 0) + bundle.tasks
  })
  const tasks = taskStarts[bundles.length] ?? 0
  const taskBundle = new Uint32Array(tasks)
  for (let at = 0; at < bundles.length; at += 1) taskBundle.fill(at, taskStarts[at], taskStarts[at + 1])
  const taskFlags = new Uint8Array(tasks)
  const taskMarks = new Uint32Array(tasks)
  const parts: MemoryIndex['parts'] = []
  let bundleBase = 0
  let taskBase = 0
  for (const segment of segments) {
    parts.push({ segment, bundleBase, taskBase })
    taskFlags.set(segment.taskFlags, taskBase)
    taskMarks.set(segment.taskMarks, taskBase)
    bundleBase += segment.bundles.length
    taskBase += segment.taskFlags.length
  }
  const facets = facetTableOf(bundles)
  return {
    version,
    tag,
    parts,
    bundles,
    numberOf: new Map(bundles.map((bundle, at) => [bundle.id, at])),
    taskStarts,
    taskBundle,
    taskFlags,
    taskMarks,
    facets,
    taskFacets: taskColumnsOf(facets, taskBundle, taskFlags),
    nameKeys: bundles.map((bundle) => [nameKey(bundle.slug), nameKey(bundle.displayName)]),
    vocabulary: vocabularyOf(segments),
    frequencies: new Map(),
  }
}

/** Where `stem` stands in a sorted list, or would stand. */
export function lowerBound(list: readonly string[], stem: string): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((list[middle] ?? '') < stem) low = middle + 1
    else high = middle
  }
  return low
}

/** Calls `each` with the number and the weight (1–255) of everything that has the stem. Returns how many there are. */
export function postingsOf(index: MemoryIndex, kind: Kind, stem: string, each: (number: number, weight: number) => void): number {
  let found = 0
  for (const { segment, bundleBase, taskBase } of index.parts) {
    const at = lowerBound(segment.stems, stem)
    if (segment.stems[at] !== stem) continue
    const isBundles = kind === 'bundles'
    const start = (isBundles ? segment.bundleStarts : segment.taskStarts)[at] ?? 0
    found += walk(isBundles ? segment.bundlePostings : segment.taskPostings, start, isBundles ? bundleBase : taskBase, each)
  }
  return found
}

/** Reads one list of postings: its length, then gap and weight of each (segment.ts `encodeLists`). */
function walk(bytes: Uint8Array, start: number, base: number, each: (number: number, weight: number) => void): number {
  const reader = new PostingReader(bytes, start)
  const count = reader.number()
  let last = -1
  for (let left = count; left > 0; left -= 1) {
    last += reader.number()
    each(base + last, reader.weight())
  }
  return count
}

/** How many bundles have the stem. */
export function frequencyOf(index: MemoryIndex, stem: string): number {
  const known = index.frequencies.get(stem)
  if (known !== undefined) return known
  const count = postingsOf(index, 'bundles', stem, () => undefined)
  if (index.frequencies.size < 5_000) index.frequencies.set(stem, count)
  return count
}

/** How telling a stem is: rare ones more. */
export function rarityOf(index: MemoryIndex, frequency: number): number {
  return Math.log(1 + (index.bundles.length - frequency + 0.5) / (frequency + 0.5)) + 0.1
}

export function hasStem(index: MemoryIndex, stem: string): boolean {
  return frequencyOf(index, stem) > 0
}

/** How people see a stem. */
export function writtenForm(index: MemoryIndex, stem: string): string {
  return index.vocabulary.written.get(stem) ?? stem
}

import type { Entry, Terms } from './entry.ts'

/**
 * A segment is the index of a block of bundles in one text: for each word the bundles and tasks that have it, each with one byte of weight.
 * Read once per isolate and version; only the segments that changed are read again.
 */
export interface Segment {
  /** Sorted. */
  stems: string[]
  /** For each stem with a written form that differs, its place and that form. */
  written: [number, string][]
  /** For each stem, the byte where its postings begin; one more at the end. */
  bundleStarts: Uint32Array
  bundlePostings: Uint8Array
  taskStarts: Uint32Array
  taskPostings: Uint8Array
  bundles: SegmentBundle[]
  /** One byte for each task: bit 0 SLI, bits 1–2 access (0 read-only, 1 read-write, 2 unknown). */
  taskFlags: Uint8Array
  taskMarks: Uint32Array
}

/** What is known of a bundle besides its words. */
export type SegmentBundle = Omit<Entry, 'terms' | 'tasks' | 'written'> & { tasks: number }

interface Stored {
  stems: string
  written: [number, string][]
  bundlePostings: string
  taskPostings: string
  bundles: SegmentBundle[]
  taskFlags: number[]
  taskMarks: number[]
}

const accessCodes = ['read-only', 'read-write', 'unknown']
const taskFlagOf = (task: Entry['tasks'][number]) => (task.isSli ? 1 : 0) | (Math.max(0, accessCodes.indexOf(task.access)) << 1)
/** What a task's flags say: the number of its access in `read-only`, `read-write`, `unknown`. */
export const taskAccessCode = (flags: number) => flags >> 1
export const isSliTask = (flags: number) => (flags & 1) === 1

/** Gaps of up to 127 take one byte, larger ones more: seven bits each, the high bit says that another follows. */
function pushNumber(bytes: number[], value: number) {
  let rest = value
  while (rest > 127) {
    bytes.push((rest & 127) | 128)
    rest >>>= 7
  }
  bytes.push(rest)
}

/** Reads what `encodeLists` wrote. */
export class PostingReader {
  at: number
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes
    this.at = start
  }

  /** The number here (see `pushNumber`). */
  number(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.weight()
      value |= (byte & 127) << shift
      if (byte < 128) return value
    }
  }

  /** The byte here. */
  weight(): number {
    this.at += 1
    return this.#bytes[this.at - 1] ?? 0
  }
}

type Lists = Map<string, { at: number; weight: number }[]>

function gather(lists: Lists, at: number, terms: Terms) {
  for (const [stem, weight] of Object.entries(terms)) {
    const list = lists.get(stem)
    if (list) list.push({ at, weight })
    else lists.set(stem, [{ at, weight }])
  }
}

/** Per stem: how many postings, then the gap to the one before and the weight of each. */
function encodeLists(stems: readonly string[], lists: Lists): string {
  const bytes: number[] = []
  for (const stem of stems) {
    const list = lists.get(stem) ?? []
    pushNumber(bytes, list.length)
    let last = -1
    for (const { at, weight } of list) {
      pushNumber(bytes, at - last)
      bytes.push(weight)
      last = at
    }
  }
  return toBase64(Uint8Array.from(bytes))
}

function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += 8_192) text += String.fromCharCode(...bytes.subarray(start, start + 8_192))
  return btoa(text)
}

function fromBase64(text: string): Uint8Array {
  const binary = atob(text)
  const bytes = new Uint8Array(binary.length)
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index)
  return bytes
}

/** The text of a segment of these entries. */
export function encodeSegment(entries: readonly Entry[]): string {
  const bundleLists: Lists = new Map()
  const taskLists: Lists = new Map()
  let taskAt = 0
  entries.forEach((entry, at) => {
    gather(bundleLists, at, entry.terms)
    for (const task of entry.tasks) {
      gather(taskLists, taskAt, task.terms)
      taskAt += 1
    }
  })
  const stems = [...new Set([...bundleLists.keys(), ...taskLists.keys()])].sort()
  const forms = new Map(entries.flatMap((entry) => Object.entries(entry.written)))
  const stored: Stored = {
    stems: stems.join(' '),
    written: stems.flatMap((stem, at): [number, string][] => {
      const form = forms.get(stem)
      return form === undefined ? [] : [[at, form]]
    }),
    bundlePostings: encodeLists(stems, bundleLists),
    taskPostings: encodeLists(stems, taskLists),
    bundles: entries.map(({ terms: _, tasks, written: __, ...bundle }) => ({ ...bundle, tasks: tasks.length })),
    taskFlags: entries.flatMap((entry) => entry.tasks.map(taskFlagOf)),
    taskMarks: entries.flatMap((entry) => entry.tasks.map((task) => task.mark)),
  }
  return JSON.stringify(stored)
}

/** Where each stem's postings begin, found by walking over them once. */
function startsOf(count: number, bytes: Uint8Array): Uint32Array {
  const starts = new Uint32Array(count + 1)
  const reader = new PostingReader(bytes, 0)
  for (let index = 0; index < count; index += 1) {
    starts[index] = reader.at
    for (let left = reader.number(); left > 0; left -= 1) {
      reader.number()
      reader.weight()
    }
  }
  starts[count] = reader.at
  return starts
}

/** One string for all equal ones: segments share most of their words and tags. */
export type Intern = (text: string) => string

export function createIntern(): Intern {
  const known = new Map<string, string>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    known.set(text, text)
    return text
  }
}

/** Reads what `encodeSegment` wrote. */
export function decodeSegment(text: string, intern: Intern): Segment {
  const stored = JSON.parse(text) as Stored
  const stems = stored.stems === '' ? [] : stored.stems.split(' ').map(intern)
  const bundlePostings = fromBase64(stored.bundlePostings)
  const taskPostings = fromBase64(stored.taskPostings)
  return {
    stems,
    written: stored.written.map(([at, form]) => [at, intern(form)]),
    bundleStarts: startsOf(stems.length, bundlePostings),
    bundlePostings,
    taskStarts: startsOf(stems.length, taskPostings),
    taskPostings,
    bundles: stored.bundles.map((bundle) => ({
      ...bundle,
      collection: intern(bundle.collection),
      platform: intern(bundle.platform),
      access: intern(bundle.access),
      author: bundle.author === null ? null : intern(bundle.author),
      tags: bundle.tags.map(intern),
      resourceTypes: bundle.resourceTypes.map(intern),
    })),
    taskFlags: Uint8Array.from(stored.taskFlags),
    taskMarks: Uint32Array.from(stored.taskMarks),
  }
}

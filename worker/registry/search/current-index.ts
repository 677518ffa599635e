import type { SearchStore, SegmentState } from '../../db/search-store.ts'
import { joinSegments, type MemoryIndex } from './memory-index.ts'
import { createIntern, decodeSegment, type Segment } from './segment.ts'

/**
 * The index in the memory of this isolate. Versions of segments are drawn at random when they are built, so a segment that is kept under its
 * version is right whichever request reads it. Promises are not shared: a request may not wait for what another one started.
 */
interface Held {
  index: MemoryIndex
  segments: Map<string, Segment>
  checkedAt: number
}

let held: Held | null = null

/** How old the answer to "has the index changed" may be. */
const freshMs = 1_000

const versionOf = (states: readonly SegmentState[]) => states.map(({ segment, version }) => `${segment}:${version}`).join(' ')

async function tagOf(version: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(version))
  return [...new Uint8Array(digest).slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Makes the next search look whether the index has changed; for whoever changed it. */
export function forgetFreshness(): void {
  if (held) held = { ...held, checkedAt: 0 }
}

async function load(store: SearchStore, states: readonly SegmentState[], known: ReadonlyMap<string, Segment>): Promise<Held> {
  const intern = createIntern()
  const segments = new Map<string, Segment>()
  for (const { segment, version } of states) {
    const kept = known.get(version)
    if (kept) {
      segments.set(version, kept)
      continue
    }
    const read = await store.segment(segment)
    if (read) segments.set(read.version, decodeSegment(read.body, intern))
  }
  const version = versionOf(states)
  return { index: joinSegments({ version, tag: await tagOf(version) }, [...segments.values()]), segments, checkedAt: Date.now() }
}

/** The index as it is in the database, at most a second old. Reads only the segments that changed. */
export async function currentIndex(store: SearchStore): Promise<MemoryIndex> {
  if (held && Date.now() - held.checkedAt < freshMs) return held.index
  const states = await store.segments()
  if (held?.index.version === versionOf(states)) held = { ...held, checkedAt: Date.now() }
  else held = await load(store, states, held?.segments ?? new Map())
  return held.index
}

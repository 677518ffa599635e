import * as z from 'zod'
import type { SearchRequest } from '../../domain/views.ts'
import type { Kind, MemoryIndex } from './memory-index.ts'

export type Sort = SearchRequest['sort']

/** A place in an order that nothing else shares: first by `key`, then by bundle, then by task. */
const placeSchema = z.object({ key: z.union([z.number(), z.string()]), id: z.number().int(), task: z.number().int() })
export type Place = z.infer<typeof placeSchema>

/** Where the next page begins: the last place of the page before, in the same order of the same kind. */
const cursorSchema = placeSchema.extend({ sort: z.enum(['relevance', 'newest', 'name', 'score']), kind: z.enum(['bundles', 'tasks']) })
export type Cursor = z.infer<typeof cursorSchema>

/** An opaque form of a cursor that is safe in an address. */
export function writeCursor(cursor: Cursor): string {
  const bytes = new TextEncoder().encode(JSON.stringify(cursor))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Reads a cursor; null for anything `writeCursor` did not write. */
export function readCursor(text: string): Cursor | null {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
    const parsed = cursorSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes)))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** Among equals, what is better kept goes first: a twentieth of the score, at most. */
const qualityShare = 0.05

type KeyOf = (index: MemoryIndex, bundle: number, score: number) => number | string

const keys: Record<Sort, KeyOf> = {
  // Rounded, so that a key survives its way through an address.
  relevance: (index, bundle, score) => -Math.round(score * (1 + (qualityShare * (index.bundles[bundle]?.score ?? 50)) / 100) * 1e4),
  newest: (index, bundle) => -(index.bundles[bundle]?.updatedAt ?? 0),
  name: (index, bundle) => (index.bundles[bundle]?.displayName ?? '').toLowerCase(),
  score: (index, bundle) => -(index.bundles[bundle]?.score ?? -1),
}

function before(a: Place, b: Place): boolean {
  if (a.key !== b.key) return a.key < b.key
  return a.id !== b.id ? a.id < b.id : a.task < b.task
}

export interface Placed extends Place {
  number: number
}

/** What is ordered: numbers of bundles or tasks, with their scores. */
interface Listing {
  index: MemoryIndex
  kind: Kind
  sort: Sort
  numbers: readonly number[]
  scores: Float32Array
}

/** The first `limit` places after `after`, in order. Tasks of one bundle stay in the order of their file, but for relevance. */
export function firstPlaces({ index, kind, sort, numbers, scores }: Listing, after: Cursor | null, limit: number): Placed[] {
  const keyOf = keys[sort]
  const best: Placed[] = []
  for (const number of numbers) {
    const bundle = kind === 'bundles' ? number : (index.taskBundle[number] ?? 0)
    const key = keyOf(index, bundle, scores[number] ?? 0)
    const last = best.length === limit ? best.at(-1) : undefined
    // Most of a long list falls behind the page by its key alone.
    if (last && key > last.key) continue
    const task = kind === 'bundles' ? -1 : number - (index.taskStarts[bundle] ?? 0)
    const place = { number, key, id: index.bundles[bundle]?.id ?? 0, task }
    if (after && !before(after, place)) continue
    if (last && !before(place, last)) continue
    insert(best, place)
    if (best.length > limit) best.pop()
  }
  return best
}

function insert(places: Placed[], place: Placed) {
  let low = 0
  let high = places.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (before(places[middle] as Placed, place)) low = middle + 1
    else high = middle
  }
  places.splice(low, 0, place)
}

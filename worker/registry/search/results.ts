import type { BundleCard, TaskHit } from '../../domain/views.ts'
import { cardOf } from '../cards.ts'
import type { StoredTask } from '../search-document.ts'
import type { SearchStores } from '../sync-search.ts'
import type { MemoryIndex } from './memory-index.ts'
import type { Placed } from './order.ts'
import { markWords } from './snippet.ts'

/** Cards of these bundles, in order, with the text around the words. A bundle that left the catalogue a moment ago is left out. */
export async function cardsAt(stores: SearchStores, places: readonly { id: number }[], words: readonly string[]): Promise<BundleCard[]> {
  if (places.length === 0) return []
  const ids = places.map(({ id }) => id)
  const [rows, excerpts] = await Promise.all([
    stores.catalogue.cardsById(ids),
    words.length === 0 ? new Map<number, string>() : stores.search.excerpts(ids),
  ])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [cardOf(row, markWords(excerpts.get(id) ?? '', words))] : []
  })
}

/** These tasks, in order. A task whose bundle left the catalogue a moment ago is left out. */
export async function tasksAt(
  stores: SearchStores,
  index: MemoryIndex,
  places: readonly Placed[],
  words: readonly string[],
): Promise<TaskHit[]> {
  if (places.length === 0) return []
  const [rows, stored] = await Promise.all([
    stores.catalogue.cardsById([...new Set(places.map(({ id }) => id))]),
    stores.search.tasks(places.map(({ id, task }) => ({ id, task }))),
  ])
  const cards = new Map(rows.map((row) => [row.id, cardOf(row)]))
  const hits = new Map(stored.map((row) => [`${row.id}/${row.task}`, JSON.parse(row.hit) as StoredTask]))
  return places.flatMap(({ id, task }) => {
    const card = cards.get(id)
    const hit = hits.get(`${id}/${task}`)
    if (!card || !hit || !index.numberOf.has(id)) return []
    const { collection, slug: bundle, displayName: bundleName, platform } = card
    const snippet = markWords(hit.documentation, words) ?? markWords(hit.name, words)
    return [{ ...hit, collection, bundle, bundleName, platform, snippet }]
  })
}

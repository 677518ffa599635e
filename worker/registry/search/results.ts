import type { BundleCard, TaskHit } from '../../domain/views.ts'
import type { StoredTask } from '../search-document.ts'
import type { SearchStores } from '../sync-search.ts'
import type { MemoryIndex } from './memory-index.ts'
import type { Placed } from './order.ts'
import { markWords } from './snippet.ts'

/** Cards of the bundles that are visible now, by id, each with the text that a snippet is cut from. */
async function visibleCards(stores: SearchStores, ids: readonly number[]): Promise<Map<number, { card: BundleCard; excerpt: string }>> {
  const [visible, rows] = await Promise.all([stores.catalogue.visible(ids), stores.search.cards(ids)])
  const shown = rows.filter(({ id }) => visible.has(id))
  return new Map(shown.map(({ id, card, excerpt }) => [id, { card: JSON.parse(card) as BundleCard, excerpt }]))
}

/** Cards of these bundles, in order, with the text around the words. A bundle that left the catalogue a moment ago is left out. */
export async function cardsAt(stores: SearchStores, places: readonly { id: number }[], words: readonly string[]): Promise<BundleCard[]> {
  if (places.length === 0) return []
  const ids = places.map(({ id }) => id)
  const cards = await visibleCards(stores, ids)
  return ids.flatMap((id) => {
    const found = cards.get(id)
    return found ? [{ ...found.card, snippet: words.length === 0 ? null : markWords(found.excerpt, words) }] : []
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
  const [cards, stored] = await Promise.all([
    visibleCards(stores, [...new Set(places.map(({ id }) => id))]),
    stores.search.tasks(places.map(({ id, task }) => ({ id, task }))),
  ])
  const hits = new Map(stored.map((row) => [`${row.id}/${row.task}`, JSON.parse(row.hit) as StoredTask]))
  return places.flatMap(({ id, task }) => {
    const card = cards.get(id)?.card
    const hit = hits.get(`${id}/${task}`)
    if (!card || !hit || !index.numberOf.has(id)) return []
    const { collection, slug: bundle, displayName: bundleName, platform } = card
    const snippet = markWords(hit.documentation, words) ?? markWords(hit.name, words)
    return [{ ...hit, collection, bundle, bundleName, platform, snippet }]
  })
}

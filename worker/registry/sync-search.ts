import type { CatalogueStore } from '../db/catalogue-store.ts'
import type { SearchStore, SegmentState } from '../db/search-store.ts'
import { forgetFreshness } from './search/current-index.ts'
import type { Entry } from './search/entry.ts'
import { encodeSegment } from './search/segment.ts'
import { documentOf, documentVersion } from './search-document.ts'

export interface SearchStores {
  catalogue: CatalogueStore
  search: SearchStore
}

/** Rows read and written at a time: 20 of the largest rows stay well under the memory of an isolate. */
const batchRows = 20

/** Makes a segment of its bundles. Another sync that changes them meanwhile builds it again. */
async function build(search: SearchStore, state: SegmentState): Promise<void> {
  const entries = (await search.entries(state.segment)).map((text) => JSON.parse(text) as Entry)
  await search.putSegment(state, encodeSegment(entries))
}

/**
 * Makes search say what the catalogue says: compares versions, replaces the rows that differ, removes those whose bundle is gone or hidden,
 * and builds the segments that changed. Of one collection, or of all when `collectionId` is null. It may be stopped anywhere and run again.
 */
export async function syncSearch(stores: SearchStores, collectionId: number | null): Promise<{ written: number; removed: number }> {
  const [wanted, present] = await Promise.all([stores.catalogue.searchable(collectionId), stores.search.versions(collectionId)])
  const wantedVersions = new Map(wanted.map((row) => [row.id, documentVersion(row.version)]))
  const presentVersions = new Map(present.map((row) => [row.id, row.version]))
  const gone = present.filter((row) => !wantedVersions.has(row.id)).map((row) => row.id)
  const changed = [...wantedVersions].filter(([id, version]) => presentVersions.get(id) !== version).map(([id]) => id)

  await stores.search.remove(gone)
  for (let start = 0; start < changed.length; start += batchRows) {
    const ids = changed.slice(start, start + batchRows)
    const [rows, cards] = await Promise.all([stores.catalogue.rowsById(ids), stores.catalogue.cardsById(ids)])
    const cardOf = new Map(cards.map((card) => [card.id, card]))
    const documents = rows.flatMap((row) => {
      const card = cardOf.get(row.id)
      const version = wantedVersions.get(row.id)
      return card === undefined || version === undefined ? [] : [documentOf(row, card, version)]
    })
    await stores.search.put(documents)
  }
  for (const state of await stores.search.unbuilt()) await build(stores.search, state)
  forgetFreshness()
  return { written: changed.length, removed: gone.length }
}

/** Empties the index and fills it again from the catalogue. */
export async function rebuildSearch(stores: SearchStores): Promise<{ written: number }> {
  await stores.search.clear()
  const { written } = await syncSearch(stores, null)
  return { written }
}

import type { CatalogueStore } from '../db/catalogue-store.ts'
import type { SearchStore } from '../db/search-store.ts'
import { documentOf } from './search-document.ts'

export interface SearchStores {
  catalogue: CatalogueStore
  search: SearchStore
}

/** Rows read and written at a time: 20 of the largest rows stay well under the memory of an isolate. */
const batchRows = 20

/**
 * Makes full text say what the catalogue says: compares versions, replaces the rows that differ, removes those whose bundle is gone or hidden.
 * Of one collection, or of all when `collectionId` is null. It may be stopped anywhere and run again.
 */
export async function syncSearch(stores: SearchStores, collectionId: number | null): Promise<{ written: number; removed: number }> {
  const [wanted, present] = await Promise.all([stores.catalogue.searchable(collectionId), stores.search.versions(collectionId)])
  const wantedVersions = new Map(wanted.map((row) => [row.id, row.version]))
  const presentVersions = new Map(present.map((row) => [row.id, row.version]))
  const gone = present.filter((row) => !wantedVersions.has(row.id)).map((row) => row.id)
  const changed = wanted.filter((row) => presentVersions.get(row.id) !== row.version).map((row) => row.id)

  await stores.search.remove(gone)
  for (let start = 0; start < changed.length; start += batchRows) {
    const rows = await stores.catalogue.rowsById(changed.slice(start, start + batchRows))
    await stores.search.put(rows.map((row) => documentOf(row, `${row.treeHash}:${row.updatedAt}`)))
  }
  return { written: changed.length, removed: gone.length }
}

/** Empties full text and fills it again from the catalogue. */
export async function rebuildSearch(stores: SearchStores): Promise<{ written: number }> {
  await stores.search.clear()
  const { written } = await syncSearch(stores, null)
  return { written }
}

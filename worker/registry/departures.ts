import type { CatalogueStore, Departure, KnownBundle } from '../db/catalogue-store.ts'
import { matchRenames, type Renamable } from '../domain/rename.ts'

interface Target {
  catalogue: CatalogueStore
  collectionId: number
  indexedAt: number | null
}

/** Bundles whose files are compared; a repository that moves more at once is reorganised, and equal trees alone are told. */
const comparedAtMost = 60
/** Rows read at a time: their texts are held in memory only until they are reduced to lines. */
const batchRows = 20

/**
 * The bundles that an inspection did not see, each with the one it became. A bundle can only have become one that is new since the
 * collection was last up to date; that is asked of the database, so that a run which was killed after it wrote the new name is no exception.
 */
export async function departuresOf(target: Target, seen: ReadonlySet<string>): Promise<Departure[]> {
  const rows = await target.catalogue.known(target.collectionId)
  const gone = rows.filter((row) => !seen.has(row.path))
  const added = rows.filter((row) => seen.has(row.path) && row.createdAt > (target.indexedAt ?? 0))
  if (gone.length === 0) return []
  const [before, after] = [await renamables(target, gone), await renamables(target, added)]
  const renames = matchRenames(before, after)
  const byId = new Map(added.map(({ id, slug }) => [id, { id, slug }]))
  return gone.map(({ id, slug }) => ({ id, slug, to: byId.get(renames.get(id) ?? -1) ?? null }))
}

async function renamables({ catalogue }: Target, known: readonly KnownBundle[]): Promise<Renamable[]> {
  const compared = known.slice(0, comparedAtMost)
  const found: Renamable[] = known.slice(comparedAtMost).map(({ id, treeHash }) => ({ id, treeHash, text: null }))
  for (let start = 0; start < compared.length; start += batchRows) {
    const rows = await catalogue.rowsById(compared.slice(start, start + batchRows).map((row) => row.id))
    found.push(...rows.map((row) => ({ id: row.id, treeHash: row.treeHash, text: `${row.runbookSource ?? ''}\n${row.sliSource ?? ''}` })))
  }
  return found
}

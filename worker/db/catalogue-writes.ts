import { and, eq, ne, sql } from 'drizzle-orm'
import type { Commit } from '../domain/catalogue.ts'
import type { Database, Statement } from './batch.ts'
import type { BundleChange, Departure, Script } from './catalogue-store.ts'
import { bundleMoves, bundleScripts, bundles, bundleVersions } from './schema.ts'

/** The statements of which changes of the catalogue are made; the store runs them in transactions. */

/** What a known history says of a bundle's row; nothing when it is unknown, so that what is stored stays. */
function historyColumns(history: readonly Commit[]) {
  const [newest] = history
  // A card's time is the commit's: index runs alone do not make a bundle new.
  return newest ? { history: JSON.stringify(history), committedAt: newest.at, updatedAt: newest.at } : {}
}

/** The scripts of a bundle, in the place of those it had. */
function scriptStatements(db: Database, collectionId: number, slug: string, scripts: readonly Script[]): Statement[] {
  const id = sql`(select id from bundles where collection_id = ${collectionId} and slug = ${slug})`
  const files = sql`select ${id}, value ->> '$.path', value ->> '$.content' from json_each(${JSON.stringify(scripts)})`
  return [
    db.delete(bundleScripts).where(eq(bundleScripts.bundleId, id)),
    ...(scripts.length > 0 ? [db.insert(bundleScripts).select(files)] : []),
  ]
}

/** One change and, for a readable one, its version. */
export function changeStatements(db: Database, collectionId: number, change: BundleChange, commit: string, now: number): Statement[] {
  if (change.kind === 'stale') {
    const { id, path, treeHash, problems } = change
    return [
      db
        .update(bundles)
        .set({ path, treeHash, problems, stale: true, ...historyColumns(change.history) })
        .where(eq(bundles.id, id)),
    ]
  }
  const { content } = change
  const known = { ...content, stale: false, updatedAt: now, committedAt: null, ...historyColumns(change.history) }
  const [newest] = change.history
  const version = { commit: newest?.sha ?? commit, at: newest?.at ?? now, release: newest?.release ?? null }
  return [
    db
      .insert(bundles)
      .values({ ...known, collectionId, createdAt: now })
      .onConflictDoUpdate({ target: [bundles.collectionId, bundles.slug], set: known }),
    db
      .insert(bundleVersions)
      .select(
        sql`select ${bundles.id}, ${bundles.treeHash}, ${version.commit}, ${version.at}, ${version.release},
          ${bundles.catalogue}, ${bundles.runbookSource}, ${bundles.sliSource}
          from ${bundles} where ${bundles.collectionId} = ${collectionId} and ${bundles.slug} = ${content.slug}`,
      )
      .onConflictDoUpdate({
        target: [bundleVersions.bundleId, bundleVersions.treeHash],
        set: {
          ...version,
          catalogue: sql`excluded.catalogue`,
          runbookSource: sql`excluded.runbook_source`,
          sliSource: sql`excluded.sli_source`,
        },
      }),
    ...scriptStatements(db, collectionId, content.slug, change.scripts),
  ]
}

/** A newer history of a bundle whose files are the same, in its row and in its versions. */
export function historyStatements(db: Database, id: number, history: readonly Commit[]): Statement[] {
  const [newest] = history
  if (!newest) return []
  const { sha: commit, at, release } = newest
  const releaseOf = sql`(select value ->> '$.release' from json_each(${JSON.stringify(history)}) where value ->> '$.sha' = ${bundleVersions.commit})`
  return [
    db.update(bundles).set(historyColumns(history)).where(eq(bundles.id, id)),
    db
      .update(bundleVersions)
      .set({ commit, at, release })
      .where(
        and(
          eq(bundleVersions.bundleId, id),
          sql`${bundleVersions.treeHash} = (select ${bundles.treeHash} from ${bundles} where ${bundles.id} = ${id} and not ${bundles.stale})`,
        ),
      ),
    db
      .update(bundleVersions)
      .set({ release: releaseOf })
      .where(and(eq(bundleVersions.bundleId, id), sql`${bundleVersions.release} is null`)),
  ]
}

/** A bundle that leaves its address. */
export function departureStatements(db: Database, collectionId: number, { id, slug, to }: Departure, now: number): Statement[] {
  const taken = sql`${bundleVersions.treeHash} not in (select tree_hash from bundle_versions where bundle_id = ${to?.id ?? null})`
  const handOver = to
    ? [
        db
          .update(bundleVersions)
          .set({ bundleId: to.id })
          .where(and(eq(bundleVersions.bundleId, id), taken)),
      ]
    : []
  const move = { toSlug: to?.slug ?? null, at: now }
  return [
    ...handOver,
    db.delete(bundles).where(eq(bundles.id, id)),
    db
      .insert(bundleMoves)
      .values({ collectionId, slug, ...move })
      .onConflictDoUpdate({ target: [bundleMoves.collectionId, bundleMoves.slug], set: move }),
    db
      .update(bundleMoves)
      .set(move)
      .where(and(eq(bundleMoves.collectionId, collectionId), eq(bundleMoves.toSlug, slug), ne(bundleMoves.slug, to?.slug ?? ''))),
  ]
}

import { and, desc, eq, getTableColumns, sql } from 'drizzle-orm'
import { connect, listOf } from './batch.ts'
import { assessments, bundleMoves, bundleScripts, bundles, bundleVersions, collections, indexRuns } from './schema.ts'

export type VersionRow = typeof bundleVersions.$inferSelect
export type IndexRunRow = typeof indexRuns.$inferSelect

const visible = eq(collections.visibility, 'public')

export type PageStore = ReturnType<typeof createPageStore>

/** Figures over the visible catalogue that no single row holds. */
export function createPageStore(d1: D1Database) {
  const db = connect(d1)
  return {
    /** Visible collections by name, with what is in them; one of them when a slug is given. */
    collections(slug: string | null) {
      return db
        .select({
          collection: collections,
          bundles: sql<number>`(select count(*) from ${bundles} where ${bundles.collectionId} = ${collections.id})`,
          tasks: sql<number>`(select coalesce(sum(${bundles.tasks}), 0) from ${bundles} where ${bundles.collectionId} = ${collections.id})`,
          run: indexRuns,
        })
        .from(collections)
        .leftJoin(
          indexRuns,
          sql`${indexRuns.id} = (select max(newest.id) from ${indexRuns} as newest where newest.collection_id = ${collections.id})`,
        )
        .where(and(visible, slug === null ? undefined : eq(collections.slug, slug)))
        .orderBy(collections.name)
    },

    runs(collectionId: number, limit: number): Promise<IndexRunRow[]> {
      return db.select().from(indexRuns).where(eq(indexRuns.collectionId, collectionId)).orderBy(desc(indexRuns.id)).limit(limit).all()
    },

    /** Bundles of a collection with problems, and how many of each. */
    problems(collectionId: number) {
      return db
        .select({ slug: bundles.slug, stale: bundles.stale, problems: bundles.problems })
        .from(bundles)
        .where(and(eq(bundles.collectionId, collectionId), sql`${bundles.problems} <> '[]'`))
        .orderBy(bundles.slug)
    },

    /** What the registry holds of a bundle, newest first, without the files. */
    versions(bundleId: number, limit: number) {
      const { treeHash, commit, at, release } = bundleVersions
      return db
        .select({ treeHash, commit, at, release })
        .from(bundleVersions)
        .where(eq(bundleVersions.bundleId, bundleId))
        .orderBy(desc(at))
        .limit(limit)
    },

    /** The other files that the registry keeps of a bundle, by path. */
    scripts(bundleId: number): Promise<{ path: string; content: string }[]> {
      const { path, content } = bundleScripts
      return db.select({ path, content }).from(bundleScripts).where(eq(bundleScripts.bundleId, bundleId)).orderBy(path)
    },

    /** These versions of a bundle of a visible collection, whole. */
    versionRows(collection: string, slug: string, treeHashes: readonly string[]): Promise<VersionRow[]> {
      return db
        .select(getTableColumns(bundleVersions))
        .from(bundleVersions)
        .innerJoin(bundles, eq(bundles.id, bundleVersions.bundleId))
        .innerJoin(collections, eq(collections.id, bundles.collectionId))
        .where(
          and(visible, eq(collections.slug, collection), eq(bundles.slug, slug), sql`${bundleVersions.treeHash} in ${listOf(treeHashes)}`),
        )
        .all()
    },

    /** Where a bundle of a visible collection went that has left this address. */
    async move(collection: string, slug: string): Promise<{ slug: string | null } | null> {
      const row = await db
        .select({ slug: bundleMoves.toSlug })
        .from(bundleMoves)
        .innerJoin(collections, eq(collections.id, bundleMoves.collectionId))
        .where(and(visible, eq(collections.slug, collection), eq(bundleMoves.slug, slug)))
        .get()
      return row ?? null
    },

    byPlatform() {
      return db
        .select({ platform: bundles.platform, bundles: sql<number>`count(*)`, tasks: sql<number>`sum(${bundles.tasks})` })
        .from(bundles)
        .innerJoin(collections, eq(collections.id, bundles.collectionId))
        .where(visible)
        .groupBy(bundles.platform)
    },

    /** What changes whenever any public answer about the catalogue does: cheap, reads one row of each table and one per collection. */
    async marks(): Promise<string> {
      const row = await db.get<{ marks: string }>(sql`select
        coalesce((select max(${bundles.updatedAt}) from ${bundles}), 0) || '/' ||
        coalesce((select max(${indexRuns.id}) from ${indexRuns}), 0) || '/' ||
        coalesce((select max(${assessments.at}) from ${assessments}), 0) || '/' ||
        coalesce((select group_concat(${collections.id} || ${collections.visibility} || coalesce(${collections.indexedAt}, 0)
          || coalesce(${collections.leaseUntil} > 0, 0), ',') from ${collections}), '') as marks`)
      return row.marks
    },
  }
}

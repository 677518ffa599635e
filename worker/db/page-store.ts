import { and, desc, eq, sql } from 'drizzle-orm'
import { connect } from './batch.ts'
import { assessments, bundles, collections, indexRuns } from './schema.ts'

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

import { and, asc, eq, isNull, lt, ne, or, sql } from 'drizzle-orm'
import { type Assessment, type Judgement, judgementSchema } from '../domain/assessment.ts'
import { connect, runBatch } from './batch.ts'
import { assessments, bundles, collections } from './schema.ts'

export type AssessmentStore = ReturnType<typeof createAssessmentStore>

/** What is looked for when it is asked which bundles wait. */
export interface Wanted {
  /** Version of the rules that an assessment must be made by. */
  rules: string
  /** An assessment by other rules that was made after this time is left alone: the runner has rules of its own, and asking it again at once would give the same. */
  triedBefore: number
}

/** The newest assessment of each bundle. */
export function createAssessmentStore(d1: D1Database) {
  const db = connect(d1)
  const waits = ({ rules, triedBefore }: Wanted) =>
    or(
      isNull(assessments.treeHash),
      ne(assessments.treeHash, bundles.treeHash),
      and(ne(assessments.rules, rules), lt(assessments.at, triedBefore)),
    )
  const visible = eq(collections.visibility, 'public')

  return {
    /** Paths of bundles of a visible collection whose newest version was not assessed by these rules; at most `limit`. */
    async pending(collectionId: number, wanted: Wanted, limit: number): Promise<string[]> {
      const rows = await db
        .select({ path: bundles.path })
        .from(bundles)
        .innerJoin(collections, eq(collections.id, bundles.collectionId))
        .leftJoin(assessments, eq(assessments.bundleId, bundles.id))
        .where(and(visible, eq(bundles.collectionId, collectionId), waits(wanted)))
        .orderBy(asc(bundles.id))
        .limit(limit)
      return rows.map(({ path }) => path)
    },

    /** Visible collections with bundles that wait. */
    async waiting(wanted: Wanted): Promise<number[]> {
      const rows = await db
        .selectDistinct({ id: bundles.collectionId })
        .from(bundles)
        .innerJoin(collections, eq(collections.id, bundles.collectionId))
        .leftJoin(assessments, eq(assessments.bundleId, bundles.id))
        .where(and(visible, waits(wanted)))
      return rows.map(({ id }) => id)
    },

    /** Stores an assessment with its score, unless the bundle has moved on to another version. Storing it twice is the same as once. True when it is the bundle's. */
    async store(collectionId: number, path: string, judgement: Judgement, now: number): Promise<boolean> {
      const { treeHash, rules, score } = judgement
      const [bundle] = await db
        .select({ id: bundles.id })
        .from(bundles)
        .where(and(eq(bundles.collectionId, collectionId), eq(bundles.path, path), eq(bundles.treeHash, treeHash)))
      if (!bundle) return false
      const values = { bundleId: bundle.id, treeHash, rules, at: now, body: JSON.stringify(judgement) }
      await runBatch(db, [
        // The bundle may leave between the two statements; then there is nothing to store for.
        db
          .insert(assessments)
          .select(
            sql`select ${values.bundleId}, ${treeHash}, ${rules}, ${now}, ${values.body} where exists (select 1 from ${bundles} where ${bundles.id} = ${bundle.id})`,
          )
          .onConflictDoUpdate({ target: assessments.bundleId, set: values }),
        db
          .update(bundles)
          .set({ score })
          .where(and(eq(bundles.id, bundle.id), eq(bundles.treeHash, treeHash))),
      ])
      return true
    },

    /** The assessment of a bundle; null before the first. */
    async find(bundleId: number): Promise<Assessment | null> {
      const row = await db
        .select({ at: assessments.at, body: assessments.body })
        .from(assessments)
        .where(eq(assessments.bundleId, bundleId))
        .get()
      return row ? { ...judgementSchema.parse(JSON.parse(row.body)), at: row.at } : null
    },

    /** How many bundles of a collection (of each when null) have a score of 0–9 … 90–100: ten numbers by collection id. */
    async scores(collectionId: number | null): Promise<Map<number, number[]>> {
      const tenth = sql<number>`min(9, ${bundles.score} / 10)`
      const rows = await db
        .select({ id: bundles.collectionId, tenth, count: sql<number>`count(*)` })
        .from(bundles)
        .where(and(sql`${bundles.score} is not null`, collectionId === null ? undefined : eq(bundles.collectionId, collectionId)))
        .groupBy(bundles.collectionId, tenth)
      const found = new Map<number, number[]>()
      for (const { id, tenth: at, count } of rows) {
        const counts = found.get(id) ?? Array.from({ length: 10 }, () => 0)
        counts[at] = count
        found.set(id, counts)
      }
      return found
    },
  }
}

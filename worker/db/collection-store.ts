import { and, asc, eq, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { Problem, RepositoryHistory } from '../domain/catalogue.ts'
import { connect, listOf, runBatch } from './batch.ts'
import { collections, indexRuns } from './schema.ts'

export type CollectionRow = typeof collections.$inferSelect

/** A held lease: the collection as it was when the lease was taken, and the index run begun under it. */
export interface Lease {
  collection: CollectionRow
  runId: number
  /** Value of `lease_until` that this holder wrote last; it is the fencing token. */
  until: number
}

export interface RunResult {
  commit: string
  branch: string
  added: number
  changed: number
  removed: number
  unchanged: number
  problems: Problem[]
  /** Null where it is unknown: what is stored stays. */
  history: RepositoryHistory | null
}

export interface NewCollection {
  owner: string
  repo: string
  repositoryId: number
  installationId: number
  url: string
  defaultBranch: string
  description: string
  /** `private`: made private by its owner, and kept out of sight until it is public again. Public where nothing is said. */
  visibility?: 'public' | 'private'
}

/** Runs kept per collection; older ones say nothing that an owner still needs. */
const runsKept = 50

const wish = (cause: string, now: number) => ({ wantedAt: sql`max(${now}, coalesce(${collections.wantedAt}, 0) + 1)`, wantedCause: cause })

/** True while the holder of this lease may write. */
const holds = (lease: Lease) => and(eq(collections.id, lease.collection.id), eq(collections.leaseUntil, lease.until))

/** The same for a statement about another table. */
const stillHeld = (lease: Lease) =>
  sql`exists (select 1 from ${collections} where ${collections.id} = ${lease.collection.id} and ${collections.leaseUntil} = ${lease.until})`

export type CollectionStore = ReturnType<typeof createCollectionStore>

/** Collections, their index leases and the log of their index runs. */
export function createCollectionStore(d1: D1Database) {
  const db = connect(d1)
  const rowWhere = async (where: SQL) => (await db.select().from(collections).where(where).get()) ?? null
  return {
    byId: (id: number): Promise<CollectionRow | null> => rowWhere(eq(collections.id, id)),

    byRepository: (repositoryId: number): Promise<CollectionRow | null> => rowWhere(eq(collections.repositoryId, repositoryId)),

    /** Brings an existing collection up to date, found by repository id, or by address when it was only cloned so far. Its slug never changes. */
    async update(input: NewCollection): Promise<CollectionRow | null> {
      const { owner, repo, repositoryId, installationId, url, defaultBranch, description, visibility = 'public' } = input
      const known = or(eq(collections.repositoryId, repositoryId), and(eq(collections.url, url), isNull(collections.repositoryId)))
      const [row] = await db
        .update(collections)
        .set({ owner, repo, name: repo, repositoryId, installationId, url, defaultBranch, description, visibility })
        .where(known)
        .returning()
      return row ?? null
    },

    /** Null when the slug or the repository id is taken. */
    async insert(input: NewCollection, slug: string, now: number): Promise<CollectionRow | null> {
      const [row] = await db
        .insert(collections)
        .values({ ...input, slug, name: input.repo, createdAt: now })
        .onConflictDoNothing()
        .returning()
      return row ?? null
    },

    /** Takes collections out of every public answer; returns their ids. Of `installationId` only, where that is given. What its owner made private stays marked as that. */
    async hide(
      repositoryIds: readonly number[],
      { installationId = null, isPrivate = false }: { installationId?: number | null; isPrivate?: boolean } = {},
    ): Promise<number[]> {
      const { repositoryId, visibility } = collections
      const hidden = sql`case ${visibility} when 'private' then 'private' else 'hidden' end`
      const rows = await db
        .update(collections)
        .set({ visibility: isPrivate ? ('private' as const) : hidden, wantedAt: null, wantedCause: null })
        .where(
          and(
            sql`${repositoryId} in ${listOf(repositoryIds)}`,
            installationId === null ? undefined : eq(collections.installationId, installationId),
          ),
        )
        .returning({ id: collections.id })
      return rows.map((row) => row.id)
    },

    /** Asks for an index run. The stored time always grows, so that a run can tell a wish made after it began. */
    async want(id: number, cause: string, now: number): Promise<void> {
      await db.update(collections).set(wish(cause, now)).where(eq(collections.id, id))
    },

    /** The same of every visible collection. The minute sweep spreads the runs. */
    async wantAll(cause: string, now: number): Promise<void> {
      await db.update(collections).set(wish(cause, now)).where(eq(collections.visibility, 'public'))
    },

    /** Visible collections that wait for a run, or whose run died holding the lease; longest waiting first. */
    async wanted(now: number, limit = 50): Promise<{ id: number; cause: string }[]> {
      const rows = await db
        .select({ id: collections.id, cause: collections.wantedCause })
        .from(collections)
        .where(
          and(
            eq(collections.visibility, 'public'),
            or(isNotNull(collections.wantedAt), isNotNull(collections.leaseUntil)),
            or(isNull(collections.leaseUntil), lte(collections.leaseUntil, now)),
          ),
        )
        .orderBy(asc(collections.wantedAt))
        .limit(limit)
      return rows.map((row) => ({ id: row.id, cause: row.cause ?? 'recovery' }))
    },

    /** Takes the lease when it is free or has run out, closes runs that died, and opens a new one. Null when somebody holds it, or the collection is gone. */
    async acquire(id: number, cause: string, now: number, leaseMs: number): Promise<Lease | null> {
      const until = now + leaseMs
      const [collection] = await db
        .update(collections)
        .set({ leaseUntil: until })
        .where(and(eq(collections.id, id), or(isNull(collections.leaseUntil), lte(collections.leaseUntil, now))))
        .returning()
      if (!collection) return null
      const kept = db
        .select({ id: indexRuns.id })
        .from(indexRuns)
        .where(eq(indexRuns.collectionId, id))
        .orderBy(sql`id desc`)
        .limit(runsKept)
      const [, , [run]] = await db.batch([
        db
          .update(indexRuns)
          .set({ status: 'failed', error: 'interrupted', finishedAt: now })
          .where(and(eq(indexRuns.collectionId, id), eq(indexRuns.status, 'running'))),
        db.delete(indexRuns).where(and(eq(indexRuns.collectionId, id), sql`${indexRuns.id} not in ${kept}`)),
        db.insert(indexRuns).values({ collectionId: id, cause, status: 'running', startedAt: now }).returning({ id: indexRuns.id }),
      ])
      if (!run) throw new Error('the insert of an index run returned no row')
      return { collection, runId: run.id, until }
    },

    /** Prolongs a held lease; null when it was lost, after which the former holder must write nothing more. */
    async renew(lease: Lease, now: number, leaseMs: number): Promise<Lease | null> {
      const until = Math.max(now + leaseMs, lease.until + 1)
      const rows = await db.update(collections).set({ leaseUntil: until }).where(holds(lease)).returning({ id: collections.id })
      return rows.length === 1 ? { ...lease, until } : null
    },

    /** Closes a run that saw the end of its inspection and gives the lease back. The wish that the run began with is met; a later one stays. False when the lease was lost. */
    async finish(lease: Lease, result: RunResult, now: number): Promise<boolean> {
      const { problems, branch, history, ...figures } = result
      const told = history && { contributors: JSON.stringify(history.contributors), releases: JSON.stringify(history.releases) }
      const { wantedAt } = lease.collection
      const [, rows] = await db.batch([
        db
          .update(indexRuns)
          .set({ ...figures, problems: JSON.stringify(problems), status: 'ok', finishedAt: now })
          .where(and(eq(indexRuns.id, lease.runId), stillHeld(lease))),
        db
          .update(collections)
          .set({
            indexedCommit: result.commit,
            defaultBranch: branch,
            indexedAt: now,
            ...told,
            leaseUntil: null,
            wantedAt: sql`case when ${collections.wantedAt} is ${wantedAt} then null else ${collections.wantedAt} end`,
            wantedCause: sql`case when ${collections.wantedAt} is ${wantedAt} then null else ${collections.wantedCause} end`,
          })
          .where(holds(lease))
          .returning({ id: collections.id }),
      ])
      return rows.length === 1
    },

    /** Closes a run that failed and gives the lease back. `settled`: another try would fail the same way, so the wish is dropped. */
    async fail(lease: Lease, failure: { code: string; problems: Problem[]; settled: boolean }, now: number): Promise<void> {
      const { wantedAt } = lease.collection
      const met = failure.settled ? sql`${collections.wantedAt} is ${wantedAt}` : sql`false`
      await runBatch(db, [
        db
          .update(indexRuns)
          .set({ status: 'failed', error: failure.code, problems: JSON.stringify(failure.problems), finishedAt: now })
          .where(and(eq(indexRuns.id, lease.runId), eq(indexRuns.status, 'running'))),
        db
          .update(collections)
          .set({
            leaseUntil: null,
            wantedAt: sql`case when ${met} then null else ${collections.wantedAt} end`,
            wantedCause: sql`case when ${met} then null else ${collections.wantedCause} end`,
          })
          .where(holds(lease)),
      ])
    },
  }
}

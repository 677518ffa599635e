import { and, count, eq, gte, inArray, lt, or, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { DeliveryInbox, DeliveryStatus, NewDelivery } from '../domain/delivery-inbox.ts'
import { deliveries } from './schema.ts'

/** D1 refuses rows over 2 MB in production and takes them locally, so the limit is held here; the margin is for the other columns. */
export const rowBytesLimit = 1_900_000

/** D1 binds at most 100 parameters a statement. */
const parametersLimit = 90

/** Failure texts are for people; the whole of one is in the log. */
const errorLength = 500

/** Doubling stops here: with a minute to begin with, a claim is at most 4¼ hours after the one before. */
const mostDoublings = 8

/** Throws `RangeError` when `payload` is too large for one row. */
function assertRowBytes(payload: string): void {
  const bytes = new TextEncoder().encode(payload).byteLength
  if (bytes > rowBytesLimit) throw new RangeError(`A row of ${bytes} bytes is over the limit of ${rowBytesLimit}`)
}

/** The delivery inbox on D1. Every change is one guarded statement, so that concurrent calls agree on who did it. */
export function createDeliveryStore(database: D1Database): DeliveryInbox {
  const db = drizzle(database)

  const settle = async (ids: string[], status: DeliveryStatus, at: number, error: string | null): Promise<void> => {
    await db
      .update(deliveries)
      .set({ status, processedAt: at, error: error?.slice(0, errorLength) ?? null })
      .where(and(inArray(deliveries.id, ids), eq(deliveries.status, 'received')))
  }

  return {
    accept: (delivery) => accept(database, delivery),
    ignore: async (delivery) => {
      await db
        .insert(deliveries)
        .values({ ...delivery, payload: '', status: 'ignored', processedAt: delivery.receivedAt })
        .onConflictDoNothing()
    },
    load: async (ids) => {
      const rows = await db.select().from(deliveries).where(inArray(deliveries.id, ids))
      return new Map(rows.map((row) => [row.id, row]))
    },
    markDone: async (ids, at) => {
      if (ids.length > 0) await settle(ids, 'done', at, null)
    },
    markIgnored: (id, at) => settle([id], 'ignored', at, null),
    markDead: (id, at, error) => settle([id], 'dead', at, error),
    recordFailure: async (id, error) => {
      await db
        .update(deliveries)
        .set({ attempts: sql`${deliveries.attempts} + 1`, error: error.slice(0, errorLength) })
        .where(and(eq(deliveries.id, id), eq(deliveries.status, 'received')))
    },
    claimStale: (query) => claimStale(database, query),
    settled: async (ids) => {
      const found = new Set<string>()
      for (let at = 0; at < ids.length; at += parametersLimit) {
        const part = ids.slice(at, at + parametersLimit)
        const rows = await db
          .select({ id: deliveries.id })
          .from(deliveries)
          .where(and(inArray(deliveries.id, part), sql`${deliveries.status} <> 'dead'`))
        for (const row of rows) found.add(row.id)
      }
      return found
    },
    prune: (query) => prune(database, query),
    counts: async () => {
      const totals: Record<DeliveryStatus, number> = { received: 0, done: 0, ignored: 0, dead: 0 }
      const rows = await db.select({ status: deliveries.status, n: count() }).from(deliveries).groupBy(deliveries.status)
      for (const row of rows) totals[row.status] = row.n
      return totals
    },
  }
}

/** One statement decides: a new row, or a dead or failed one taken up again. The stored body stays: it was signed and is durable. */
async function accept(database: D1Database, delivery: NewDelivery): Promise<boolean> {
  assertRowBytes(delivery.payload)
  const result = await drizzle(database)
    .insert(deliveries)
    .values({ ...delivery, status: 'received' })
    .onConflictDoUpdate({
      target: deliveries.id,
      set: { status: 'received', attempts: 0, error: null, processedAt: null, receivedAt: delivery.receivedAt },
      setWhere: sql`${deliveries.status} = 'dead' or (${deliveries.status} = 'received' and ${deliveries.error} is not null)`,
    })
    .returning({ id: deliveries.id })
  return result.length > 0
}

async function claimStale(
  database: D1Database,
  query: { now: number; olderThanMs: number; limit: number; maxAttempts: number },
): Promise<string[]> {
  const db = drizzle(database)
  await db
    .update(deliveries)
    .set({ status: 'dead', processedAt: query.now, error: sql`coalesce(${deliveries.error}, 'left behind too often')` })
    .where(
      and(
        eq(deliveries.status, 'received'),
        gte(deliveries.attempts, query.maxAttempts),
        lt(deliveries.receivedAt, query.now - query.olderThanMs),
      ),
    )
  const stale = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.status, 'received'),
        sql`${deliveries.receivedAt} + (${query.olderThanMs} << min(${deliveries.attempts}, ${mostDoublings})) < ${query.now}`,
      ),
    )
    .orderBy(deliveries.receivedAt)
    .limit(query.limit)
  const claimed = await db
    .update(deliveries)
    .set({ attempts: sql`${deliveries.attempts} + 1` })
    .where(and(inArray(deliveries.id, stale), eq(deliveries.status, 'received')))
    .returning({ id: deliveries.id })
  return claimed.map((row) => row.id)
}

async function prune(database: D1Database, query: { before: number; ignoredBefore: number; limit: number }): Promise<number> {
  const db = drizzle(database)
  const old = db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(
      or(
        and(inArray(deliveries.status, ['done', 'dead', 'ignored']), lt(deliveries.receivedAt, query.before)),
        and(eq(deliveries.status, 'ignored'), lt(deliveries.receivedAt, query.ignoredBefore)),
      ),
    )
    .limit(query.limit)
  const gone = await db.delete(deliveries).where(inArray(deliveries.id, old)).returning({ id: deliveries.id })
  return gone.length
}

import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type Breaker, closedBreaker } from '../domain/breaker.ts'
import { breakers } from './schema-breakers.ts'

/** More conflicts in a row than calls that run side by side. */
const maxTries = 20

/** Breakers on D1, so that what one isolate learns of a service holds for all of them. */
export function createBreakerStore(database: D1Database) {
  const db = drizzle(database)

  /** Stores what was decided on `version` (0: no row). False when somebody else was quicker. */
  async function store(provider: string, next: Breaker, version: number): Promise<boolean> {
    const values = { state: JSON.stringify(next), version: version + 1 }
    const changed =
      version === 0
        ? await db
            .insert(breakers)
            .values({ provider, ...values })
            .onConflictDoNothing()
            .returning({ version: breakers.version })
        : await db
            .update(breakers)
            .set(values)
            .where(and(eq(breakers.provider, provider), eq(breakers.version, version)))
            .returning({ version: breakers.version })
    return changed.length > 0
  }

  return {
    /** Reads, applies `step` and stores in one go, and answers the new state; `step` runs again on a conflict. Throws when it never gets through. */
    change: async (provider: string, step: (before: Breaker) => Breaker): Promise<Breaker> => {
      for (let tries = 0; tries < maxTries; tries += 1) {
        const row = await db.select().from(breakers).where(eq(breakers.provider, provider)).get()
        const before = row === undefined ? closedBreaker : (JSON.parse(row.state) as Breaker)
        const next = step(before)
        if (JSON.stringify(next) === JSON.stringify(before) || (await store(provider, next, row?.version ?? 0))) return next
      }
      throw new Error(`The breaker of ${provider} changed too often to be read.`)
    },
    /** Those that are not as they are at first. */
    list: async (): Promise<{ provider: string; breaker: Breaker }[]> => {
      const rows = await db.select().from(breakers)
      return rows.map(({ provider, state }) => ({ provider, breaker: JSON.parse(state) as Breaker }))
    },
    /** Forgets what is known: a person says that the service works again, or gave it another key. */
    reset: async (provider: string): Promise<void> => {
      await db
        .update(breakers)
        .set({ state: JSON.stringify(closedBreaker) })
        .where(eq(breakers.provider, provider))
    },
  }
}

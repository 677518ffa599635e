import { and, desc, eq, gte, inArray, isNotNull, or, sql } from 'drizzle-orm'
import type { EndedRun } from '../domain/ended-run.ts'
import { connect, type Database, listOf, type Statement } from './batch.ts'
import { issueRuns } from './schema-runs.ts'

/** Puts a run in its place: told twice it is there once, and what is told later holds. */
export function putRun(db: Database, run: EndedRun): Statement {
  return db
    .insert(issueRuns)
    .values(run)
    .onConflictDoUpdate({ target: [issueRuns.key, issueRuns.roundAt], set: run })
}

/** Runs that have ended, on D1. Written by the projection of issues (issue-store.ts). */
export function createRunStore(d1: D1Database) {
  const db = connect(d1)
  return {
    /** First rounds that ended since then, the newest first: what a new plan may be like. */
    firstRounds: (since: number, limit: number): Promise<EndedRun[]> =>
      db
        .select()
        .from(issueRuns)
        .where(and(eq(issueRuns.round, 1), gte(issueRuns.endedAt, since)))
        .orderBy(desc(issueRuns.endedAt))
        .limit(limit)
        .all(),
    /** The newest runs that ended. */
    newest: (limit: number): Promise<EndedRun[]> => db.select().from(issueRuns).orderBy(desc(issueRuns.endedAt)).limit(limit).all(),
    /** The runs of these places, in any order; those that are not there are left out. */
    at: (places: readonly { key: string; roundAt: number }[]): Promise<EndedRun[]> =>
      db
        .select()
        .from(issueRuns)
        .where(inArray(sql`${issueRuns.key} || '/' || ${issueRuns.roundAt}`, listOf(places.map(({ key, roundAt }) => `${key}/${roundAt}`))))
        .all(),
    /** Runs that something was expected of and that ended since then, the newest first. */
    forecast: (since: number, limit: number): Promise<EndedRun[]> =>
      db
        .select()
        .from(issueRuns)
        .where(
          and(
            gte(issueRuns.endedAt, since),
            or(isNotNull(issueRuns.forecastMicros), isNotNull(issueRuns.forecastMinutes), isNotNull(issueRuns.forecastChance)),
          ),
        )
        .orderBy(desc(issueRuns.endedAt))
        .limit(limit)
        .all(),
  }
}

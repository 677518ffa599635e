import { and, desc, eq, gt, inArray, lt, ne, notInArray, or, sql } from 'drizzle-orm'
import * as z from 'zod'
import type { EndedRun } from '../domain/ended-run.ts'
import { platforms } from '../domain/platform.ts'
import { type StateName, states, terminalStates } from '../domain/states.ts'
import type { IssueSummary } from '../domain/views.ts'
import type { AuditRow } from '../pipeline/ports.ts'
import { connect, listOf, runBatch } from './batch.ts'
import { putRun } from './run-store.ts'
import { audit, issues } from './schema.ts'

const summarySchema: z.ZodType<IssueSummary> = z.object({
  key: z.string(),
  owner: z.string(),
  repo: z.string(),
  number: z.number(),
  title: z.string(),
  url: z.string(),
  requester: z.string(),
  state: z.enum(states),
  since: z.number(),
  openedAt: z.number(),
  updatedAt: z.number(),
  round: z.number(),
  attempt: z.number(),
  slug: z.string().nullable(),
  platform: z.enum(platforms).nullable(),
  provider: z.string().nullable(),
  pull: z.object({ number: z.number(), url: z.string(), headSha: z.string() }).nullable(),
  outcome: z.object({ reason: z.string(), nextAction: z.string() }).nullable(),
  seq: z.number(),
})

const cursorSchema = z.tuple([z.number().int(), z.string()])

export interface IssuePage {
  issues: IssueSummary[]
  /** Opaque; null on the last page. */
  next: string | null
}

export interface IssueQuery {
  /** All states when absent or empty. */
  states?: readonly StateName[]
  cursor?: string | null
  limit?: number
}

/** Nine rows of eleven columns stay under the hundred parameters that D1 binds. */
const auditRowsPerStatement = 9

function readCursor(text: string | null | undefined): [number, string] | null {
  try {
    return text ? cursorSchema.parse(JSON.parse(atob(text))) : null
  } catch {
    return null
  }
}

const read = (row: { summary: string }) => summarySchema.parse(JSON.parse(row.summary))

/** The read model of the issues and their audit trail. The IssueObject is the truth; this can be behind it, never ahead. */
export function createIssueStore(d1: D1Database) {
  const db = connect(d1)
  return {
    /**
     * Stores the summary unless a newer one is stored (by `seq`), the audit rows that are not stored yet, and each run in its place, in one transaction. An issue of the same
     * address under another key belonged to a repository that is gone and was made again: its row gives way.
     */
    async project(summary: IssueSummary, rows: readonly AuditRow[], runs: readonly EndedRun[] = []): Promise<void> {
      const { key, owner, repo, number, state, updatedAt, seq } = summary
      const repositoryId = Number(key.split('#')[0])
      const values = { key, repositoryId, owner, repo, number, state, updatedAt, seq, summary: JSON.stringify(summary) }
      const chunks = Array.from({ length: Math.ceil(rows.length / auditRowsPerStatement) }, (_, index) =>
        rows.slice(index * auditRowsPerStatement, (index + 1) * auditRowsPerStatement),
      )
      await runBatch(db, [
        db.delete(issues).where(and(eq(issues.owner, owner), eq(issues.repo, repo), eq(issues.number, number), ne(issues.key, key))),
        db
          .insert(issues)
          .values(values)
          .onConflictDoUpdate({ target: issues.key, set: values, setWhere: sql`excluded.seq > ${issues.seq}` }),
        ...chunks.map((chunk) => db.insert(audit).values(chunk).onConflictDoNothing()),
        ...runs.map((run) => putRun(db, run)),
      ])
    },

    /** Newest change first. A cursor that was not made here is read as none. */
    async list(query: IssueQuery = {}): Promise<IssuePage> {
      const limit = Math.min(Math.max(query.limit ?? 50, 1), 200)
      const after = readCursor(query.cursor)
      const older = after && or(lt(issues.updatedAt, after[0]), and(eq(issues.updatedAt, after[0]), lt(issues.key, after[1])))
      const inStates = query.states && query.states.length > 0 ? inArray(issues.state, [...query.states]) : undefined
      const rows = await db
        .select()
        .from(issues)
        .where(and(inStates, older ?? undefined))
        .orderBy(desc(issues.updatedAt), desc(issues.key))
        .limit(limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return { issues: page.map(read), next: rows.length > limit && last ? btoa(JSON.stringify([last.updatedAt, last.key])) : null }
    },

    async get(owner: string, repo: string, number: number): Promise<IssueSummary | null> {
      const row = await db
        .select()
        .from(issues)
        .where(and(eq(issues.owner, owner), eq(issues.repo, repo), eq(issues.number, number)))
        .get()
      return row ? read(row) : null
    },

    /** Keys of issues that are at work and have not moved since `before`, longest still first: the sweep wakes their objects. */
    async overdue(before: number, limit = 100): Promise<string[]> {
      const rows = await db
        .select({ key: issues.key })
        .from(issues)
        .where(and(notInArray(issues.state, [...terminalStates]), lt(issues.updatedAt, before)))
        .orderBy(issues.updatedAt)
        .limit(limit)
      return rows.map((row) => row.key)
    },

    /** Keys of the issues of these repositories after `after`, in order. */
    async keysOf(repositoryIds: readonly number[], after: string, limit: number): Promise<string[]> {
      const rows = await db
        .select({ key: issues.key })
        .from(issues)
        .where(and(sql`${issues.repositoryId} in ${listOf(repositoryIds)}`, gt(issues.key, after)))
        .orderBy(issues.key)
        .limit(limit)
      return rows.map((row) => row.key)
    },

    /** The audit trail of one issue, oldest first. */
    auditOf(key: string): Promise<AuditRow[]> {
      return db.select().from(audit).where(eq(audit.key, key)).orderBy(audit.seq).all()
    },

    /** How many issues are in each state. */
    async countByState(): Promise<Partial<Record<StateName, number>>> {
      const rows = await db.select({ state: issues.state, n: sql<number>`count(*)` }).from(issues).groupBy(issues.state)
      const counts: Partial<Record<StateName, number>> = {}
      for (const row of rows) {
        const state = states.find((name) => name === row.state)
        if (state) counts[state] = row.n
      }
      return counts
    },
  }
}

import { eq, inArray } from 'drizzle-orm'
import { type ApprovalPolicy, defaultPolicy } from '../domain/approval-policy.ts'
import { connect } from './batch.ts'
import { approvalPolicies } from './schema-policy.ts'

/** What may be generated without a person, on D1. Repositories are `owner/repo` in lower case; the empty name is that of all. */
export function createPolicyStore(d1: D1Database) {
  const db = connect(d1)
  return {
    /** What holds for a repository: its own policy, else that of all, else the default. */
    async of(repository: string): Promise<ApprovalPolicy> {
      const rows = await db
        .select()
        .from(approvalPolicies)
        .where(inArray(approvalPolicies.repository, [repository, '']))
      const row = rows.find((one) => one.repository === repository) ?? rows[0]
      return row === undefined ? defaultPolicy : { mode: row.mode, lineMicros: row.lineMicros, isOwn: row.repository !== '' }
    },
    /** Every policy that was set, that of all first. */
    async list(): Promise<(ApprovalPolicy & { repository: string })[]> {
      const rows = await db.select().from(approvalPolicies).orderBy(approvalPolicies.repository)
      return rows.map(({ repository, mode, lineMicros }) => ({ repository, mode, lineMicros, isOwn: repository !== '' }))
    },
    async set(
      repository: string,
      { mode, lineMicros }: Pick<ApprovalPolicy, 'mode' | 'lineMicros'>,
      by: { login: string; now: number },
    ): Promise<void> {
      const set = { mode, lineMicros, changedAt: by.now, changedBy: by.login }
      await db
        .insert(approvalPolicies)
        .values({ repository, ...set })
        .onConflictDoUpdate({ target: approvalPolicies.repository, set })
    },
    /** False when there was none. */
    async remove(repository: string): Promise<boolean> {
      const gone = await db.delete(approvalPolicies).where(eq(approvalPolicies.repository, repository)).returning()
      return gone.length > 0
    },
  }
}

import { eq } from 'drizzle-orm'
import type { RepositoryRef } from '../pipeline/ports.ts'
import { connect } from './batch.ts'
import { collections } from './schema.ts'

/** Where the App is installed, as the collections know it. */
export function createInstallationStore(d1: D1Database) {
  const db = connect(d1)
  return {
    /** Repositories that were last reached through this installation, hidden ones too. */
    async repositoriesOf(installationId: number): Promise<RepositoryRef[]> {
      const { repositoryId, owner, repo } = collections
      const rows = await db.select({ repositoryId, owner, repo }).from(collections).where(eq(collections.installationId, installationId))
      return rows.flatMap((row) => (row.repositoryId === null ? [] : [{ ...row, repositoryId: row.repositoryId, installationId }]))
    },

    /** Has what admins decided about a repository, and what its runs took, follow it to its new name. Names are `owner/repo` in lower case. */
    async rename(before: string, after: string): Promise<void> {
      if (before === after) return
      const tables = ['approval_policies', 'issue_runs']
      await d1.batch(
        tables.map((table) => d1.prepare(`UPDATE OR IGNORE ${table} SET repository = ? WHERE repository = ?`).bind(after, before)),
      )
    },
  }
}

export type InstallationStore = ReturnType<typeof createInstallationStore>

import { eq } from 'drizzle-orm'
import type { RepositoryRef } from '../pipeline/ports.ts'
import { connect } from './batch.ts'
import { collections } from './schema.ts'

/** Where the App is installed, as the collections know it. */
export function createInstallationStore(d1: D1Database) {
  const db = connect(d1)
  return {
    /** The repository as the App is installed on it; null when it is not. */
    async whereIs(repositoryId: number): Promise<RepositoryRef | null> {
      const row = await db.select().from(collections).where(eq(collections.repositoryId, repositoryId)).get()
      return row?.installationId == null ? null : { installationId: row.installationId, repositoryId, owner: row.owner, repo: row.repo }
    },
    /** The repositories of an installation, hidden ones too. */
    async repositoriesOf(installationId: number): Promise<{ id: number; owner: string; repo: string }[]> {
      const rows = await db.select().from(collections).where(eq(collections.installationId, installationId))
      return rows.flatMap(({ repositoryId: id, owner, repo }) => (id === null ? [] : [{ id, owner, repo }]))
    },
  }
}

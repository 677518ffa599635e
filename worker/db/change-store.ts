import { desc } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { AdminChange } from '../domain/admin-view.ts'
import { adminChanges } from './schema-admin.ts'

/** What admins did, on D1. Kept for good: these are few. */
export function createChangeStore(database: D1Database) {
  const db = drizzle(database)
  return {
    add: async (change: AdminChange): Promise<void> => {
      await db.insert(adminChanges).values(change)
    },
    /** Newest first. */
    newest: (limit: number): Promise<AdminChange[]> =>
      db
        .select({ at: adminChanges.at, login: adminChanges.login, change: adminChanges.change })
        .from(adminChanges)
        .orderBy(desc(adminChanges.id))
        .limit(limit),
  }
}

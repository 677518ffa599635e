import { eq, lt, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { AccountStore } from '../accounts/account-port.ts'
import { sessions, users } from './schema.ts'

const viewerColumns = { login: users.login, name: users.name, avatarUrl: users.avatarUrl, role: users.role }

/** Accounts and sessions on D1. */
export function createAccountStore(database: D1Database): AccountStore {
  const db = drizzle(database)
  return {
    signIn: async (profile, firstRole, now) => {
      const { login, name, avatarUrl } = profile
      const row = await db
        .insert(users)
        .values({ ...profile, role: firstRole, createdAt: now, lastSeenAt: now })
        .onConflictDoUpdate({ target: users.id, set: { login, name, avatarUrl, lastSeenAt: now } })
        .returning(viewerColumns)
        .get()
      return row
    },
    createSession: async (session) => {
      await db.insert(sessions).values(session)
    },
    findSession: async (id) => {
      const row = await db
        .select({ session: sessions, viewer: viewerColumns })
        .from(sessions)
        .innerJoin(users, eq(users.id, sessions.userId))
        .where(eq(sessions.id, id))
        .get()
      return row ?? null
    },
    touchSession: async (id, now) => {
      await db.update(sessions).set({ lastSeenAt: now }).where(eq(sessions.id, id))
    },
    deleteSession: async (id) => {
      await db.delete(sessions).where(eq(sessions.id, id))
    },
    pruneSessions: async (now, idleBefore) => {
      const gone = await db
        .delete(sessions)
        .where(or(lt(sessions.expiresAt, now), lt(sessions.lastSeenAt, idleBefore)))
        .returning({ id: sessions.id })
      return gone.length
    },
  }
}

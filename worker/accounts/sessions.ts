import type { Viewer } from '../domain/views.ts'
import { randomToken, sha256Hex } from '../lib/crypto.ts'
import type { AccountStore } from './account-port.ts'

const dayMs = 86_400_000
const idleMs = 7 * dayMs
export const absoluteMs = 30 * dayMs
/** Being seen is written down at most this often: a write an hour is enough to measure seven days. */
const touchEveryMs = 3_600_000

/** 256 bits as URL-safe base64 without padding. */
const tokenForm = /^[A-Za-z0-9_-]{43}$/

export interface Sessions {
  /** Starts a session for an account; returns the token, which is stored nowhere but in the browser. */
  start(userId: number): Promise<string>
  /** Who holds this token; null when it is unknown, idle for 7 days, 30 days old, or revoked. */
  viewerOf(token: string): Promise<Viewer | null>
  revoke(token: string): Promise<void>
  /** Deletes what is over. Returns how many. */
  prune(): Promise<number>
}

/** Sessions over a store that holds the hash of each token. */
export function createSessions(store: AccountStore, now: () => number): Sessions {
  return {
    start: async (userId) => {
      const token = randomToken(32)
      const at = now()
      await store.createSession({ id: await sha256Hex(token), userId, createdAt: at, lastSeenAt: at, expiresAt: at + absoluteMs })
      return token
    },
    viewerOf: async (token) => {
      if (!tokenForm.test(token)) return null
      const id = await sha256Hex(token)
      const found = await store.findSession(id)
      if (found === null) return null
      const at = now()
      if (at >= found.session.expiresAt || at - found.session.lastSeenAt >= idleMs) {
        await store.deleteSession(id)
        return null
      }
      if (at - found.session.lastSeenAt >= touchEveryMs) await store.touchSession(id, at)
      return found.viewer
    },
    revoke: async (token) => {
      if (tokenForm.test(token)) await store.deleteSession(await sha256Hex(token))
    },
    prune: async () => store.pruneSessions(now(), now() - idleMs),
  }
}

import type { Role } from '../domain/roles.ts'
import type { Viewer } from '../domain/views.ts'

/** Who GitHub says a person is. */
export interface GitHubProfile {
  id: number
  login: string
  name: string
  avatarUrl: string
}

interface SessionRecord {
  /** SHA-256 of the token, hex; the token itself is only in the browser. */
  id: string
  userId: number
  createdAt: number
  lastSeenAt: number
  expiresAt: number
}

/** Accounts and their sessions. Times are milliseconds since 1970. */
export interface AccountStore {
  /** Creates the account with `firstRole`, or brings its profile up to date; a stored role is never changed here. */
  signIn(profile: GitHubProfile, firstRole: Role, now: number): Promise<Viewer>
  createSession(session: SessionRecord): Promise<void>
  findSession(id: string): Promise<{ session: SessionRecord; viewer: Viewer } | null>
  touchSession(id: string, now: number): Promise<void>
  deleteSession(id: string): Promise<void>
  /** Deletes sessions whose absolute end is before `now` or that were last seen before `idleBefore`. Returns how many. */
  pruneSessions(now: number, idleBefore: number): Promise<number>
}

import { createHash, randomBytes } from 'node:crypto'
import * as z from 'zod'
import { ApiError } from './api-error.ts'
import { verifyAppJwt } from './app-jwt.ts'
import { hasMark, installationState } from './installation.ts'
import { memberOf } from './members.ts'
import { type Repo, tokenRow } from './tables.ts'
import { botLogin, type World } from './world.ts'

type PermissionName = 'metadata' | 'contents' | 'issues' | 'pull_requests'

/** What a token must be able to do. `or` names a permission that serves as well; `people` says whether any signed-in person may. */
export interface Need {
  permission: PermissionName
  level: 'read' | 'write'
  or?: PermissionName
  people?: 'anyone'
}

export const grantsSchema = z.record(z.string(), z.enum(['read', 'write', 'admin']))
export type Grants = z.infer<typeof grantsSchema>

/** Who calls. An installation is limited to its repositories (null: all of the installation) and permissions. */
export type Actor =
  | { kind: 'app' }
  | { kind: 'installation'; repositoryIds: number[] | null; permissions: Grants }
  | { kind: 'person'; login: string }

/** Tokens are kept as hashes only. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** The credential of an Authorization header: Bearer, token, or the password of Basic. Null where the header is absent or of another kind. */
export function credentialOf(header: string | undefined): string | null {
  const [, scheme, value] = /^(\w+)\s+(.+)$/.exec(header ?? '') ?? []
  if (scheme === undefined || value === undefined) return null
  if (/^(bearer|token)$/i.test(scheme)) return value
  if (!/^basic$/i.test(scheme)) return null
  const [user = '', password = ''] = Buffer.from(value, 'base64').toString().split(':')
  return password === '' || password === 'x-oauth-basic' ? user : password
}

/** Finds who holds the credential. Throws 401 for one that is unknown, expired or malformed. */
export function actorOf(world: World, credential: string, now: number): Actor {
  // Installation tokens hold a JSON web token too, behind their prefix.
  if (/^ey[\w-]+\.[\w-]+\.[\w-]+$/.test(credential)) {
    verifyAppJwt(world, credential, now)
    return { kind: 'app' }
  }
  const token = world.store.one(tokenRow, 'SELECT * FROM tokens WHERE hash = ?', hashToken(credential))
  if (token === null || (token.expires_at !== null && token.expires_at <= now)) throw new ApiError(401, 'Bad credentials')
  if (token.kind === 'person' && token.login !== null) return { kind: 'person', login: token.login }
  if (installationState(world).suspendedAt !== null) throw new ApiError(403, 'This installation has been suspended')
  return {
    kind: 'installation',
    repositoryIds: token.repository_ids === null ? null : z.array(z.number()).parse(JSON.parse(token.repository_ids)),
    permissions: grantsSchema.parse(JSON.parse(token.permissions ?? '{}')),
  }
}

/** The login that acts. The App itself (by JWT) has none: its calls name no author. */
export function loginOf(world: World, actor: Actor): string {
  return actor.kind === 'person' ? actor.login : botLogin(world)
}

/** True when the actor may do what `need` says in this repository. */
export function allows(world: World, actor: Actor, repo: Repo, need: Need): boolean {
  if (actor.kind === 'app') return false
  if (actor.kind === 'person') {
    if (need.level === 'read' || need.people === 'anyone') return true
    return ['admin', 'maintain', 'write'].includes(memberOf(world, repo, actor.login).permission)
  }
  if (hasMark(world, repo, 'removed')) return false
  if (actor.repositoryIds !== null && !actor.repositoryIds.includes(repo.id)) return false
  return [need.permission, need.or].some((name) => {
    const granted = name === undefined ? undefined : actor.permissions[name]
    return granted !== undefined && (need.level === 'read' || granted !== 'read')
  })
}

/** Stores a token that acts for a person until it is revoked, and returns it. */
export function issuePersonToken(world: World, login: string, prefix: 'gho' | 'ghp'): string {
  const token = `${prefix}_${randomBytes(27).toString('hex').slice(0, 36)}`
  world.store.run('INSERT INTO tokens (hash, kind, login) VALUES (?, ?, ?)', hashToken(token), 'person', login)
  return token
}

import type { MiddlewareHandler } from 'hono'
import { getCookie } from 'hono/cookie'
import { PublicError } from '../domain/errors.ts'
import { hasRole, type Role } from '../domain/roles.ts'
import type { Viewer } from '../domain/views.ts'
import type { AppEnv } from './context.ts'

/** Name of the session cookie without its `__Host-` prefix. */
export const sessionCookie = 'session'

/** Sets `viewer` from the session cookie; a request without one costs nothing. `viewerOf` gives null for a token that is unknown or over. */
export function sessionMiddleware(viewerOf: (token: string) => Promise<Viewer | null>): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const token = getCookie(c, sessionCookie, 'host')
    c.set('viewer', token === undefined ? null : await viewerOf(token))
    return next()
  }
}

/** The signed-in person, who may do what `needed` may do. Throws `PublicError` 401 or 403. */
export function requireViewer(viewer: Viewer | null, needed: Role = 'contributor'): Viewer {
  if (viewer === null) throw new PublicError('sign_in_needed')
  if (!hasRole(viewer.role, needed)) throw new PublicError('forbidden')
  return viewer
}

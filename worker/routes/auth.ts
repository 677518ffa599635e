import { type Context, Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { AccountStore } from '../accounts/account-port.ts'
import { type OAuth, pendingMs } from '../accounts/oauth.ts'
import { absoluteMs, type Sessions } from '../accounts/sessions.ts'
import { PublicError } from '../domain/errors.ts'
import type { Role } from '../domain/roles.ts'
import type { Log } from '../lib/log.ts'
import type { AppEnv } from '../middleware/context.ts'
import { sessionCookie } from '../middleware/session.ts'

/** Name of the cookie of a sign-in under way, without its `__Host-` prefix. */
const pendingCookie = 'sign-in'

/** `Lax` and not `Strict`: GitHub sends the browser back from another site. */
const cookieOptions = { prefix: 'host', path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const

export interface AuthDeps {
  /** Null where no OAuth client is configured. */
  oauth: OAuth | null
  sessions: Sessions
  accounts: AccountStore
  /** Roles given at first sign-in, by lower-case login; everyone else becomes a contributor. */
  grants: ReadonlyMap<string, Role>
  now: () => number
  log: Log
}

/** GET /auth/login, GET /auth/callback, POST /auth/logout, GET /api/v1/me. The session middleware and the origin check are mounted before. */
export function authRoutes(deps: AuthDeps) {
  return new Hono<AppEnv>()
    .get('/auth/login', async (c) => {
      const { location, cookie } = await configured(deps.oauth).begin(c.req.query('return'))
      setCookie(c, pendingCookie, cookie, { ...cookieOptions, maxAge: pendingMs / 1_000 })
      return c.redirect(location, 302)
    })
    .get('/auth/callback', (c) => finishSignIn(deps, c))
    .post('/auth/logout', async (c) => {
      const token = getCookie(c, sessionCookie, 'host')
      if (token !== undefined) await deps.sessions.revoke(token)
      deleteCookie(c, sessionCookie, cookieOptions)
      deps.log('info', 'sign_out', { traceId: c.get('traceId'), login: c.get('viewer')?.login ?? null })
      return c.redirect('/', 303)
    })
    .get('/api/v1/me', (c) => c.json(c.get('viewer')))
}

function configured(oauth: OAuth | null): OAuth {
  if (oauth === null) throw new PublicError('sign_in_not_configured')
  return oauth
}

async function finishSignIn(deps: AuthDeps, c: Context<AppEnv>): Promise<Response> {
  const oauth = configured(deps.oauth)
  const cookie = getCookie(c, pendingCookie, 'host')
  deleteCookie(c, pendingCookie, cookieOptions)
  const { profile, returnPath } = await oauth.finish({ cookie, code: c.req.query('code'), state: c.req.query('state') })
  const firstRole = deps.grants.get(profile.login.toLowerCase()) ?? 'contributor'
  const viewer = await deps.accounts.signIn(profile, firstRole, deps.now())
  const before = getCookie(c, sessionCookie, 'host')
  if (before !== undefined) await deps.sessions.revoke(before)
  setCookie(c, sessionCookie, await deps.sessions.start(profile.id), { ...cookieOptions, maxAge: absoluteMs / 1_000 })
  deps.log('info', 'sign_in', { traceId: c.get('traceId'), login: viewer.login, role: viewer.role })
  return c.redirect(returnPath, 302)
}

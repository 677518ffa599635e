import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { createOAuth, type OAuthConfig } from '../../worker/accounts/oauth.ts'
import { parseRoleGrants } from '../../worker/accounts/role-grants.ts'
import { createSessions } from '../../worker/accounts/sessions.ts'
import { createAccountStore } from '../../worker/db/account-store.ts'
import { sha256Base64Url, sha256Hex } from '../../worker/lib/crypto.ts'
import type { AppEnv } from '../../worker/middleware/context.ts'
import { errorHandler } from '../../worker/middleware/errors.ts'
import { originCheck } from '../../worker/middleware/origin.ts'
import { sessionMiddleware } from '../../worker/middleware/session.ts'
import { trace } from '../../worker/middleware/trace.ts'
import { authRoutes } from '../../worker/routes/auth.ts'

const database = (env as unknown as { DB: D1Database }).DB
const day = 86_400_000
const origin = 'http://registry.test'

interface Person {
  id: number
  login: string
  name: string | null
  avatar_url: string
}

/** GitHub's two addresses of a sign-in: a code is the login, good once, and only with the verifier of its challenge. */
function fakeGitHub(people: Person[]) {
  const seen: { url: string; body: Record<string, string> | null; authorization: string | null }[] = []
  const challenges = new Map<string, string>()
  const answer: NonNullable<OAuthConfig['fetch']> = async (url, init) => {
    const headers = new Headers(init.headers)
    const body: Record<string, string> | null = typeof init.body === 'string' ? JSON.parse(init.body) : null
    seen.push({ url, body, authorization: headers.get('authorization') })
    if (url === 'http://forge.test/login/oauth/access_token') {
      const expected = challenges.get(body?.code ?? '')
      challenges.delete(body?.code ?? '')
      const proven = expected !== undefined && expected === (await sha256Base64Url(body?.code_verifier ?? ''))
      return Response.json(proven ? { access_token: `token-of-${body?.code}` } : { error: 'bad_verification_code' })
    }
    const person = people.find(({ login }) => headers.get('authorization') === `Bearer token-of-${login}`)
    return person === undefined ? new Response('{}', { status: 401 }) : Response.json(person)
  }
  return { answer, seen, challenges }
}

function makeApp(people: Person[], options: { configured?: boolean; now?: () => number } = {}) {
  const now = options.now ?? Date.now
  const github = fakeGitHub(people)
  const accounts = createAccountStore(database)
  const sessions = createSessions(accounts, now)
  const logged: string[] = []
  const log = (level: string, message: string, fields?: object) => logged.push(JSON.stringify({ level, message, ...fields }))
  const oauth = createOAuth({
    clientId: options.configured === false ? '' : 'client',
    clientSecret: 'client-secret',
    sessionSecret: 'session-secret',
    githubUrl: 'http://forge.test',
    githubApiUrl: 'http://forge.test/api/v3',
    publicUrl: origin,
    fetch: github.answer,
    now,
  })
  const app = new Hono<AppEnv>()
  app.onError(errorHandler({ log, page: () => '<!doctype html>' }))
  app.use(trace({ log, now }), originCheck({ publicUrl: origin, except: [] }), sessionMiddleware(sessions.viewerOf))
  app.route('/', authRoutes({ oauth, sessions, accounts, grants: parseRoleGrants('ada:admin, Rex:reviewer,x:owner'), now, log }))
  const get = async (path: string, cookie = '') => app.fetch(new Request(`${origin}${path}`, { headers: { cookie } }))
  const post = async (path: string, headers: Record<string, string>) =>
    app.fetch(new Request(`${origin}${path}`, { method: 'POST', headers }))
  return { get, post, github, sessions, logged }
}

/** The cookie line to send back: name and value of each `Set-Cookie` that sets something. */
function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .filter((line) => !/max-age=0/i.test(line))
    .map((line) => line.split(';')[0])
    .join('; ')
}

async function signIn(app: ReturnType<typeof makeApp>, login: string, cookie = '', path = '/issues') {
  const begun = await app.get(`/auth/login?return=${encodeURIComponent(path)}`)
  const target = new URL(begun.headers.get('location') ?? '')
  app.github.challenges.set(login, target.searchParams.get('code_challenge') ?? '')
  const pending = cookiesOf(begun)
  const query = `code=${login}&state=${target.searchParams.get('state')}`
  const response = await app.get(`/auth/callback?${query}`, [pending, cookie].filter(Boolean).join('; '))
  return { begun, target, pending, query, response, session: cookiesOf(response) }
}

let nextId = 100
const person = (login: string): Person => ({ id: nextId++, login, name: null, avatar_url: 'https://avatars.test/1' })

describe('signing in with GitHub', () => {
  it('ends where it began, with a session that says who it is', async () => {
    const app = makeApp([person('cora')])
    const { target, response, session } = await signIn(app, 'cora')
    expect(target.origin + target.pathname).toBe('http://forge.test/login/oauth/authorize')
    expect(target.searchParams.get('code_challenge_method')).toBe('S256')
    expect(target.searchParams.get('redirect_uri')).toBe(`${origin}/auth/callback`)
    expect([response.status, response.headers.get('location')]).toEqual([302, '/issues'])
    const me = await app.get('/api/v1/me', session)
    expect(await me.json()).toEqual({ login: 'cora', name: 'cora', avatarUrl: 'https://avatars.test/1', role: 'contributor' })
    expect(await (await app.get('/api/v1/me')).json()).toBeNull()
  })

  it('sets cookies that scripts, other hosts and plain HTTP cannot read', async () => {
    const { begun, response } = await signIn(makeApp([person('cora2')]), 'cora2')
    const lines = [...begun.headers.getSetCookie(), ...response.headers.getSetCookie()]
    expect(lines.length).toBe(3)
    for (const line of lines) {
      expect(line).toMatch(/^__Host-/)
      for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(line).toContain(attribute)
      expect(line).not.toMatch(/domain=/i)
    }
  })

  it('keeps the hash of a 256-bit token only, and no token of GitHub anywhere', async () => {
    const app = makeApp([person('cora3')])
    const { session } = await signIn(app, 'cora3')
    const token = session.split('=')[1] ?? ''
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const rows = await database.prepare('SELECT * FROM sessions').all()
    expect(rows.results.some((row) => row.id === token)).toBe(false)
    expect(rows.results.filter((row) => row.id !== undefined).map((row) => row.id)).toContain(await sha256Hex(token))
    const kept = JSON.stringify([rows.results, (await database.prepare('SELECT * FROM users').all()).results, app.logged])
    expect(kept).not.toContain('token-of-cora3')
    expect(app.github.seen.map(({ url }) => url)).toEqual(['http://forge.test/login/oauth/access_token', 'http://forge.test/api/v3/user'])
  })

  it('gives granted roles at the first sign-in, and keeps the stored role afterwards', async () => {
    const people = [person('ada'), person('rex'), person('x')]
    const app = makeApp(people)
    const roleOf = async (login: string) => {
      const me = await app.get('/api/v1/me', (await signIn(app, login)).session)
      return ((await me.json()) as { role: string }).role
    }
    expect([await roleOf('ada'), await roleOf('rex'), await roleOf('x')]).toEqual(['admin', 'reviewer', 'contributor'])
    await database.prepare("UPDATE users SET role = 'contributor' WHERE login = 'ada'").run()
    expect(await roleOf('ada')).toBe('contributor')
  })

  it.each(['https://evil.test/', '//evil.test', '/\\evil.test', '/\t/evil.test', 'javascript:alert(1)', '/..//evil.test'])(
    'never sends anyone to %j afterwards',
    async (path) => {
      const login = `guest-${nextId}`
      const { response } = await signIn(makeApp([person(login)]), login, '', path)
      const location = response.headers.get('location') ?? ''
      expect(response.status).toBe(302)
      expect(new URL(location, origin).origin).toBe(origin)
      expect(location).toMatch(/^\/(?![/\\])/)
    },
  )

  it('fails when the state, the cookie or the code is not of this sign-in, without asking GitHub for a foreign state', async () => {
    const app = makeApp([person('mallory')])
    const { target, pending, query } = await signIn(app, 'mallory')
    const asked = app.github.seen.length
    expect((await app.get('/auth/callback?code=mallory&state=wrong', pending)).status).toBe(400)
    expect((await app.get(`/auth/callback?${query}`)).status).toBe(400)
    expect(
      (
        await app.get(
          `/auth/callback?${query}`,
          pending.replace(/.$/, (last) => (last === '0' ? '1' : '0')),
        )
      ).status,
    ).toBe(400)
    expect((await app.get(`/auth/callback?error=access_denied&state=${target.searchParams.get('state')}`, pending)).status).toBe(400)
    expect(app.github.seen.length).toBe(asked)
    expect((await app.get(`/auth/callback?${query}`, pending)).status).toBe(400)
  })

  it('is over ten minutes after it began', async () => {
    let at = 0
    const app = makeApp([person('slow')], { now: () => at })
    const begun = await app.get('/auth/login')
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state')
    at = 600_001
    expect((await app.get(`/auth/callback?code=slow&state=${state}`, cookiesOf(begun))).status).toBe(400)
  })

  it('is answered 503 with a reason where no OAuth client is configured', async () => {
    const app = makeApp([], { configured: false })
    for (const path of ['/auth/login', '/auth/callback?code=a&state=b']) {
      const response = await app.get(path)
      expect(response.status).toBe(503)
      expect(await response.text()).toContain('GITHUB_CLIENT_ID')
    }
  })
})

describe('a session', () => {
  it('ends after seven idle days, after thirty days in all, and lives on while it is used', async () => {
    let at = 1_000 * day
    const app = makeApp([person('idle'), person('busy')], { now: () => at })
    const idle = (await signIn(app, 'idle')).session
    const busy = (await signIn(app, 'busy')).session
    const isIn = async (session: string) => (await (await app.get('/api/v1/me', session)).json()) !== null
    for (let passed = 1; passed <= 30; passed++) {
      at += day
      if (passed < 30) expect(await isIn(busy), `day ${passed}`).toBe(true)
      if (passed === 8) expect(await isIn(idle)).toBe(false)
    }
    expect(await isIn(busy)).toBe(false)
  })

  it('is new at every sign-in, and the one before is over', async () => {
    const app = makeApp([person('twice')])
    const first = (await signIn(app, 'twice')).session
    const second = (await signIn(app, 'twice', first)).session
    expect(second).not.toBe(first)
    expect(await (await app.get('/api/v1/me', first)).json()).toBeNull()
    expect(await (await app.get('/api/v1/me', second)).json()).toMatchObject({ login: 'twice' })
  })

  it('is over for the server when its holder signs out, and only a page of this site can do that', async () => {
    const app = makeApp([person('leaver')])
    const { session } = await signIn(app, 'leaver')
    const foreign = await app.post('/auth/logout', { cookie: session, origin: 'http://evil.test' })
    expect(foreign.status).toBe(403)
    expect(await (await app.get('/api/v1/me', session)).json()).toMatchObject({ login: 'leaver' })
    const response = await app.post('/auth/logout', { cookie: session, origin })
    expect(response.status).toBe(303)
    expect(response.headers.getSetCookie().join()).toMatch(/__Host-session=;.*Max-Age=0/)
    expect(await (await app.get('/api/v1/me', session)).json()).toBeNull()
  })

  it('is nobody for a token that was never given out', async () => {
    const app = makeApp([])
    for (const token of ['', 'short', 'A'.repeat(43), 'A'.repeat(5_000), "' OR 1=1"]) {
      expect(await (await app.get('/api/v1/me', `__Host-session=${token}`)).json()).toBeNull()
    }
  })

  it('leaves the store when it is over', async () => {
    let at = 5_000 * day
    const app = makeApp([person('pruned')], { now: () => at })
    const { session } = await signIn(app, 'pruned')
    at += 8 * day
    expect(await app.sessions.prune()).toBeGreaterThanOrEqual(1)
    const id = await sha256Hex(session.split('=')[1] ?? '')
    expect(await database.prepare('SELECT id FROM sessions WHERE id = ?').bind(id).first()).toBeNull()
  })
})

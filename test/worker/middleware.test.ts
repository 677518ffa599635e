import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { describe, expect, it } from 'vitest'
import { errorKinds, PublicError } from '../../worker/domain/errors.ts'
import { GitHubError } from '../../worker/domain/failure.ts'
import { bodyLimit } from '../../worker/middleware/body-limit.ts'
import type { AppEnv } from '../../worker/middleware/context.ts'
import { errorHandler, notFoundHandler } from '../../worker/middleware/errors.ts'
import { jsonOnly, originCheck } from '../../worker/middleware/origin.ts'
import { rateLimit } from '../../worker/middleware/rate-limit.ts'
import { securityHeaders } from '../../worker/middleware/security-headers.ts'
import { requireViewer } from '../../worker/middleware/session.ts'
import { trace } from '../../worker/middleware/trace.ts'

const origin = 'http://registry.test'

function makeApp(limiter = { limit: async (_options: { key: string }) => ({ success: true }) }) {
  const logged: Record<string, unknown>[] = []
  const log = (level: string, message: string, fields?: object) => logged.push({ level, message, ...fields })
  const page = async (details: { title: string }) => `<!doctype html><title>${details.title}</title>`
  const app = new Hono<AppEnv>()
  app.onError(errorHandler({ log, page }))
  app.notFound(notFoundHandler({ log, page }))
  app.use(securityHeaders({ publicUrl: origin, githubUrl: 'http://forge.test/x' }))
  app.use(trace({ log, now: () => 1 }))
  app.use(originCheck({ publicUrl: origin, except: ['/webhooks/github'] }))
  app.use('/api/*', rateLimit({ limiter, name: 'write', log }), jsonOnly(), bodyLimit(100))
  app.get('/', (c) => c.html(`<script nonce="${c.get('nonce')}"></script>`))
  app.get('/api/thing', (c) => c.json({ ok: true }))
  app.post('/api/thing', async (c) => c.json({ got: await c.req.json() }))
  app.post('/webhooks/github', (c) => c.body(null, 202))
  app.get('/crash', () => {
    throw new Error('password is hunter2')
  })
  app.get('/known', () => {
    throw new PublicError('conflict', 'Somebody was faster.')
  })
  app.get('/hono', () => {
    throw new HTTPException(403, { message: 'internal words' })
  })
  app.get('/outside', () => {
    throw new GitHubError('github_server_error', 'internal words', 'later')
  })
  app.get('/foreign', () => fetchedResponse())
  app.get('/socket', () => {
    const [client, server] = Object.values(new WebSocketPair())
    server?.accept()
    return new Response(null, { status: 101, ...(client ? { webSocket: client } : {}) })
  })
  const send = async (path: string, init: RequestInit = {}) => app.fetch(new Request(`${origin}${path}`, init))
  return { send, logged }
}

/** A response whose headers cannot be changed, as one from another Worker. */
function fetchedResponse(): Response {
  return Response.redirect('http://registry.test/elsewhere', 302)
}

const json = { 'content-type': 'application/json', origin }

describe('every answer', () => {
  it.each([
    ['/', 200],
    ['/api/thing', 200],
    ['/nowhere', 404],
    ['/crash', 500],
    ['/known', 409],
    ['/foreign', 302],
  ])('of %s carries the security headers', async (path, status) => {
    const response = await makeApp().send(path)
    expect(response.status).toBe(status)
    const headers = Object.fromEntries(response.headers)
    expect(headers).toMatchObject({
      'strict-transport-security': 'max-age=63072000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('camera=()'),
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'x-trace-id': expect.stringMatching(/^[0-9a-f]{32}$/),
    })
  })

  it('that is a page has a policy with the nonce of that request, and of no other', async () => {
    const { send } = makeApp()
    const nonces = new Set<string>()
    for (const response of [await send('/'), await send('/')]) {
      const nonce = /nonce="([^"]+)"/.exec(await response.text())?.[1] ?? ''
      nonces.add(nonce)
      const policy = response.headers.get('content-security-policy') ?? ''
      const directives = Object.fromEntries(policy.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]))
      // Files of this site are no way in: only what carries the nonce runs, and what that loads.
      expect(directives['script-src']).toBe(`'nonce-${nonce}' 'strict-dynamic'`)
      expect(policy).not.toMatch(/unsafe-|script-src-(attr|elem)/)
      expect(policy).toContain("connect-src 'self' ws://registry.test")
      expect(policy).toContain("form-action 'self' http://forge.test")
      for (const rule of ["default-src 'none'", "base-uri 'none'", "object-src 'none'"]) expect(policy).toContain(rule)
    }
    expect(nonces.size).toBe(2)
  })

  it('that is an upgrade keeps its socket', async () => {
    const response = await makeApp().send('/socket', { headers: { upgrade: 'websocket', origin } })
    expect(response.status).toBe(101)
    expect(response.webSocket).not.toBeNull()
    response.webSocket?.accept()
    response.webSocket?.close()
  })

  it('is logged once, without its query', async () => {
    const { send, logged } = makeApp()
    const response = await send('/api/thing?code=secret-code')
    expect(logged).toEqual([
      {
        level: 'info',
        message: 'request',
        traceId: response.headers.get('x-trace-id'),
        method: 'GET',
        path: '/api/thing',
        status: 200,
        durationMs: 0,
        login: null,
      },
    ])
  })
})

describe('an error', () => {
  it('that nobody foresaw says nothing of its cause, and leaves it in the log under its trace id', async () => {
    const { send, logged } = makeApp()
    const response = await send('/crash')
    const body = await response.text()
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(body).not.toContain('hunter2')
    expect(body).not.toContain('.ts')
    const { traceId } = JSON.parse(body) as { traceId: string }
    expect(logged).toContainEqual(expect.objectContaining({ message: 'request.failed', traceId, code: 'internal' }))
  })

  it.each([
    ['/known', 409, 'Somebody was faster.'],
    ['/hono', 403, errorKinds.forbidden.detail],
    ['/outside', 502, errorKinds.outside_failed.detail],
  ])('of %s is answered by its kind', async (path, status, detail) => {
    const response = await makeApp().send(path)
    expect(await response.json()).toMatchObject({ status, detail, suggestion: expect.any(String) })
    expect(response.status).toBe(status)
  })

  it('is a page for people and problem details for programs', async () => {
    const { send } = makeApp()
    const browser = { headers: { accept: 'text/html,application/xhtml+xml,*/*' } }
    const page = await send('/nowhere', browser)
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(await page.text()).toContain('Not found')
    expect((await send('/api/nowhere', browser)).headers.get('content-type')).toContain('application/problem+json')
  })

  it('of a person who may not is 401 without a session and 403 with too small a role', () => {
    const viewer = { login: 'cora', name: 'Cora', avatarUrl: '', role: 'contributor' } as const
    expect(() => requireViewer(null)).toThrowError(expect.objectContaining({ code: 'sign_in_needed' }))
    expect(() => requireViewer(viewer, 'reviewer')).toThrowError(expect.objectContaining({ code: 'forbidden' }))
    expect(requireViewer(viewer)).toBe(viewer)
  })
})

describe('a write', () => {
  const body = '{"a":1}'

  it('reaches its handler with its body when it comes from a page of this site', async () => {
    const response = await makeApp().send('/api/thing', {
      method: 'POST',
      body,
      headers: { ...json, 'sec-fetch-site': 'same-origin' },
    })
    expect(await response.json()).toEqual({ got: { a: 1 } })
  })

  it.each([
    ['no origin', { 'content-type': 'application/json' }],
    ['the origin "null"', { ...json, origin: 'null' }],
    ['a foreign origin', { ...json, origin: 'http://evil.test' }],
    ['an origin that begins like ours', { ...json, origin: 'http://registry.test.evil.test' }],
    ['another scheme', { ...json, origin: 'https://registry.test' }],
    ['another port', { ...json, origin: 'http://registry.test:8080' }],
    ['our origin but a cross-site fetch', { ...json, 'sec-fetch-site': 'cross-site' }],
    ['our origin but a same-site fetch', { ...json, 'sec-fetch-site': 'same-site' }],
  ])('is refused with %s', async (_what, headers) => {
    const { send } = makeApp()
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect((await send('/api/thing', { method, headers, ...(method === 'DELETE' ? {} : { body }) })).status).toBe(403)
    }
  })

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain; application/json', ''])(
    'is refused with the content type %j',
    async (type) => {
      const headers = type === '' ? { origin } : { origin, 'content-type': type }
      const response = await makeApp().send('/api/thing', { method: 'POST', body: new TextEncoder().encode(body), headers })
      expect(response.status).toBe(415)
    },
  )

  it('is refused when it streams more than the limit without saying so', async () => {
    const { send } = makeApp()
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 50
        controller.enqueue(new Uint8Array(50).fill(32))
      },
    })
    expect((await send('/api/thing', { method: 'POST', body: endless, headers: json })).status).toBe(413)
    expect(sent).toBeLessThan(1_000)
    expect((await send('/api/thing', { method: 'POST', body: `"${'x'.repeat(99)}"`, headers: json })).status).toBe(413)
    expect((await send('/api/thing', { method: 'POST', body: `"${'x'.repeat(98)}"`, headers: json })).status).toBe(200)
  })

  it('is counted by the address Cloudflare saw, whatever the client claims', async () => {
    const keys: string[] = []
    const { send } = makeApp({
      limit: async ({ key }) => {
        keys.push(key)
        return { success: false }
      },
    })
    const claims = { ...json, 'x-forwarded-for': '9.9.9.9', 'cf-connecting-ip': '203.0.113.7' }
    const response = await send('/api/thing', { method: 'POST', body, headers: claims })
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '60'])
    expect(keys).toEqual(['write:203.0.113.7'])
    expect((await send('/api/thing')).status).toBe(200)
  })
})

describe('a WebSocket upgrade', () => {
  it.each([
    ['no origin', {}],
    ['a foreign origin', { origin: 'http://evil.test' }],
  ])('is refused with %s', async (_what, headers) => {
    const response = await makeApp().send('/socket', { headers: { upgrade: 'websocket', ...headers } })
    expect(response.status).toBe(403)
  })
})

describe('a webhook', () => {
  it('needs no origin, since its signature proves where it comes from', async () => {
    expect((await makeApp().send('/webhooks/github', { method: 'POST', body: '{}' })).status).toBe(202)
  })
})

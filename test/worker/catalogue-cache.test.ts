import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test'
import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { catalogueCache } from '../../worker/middleware/catalogue-cache.ts'
import type { AppEnv } from '../../worker/middleware/context.ts'
import { createMemory } from '../../worker/middleware/kept-answers.ts'

/** A site whose page and list say how often they were made; `storage` is the platform's cache, shared by isolates. */
function stage(storage = new Map<string, Response>(), build = '') {
  const state = { version: 'v1', time: 1_000, made: 0, nonce: 0, isBroken: false }
  const shared = {
    match: async (key: string) => {
      if (state.isBroken) throw new Error('the cache is not there')
      return storage.get(key)?.clone()
    },
    put: async (key: string, response: Response) => {
      if (state.isBroken) throw new Error('the cache is not there')
      storage.set(key, response)
    },
  } as unknown as Cache
  const versions = { asked: 0, held: null as Promise<never> | null }
  const version = async () => {
    versions.asked += 1
    await versions.held
    return state.version
  }
  const keep = catalogueCache({ version, build, shared: () => shared, now: () => state.time })
  const app = new Hono<AppEnv>()
  app.use(async (c, next) => {
    state.nonce += 1
    c.set('nonce', `secret-${state.nonce}-nonce`)
    await next()
  })
  app
    .use('/page', keep({ names: ['q'] }))
    .use('/list', keep({ names: ['q'] }))
    .use('/search', keep({ names: ['q'], saysUnknown: true }))
    .use('/none', keep({ names: [] }))
    .use('/echo', keep({ names: ['q'] }))
    .use('/cookie', keep({ names: [] }))
  app.get('/page', (c) => {
    state.made += 1
    return c.html(`<script nonce="${c.get('nonce')}">${state.made}</script> README says secret-99-nonce`)
  })
  app.get('/search', (c) => c.text(`${++state.made} ${new URL(c.req.url).search}`))
  app.get('/echo', (c) => c.text(`${new URL(c.req.url).search} ${c.req.query('x') ?? '-'}`))
  app.get('/list', (c) => c.json({ made: ++state.made }))
  app.get('/cookie', (c) => c.text(String(++state.made), 200, { 'set-cookie': `for=${state.made}` }))
  app.get('/none', (c) => c.text(String(++state.made), 404))
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const context = createExecutionContext()
    const answer = await app.fetch(new Request(`http://registry.test${path}`, { headers }), {}, context)
    await waitOnExecutionContext(context)
    return answer
  }
  const text = async (path: string, headers: Record<string, string> = {}) => (await get(path, headers)).text()
  return { state, storage, versions, get, text }
}

const signedIn = { cookie: '__Host-session=token' }

it('gives a kept page a fresh nonce each time, and changes nothing else in it', async () => {
  const { text, state } = stage()
  expect(await text('/page')).toBe('<script nonce="secret-1-nonce">1</script> README says secret-99-nonce')
  expect(await text('/page')).toBe('<script nonce="secret-2-nonce">1</script> README says secret-99-nonce')
  expect(state.made).toBe(1)
})

it('keeps by the accepted parameters alone', async () => {
  const { text, state } = stage()
  await text('/list?q=a&utm=1')
  await text('/list?utm=2&q=a')
  expect(state.made).toBe(1)
  await text('/list?q=b')
  await text('/list?q=a&q=b')
  expect(state.made).toBe(3)
})

it('answers anew when the catalogue has changed, within a second', async () => {
  const { get, text, state } = stage()
  await text('/list')
  state.version = 'v2'
  state.time += 1_000
  const answer = await get('/list', { 'if-none-match': '"v1"' })
  expect([answer.status, answer.headers.get('etag'), answer.headers.get('x-catalogue-version')]).toEqual([200, '"v2"', 'v2'])
  expect(await answer.json()).toEqual({ made: 2 })
  expect((await get('/list', { 'if-none-match': '"v2"' })).status).toBe(304)
})

it('asks for the version once while many requests come, and never shows one older than two seconds', async () => {
  const { get, state, versions } = stage()
  await get('/list')
  state.version = 'v2'
  state.time += 1_000
  versions.held = new Promise(() => undefined)
  const stuck = get('/list')
  const tagOf = async () => (await get('/list')).headers.get('etag')
  expect([await tagOf(), await tagOf(), versions.asked]).toEqual(['"v1"', '"v1"', 2])
  versions.held = null
  state.time += 1_000
  expect([await tagOf(), await tagOf(), versions.asked]).toEqual(['"v2"', '"v2"', 3])
  void stuck
})

it('neither keeps what a person is shown who is signed in, nor shows them what was kept', async () => {
  const { get, text, state, storage } = stage()
  for (const path of ['/page', '/list']) {
    const answer = await get(path, signedIn)
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
  }
  expect([state.made, storage.size]).toEqual([2, 0])
  await text('/page')
  await text('/page', signedIn)
  expect(state.made).toBe(4)
})

it('shares answers between isolates, nonces apart', async () => {
  const first = stage()
  await first.text('/page')
  const second = stage(first.storage)
  second.state.nonce = 50
  expect(await second.text('/page')).toBe('<script nonce="secret-51-nonce">1</script> README says secret-99-nonce')
  expect(second.state.made).toBe(0)
})

it('makes an answer anew after five minutes, since pages say times as seen from now', async () => {
  const { text, state } = stage()
  await text('/page')
  state.time += 300_000
  await text('/page')
  expect(state.made).toBe(2)
})

it('keeps no errors', async () => {
  const { get, state, storage } = stage()
  await get('/none')
  expect((await get('/none', { 'if-none-match': '"v1"' })).status).toBe(404)
  expect([state.made, storage.size]).toEqual([2, 0])
})

it('holds no more in memory than its limit, and drops what was not asked for longest', () => {
  const memory = createMemory(1_000)
  const answer = (bytes: number) => ({ headers: [], body: new Uint8Array(bytes), nonce: null, keptAt: 0 })
  memory.set('huge', answer(500))
  expect(memory.get('huge')).toBeNull()
  for (let i = 0; i < 100; i++) {
    memory.set(`k${i}`, answer(50))
    memory.get('k0')
  }
  expect(memory.bytes).toBeLessThanOrEqual(1_000)
  expect([memory.get('k0'), memory.get('k1'), memory.get('k99')].map((one) => one !== null)).toEqual([true, false, true])
})

it('keeps nothing of another deployment, whose pages name other files', async () => {
  const storage = new Map<string, Response>()
  const [before, after] = [stage(storage, 'one'), stage(storage, 'two')]
  after.state.made = 10
  const { headers } = await before.get('/list')
  expect(headers.get('x-catalogue-version')).toBe('v1')
  const answer = await after.get('/list', { 'if-none-match': headers.get('etag') ?? '' })
  expect([answer.status, await answer.json()]).toEqual([200, { made: 11 }])
})

it('answers while the cache of the platform fails', async () => {
  const { text, state } = stage()
  state.isBroken = true
  expect(await text('/list')).toBe('{"made":1}')
})

it('never keeps an answer that sets a cookie', async () => {
  const { text, storage } = stage()
  expect([await text('/cookie'), await text('/cookie')]).toEqual(['1', '2'])
  expect(storage.size).toBe(0)
})

it('keeps nothing that is made right after a change, when it may be made of what was before', async () => {
  const { text, state, storage } = stage()
  await text('/list')
  state.version = 'v2'
  state.time += 1_500
  expect([await text('/list'), await text('/list')]).toEqual(['{"made":2}', '{"made":3}'])
  expect(storage.size).toBe(1)
  state.time += 2_500
  expect([await text('/list'), await text('/list')]).toEqual(['{"made":4}', '{"made":4}'])
})

it('shows a route no parameter that is not accepted, so that nobody writes into the page of another', async () => {
  const { text } = stage()
  expect(await text('/echo?x=mine&q=a%20b')).toBe('?q=a+b -')
  expect(await text('/echo?q=a%20b')).toBe('?q=a+b -')
})

it('makes anew what tells of an unknown parameter, and keeps it for nobody; those of campaigns count for nothing', async () => {
  const { text } = stage()
  expect(await text('/search?q=a&colour=red')).toBe('1 ?q=a&colour=red')
  expect(await text('/search?q=a&utm_source=x&fbclid=y')).toBe('2 ?q=a')
  expect(await text('/search?q=a')).toBe('2 ?q=a')
  expect(await text('/search?q=a&colour=red')).toBe('3 ?q=a&colour=red')
})

it('counts the addresses of what it keeps: long questions with short answers fill no memory', () => {
  const memory = createMemory(100_000)
  const answer = { headers: [] as [string, string][], body: new Uint8Array(1), nonce: null, keptAt: 0 }
  for (let at = 0; at < 200; at++) memory.set(`${at}${'q'.repeat(2_000)}`, answer)
  expect(memory.bytes).toBeLessThanOrEqual(100_000)
  expect(memory.get(`0${'q'.repeat(2_000)}`)).toBeNull()
  expect(memory.get(`199${'q'.repeat(2_000)}`)).toBe(answer)
})

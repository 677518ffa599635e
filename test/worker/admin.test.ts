import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { beforeEach, describe, expect, it } from 'vitest'
import { createBreakerStore } from '../../worker/db/breaker-store.ts'
import { createBudgetStore } from '../../worker/db/budget-store.ts'
import { createChangeStore } from '../../worker/db/change-store.ts'
import { createPolicyStore } from '../../worker/db/policy-store.ts'
import { createRunStore } from '../../worker/db/run-store.ts'
import { createSecretStore } from '../../worker/db/secret-store.ts'
import { afterFailure } from '../../worker/domain/breaker.ts'
import { scopesOf } from '../../worker/domain/budget.ts'
import { budgetDefaults } from '../../worker/domain/budget-defaults.ts'
import type { Role } from '../../worker/domain/roles.ts'
import { readKeyring } from '../../worker/lib/sealed.ts'
import type { AppEnv } from '../../worker/middleware/context.ts'
import { errorHandler } from '../../worker/middleware/errors.ts'
import { originCheck } from '../../worker/middleware/origin.ts'
import type { AdminDeps } from '../../worker/routes/admin.ts'
import { adminRoutes } from '../../worker/routes/page-admin.tsx'
import { errorPage, type PageDeps } from '../../worker/routes/page-shell.tsx'

const database = (env as unknown as { DB: D1Database }).DB
const origin = 'http://registry.test'
const now = Date.UTC(2026, 10, 23, 12)
const key = 'sk-proj-0123456789abcdefWXYZ'
const ringSetting = `now:${btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))}`

interface Setup {
  setting?: string
  probe?: AdminDeps['probe']
}

function makeAdmin({ setting = ringSetting, probe = async () => ({ ok: true, message: 'The provider accepts it.' }) }: Setup = {}) {
  const deps = {
    budgets: createBudgetStore(database, budgetDefaults),
    breakers: createBreakerStore(database),
    defaults: budgetDefaults,
    keys: createSecretStore(database, () => readKeyring(setting)),
    keyring: () => readKeyring(setting),
    probe,
    models: [],
    policies: createPolicyStore(database),
    runs: createRunStore(database),
    changes: createChangeStore(database),
    now: () => now,
  } satisfies AdminDeps
  const pages: PageDeps = { data: {} as PageDeps['data'], built: async () => null, now: () => now, publicUrl: origin }
  const app = new Hono<AppEnv>()
  const logged: string[] = []
  const log = (...line: unknown[]) => void logged.push(JSON.stringify(line))
  app.onError(errorHandler({ log, page: errorPage(pages) }))
  app.use(originCheck({ publicUrl: origin, except: [] }), async (c, next) => {
    const role = c.req.header('x-test-role') as Role | undefined
    c.set('viewer', role === undefined ? null : { login: 'ada', name: 'Ada', avatarUrl: '', role })
    await next()
  })
  app.route('/', adminRoutes(deps, pages))
  const send = async (path: string, init: RequestInit, role: Role | null) => {
    const headers = new Headers({ accept: 'text/html', ...Object.fromEntries(new Headers(init.headers)) })
    if (role !== null) headers.set('x-test-role', role)
    return app.fetch(new Request(`${origin}${path}`, { ...init, headers, redirect: 'manual' }))
  }
  return {
    deps,
    logged,
    get: (path: string, role: Role | null = 'admin') => send(path, {}, role),
    post: (path: string, fields: Record<string, string> = {}, role: Role | null = 'admin', from: string | null = origin) =>
      send(path, { method: 'POST', body: new URLSearchParams(fields), headers: from === null ? {} : { origin: from } }, role),
  }
}

const posts = [
  '/admin/keys/openai',
  '/admin/keys/openai/test',
  '/admin/keys/openai/delete',
  '/admin/rotate-keys',
  '/admin/limits',
  '/admin/policies',
  '/admin/policies/remove',
  '/admin/generation/stop',
  '/admin/generation/start',
]

const placeOf = (response: Response) => response.headers.get('location')

beforeEach(async () => {
  const tables = ['budget_limits', 'budget_totals', 'budget_calls', 'settings', 'provider_keys', 'admin_changes', 'approval_policies']
  await database.batch(tables.map((table) => database.prepare(`delete from ${table}`)))
})

describe('who may', () => {
  it('is an admin; everybody else gets a page that says why', async () => {
    const { get } = makeAdmin()
    expect((await get('/admin')).status).toBe(200)
    const visitor = await get('/admin', null)
    expect(visitor.status).toBe(401)
    const html = await visitor.text()
    expect(html).toContain('for the admins of this registry')
    expect(html).toContain('href="/auth/login?return=%2Fadmin"')
    for (const role of ['contributor', 'reviewer'] as const) {
      const refused = await get('/admin', role)
      expect(refused.status).toBe(403)
      expect(await refused.text()).toContain(`yours is ${role}`)
    }
  })

  it.for(posts)('nobody else by a form either, nor from another site: %s', async (path) => {
    const { post, deps } = makeAdmin()
    await deps.keys.set('openai', key, { login: 'ada', now })
    const before = await state()
    const fields = {
      key: 'sk-another-key-of-a-stranger',
      'run-dollars': '999',
      'run-tokens': '9',
      repository: '',
      mode: 'line',
      dollars: '99',
    }
    expect((await post(path, fields, null)).status).toBe(401)
    expect((await post(path, fields, 'reviewer')).status).toBe(403)
    expect((await post(path, fields, 'admin', 'https://evil.example')).status).toBe(403)
    expect((await post(path, fields, 'admin', null)).status).toBe(403)
    expect(await state()).toEqual(before)
  })
})

async function state() {
  const tables = ['budget_limits', 'settings', 'provider_keys', 'admin_changes', 'approval_policies']
  const results = await database.batch(tables.map((table) => database.prepare(`select * from ${table}`)))
  return results.map(({ results: rows }) => rows)
}

describe('a key', () => {
  it('is set, shown by its end, tested, replaced and deleted, and never shown or logged', async () => {
    const asked: string[] = []
    const { get, post, deps, logged } = makeAdmin({
      probe: async (name, given) => {
        asked.push(`${name} ${given}`)
        return { ok: false, message: 'The provider does not know it (401).' }
      },
    })
    const answers: Response[] = []
    const step = async (response: Promise<Response>) => {
      const answer = await response
      answers.push(answer.clone())
      return answer
    }
    expect(placeOf(await step(post('/admin/keys/openai', { key: `  ${key}\n` })))).toBe('/admin?notice=key-set#keys')
    expect(await deps.keys.get('openai')).toBe(key)
    expect(await (await step(get('/admin'))).text()).toContain('WXYZ')
    expect(placeOf(await step(post('/admin/keys/openai/test')))).toBe('/admin?notice=key-tested#keys')
    expect(asked).toEqual([`openai ${key}`])
    expect(await (await step(get('/admin'))).text()).toContain('The provider does not know it (401).')
    expect(placeOf(await step(post('/admin/keys/openai/delete')))).toBe('/admin?notice=key-deleted#keys')
    expect(placeOf(await step(post('/admin/keys/openai/delete')))).toBe('/admin?notice=no-key#keys')
    expect(placeOf(await step(post('/admin/keys/openai/test')))).toBe('/admin?notice=no-key#keys')
    for (const answer of answers) expect(JSON.stringify([...answer.headers]) + (await answer.text())).not.toContain(key.slice(0, 20))
    expect(logged.join()).not.toContain(key.slice(0, 20))
    expect((await deps.changes.newest(9)).map(({ change }) => change)).toEqual(['deleted the key of OpenAI', 'set the key of OpenAI'])
  })

  it('ends the pause of a provider that failed, when it is another one or passes its test', async () => {
    const { get, post, deps } = makeAdmin()
    const fail = () =>
      deps.breakers.change('openai', (before) => afterFailure(before, { reason: 'Refused.', final: true, retryAfterMs: null }, now))
    for (const path of ['/admin/keys/openai', '/admin/keys/openai/test']) {
      await fail()
      expect(await (await get('/admin')).text()).toContain('Left alone for 15 more minutes: Refused.')
      await post(path, { key })
      expect(await (await get('/admin')).text()).not.toContain('Left alone')
    }
  })

  it('that can be none, or of no provider, changes nothing', async () => {
    const { post } = makeAdmin()
    for (const given of ['', 'two words', 'ключ', 'x'.repeat(2_000)])
      expect(placeOf(await post('/admin/keys/openai', { key: given }))).toBe('/admin?notice=bad-key#keys')
    for (const name of ['nope', '__proto__', 'constructor']) expect((await post(`/admin/keys/${name}`, { key })).status).toBe(404)
    expect((await state()).flat()).toEqual([])
  })

  it.for(['', 'broken'])('is not stored where KEY_ENCRYPTION_KEYS is %j, and the page says so', async (setting) => {
    const { get, post } = makeAdmin({ setting })
    expect(placeOf(await post('/admin/keys/openai', { key }))).toBe('/admin?notice=no-encryption#keys')
    expect(await (await get('/admin')).text()).toContain('wrangler secret put KEY_ENCRYPTION_KEYS')
    expect((await state()).flat()).toEqual([])
  })

  it('that does not open any more says so when tested and when encrypted anew', async () => {
    await makeAdmin({ setting: 'old:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=' }).post('/admin/keys/openai', { key })
    const { get, post } = makeAdmin()
    await post('/admin/keys/openai/test')
    expect(await (await get('/admin')).text()).toContain('is not in KEY_ENCRYPTION_KEYS')
    expect(placeOf(await post('/admin/rotate-keys'))).toBe('/admin?notice=key-unreadable#keys')
  })

  it('is encrypted anew after the encryption key was changed', async () => {
    const old = 'old:MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE='
    await makeAdmin({ setting: old }).post('/admin/keys/openai', { key })
    const { get, post, deps } = makeAdmin({ setting: `${ringSetting},${old}` })
    expect(await (await get('/admin')).text()).toContain('One key is still encrypted with an older encryption key')
    expect(placeOf(await post('/admin/rotate-keys'))).toBe('/admin?notice=keys-rotated#keys')
    expect(await (await get('/admin')).text()).not.toContain('Encrypt anew')
    expect(await makeAdmin().deps.keys.get('openai')).toBe(await deps.keys.get('openai'))
  })
})

describe('the policy of approval', () => {
  it('is set for all and for one repository, removed, and noted by name', async () => {
    const { get, post, deps } = makeAdmin()
    const own = { repository: 'Meridian-Ops/Care', mode: 'line-or-unknown', dollars: '0.25' }
    expect(placeOf(await post('/admin/policies', own))).toBe('/admin?notice=policy-set#policies')
    await post('/admin/policies', { repository: '', mode: 'person', dollars: '1' })
    expect((await deps.policies.list()).map(({ repository, mode, lineMicros }) => [repository, mode, lineMicros])).toEqual([
      ['', 'person', 1_000_000],
      ['meridian-ops/care', 'line-or-unknown', 250_000],
    ])
    expect(await (await get('/admin')).text()).toContain('value="0.25"')
    const gone = { repository: 'meridian-ops/care' }
    expect(placeOf(await post('/admin/policies/remove', gone))).toBe('/admin?notice=policy-removed#policies')
    expect(placeOf(await post('/admin/policies/remove', gone))).toBe('/admin?notice=no-policy#policies')
    expect(placeOf(await post('/admin/policies', { ...own, dollars: '' }))).toBe('/admin?notice=bad-policy#policies')
    expect((await deps.changes.newest(9)).map(({ change }) => change)).toEqual([
      'removed the policy of meridian-ops/care: that of all repositories holds there',
      'set what is generated without a person in all repositories to none: a person approves each plan; the line is $1.00',
      'set what is generated without a person in meridian-ops/care to at or under the line, or of unknown cost; the line is $0.25',
    ])
  })
})

describe('money', () => {
  it('has limits that people change, and calls are held to them', async () => {
    const { post, deps } = makeAdmin()
    const fields = { 'run-dollars': '$0.50', 'run-tokens': '20,000', 'day-dollars': '', 'day-tokens': '' }
    expect(placeOf(await post('/admin/limits', fields))).toBe('/admin?notice=limits-set#budgets')
    expect(await deps.budgets.limits()).toEqual({
      ...budgetDefaults,
      run: { micros: 500_000, tokens: 20_000 },
      day: { micros: null, tokens: null },
    })
    const store = createBudgetStore(database, budgetDefaults)
    const scopes = scopesOf({ run: 'r', issue: 'o/r#1', user: 'cora', repository: 'o/r', now })
    expect((await store.reserve({ id: 'a', scopes, micros: 500_001, tokens: 1, now })).ok).toBe(false)
    expect((await store.reserve({ id: 'a', scopes, micros: 500_000, tokens: 1, now })).ok).toBe(true)
    // Only what differs is a change.
    expect((await deps.changes.newest(9)).map(({ change }) => change)).toEqual([
      'set the budget per day to no limit of money, no limit of tokens',
      'set the budget per run to $0.50, 20,000 tokens',
    ])
  })

  it.for(['-1', '1e3', 'NaN', '0x10', '1.1234567', '99999999', 'two'])('refuses a limit of %s as a whole', async (given) => {
    const { post } = makeAdmin()
    const fields = { 'run-dollars': '1', 'run-tokens': '1', 'issue-dollars': given, 'issue-tokens': '1' }
    expect(placeOf(await post('/admin/limits', fields))).toBe('/admin?notice=bad-limit#budgets')
    expect((await state()).flat()).toEqual([])
  })

  it('shows what was used today, and stops at the switch', async () => {
    const { get, post } = makeAdmin()
    const store = createBudgetStore(database, budgetDefaults)
    const scopes = scopesOf({ run: 'r', issue: 'o/r#1', user: 'cora', repository: 'o/r', now })
    await store.reserve({ id: 'a', scopes, micros: 1_500_000, tokens: 1_000, now })
    await store.settle({ id: 'a', micros: 1_250_000, tokens: 900, now })
    await store.reserve({ id: 'b', scopes, micros: null, tokens: 100, now })
    const text = (await (await get('/admin')).text()).replace(/<[^>]+>/g, '')
    expect(text).toContain('$1.25 of $60.00, and 1 call of unknown price')
    expect(text).toContain('1,000 tokens of 50,000,000')
    expect(placeOf(await post('/admin/generation/stop'))).toBe('/admin?notice=generation-stopped#generation')
    expect(await store.reserve({ id: 'c', scopes, micros: 1, tokens: 1, now })).toEqual({ ok: false, why: 'stopped' })
    expect(await (await get('/admin')).text()).toContain('Start generation')
    await post('/admin/generation/start')
    expect((await store.reserve({ id: 'c', scopes, micros: 1, tokens: 1, now })).ok).toBe(true)
  })
})

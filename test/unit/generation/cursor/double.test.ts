import { expect, it, onTestFinished } from 'vitest'
import { agentId, creation, directClient } from '../../../cursor/direct-client.ts'
import { type CursorDouble, startCursorDouble } from '../../../cursor/server.ts'
import { plainScript } from '../../../cursor/world.ts'

async function startDouble(): Promise<{ double: CursorDouble; call: ReturnType<typeof directClient>; pass(ms: number): void }> {
  let now = Date.UTC(2026, 10, 1)
  const repositories = { 'https://github.com/care/bundles': ['main'] }
  const double = await startCursorDouble({ now: () => now, repositories })
  onTestFinished(() => double.close())
  return {
    double,
    call: directClient(double),
    pass: (ms) => {
      now += ms
    },
  }
}

async function runIdOf(call: ReturnType<typeof directClient>): Promise<string> {
  const { json } = await call('POST', '/v1/agents', creation())
  return (json as { run: { id: string } }).run.id
}

it.each([
  ['no key', '', 'unauthorized'],
  ['an unknown key', 'Bearer key_other', 'api_key_not_found'],
  ['the key as a password', `Basic ${btoa(':key_double_1')}`, 'api_key_not_found'],
])('refuses %s', async (_name, authorization, code) => {
  const { double } = await startDouble()
  expect(await directClient(double, authorization)('GET', '/v1/me')).toMatchObject({ status: 401, code })
})

it('takes the key as user name of Basic authentication', async () => {
  const { double } = await startDouble()
  expect((await directClient(double, `Basic ${btoa(`${double.key}:`)}`)('GET', '/v1/me')).status).toBe(200)
})

it.each<[string, Record<string, unknown>, number, string]>([
  ['an unknown field', { autoCreatePr: false }, 400, 'validation_error'],
  ['an unknown field within', { prompt: { text: 'x', system: 'y' } }, 400, 'validation_error'],
  ['an empty prompt', { prompt: { text: '' } }, 400, 'validation_error'],
  ['a prompt that is a text', { prompt: 'x' }, 400, 'validation_error'],
  ['six images', { prompt: { text: 'x', images: Array(6).fill({ url: 'https://example.com/a.png' }) } }, 400, 'validation_error'],
  [
    'an image with data and an address',
    { prompt: { text: 'x', images: [{ url: 'https://a.b/c', data: 'x', mimeType: 'image/png' }] } },
    400,
    'validation_error',
  ],
  ['an id that is no bc-<uuid>', { agentId: 'bc-1' }, 400, 'validation_error'],
  ['an id together with variables', { envVars: { A: 'b' } }, 400, 'validation_error'],
  ['a variable of the service', { agentId: undefined, envVars: { CURSOR_X: 'b' } }, 400, 'validation_error'],
  ['a name of 101 characters', { name: 'x'.repeat(101) }, 400, 'validation_error'],
  ['21 repositories', { repos: Array(21).fill({ url: 'https://github.com/care/bundles' }) }, 400, 'validation_error'],
  ['a repository elsewhere', { repos: [{ url: 'http://127.0.0.1/care/bundles.git' }] }, 400, 'validation_error'],
  ['a repository it may not read', { repos: [{ url: 'https://github.com/care/secret' }] }, 403, 'repository_access'],
  ['a branch that is not there', { repos: [{ url: 'https://github.com/care/bundles', startingRef: 'trunk' }] }, 400, 'invalid_branch_name'],
  [
    'a full SHA to start from',
    { repos: [{ url: 'https://github.com/care/bundles', startingRef: 'a'.repeat(40) }] },
    400,
    'invalid_branch_name',
  ],
  ['an unknown model', { model: { id: 'nonesuch' } }, 400, 'invalid_model'],
  ['a named environment with repositories', { env: { type: 'cloud', name: 'x' } }, 400, 'validation_error'],
  ['two servers of one name', { mcpServers: Array(2).fill({ name: 'a', command: 'b' }) }, 400, 'validation_error'],
])('refuses to create an agent with %s', async (_name, changes, status, code) => {
  const { double, call } = await startDouble()
  expect(await call('POST', '/v1/agents', creation(changes))).toMatchObject({ status, code })
  expect(double.world.agents.size).toBe(0)
})

it('refuses a body that is missing, broken or not said to be JSON', async () => {
  const { call } = await startDouble()
  expect(await call('POST', '/v1/agents')).toMatchObject({ status: 400, code: 'missing_body' })
  expect(await call('POST', '/v1/agents', '{"prompt":')).toMatchObject({ status: 400, code: 'validation_error' })
  const plain = { 'content-type': 'text/plain' }
  expect(await call('POST', '/v1/agents', creation(), plain)).toMatchObject({ status: 400, code: 'validation_error' })
})

it('keeps an id for the agent that had it first, even when that is deleted', async () => {
  const { double, call } = await startDouble()
  await call('POST', '/v1/agents', creation())
  expect(await call('POST', '/v1/agents', creation())).toMatchObject({ status: 409, code: 'agent_id_conflict' })
  await call('DELETE', `/v1/agents/${agentId}`)
  expect(await call('GET', `/v1/agents/${agentId}`)).toMatchObject({ status: 404, code: 'agent_not_found' })
  expect(await call('POST', '/v1/agents', creation())).toMatchObject({ status: 409 })
  expect(double.world.agents.size).toBe(0)
})

it('lets one run of an agent go on at a time, and none when it is archived', async () => {
  const { call, pass } = await startDouble()
  const first = await runIdOf(call)
  const follow = () => call('POST', `/v1/agents/${agentId}/runs`, { prompt: { text: 'More.' } })
  expect(await follow()).toMatchObject({ status: 409, code: 'agent_busy' })
  pass(70_000)
  expect((await follow()).status).toBe(201)
  expect(await call('POST', `/v1/agents/${agentId}/runs/${first}/cancel`)).toMatchObject({ status: 409, code: 'run_not_cancellable' })
  pass(70_000)
  await call('POST', `/v1/agents/${agentId}/archive`)
  expect(await follow()).toMatchObject({ status: 409, code: 'agent_archived' })
  await call('POST', `/v1/agents/${agentId}/unarchive`)
  expect((await follow()).status).toBe(201)
})

it('tells how a run goes by its clock, and what it pushed only afterwards', async () => {
  const { double, call, pass } = await startDouble()
  const path = `/v1/agents/${agentId}/runs/${await runIdOf(call)}`
  expect((await call('GET', path)).json).toMatchObject({ status: 'CREATING' })
  pass(plainScript.readyMs)
  expect((await call('GET', path)).json).toMatchObject({ status: 'RUNNING' })
  expect(double.branches.names('https://github.com/care/bundles')).toEqual(['main'])
  pass(plainScript.workMs)
  const { json } = await call('GET', path)
  expect(json).toMatchObject({ status: 'FINISHED', durationMs: 65_000, git: { branches: [{ repoUrl: 'github.com/care/bundles' }] } })
  expect(double.branches.names('https://github.com/care/bundles')).toHaveLength(2)
})

it('refuses what it does not know: queries, runs, event ids', async () => {
  const { call } = await startDouble()
  const run = await runIdOf(call)
  expect(await call('GET', '/v1/agents?status=ACTIVE')).toMatchObject({ status: 400, code: 'validation_error' })
  expect(await call('GET', '/v1/agents?limit=101')).toMatchObject({ status: 400, code: 'validation_error' })
  expect(await call('GET', `/v1/agents/${agentId}/runs/run-1`)).toMatchObject({ status: 404, code: 'run_not_found' })
  expect(await call('GET', `/v1/agents/${agentId}/usage?runId=run-1`)).toMatchObject({ status: 404, code: 'run_not_found' })
  const stream = `/v1/agents/${agentId}/runs/${run}/stream`
  expect(await call('GET', stream, undefined, { 'last-event-id': 'x' })).toMatchObject({ status: 400, code: 'invalid_last_event_id' })
})

it('pages through agents, newest first', async () => {
  const { call } = await startDouble()
  const ids = [1, 2, 3].map((n) => `${agentId.slice(0, -1)}${n}`)
  for (const id of ids) await call('POST', '/v1/agents', creation({ agentId: id }))
  const { json } = await call('GET', '/v1/agents?limit=2')
  const first = json as { items: { id: string }[]; nextCursor: string }
  expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]])
  const second = (await call('GET', `/v1/agents?limit=2&cursor=${first.nextCursor}`)).json as typeof first
  expect(second.items.map(({ id }) => id)).toEqual([ids[0]])
  expect(second).not.toHaveProperty('nextCursor')
})

it('allows twenty calls a minute and says when there is room again', async () => {
  const { call, pass } = await startDouble()
  for (let calls = 0; calls < 20; calls += 1) expect((await call('GET', '/v1/me')).status).toBe(200)
  pass(15_000)
  const refused = await call('GET', '/v1/me')
  expect(refused).toMatchObject({ status: 429, code: 'rate_limit_exceeded' })
  expect(refused.headers.get('retry-after')).toBe('45')
  pass(45_000)
  expect((await call('GET', '/v1/me')).status).toBe(200)
})

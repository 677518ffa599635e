import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterEach, expect, it, vi } from 'vitest'
import { SandboxObject } from '../../worker/sandbox/sandbox-object.ts'
import { createSandbox } from '../../worker/sandbox/sandbox-port.ts'

const namespace = env.SANDBOX
const sandbox = createSandbox(namespace)
const lines = (...all: unknown[]) => new Response(all.map((line) => `${JSON.stringify(line)}\n`).join(''))

afterEach(() => void vi.restoreAllMocks())

it('sends a local request to the runner with the bearer token and streams its lines back', async () => {
  const runner = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => lines({ type: 'collection', collection: { url: 'u', ref: 'main', commit: 'c' } }, { type: 'end' }))
  const seen: string[] = []
  await sandbox.inspect('index-1', { url: 'http://forge.test/a.git' }, async (line) => void seen.push(line.type))
  expect(seen).toEqual(['collection', 'end'])
  const [url, init] = runner.mock.calls[0] ?? []
  expect(url).toBe('http://runner.test/inspect')
  expect(new Headers(init?.headers).get('authorization')).toBe('Bearer test-runner-token')
  expect(JSON.parse(String(init?.body))).toEqual({ url: 'http://forge.test/a.git' })
})

it('returns the report of a validation and leaves out a credential that is none', async () => {
  const report = { ok: false, checks: [], durationMs: 1, tools: {} }
  const runner = vi
    .spyOn(globalThis, 'fetch')
    .mockImplementation(async () => lines({ type: 'progress', message: 'p' }, { type: 'report', report }))
  const input = {
    url: 'http://forge.test/a.git',
    ref: 'main',
    credential: null,
    bundlePath: 'codebundles/a',
    files: [],
    locks: [],
    rehearse: true,
  }
  expect(await sandbox.validate('run-1', input, async () => undefined)).toEqual(report)
  expect(JSON.parse(String(runner.mock.calls[0]?.[1]?.body))).not.toHaveProperty('credential')
})

it('reports a runner that is not there as unreachable, to be tried later', async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValue(new TypeError('connection refused'))
  await expect(sandbox.inspect('index-2', { url: 'http://x' }, async () => undefined)).rejects.toMatchObject({
    code: 'unreachable',
    retry: 'later',
  })
})

it.each([
  ['local without the allowance', { SANDBOX_MODE: 'local', ALLOW_LOCAL_SANDBOX: 'false' }],
  ['local without an address', { SANDBOX_MODE: 'local', ALLOW_LOCAL_SANDBOX: 'true', RUNNER_URL: '' }],
  ['a mode nobody knows', { SANDBOX_MODE: 'fake', ALLOW_LOCAL_SANDBOX: 'true' }],
  ['containers where there are none', { SANDBOX_MODE: 'container' }],
])('refuses %s, and asks no runner', async (_, settings) => {
  const runner = vi.spyOn(globalThis, 'fetch')
  await runInDurableObject(namespace.getByName('any'), async (_, state) => {
    const object = new SandboxObject(state, { ...env, ...settings })
    const answer = await object.fetch(new Request('http://sandbox/inspect', { method: 'POST', body: '{"url":"http://x"}' }))
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ type: 'error', code: 'misconfigured' })
  })
  expect(runner).not.toHaveBeenCalled()
})

import { expect, it } from 'vitest'
import { OutsideError } from '../../../../worker/domain/failure.ts'
import type { GenerationInput, GenerationProvider } from '../../../../worker/pipeline/ports.ts'
import { type Fault, faults } from '../../../cursor/faults.ts'
import { inputFor, type Setting, startSetting } from '../../../cursor/setting.ts'
import { plainScript } from '../../../cursor/world.ts'

const creating = /^POST \/v1\/agents$/
const looking = /^GET .*\/runs\//

/** The failure of a draft, which tells neither the key nor the prompt; nor does the progress. */
async function failureOf(
  provider: GenerationProvider,
  { say, lines, double }: Setting,
  input: GenerationInput = inputFor(),
): Promise<OutsideError> {
  const error: unknown = await provider.generate(input, say).catch((thrown: unknown) => thrown)
  if (!(error instanceof OutsideError)) throw new Error(`no OutsideError but ${String(error)}`)
  const told = [error.message, ...lines].join('\n')
  expect(told).not.toContain(double.key)
  expect(told).not.toContain('PersistentVolumeClaims')
  return error
}

function branchesOf({ double }: Setting): string[] | null {
  return double.branches.names('https://github.com/care/bundles')
}

it.each<[string, Fault, { code: string; retry: string; retryAfterMs?: number | null }, RegExp]>([
  ['401', faults.unauthorised, { code: 'cursor_unauthorised', retry: 'never' }, /key .*admin page/],
  ['402', faults.paymentRequired, { code: 'cursor_usage_limit', retry: 'later', retryAfterMs: 3_600_000 }, /spending limit/],
  ['403, no plan', faults.forbidden('plan_required'), { code: 'cursor_forbidden', retry: 'never' }, /plan/],
  [
    '403, not connected',
    faults.forbidden('integration_not_connected', 'https://cursor.com/help'),
    { code: 'cursor_forbidden', retry: 'never' },
    /https:\/\/cursor\.com\/help/,
  ],
  ['429, budget', faults.usageLimit, { code: 'cursor_usage_limit', retry: 'later', retryAfterMs: 3_600_000 }, /spending limit/],
  ['429, long', faults.rateLimited(600), { code: 'cursor_rate_limited', retry: 'later', retryAfterMs: 600_000 }, /too many calls/],
])('gives up at once on %s and says what to do', async (_name, fault, expected, words) => {
  const setting = await startSetting()
  setting.double.faults.set(fault, { on: creating })
  const failure = await failureOf(setting.provider, setting)
  expect(failure).toMatchObject(expected)
  expect(failure.message).toMatch(words)
  expect(setting.double.exchanges).toHaveLength(1)
})

it.each<[string, Fault]>([
  ['429 with a short wait', faults.rateLimited(20)],
  ['429 of the edge', faults.edgeRateLimited],
  ['500', faults.serverError(500)],
  ['503', faults.serverError(503)],
  ['a page instead of JSON', faults.html(200)],
  ['an error page', faults.html(502)],
  ['ten megabytes', faults.huge],
  ['a connection that ends', faults.drop],
])('sits out %s, when creating and when looking', async (_name, fault) => {
  const setting = await startSetting()
  setting.double.faults.set(fault, { on: creating, times: 2 })
  setting.double.faults.set(fault, { on: looking, times: 3 })
  expect((await setting.provider.generate(inputFor(), setting.say)).files).toHaveLength(3)
  expect(setting.double.world.agents.size).toBe(1)
})

it.each<[string, Fault, string]>([
  ['500', faults.serverError(500), 'cursor_unavailable'],
  ['a page instead of JSON', faults.html(200), 'cursor_not_api'],
  ['a connection that ends', faults.drop, 'cursor_unreachable'],
])('puts the draft off when %s does not stop', async (_name, fault, code) => {
  const setting = await startSetting()
  setting.double.faults.set(fault, { on: creating, times: 100 })
  expect(await failureOf(setting.provider, setting)).toMatchObject({ code, retry: 'later' })
  expect(setting.waited()).toBeLessThan(60_000)
})

it('reads no answer of ten megabytes, and leaves the run for the next start', async () => {
  const setting = await startSetting()
  setting.double.faults.set(faults.huge, { on: looking, times: 100 })
  expect(await failureOf(setting.provider, setting)).toMatchObject({ code: 'cursor_not_api', retry: 'later' })
})

it('follows no redirect, which would carry the prompt elsewhere', async () => {
  const setting = await startSetting()
  setting.double.faults.set(faults.redirect(`${setting.double.url}/elsewhere`), { on: creating, times: 100 })
  expect(await failureOf(setting.provider, setting)).toMatchObject({ code: 'cursor_not_api', retry: 'later' })
  expect(setting.double.exchanges.filter(({ path }) => path === '/elsewhere')).toEqual([])
})

it('does not wait for an answer that never comes', async () => {
  const setting = await startSetting()
  setting.double.faults.set(faults.slow, { on: creating, times: 100 })
  const hasty = setting.withConfig({ limits: { createTimeoutMs: 40 } })
  expect(await failureOf(hasty, setting)).toMatchObject({ code: 'cursor_timeout', retry: 'later' })
})

it.each([
  ['ERROR', 'cursor_run_failed', 'never'],
  ['EXPIRED', 'cursor_run_expired', 'later'],
] as const)('deletes the branch of a run that ends as %s', async (end, code, retry) => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, end, pushMs: 20_000 }
  expect(await failureOf(setting.provider, setting)).toMatchObject({ code, retry })
  expect(branchesOf(setting)).toEqual(['main'])
})

it('tells a run that a person cancelled from one that failed', async () => {
  const setting = await startSetting()
  setting.onWait((waited) => {
    const agent = [...setting.double.world.agents.values()][0]
    const run = agent?.runs[0]
    if (waited > 20_000 && agent !== undefined && run?.cancelledAt === null) setting.double.world.cancel(agent.id, run.id)
  })
  expect(await failureOf(setting.provider, setting)).toMatchObject({ code: 'cursor_run_cancelled', retry: 'never' })
})

it('says so when the agent finishes without a file in the directory', async () => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, work: () => [{ path: 'README.md', mode: '100644', content: 'x' }] }
  expect(await failureOf(setting.provider, setting)).toMatchObject({ code: 'cursor_nothing_written', retry: 'never' })
  expect(branchesOf(setting)).toEqual(['main'])
})

it('refuses a draft that is far too large, and deletes its branch', async () => {
  const setting = await startSetting()
  const content = 'x'.repeat(700_000)
  setting.double.world.script = {
    ...plainScript,
    work: () => ['a', 'b'].map((name) => ({ path: `codebundles/x/${name}`, mode: '100644', content })),
  }
  expect(await failureOf(setting.provider, setting)).toMatchObject({ retry: 'never' })
  expect(branchesOf(setting)).toEqual(['main'])
})

it('looks at the branch again when GitHub cannot be read just then', async () => {
  const setting = await startSetting()
  setting.double.branches.failReadings(3)
  expect((await setting.provider.generate(inputFor(), setting.say)).files).toHaveLength(3)
  expect(branchesOf(setting)).toEqual(['main'])
  expect([...setting.double.world.agents.values()].map(({ runs }) => runs.length)).toEqual([1])
})

it('deletes the branch it has seen when the key is revoked while the agent works, and says that the run may go on', async () => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, pushMs: 10_000 }
  setting.onWait((waited) => {
    if (waited > 25_000) setting.double.faults.set(faults.unauthorised, { times: 100 })
  })
  expect(await failureOf(setting.provider, setting)).toMatchObject({ code: 'cursor_unauthorised', retry: 'never' })
  expect(setting.lines.at(-1)).toMatch(/could not be cancelled/)
  expect(branchesOf(setting)).toEqual(['main'])
})

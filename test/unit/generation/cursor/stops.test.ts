import { expect, it } from 'vitest'
import { NotYet, nothingSpent } from '../../../../worker/domain/failure.ts'
import { faults } from '../../../cursor/faults.ts'
import { inputFor, type Setting, startSetting } from '../../../cursor/setting.ts'
import { plainScript } from '../../../cursor/world.ts'

function runsOf({ double }: Setting): { status: string }[] {
  return [...double.world.agents.values()].flatMap((agent) => agent.runs.map((run) => ({ status: double.world.status(run) })))
}

function branchesOf({ double }: Setting): string[] | null {
  return double.branches.names('https://github.com/care/bundles')
}

it('cancels the run and deletes its branch when it is stopped', async () => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, workMs: Number.POSITIVE_INFINITY, pushMs: 20_000 }
  const stop = new AbortController()
  setting.onWait((waited) => {
    if (waited > 40_000) stop.abort()
  })
  await expect(setting.provider.generate(inputFor(), setting.say, stop.signal)).rejects.toMatchObject({ code: 'cursor_stopped' })
  expect(runsOf(setting)).toEqual([{ status: 'CANCELLED' }])
  expect(branchesOf(setting)).toEqual(['main'])
})

it('gives a run up that it cannot ask about for five minutes, and cancels it when it can', async () => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, workMs: Number.POSITIVE_INFINITY }
  setting.double.faults.set(faults.serverError(503), { on: /^GET .*\/runs\//, times: 40 })
  await expect(setting.provider.generate(inputFor(), setting.say)).rejects.toMatchObject({ code: 'cursor_unavailable', retry: 'later' })
  expect(setting.waited()).toBeGreaterThan(4.5 * 60_000)
  expect(setting.waited()).toBeLessThan(6 * 60_000)
  expect(runsOf(setting)).toEqual([{ status: 'CANCELLED' }])
})

it('ends what it left to go on, with its branch, and knows what that has cost', async () => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, workMs: Number.POSITIVE_INFINITY, pushMs: 0 }
  const [provider, input] = [setting.hasty(), inputFor()]
  await expect(provider.generate(input, setting.say)).rejects.toBeInstanceOf(NotYet)
  expect(await provider.leave?.(input)).toMatchObject({ usage: { outputTokens: 900 } })
  expect(runsOf(setting)).toEqual([{ status: 'CANCELLED' }])
  expect(branchesOf(setting)).toEqual(['main'])
  setting.double.world.script = { ...plainScript, workMs: Number.POSITIVE_INFINITY, pushMs: 0 }
  const other = inputFor({ run: '77#5/1/2' })
  await expect(provider.generate(other, setting.say)).rejects.toBeInstanceOf(NotYet)
  setting.double.branches.failDeletions(1)
  await expect(provider.leave?.(other)).rejects.toMatchObject({ code: 'cursor_branch_left', retry: 'later' })
  await provider.leave?.(other)
  expect(branchesOf(setting)).toEqual(['main'])
  // A second word of it, and a word of what never was, change nothing.
  await provider.leave?.(input)
  expect(await provider.leave?.({ ...input, run: '77#5/9/9' })).toEqual(nothingSpent)
  expect(runsOf(setting)).toEqual([{ status: 'CANCELLED' }, { status: 'CANCELLED' }])
})

it('asks nothing when it is stopped before it begins', async () => {
  const setting = await startSetting()
  await expect(setting.provider.generate(inputFor(), setting.say, AbortSignal.abort())).rejects.toMatchObject({ code: 'cursor_stopped' })
  expect(setting.double.world.agents.size).toBe(0)
  expect(setting.double.exchanges.filter(({ method }) => method === 'POST')).toEqual([])
})

it('cancels the run of an agent that was made although the answer was lost', async () => {
  const setting = await startSetting()
  setting.double.faults.set(faults.lost, { on: /^POST \/v1\/agents$/ })
  const stop = new AbortController()
  setting.onWait(() => stop.abort())
  await expect(setting.provider.generate(inputFor(), setting.say, stop.signal)).rejects.toMatchObject({ code: 'cursor_stopped' })
  expect(runsOf(setting)).toEqual([{ status: 'CANCELLED' }])
})

it('cancels a run that does not end, after twenty minutes, though Cursor stumbles meanwhile', async () => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, workMs: Number.POSITIVE_INFINITY, pushMs: 20_000 }
  setting.double.faults.set(faults.serverError(503), { on: /cancel$/, times: 2 })
  await expect(setting.provider.generate(inputFor(), setting.say)).rejects.toMatchObject({ code: 'cursor_deadline', retry: 'never' })
  expect(setting.waited()).toBeGreaterThanOrEqual(20 * 60_000)
  expect(setting.waited()).toBeLessThan(20.5 * 60_000)
  expect(runsOf(setting)).toEqual([{ status: 'CANCELLED' }])
  expect(branchesOf(setting)).toEqual(['main'])
})

it('deletes the branch of a run that has ended by the time it is to be cancelled', async () => {
  const setting = await startSetting()
  setting.double.world.script = { ...plainScript, readyMs: 0, workMs: 33_000, pushMs: 33_000 }
  setting.double.faults.set(faults.serverError(503), { on: /cancel$/ })
  const stop = new AbortController()
  setting.onWait((waited) => {
    if (waited > 30_000) stop.abort()
  })
  await expect(setting.provider.generate(inputFor(), setting.say, stop.signal)).rejects.toMatchObject({ code: 'cursor_stopped' })
  expect(setting.double.exchanges.filter(({ path }) => path.endsWith('/cancel')).map(({ status }) => status)).toEqual([503, 409])
  expect(runsOf(setting)).toEqual([{ status: 'FINISHED' }])
  expect(branchesOf(setting)).toEqual(['main'])
})

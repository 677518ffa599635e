import { expect, it } from 'vitest'
import { GenerationError, NotYet, OutsideError } from '../../../worker/domain/failure.ts'
import { type MeterConfig, metered } from '../../../worker/generation/metered.ts'
import type { BudgetPort, GenerationInput, GenerationOutput } from '../../../worker/pipeline/ports.ts'
import { inputFor, listen } from './some-input.ts'

const price = { inputMicrosPerMillion: 1_000_000, outputMicrosPerMillion: 1_000_000 }
const output: GenerationOutput = {
  ...{ files: [], provider: 'model', model: 'm', notes: [] },
  ...{ costMicros: 40, usage: { inputTokens: 30, outputTokens: 10 } },
}

/** A provider that does `write`, under budgets that remember what they were asked. */
function meter(write: () => Promise<GenerationOutput>, more: Partial<MeterConfig> = {}, refuse: 'stopped' | 'settled' | null = null) {
  const reserved: Parameters<BudgetPort['reserve']>[0][] = []
  const settled: Parameters<BudgetPort['settle']>[0][] = []
  let made = 0
  const budgets: BudgetPort = {
    reserve: async (ask) => {
      reserved.push(ask)
      return refuse !== null && reserved.length === 1 ? { ok: false, why: refuse } : { ok: true, repeated: false }
    },
    settle: async (bill) => {
      settled.push(bill)
      return { settled: true, overrunMicros: 0, overrunTokens: 0 }
    },
  }
  const newId = () => {
    made += 1
    return `id${made}`
  }
  const config: MeterConfig = {
    budgets,
    price,
    maxOutputTokens: 1_000,
    calls: 2,
    identity: 'call',
    now: () => 5,
    newId,
    overrun: () => undefined,
    ...more,
  }
  const provider = metered({ name: 'model', generate: write }, config)
  const run = (body = 'Check that services are ready.', given: Partial<GenerationInput> = {}) =>
    provider.generate({ ...inputFor(body), ...given }, listen().progress)
  return { run, reserved, settled }
}

it('takes room at the most that a draft can cost in every budget, and settles at what it did cost', async () => {
  const { run, reserved, settled } = meter(async () => output)
  await run()
  expect(reserved).toHaveLength(1)
  expect(reserved[0]?.scopes.map(({ kind }) => kind)).toEqual(['run', 'issue', 'user', 'repository', 'day'])
  expect(reserved[0]?.micros).toBe(reserved[0]?.tokens)
  expect(reserved[0]?.tokens).toBeGreaterThan(3_000)
  expect(settled).toEqual([{ id: reserved[0]?.id, micros: 40, tokens: 40, now: 5 }])
})

it('asks for more where a character may be more than a token', async () => {
  const [latin, other] = [meter(async () => output), meter(async () => output)]
  await latin.run(`Check that services are ready. ${'a'.repeat(900)}`)
  await other.run(`Check that services are ready. ${'漢'.repeat(900)}`)
  expect((other.reserved[0]?.tokens ?? 0) - (latin.reserved[0]?.tokens ?? 0)).toBeGreaterThan(900 * 2 * 2)
})

it('makes no call where there is no room, and says the way on', async () => {
  let calls = 0
  const call = async () => {
    calls += 1
    return output
  }
  const { run, settled } = meter(call, {}, 'stopped')
  await expect(run()).rejects.toMatchObject({ code: 'budget_exceeded', retry: 'never', message: expect.stringContaining('/admin') })
  expect([calls, settled]).toEqual([0, []])
})

it.each([
  [
    'what it says that it spent',
    new GenerationError('draft', 'draft_invalid', 'no', 'later', { spent: { usage: { inputTokens: 1, outputTokens: 2 }, costMicros: 3 } }),
    3,
    3,
  ],
  ['the reserved amount where nobody knows', new Error('broke'), null, null],
])('settles a failed call at %s', async (_what, error, micros, tokens) => {
  const { run, settled } = meter(async () => Promise.reject(error))
  await expect(run()).rejects.toBe(error)
  expect(settled).toMatchObject([{ micros, tokens }])
})

it('keeps the room of a job that will find its call again, and counts by itself what is asked anew after it was paid for', async () => {
  const later = new OutsideError('cursor_unavailable', 'Away.', 'later')
  const waiting = meter(async () => Promise.reject(later), { identity: 'run' })
  await expect(waiting.run()).rejects.toBe(later)
  expect([waiting.reserved.map(({ id }) => id), waiting.settled]).toEqual([['model:1#1/1/1'], []])
  const again = meter(async () => output, { identity: 'run' }, 'settled')
  await again.run()
  expect(again.reserved.map(({ id }) => id)).toEqual(['model:1#1/1/1', 'model:1#1/1/1:id1'])
  expect(again.settled).toMatchObject([{ id: 'model:1#1/1/1:id1', micros: 40 }])
})

it('asks under one name for all looks at a draft that goes on, also when that name was made anew', async () => {
  const waiting = { provider: 'model', since: 1, memory: {} }
  const { run, reserved, settled } = meter(async () => Promise.reject(new NotYet(5, waiting)), { identity: 'run' }, 'settled')
  const first: unknown = await run().catch((error: unknown) => error)
  if (!(first instanceof NotYet)) throw new Error('not waited for')
  await expect(run(undefined, { waiting: first.waiting })).rejects.toBeInstanceOf(NotYet)
  expect(reserved.map(({ id }) => id)).toEqual(['model:1#1/1/1', 'model:1#1/1/1:id1', 'model:1#1/1/1:id1'])
  expect(settled).toEqual([])
})

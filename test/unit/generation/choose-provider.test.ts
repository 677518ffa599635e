import { expect, it } from 'vitest'
import { type Breaker, closedBreaker } from '../../../worker/domain/breaker.ts'
import { GenerationError, NotYet, OutsideError } from '../../../worker/domain/failure.ts'
import { type BreakerStore, createProviderChain } from '../../../worker/generation/choose-provider.ts'
import { exemplarProvider } from '../../../worker/generation/exemplar.ts'
import type { GenerationOutput, GenerationProvider } from '../../../worker/pipeline/ports.ts'
import { inputFor, listen } from './some-input.ts'

const input = inputFor('Check that services are ready.')

function keepBreakers(): BreakerStore & { of(name: string): Breaker } {
  const kept = new Map<string, Breaker>()
  const of = (name: string) => kept.get(name) ?? closedBreaker
  return {
    of,
    change: async (name, step) => {
      const next: Breaker = JSON.parse(JSON.stringify(step(of(name))))
      kept.set(name, next)
      return next
    },
  }
}

/** Answers each call with the next outcome, and with the last one from then on. */
function scripted(name: string, ...outcomes: (Error | Partial<GenerationOutput>)[]) {
  let calls = 0
  const provider: GenerationProvider = {
    name,
    async generate() {
      const outcome = outcomes[Math.min(calls, outcomes.length - 1)]
      calls += 1
      if (outcome instanceof Error) throw outcome
      const usage = { inputTokens: 10, outputTokens: 20 }
      return { files: [], provider: name, model: 'm', costMicros: 5, usage, notes: ['Mine.'], ...outcome }
    },
  }
  return { name, provider, calls: () => calls }
}

const down = new GenerationError('service', 'provider_unavailable', 'It is down.', 'later')
const keyRefused = new GenerationError('service', 'provider_key_refused', 'The key is refused.', 'never')

function chainOf(...providers: ReturnType<typeof scripted>[]) {
  const clock = { now: 1_000 }
  const breakers = keepBreakers()
  return { clock, breakers, chain: createProviderChain({ providers, breakers, now: () => clock.now }) }
}

const notYet = new NotYet(9_000, { provider: 'two', since: 7, memory: { run: 'r' } })

it('waits for a draft that is being made, and then goes on with its provider, whatever else was said and spent before', async () => {
  const failed = new GenerationError('request', 'too_large', 'It is too large.', 'never', { spent: { usage: null, costMicros: 3 } })
  const [one, two] = [scripted('one', failed, {}), scripted('two', notYet, {})]
  const { chain, breakers } = chainOf(one, two)
  const first: unknown = await chain.generate(input, listen().progress).catch((error: unknown) => error)
  if (!(first instanceof NotYet)) throw new Error('not waited for')
  expect([first.afterMs, first.waiting.memory, breakers.of('two')]).toEqual([9_000, { run: 'r' }, closedBreaker])
  // Meanwhile others have found that the service is down.
  await breakers.change('two', () => ({ state: 'open', until: 1e15, trips: 1, reason: 'Down.' }))
  const output = await chain.generate({ ...input, waiting: JSON.parse(JSON.stringify(first.waiting)) }, listen().progress)
  expect(output).toMatchObject({ provider: 'two', costMicros: 8, notes: ['one did not write this draft. It is too large.', 'Mine.'] })
  expect([one.calls(), two.calls()]).toEqual([1, 2])
})

it('asks for what a look goes without before it asks the others, when nothing came of what was waited for', async () => {
  const failed = new GenerationError('request', 'run_failed', 'The run failed.', 'never', { spent: { usage: null, costMicros: 4 } })
  const [one, two, three] = [scripted('one', {}), scripted('two', failed), scripted('three', {})]
  const { chain } = chainOf(one, two, three)
  const waiting = { ...notYet.waiting, room: 'a room' }
  const again: unknown = await chain.generate({ ...input, waiting, isLook: true }, listen().progress).catch((error: unknown) => error)
  if (!(again instanceof NotYet)) throw new Error('the others were asked')
  expect(again).toMatchObject({ afterMs: 0, waiting: { provider: 'two', memory: {}, isOver: true } })
  const seen: unknown[] = []
  const generate = three.provider.generate
  three.provider.generate = async (given, ...rest) => {
    seen.push(given.waiting)
    return generate(given, ...rest)
  }
  const output = await chain.generate({ ...input, waiting: again.waiting }, listen().progress)
  expect(output).toMatchObject({ provider: 'three', costMicros: 9, notes: ['two did not write this draft. The run failed.', 'Mine.'] })
  expect([one.calls(), two.calls(), three.calls(), seen]).toEqual([0, 1, 1, [undefined]])
})

it('says that a provider is gone which made a draft, and asks the others', async () => {
  const output = await chainOf(scripted('one', {})).chain.generate({ ...input, waiting: notYet.waiting }, listen().progress)
  expect(output).toMatchObject({ provider: 'one', notes: [expect.stringContaining('two is not set up any more'), 'Mine.'] })
})

it('takes the draft of the first provider and adds nothing to it', async () => {
  const [one, two] = [scripted('one', {}), scripted('two', {})]
  const output = await chainOf(one, two).chain.generate(input, listen().progress)
  expect(output).toEqual({
    files: [],
    provider: 'one',
    model: 'm',
    costMicros: 5,
    usage: { inputTokens: 10, outputTokens: 20 },
    notes: ['Mine.'],
  })
  expect(two.calls()).toBe(0)
})

it('falls to the next when a service fails, and says which and why in a line and in a note', async () => {
  const { chain } = chainOf(scripted('one', down), scripted('two', {}))
  const { lines, progress } = listen()
  const output = await chain.generate(input, progress)
  expect(output.provider).toBe('two')
  expect(output.notes).toEqual(['one did not write this draft. It is down.', 'Mine.'])
  expect(lines).toEqual(['one did not write this draft. It is down.'])
})

it('writes with exemplar when no service does, and when there is none', async () => {
  const alone = await chainOf().chain.generate(input, listen().progress)
  const after = await chainOf(scripted('one', down), scripted('two', keyRefused)).chain.generate(input, listen().progress)
  const plain = await exemplarProvider.generate(input, listen().progress)
  expect(alone).toEqual(plain)
  expect(after.files).toEqual(plain.files)
  expect(after.notes.slice(2)).toEqual(plain.notes)
  expect(after.costMicros).toBe(0)
})

it('keeps exemplar last wherever it stands in the list', async () => {
  const breakers = keepBreakers()
  const providers = [{ name: 'exemplar', provider: exemplarProvider }, scripted('one', {})]
  const output = await createProviderChain({ providers, breakers, now: () => 0 }).generate(input, listen().progress)
  expect(output.provider).toBe('one')
})

it('skips a provider after three failures without calling it, and tries it again after the pause', async () => {
  const one = scripted('one', down, down, down, {})
  const { chain, clock } = chainOf(one)
  for (let n = 0; n < 3; n += 1) await chain.generate(input, listen().progress)
  const skipped = await chain.generate(input, listen().progress)
  expect(one.calls()).toBe(3)
  expect(skipped.notes[0]).toBe('one was skipped: it failed before and is left alone for a while. It is down.')
  clock.now += 60_000
  expect((await chain.generate(input, listen().progress)).provider).toBe('one')
})

it('skips a provider whose key was refused from the first time on', async () => {
  const one = scripted('one', keyRefused)
  const { chain } = chainOf(one)
  await chain.generate(input, listen().progress)
  await chain.generate(input, listen().progress)
  expect(one.calls()).toBe(1)
})

it('lets one of many runs try a service that failed', async () => {
  const one = scripted('one', down, down, down, {})
  const { chain, clock } = chainOf(one)
  for (let n = 0; n < 3; n += 1) await chain.generate(input, listen().progress)
  clock.now += 60_000
  const outputs = await Promise.all(Array.from({ length: 5 }, () => chain.generate(input, listen().progress)))
  expect(one.calls()).toBe(4)
  expect(outputs.filter((output) => output.provider === 'one')).toHaveLength(1)
  expect(outputs.filter((output) => output.notes[0]?.includes('another run is trying it now'))).toHaveLength(4)
})

it('does not hand a draft that failed by itself to the next, nor count it against the service', async () => {
  const refused = new GenerationError('draft', 'draft_refused', 'No.', 'never')
  const [one, two] = [scripted('one', down, down, refused, down), scripted('two', {})]
  const { chain, breakers } = chainOf(one, two)
  await chain.generate(input, listen().progress)
  await chain.generate(input, listen().progress)
  await expect(chain.generate(input, listen().progress)).rejects.toBe(refused)
  expect(two.calls()).toBe(2)
  expect(breakers.of('one')).toEqual(closedBreaker)
})

it('hands a request that is too much for one service to the next, and does not count it against the service', async () => {
  const tooLong = new GenerationError('request', 'provider_request_refused', 'Too long.', 'never')
  const { chain, breakers } = chainOf(scripted('one', down, tooLong), scripted('two', {}))
  await chain.generate(input, listen().progress)
  const output = await chain.generate(input, listen().progress)
  expect(output).toMatchObject({ provider: 'two', notes: ['one did not write this draft. Too long.', 'Mine.'] })
  expect(breakers.of('one')).toEqual(closedBreaker)
})

it('passes a defect of our own on, and gives the trial back', async () => {
  const defect = new TypeError('x is not a function')
  const { chain, clock, breakers } = chainOf(scripted('one', down, down, down, defect))
  for (let n = 0; n < 3; n += 1) await chain.generate(input, listen().progress)
  clock.now += 60_000
  await expect(chain.generate(input, listen().progress)).rejects.toBe(defect)
  expect(breakers.of('one')).toMatchObject({ state: 'open', until: clock.now })
})

it('stops at once when the draft is not wanted any more', async () => {
  const stop = new AbortController()
  const [one, two] = [scripted('one', down), scripted('two', {})]
  stop.abort()
  const { chain, breakers } = chainOf(one, two)
  await expect(chain.generate(input, listen().progress, stop.signal)).rejects.toBe(down)
  expect(two.calls()).toBe(0)
  expect(breakers.of('one')).toEqual(closedBreaker)
})

it('adds up what failed providers cost, and says unknown as soon as one part is', async () => {
  const spent = { usage: { inputTokens: 1, outputTokens: 2 }, costMicros: 3 }
  const paid = new GenerationError('service', 'provider_unavailable', 'Later.', 'later', { spent })
  const cut = new GenerationError('service', 'provider_cut', 'Cut.', 'later', { spent: { usage: null, costMicros: null } })
  const known = await chainOf(scripted('one', paid), scripted('two', {})).chain.generate(input, listen().progress)
  expect(known).toMatchObject({ costMicros: 8, usage: { inputTokens: 11, outputTokens: 22 } })
  const unknown = await chainOf(scripted('one', cut), scripted('two', {})).chain.generate(input, listen().progress)
  expect(unknown).toMatchObject({ costMicros: null, usage: null })
  const foreign = new OutsideError('x', 'X failed.', 'later')
  const other = await chainOf(scripted('one', foreign)).chain.generate(input, listen().progress)
  expect(other).toMatchObject({ provider: 'exemplar', costMicros: null })
})

it('turns to a provider that did not fail yet when the strategy changes', async () => {
  const providers = () => [scripted('one', {}), scripted('two', {})]
  const by = async (avoid: string[], strategy: 'same' | 'other' = 'other') =>
    (await chainOf(...providers()).chain.generate({ ...input, strategy, avoid }, listen().progress)).provider
  expect(await by(['one'])).toBe('two')
  expect(await by(['one'], 'same')).toBe('one')
  expect(await by(['one', 'two'])).toBe('exemplar')
  expect(await by(['one', 'exemplar'])).toBe('two')
  expect(await by(['one', 'two', 'exemplar'])).toBe('one')
})

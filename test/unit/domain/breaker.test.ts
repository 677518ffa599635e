import fc from 'fast-check'
import { expect, it } from 'vitest'
import { admit, afterFailure, afterNothing, afterSuccess, type Breaker, closedBreaker } from '../../../worker/domain/breaker.ts'

const outage = { reason: 'down', final: false, retryAfterMs: null }
const minute = 60_000

function failTimes(times: number, now: number): Breaker {
  let breaker = closedBreaker
  for (let n = 0; n < times; n += 1) breaker = afterFailure(breaker, outage, now)
  return breaker
}

it('opens after three failures in a row and not before', () => {
  expect(admit(failTimes(2, 0), 0).admitted).toBe(true)
  expect(failTimes(3, 0)).toEqual({ state: 'open', until: minute, trips: 1, reason: 'down' })
  expect(admit(failTimes(3, 0), minute - 1).admitted).toBe(false)
})

it('forgets failures once a call succeeds', () => {
  expect(afterFailure(afterSuccess(), outage, 0)).toEqual({ state: 'closed', failures: 1 })
})

it('lets one call through after the pause, and no second while it runs', () => {
  const first = admit(failTimes(3, 0), minute)
  expect(first.admitted).toBe(true)
  expect(first.breaker.state).toBe('half-open')
  expect(admit(first.breaker, minute + 1).admitted).toBe(false)
})

it('gives a lost trial to the next caller after twenty minutes', () => {
  const first = admit(failTimes(3, 0), minute)
  expect(admit(first.breaker, minute + 20 * minute).admitted).toBe(true)
})

it('pauses twice as long each time a trial fails, up to an hour', () => {
  let breaker = failTimes(3, 0)
  const pauses: number[] = []
  for (let now = minute; pauses.length < 8; ) {
    breaker = afterFailure(admit(breaker, now).breaker, outage, now)
    if (breaker.state !== 'open') throw new Error('not open')
    pauses.push((breaker.until - now) / minute)
    now = breaker.until
  }
  expect(pauses).toEqual([2, 4, 8, 16, 32, 60, 60, 60])
})

it('does not take five calls that failed together for five trips', () => {
  expect(failTimes(5, 0)).toEqual(failTimes(3, 0))
})

it('opens at once for a quarter of an hour when only a person can help', () => {
  expect(afterFailure(closedBreaker, { ...outage, final: true }, 0)).toMatchObject({ state: 'open', until: 15 * minute })
})

it('waits as long as the service asks for', () => {
  expect(afterFailure(failTimes(2, 0), { ...outage, retryAfterMs: 7 * minute }, 0)).toMatchObject({ until: 7 * minute })
})

it('gives a trial back that was called off', () => {
  const trial = admit(failTimes(3, 0), minute).breaker
  expect(admit(afterNothing(trial, minute + 5), minute + 5).admitted).toBe(true)
  expect(afterNothing(failTimes(2, 0), 5)).toEqual(failTimes(2, 0))
})

it('closes after any history once a call succeeds, survives being stored, and never locks a service out for more than a day', () => {
  const step = fc.record({
    gapMs: fc.nat(2 * 3_600_000),
    kind: fc.constantFrom('fail', 'final', 'nothing', 'success'),
    retryAfterMs: fc.option(fc.nat(24 * 3_600_000)),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let now = 0
      let breaker = closedBreaker
      for (const { gapMs, kind, retryAfterMs } of steps) {
        now += gapMs
        const { admitted, breaker: asked } = admit(breaker, now)
        breaker = JSON.parse(JSON.stringify(asked))
        if (!admitted) continue
        if (kind === 'success') breaker = afterSuccess()
        else if (kind === 'nothing') breaker = afterNothing(breaker, now)
        else breaker = afterFailure(breaker, { reason: 'r', final: kind === 'final', retryAfterMs }, now)
        if (kind === 'success') expect(breaker).toEqual(closedBreaker)
      }
      expect(admit(breaker, now + 24 * 3_600_000).admitted).toBe(true)
    }),
  )
})

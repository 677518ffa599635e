import { env } from 'cloudflare:workers'
import { beforeEach, expect, it } from 'vitest'
import { createBreakerStore } from '../../worker/db/breaker-store.ts'
import { admit, afterFailure, type Breaker, closedBreaker } from '../../worker/domain/breaker.ts'

const database = (env as unknown as { DB: D1Database }).DB
const fail = (before: Breaker) => afterFailure(before, { reason: 'It is down.', final: false, retryAfterMs: null }, 1_000)

beforeEach(async () => {
  await database.prepare('delete from breakers').run()
})

it('what one isolate learns holds for the others', async () => {
  const [one, other] = [createBreakerStore(database), createBreakerStore(database)]
  await one.change('openai', fail)
  await other.change('openai', fail)
  expect(await one.change('openai', fail)).toMatchObject({ state: 'open', reason: 'It is down.' })
  expect(await other.list()).toMatchObject([{ provider: 'openai', breaker: { state: 'open' } }])
  expect(await one.change('cursor', (before) => before)).toEqual(closedBreaker)
  expect(await one.list()).toHaveLength(1)
})

it('counts every one of many failures at once', async () => {
  const store = createBreakerStore(database)
  const count = (before: Breaker): Breaker => ({ state: 'closed', failures: (before.state === 'closed' ? before.failures : 0) + 1 })
  await Promise.all(Array.from({ length: 8 }, () => store.change('openai', count)))
  expect(await store.list()).toEqual([{ provider: 'openai', breaker: { state: 'closed', failures: 8 } }])
})

it('admits one trial of many that ask at once', async () => {
  const store = createBreakerStore(database)
  for (let n = 0; n < 3; n += 1) await store.change('openai', fail)
  const now = 10_000_000
  const answers = await Promise.all(
    Array.from({ length: 6 }, async () => {
      let admitted = false
      await store.change('openai', (before) => {
        const answer = admit(before, now)
        admitted = answer.admitted
        return answer.breaker
      })
      return admitted
    }),
  )
  expect(answers.filter(Boolean)).toHaveLength(1)
})

it('forgets what a person says is over', async () => {
  const store = createBreakerStore(database)
  for (let n = 0; n < 3; n += 1) await store.change('openai', fail)
  await store.reset('openai')
  expect(await store.list()).toEqual([{ provider: 'openai', breaker: closedBreaker }])
  await store.reset('cursor')
})

import { describe, expect, it } from 'vitest'
import { GitHubError } from '../../worker/domain/failure.ts'
import {
  type ConsumerDeps,
  consumeDeadDeliveries,
  consumeDeliveries,
  delaySeconds,
  type QueueMessage,
} from '../../worker/github/consume-deliveries.ts'
import { type HookDelivery, pruneDeliveries, redeliverFailed, sweepDeliveries } from '../../worker/github/recover-deliveries.ts'
import { inbox, issueBody, rowsOf } from './webhook-fixtures.ts'

const minute = 60_000
const day = 86_400_000

/** A stored delivery nobody has worked on; other tests of this file keep to other times. */
async function stored(receivedAt: number, payload = issueBody()): Promise<string> {
  const id = crypto.randomUUID()
  const row = { id, event: 'issues', action: 'opened', installationId: 5001, repositoryId: 42, issueNumber: 3, payload, receivedAt }
  await inbox.accept(row)
  return id
}

interface Spied extends QueueMessage {
  said: string[]
}

function message(body: unknown, attempts = 1): Spied {
  const said: string[] = []
  return {
    body,
    attempts,
    said,
    ack: () => said.push('ack'),
    retry: (options) => said.push(`retry ${options?.delaySeconds}`),
  }
}

function deps(route: ConsumerDeps['route']): ConsumerDeps {
  return { inbox, route, now: () => 5, random: () => 0, log: () => undefined }
}

describe('the consumer of deliveries', () => {
  it('hands each event on and marks its row done', async () => {
    const id = await stored(1)
    const seen: string[] = []
    const one = message({ id })
    await consumeDeliveries(
      [one],
      deps(async (event, delivery) => {
        seen.push(`${event.event} ${delivery}`)
      }),
    )
    expect(seen).toEqual([`issues ${id}`])
    expect(one.said).toEqual(['ack'])
    expect(await rowsOf(id)).toMatchObject([{ status: 'done', processed_at: 5 }])
  })

  it('does nothing for a message that comes again or names no row, and acks it', async () => {
    const id = await stored(1)
    let routed = 0
    const count = deps(async () => {
      routed += 1
    })
    await consumeDeliveries([message({ id })], count)
    const again = [message({ id }), message({ id: 'never-stored' }), message('not a message')]
    await consumeDeliveries(again, count)
    expect(routed).toBe(1)
    expect(again.map((one) => one.said)).toEqual([['ack'], ['ack'], ['ack']])
  })

  it('retries what fails for now, buries what fails for good, and acks the rest of the batch', async () => {
    const [good, later, never, crash, garbage] = [
      await stored(1),
      await stored(1),
      await stored(1),
      await stored(1),
      await stored(1, '{"action":"opened"}'),
    ]
    const messages = [good, later, never, crash, garbage].map((id) => message({ id }, 2))
    await consumeDeliveries(
      messages,
      deps(async (_event, id) => {
        if (id === later) throw new GitHubError('github_rate_limited', 'slow down', 'later', 300_000)
        if (id === never) throw new GitHubError('github_forbidden', 'no', 'never')
        if (id === crash) throw new Error('the object was reset')
      }),
    )
    expect(messages.map((one) => one.said)).toEqual([['ack'], ['retry 300'], ['ack'], ['retry 60'], ['ack']])
    expect(await rowsOf(later ?? '')).toMatchObject([{ status: 'received', attempts: 1, error: 'slow down' }])
    expect(await rowsOf(never ?? '')).toMatchObject([{ status: 'dead', error: 'no' }])
    expect(await rowsOf(crash ?? '')).toMatchObject([{ status: 'received', attempts: 1 }])
    expect(await rowsOf(garbage ?? '')).toMatchObject([{ status: 'dead' }])
  })

  it('reads and settles the inbox once for a whole batch', async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => stored(1)))
    const calls: string[] = []
    const counted: ConsumerDeps = {
      ...deps(async () => undefined),
      inbox: {
        ...inbox,
        load: (some) => {
          calls.push(`load ${some.length}`)
          return inbox.load(some)
        },
        markDone: (some, at) => {
          calls.push(`done ${some.length}`)
          return inbox.markDone(some, at)
        },
      },
    }
    await consumeDeliveries(
      ids.map((id) => message({ id })),
      counted,
    )
    expect(calls).toEqual(['load 5', 'done 5'])
  })

  it.each(['load', 'markDone'] as const)('retries every message when the inbox cannot %s, and loses none', async (broken) => {
    const ids = [await stored(1), await stored(1)]
    const failing: ConsumerDeps = {
      ...deps(async () => undefined),
      inbox: { ...inbox, [broken]: () => Promise.reject(new Error('the database is away')) },
    }
    const messages = ids.map((id) => message({ id }))
    await consumeDeliveries(messages, failing)
    expect(messages.map((one) => one.said)).toEqual([['retry 30'], ['retry 30']])
    for (const id of ids) expect(await rowsOf(id)).toMatchObject([{ status: 'received', attempts: 1, error: 'the database is away' }])
  })

  it('marks what the queue gave up on as dead, with the last reason', async () => {
    const id = await stored(1)
    await inbox.recordFailure(id, 'the object was reset')
    const one = message({ id })
    await consumeDeadDeliveries(
      [one],
      deps(async () => undefined),
    )
    expect(one.said).toEqual(['ack'])
    expect(await rowsOf(id)).toMatchObject([{ status: 'dead', error: 'the object was reset' }])
  })

  it('waits twice as long each time, never less than it was told, never more than the queue takes', () => {
    expect([1, 2, 3, 4].map((attempts) => delaySeconds(attempts, null, 0))).toEqual([30, 60, 120, 240])
    expect(delaySeconds(1, 90_000, 0)).toBe(90)
    expect(delaySeconds(1, null, 0.999)).toBeLessThanOrEqual(36)
    expect(delaySeconds(30, null, 0.5)).toBe(43_200)
  })
})

describe('the sweep', () => {
  it('queues a forgotten delivery after a minute, then after two, four … and buries it after twelve claims', async () => {
    const start = 100 * day
    const id = await stored(start)
    const claims: number[] = []
    const byMinute = Array.from({ length: 20 }, (_, at) => start + at * minute)
    const byHour = Array.from({ length: 72 }, (_, at) => start + (at + 1) * 60 * minute)
    for (const now of [...byMinute, ...byHour]) {
      await sweepDeliveries({
        inbox,
        now,
        enqueue: async (queued) => {
          if (queued === id) claims.push((now - start) / minute)
        },
      })
    }
    expect(claims.slice(0, 5)).toEqual([2, 3, 5, 9, 17])
    expect(claims).toHaveLength(12)
    expect(await rowsOf(id)).toMatchObject([{ status: 'dead' }])
  }, 30_000)

  it('forgets settled deliveries after thirty days, ignored ones after seven, and waiting ones never', async () => {
    const now = 1_000 * day
    const done = await stored(now - 31 * day)
    const recent = await stored(now - 29 * day)
    const waiting = await stored(now - 31 * day)
    await inbox.markDone([done], now)
    await inbox.markDone([recent], now)
    const ignored = crypto.randomUUID()
    const row = { event: 'gollum', action: null, installationId: null, repositoryId: null, issueNumber: null, payload: '' }
    await inbox.ignore({ ...row, id: ignored, receivedAt: now - 8 * day })
    expect(await pruneDeliveries(inbox, now)).toBeGreaterThanOrEqual(2)
    const left = await Promise.all([done, recent, waiting, ignored].map(rowsOf))
    expect(left.map((rows) => rows.length)).toEqual([0, 1, 1, 0])
  })
})

describe('the reconciler', () => {
  it('asks GitHub again for what failed and is not in the inbox, once each, and not for what keeps failing', async () => {
    const held = await stored(1)
    const attempt = (id: string, guid: string, ok: boolean, deliveredAt: number): HookDelivery => ({
      id,
      guid,
      ok,
      deliveredAt,
      event: 'issues',
    })
    const log: HookDelivery[] = [
      attempt('1', 'lost-0001', false, 10),
      attempt('2', 'lost-0001', false, 20),
      attempt('3', 'fine-0001', true, 10),
      attempt('4', 'late-0001', false, 10),
      attempt('5', 'late-0001', true, 20),
      attempt('6', held, false, 10),
      ...[1, 2, 3, 4, 5].map((n) => attempt(`7${n}`, 'hopeless-1', false, n)),
      attempt('8', 'lost-0002', false, 15),
    ]
    const asked: string[] = []
    const github = {
      listDeliveries: async (since: number) => log.filter((entry) => entry.deliveredAt >= since),
      redeliver: async (id: string) => {
        asked.push(id)
      },
    }
    expect(await redeliverFailed(github, inbox, 0, () => undefined)).toBe(2)
    expect(asked).toEqual(['8', '2'])
  })
})

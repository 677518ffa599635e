import type { DeliveryInbox } from '../domain/delivery-inbox.ts'
import type { Log } from '../lib/log.ts'

/** One attempt of GitHub to deliver. Attempts of the same delivery share `guid`. */
export interface HookDelivery {
  /** Text: GitHub's numbers here are longer than JSON numbers hold. */
  id: string
  guid: string
  deliveredAt: number
  ok: boolean
  event: string
}

/** GitHub's own log of the App's deliveries. Failures are `GitHubError`. */
export interface HookDeliveryLog {
  /** Attempts made at `since` or later, newest first, at most `limit`. */
  listDeliveries(since: number, limit: number): Promise<HookDelivery[]>
  redeliver(id: string): Promise<void>
}

/** A row is in doubt when nothing happened to it for a minute: a delivery takes well under a second once its message is read. */
const staleAfterMs = 60_000
/** With doubling waits, twelve claims span about a day. */
const mostAttempts = 12
/** What one sweep takes up: one `sendBatch`. */
const sweepSize = 100

export interface SweepDeps {
  inbox: DeliveryInbox
  enqueue: (id: string) => Promise<void>
  now: number
  /** Milliseconds a received row is left alone; a minute unless told. */
  olderThanMs?: number
}

/** Queues again what was stored but never processed (a lost message, a failed send). Returns how many. */
export async function sweepDeliveries(deps: SweepDeps): Promise<number> {
  const ids = await deps.inbox.claimStale({
    now: deps.now,
    olderThanMs: deps.olderThanMs ?? staleAfterMs,
    limit: sweepSize,
    maxAttempts: mostAttempts,
  })
  await Promise.all(ids.map((id) => deps.enqueue(id)))
  return ids.length
}

const dayMs = 86_400_000

/** Retention: settled rows for 30 days, which is also how long a replay is recognised; ignored ones for 7. Returns how many were deleted. */
export async function pruneDeliveries(inbox: DeliveryInbox, now: number): Promise<number> {
  return inbox.prune({ before: now - 30 * dayMs, ignoredBefore: now - 7 * dayMs, limit: 1_000 })
}

const listingSize = 1_000
/** Redeliveries asked for in one run. */
const mostRedeliveries = 50
/** A delivery refused this often within the window is refused for good. */
const mostTries = 5

/**
 * Asks GitHub to send again what it could not deliver since `since` and the inbox does not hold: GitHub never does so by itself.
 * A delivery of which any attempt succeeded is left alone. Returns how many were asked for.
 */
export async function redeliverFailed(github: HookDeliveryLog, inbox: DeliveryInbox, since: number, log: Log): Promise<number> {
  const failed = failedDeliveries(await github.listDeliveries(since, listingSize))
  if (failed.length === 0) return 0
  const settled = await inbox.settled(failed.map((delivery) => delivery.guid))
  const missing = failed.filter((delivery) => !settled.has(delivery.guid)).slice(0, mostRedeliveries)
  for (const delivery of missing) {
    log('warn', 'delivery.redelivered', { delivery: delivery.guid, event: delivery.event })
    await github.redeliver(delivery.id)
  }
  return missing.length
}

/** The newest attempt of each delivery that no attempt brought through, oldest delivery first. */
function failedDeliveries(attempts: HookDelivery[]): HookDelivery[] {
  const byGuid = new Map<string, HookDelivery[]>()
  for (const attempt of attempts) byGuid.set(attempt.guid, [...(byGuid.get(attempt.guid) ?? []), attempt])
  const failed: HookDelivery[] = []
  for (const tries of byGuid.values()) {
    const newest = tries.reduce((left, right) => (right.deliveredAt > left.deliveredAt ? right : left))
    if (!tries.some((attempt) => attempt.ok) && tries.length < mostTries) failed.push(newest)
  }
  return failed.sort((left, right) => left.deliveredAt - right.deliveredAt)
}

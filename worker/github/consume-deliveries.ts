import * as z from 'zod'
import type { DeliveryEvent } from '../domain/delivery-event.ts'
import type { DeliveryInbox, StoredDelivery } from '../domain/delivery-inbox.ts'
import { OutsideError } from '../domain/failure.ts'
import { inLanes } from '../lib/lanes.ts'
import type { Log } from '../lib/log.ts'
import { readDelivery } from './events.ts'

const messageBody = z.object({ id: z.string().min(1) })

/** The least a message of the queue must offer; Cloudflare's `Message` does. */
export interface QueueMessage {
  readonly body: unknown
  readonly attempts: number
  ack(): void
  retry(options?: { delaySeconds?: number }): void
}

export interface ConsumerDeps {
  inbox: DeliveryInbox
  /** Hands the event to whom it concerns. May be called again for the same delivery. Throws `OutsideError` to say whether to try again; any other error is tried again. */
  route: (event: DeliveryEvent, deliveryId: string) => Promise<void>
  now: () => number
  /** Uniform in [0, 1), for jitter. */
  random: () => number
  log: Log
}

/** Cloudflare Queues takes no longer delay than 12 hours. */
const longestDelaySeconds = 43_200
const firstDelaySeconds = 30
/** Deliveries of a batch worked on at a time: more than one, so that a slow one holds up little; few, so that webhooks find room. */
const lanes = 2

/**
 * Processes a batch of the deliveries queue with one read and one write of the inbox. Each message is acked or retried by itself, so
 * that one bad delivery holds up no other; a delivery that is done already (the queue repeats and reorders) is acked untouched.
 */
export async function consumeDeliveries(messages: readonly QueueMessage[], deps: ConsumerDeps): Promise<void> {
  const batch = messages.flatMap((message) => {
    const parsed = messageBody.safeParse(message.body)
    if (parsed.success) return [{ message, id: parsed.data.id }]
    deps.log('error', 'delivery.bad_message', {})
    message.ack()
    return []
  })
  const failAll = (part: typeof batch, error: unknown) => Promise.all(part.map(({ message, id }) => fail(message, id, error, deps)))
  const ids = [...new Set(batch.map(({ id }) => id))]
  let rows: Map<string, StoredDelivery>
  try {
    rows = await deps.inbox.load(ids)
  } catch (error) {
    await failAll(batch, error)
    return
  }
  const outcomes = await inLanes(batch, lanes, async ({ message, id }) => {
    try {
      return { message, id, routed: await process(rows.get(id), deps) }
    } catch (error) {
      await fail(message, id, error, deps)
      return null
    }
  })
  const processed = outcomes.filter((outcome) => outcome !== null)
  try {
    await deps.inbox.markDone([...new Set(processed.filter(({ routed }) => routed).map(({ id }) => id))], deps.now())
    for (const { message } of processed) message.ack()
  } catch (error) {
    await failAll(processed, error)
  }
}

/** True when the delivery was routed and is to be marked done. */
async function process(row: StoredDelivery | undefined, deps: ConsumerDeps): Promise<boolean> {
  if (row === undefined || row.status !== 'received') return false
  const reading = readDelivery(row.event, JSON.parse(row.payload))
  if (reading.kind === 'ignored') await deps.inbox.markIgnored(row.id, deps.now())
  else if (reading.kind === 'invalid') await deps.inbox.markDead(row.id, deps.now(), `Not the schema: ${reading.where}`)
  else await deps.route(reading.event, row.id)
  return reading.kind === 'event'
}

async function fail(message: QueueMessage, id: string, error: unknown, deps: ConsumerDeps): Promise<void> {
  const final = error instanceof OutsideError && error.retry !== 'later'
  deps.log(final ? 'error' : 'warn', final ? 'delivery.dead' : 'delivery.failed', { delivery: id, attempts: message.attempts, error })
  const text = error instanceof Error ? error.message : 'unknown error'
  try {
    if (final) await deps.inbox.markDead(id, deps.now(), text)
    else await deps.inbox.recordFailure(id, text)
  } catch (storeError) {
    deps.log('error', 'delivery.not_recorded', { delivery: id, error: storeError })
    message.retry({ delaySeconds: delaySeconds(message.attempts, null, deps.random()) })
    return
  }
  if (final) message.ack()
  else message.retry({ delaySeconds: delaySeconds(message.attempts, retryAfter(error), deps.random()) })
}

function retryAfter(error: unknown): number | null {
  return error instanceof OutsideError ? error.retryAfterMs : null
}

/** Seconds until attempt `attempts` + 1: 30, 60, 120 …, with up to a fifth more by chance, and never before `retryAfterMs`. */
export function delaySeconds(attempts: number, retryAfterMs: number | null, random: number): number {
  const backoff = firstDelaySeconds * 2 ** Math.max(0, attempts - 1)
  const wanted = Math.max(backoff, (retryAfterMs ?? 0) / 1_000)
  return Math.min(longestDelaySeconds, Math.ceil(wanted * (1 + 0.2 * random)))
}

/** The dead-letter queue: marks each delivery `dead`, where the operator sees it and a redelivery from GitHub takes it up again. */
export async function consumeDeadDeliveries(
  messages: readonly QueueMessage[],
  deps: Pick<ConsumerDeps, 'inbox' | 'now' | 'random' | 'log'>,
): Promise<void> {
  for (const message of messages) {
    const parsed = messageBody.safeParse(message.body)
    if (parsed.success) {
      try {
        const row = (await deps.inbox.load([parsed.data.id])).get(parsed.data.id)
        await deps.inbox.markDead(parsed.data.id, deps.now(), row?.error ?? 'gave up after the last retry')
        deps.log('error', 'delivery.dead', { delivery: parsed.data.id, event: row?.event, error: row?.error })
      } catch (error) {
        deps.log('error', 'delivery.not_recorded', { delivery: parsed.data.id, error })
        message.retry({ delaySeconds: delaySeconds(message.attempts, null, deps.random()) })
        continue
      }
    }
    message.ack()
  }
}

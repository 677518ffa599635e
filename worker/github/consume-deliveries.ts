import { z } from 'zod'
import type { DeliveryEvent } from '../domain/delivery-event.ts'
import type { DeliveryInbox } from '../domain/delivery-inbox.ts'
import { OutsideError } from '../domain/failure.ts'
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

/**
 * Processes a batch of the deliveries queue. Each message is acked or retried by itself, so that one bad delivery holds up no other;
 * a delivery that is done already (the queue repeats and reorders) is acked untouched.
 */
export async function consumeDeliveries(messages: readonly QueueMessage[], deps: ConsumerDeps): Promise<void> {
  await Promise.all(messages.map((message) => consume(message, deps)))
}

async function consume(message: QueueMessage, deps: ConsumerDeps): Promise<void> {
  const parsed = messageBody.safeParse(message.body)
  if (!parsed.success) {
    deps.log('error', 'delivery.bad_message', {})
    message.ack()
    return
  }
  const { id } = parsed.data
  try {
    await process(id, deps)
    message.ack()
  } catch (error) {
    await fail(message, id, error, deps)
  }
}

async function process(id: string, deps: ConsumerDeps): Promise<void> {
  const row = await deps.inbox.load(id)
  if (row === null || row.status !== 'received') return
  const reading = readDelivery(row.event, JSON.parse(row.payload))
  if (reading.kind === 'ignored') return deps.inbox.markIgnored(id, deps.now())
  if (reading.kind === 'invalid') return deps.inbox.markDead(id, deps.now(), `Not the schema: ${reading.where}`)
  await deps.route(reading.event, id)
  await deps.inbox.markDone(id, deps.now())
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
        const row = await deps.inbox.load(parsed.data.id)
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

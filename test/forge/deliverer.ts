import { createHmac } from 'node:crypto'
import { type Delivery, deliveryRow } from './tables.ts'
import type { World } from './world.ts'

/** GitHub gives a hook ten seconds. */
const limitMs = 10_000
/** As many requests as may be under way at once. A delivery that a fault holds back takes no place. */
const places = 20

/** The number under which GitHub would know the App's hook. */
const hookId = 7001

export interface Deliverer {
  wake(): void
  /** Sends nothing more, and waits for what is under way. */
  stop(): Promise<void>
}

/** Sends stored deliveries, each once, in the order they were stored but without waiting for one another, as GitHub does. */
export function startDeliverer(world: World): Deliverer {
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  const inPlace = limiter(places)
  let newest = 0
  const wake = () => {
    if (stopping.signal.aborted) return
    const pending = world.store.all(deliveryRow, "SELECT * FROM deliveries WHERE status = 'pending' AND id > ? ORDER BY id", newest)
    for (const delivery of pending) {
      newest = delivery.id
      const work = attempt(world, delivery, { stopping: stopping.signal, inPlace }).finally(() => underWay.delete(work))
      underWay.add(work)
    }
  }
  return {
    wake,
    stop: async () => {
      stopping.abort()
      await Promise.all(underWay)
    },
  }
}

interface Terms {
  stopping: AbortSignal
  inPlace: (work: () => Promise<Outcome>) => Promise<Outcome>
}

async function attempt(world: World, delivery: Delivery, { stopping, inPlace }: Terms): Promise<void> {
  const { drop, copies, delayMs } = world.faults.forDelivery()
  await pause(delayMs, stopping)
  if (stopping.aborted) return
  const startedAt = Date.now()
  const headers = headersOf(world, delivery)
  const outcomes = drop
    ? [lost]
    : await Promise.all(Array.from({ length: copies }, () => inPlace(() => send(world, delivery, headers, stopping))))
  const outcome = outcomes.find(({ status }) => status !== 'stopped')
  if (outcome === undefined) return
  world.store.run(
    'UPDATE deliveries SET attempted_at = ?, duration_ms = ?, status = ?, status_code = ?, request_headers = ?, response_headers = ?, response_body = ? WHERE id = ?',
    startedAt,
    Date.now() - startedAt,
    outcome.status,
    outcome.statusCode,
    JSON.stringify(headers),
    JSON.stringify(outcome.headers),
    outcome.body,
    delivery.id,
  )
}

interface Outcome {
  status: string
  statusCode: number
  headers: Record<string, string>
  body: string
}

const lost: Outcome = { status: 'failed to connect to host', statusCode: 502, headers: {}, body: '' }

function headersOf(world: World, delivery: Delivery): Record<string, string> {
  const signature = createHmac('sha256', world.credentials.webhookSecret).update(delivery.payload).digest('hex')
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/f0e9e11',
    'x-github-delivery': delivery.guid,
    'x-github-event': delivery.event,
    'x-github-hook-id': String(hookId),
    'x-github-hook-installation-target-id': String(world.credentials.appId),
    'x-github-hook-installation-target-type': 'integration',
    'x-hub-signature-256': `sha256=${signature}`,
  }
}

async function send(world: World, delivery: Delivery, headers: Record<string, string>, stopping: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(`${world.appUrl}/webhooks/github`, {
      method: 'POST',
      headers,
      body: delivery.payload,
      redirect: 'manual',
      signal: AbortSignal.any([stopping, AbortSignal.timeout(limitMs)]),
    })
    const body = (await response.text()).slice(0, 10_000)
    const status = response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`
    return { status, statusCode: response.status, headers: Object.fromEntries(response.headers), body }
  } catch (error) {
    if (stopping.aborted) return { ...lost, status: 'stopped' }
    return error instanceof Error && error.name === 'TimeoutError' ? { ...lost, status: 'timed out', statusCode: 504 } : lost
  }
}

/** Runs at most `size` works at once, in the order they were asked for. */
function limiter(size: number): Terms['inPlace'] {
  const waiting: (() => void)[] = []
  let busy = 0
  return async (work) => {
    if (busy >= size) await new Promise<void>((resolve) => waiting.push(resolve))
    else busy += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next === undefined) busy -= 1
      else next()
    }
  }
}

function pause(ms: number, stopping: AbortSignal): Promise<void> {
  if (ms <= 0) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    stopping.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}

import { Hono } from 'hono'
import type { DeliveryInbox, DeliveryReading, NewDelivery } from '../domain/delivery-inbox.ts'
import { BodyTooLarge, readBody } from '../lib/http.ts'
import type { Log } from '../lib/log.ts'
import { clientAddress } from '../middleware/client-address.ts'
import type { AppEnv } from '../middleware/context.ts'
import { problemResponse } from '../middleware/problem-response.ts'

/** Issue and pull request events are tens of kilobytes; GitHub itself drops what is over 25 MB. */
export const bodyBytesLimit = 1_000_000

/** GitHub sends a UUID; anything of that alphabet is taken, and nothing that could grow a row. */
const deliveryIdForm = /^[A-Za-z0-9-]{8,64}$/
const eventNameForm = /^[a-z0-9_]{1,64}$/

export interface WebhookDeps {
  inbox: DeliveryInbox
  /** Puts the id on the deliveries queue. May throw: the stored row is queued again by the minute sweep. */
  enqueue: (id: string) => Promise<void>
  /** Checks `X-Hub-Signature-256` over the raw body. Null where no secret is configured: the route is then closed. */
  verify: ((signature: string | null, body: Uint8Array<ArrayBuffer>) => Promise<boolean>) | null
  read: (event: string, json: unknown) => DeliveryReading
  /** False when the client, by address, is over its rate of refused signatures. */
  withinLimit: (key: string) => Promise<boolean>
  now: () => number
  log: Log
}

/**
 * POST /webhooks/github. In this order: size (413), signature (401, the same bytes for every cause, or 429 for who sends forged ones
 * over the rate), JSON and schema (400), one insert, the id onto the queue, 202. Nothing is stored before the signature holds; 202 is
 * sent only for what is stored. What GitHub signed is never turned away for its number, since GitHub does not send it again by itself.
 */
export function webhookRoutes(deps: WebhookDeps) {
  return new Hono<AppEnv>().post('/webhooks/github', async (c) => {
    const traceId = c.get('traceId') ?? ''
    const { verify } = deps
    if (verify === null) return problemResponse('webhook_not_configured', traceId)
    const body = await bodyWithin(c.req.raw)
    if (body === null) return problemResponse('too_large', traceId)
    if (!(await verify(c.req.header('x-hub-signature-256') ?? null, body))) {
      if (!(await deps.withinLimit(`webhook:${clientAddress(c.req.raw)}`))) return problemResponse('too_many_requests', traceId)
      deps.log('warn', 'webhook.signature_refused', { traceId, delivery: c.req.header('x-github-delivery'), bytes: body.byteLength })
      return problemResponse('signature_mismatch', '')
    }
    return ingest(deps, traceId, c.req.raw.headers, body)
  })
}

async function bodyWithin(request: Request): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await readBody(request, bodyBytesLimit)
  } catch (error) {
    if (error instanceof BodyTooLarge) return null
    throw error
  }
}

async function ingest(deps: WebhookDeps, traceId: string, headers: Headers, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  const parsed = parseJson(body)
  if (parsed === null) return problemResponse('not_json', traceId)
  const id = headers.get('x-github-delivery') ?? ''
  const name = headers.get('x-github-event') ?? ''
  if (!deliveryIdForm.test(id)) return problemResponse('not_the_schema', traceId, 'The header X-GitHub-Delivery is missing or malformed.')
  if (!eventNameForm.test(name)) return problemResponse('not_the_schema', traceId, 'The header X-GitHub-Event is missing or malformed.')
  const reading = deps.read(name, parsed.json)
  if (reading.kind === 'invalid') {
    deps.log('warn', 'webhook.not_the_schema', { traceId, delivery: id, event: name, where: reading.where })
    return problemResponse('not_the_schema', traceId, `The ${name} event lacks a usable ${reading.where}.`)
  }
  const delivery = rowOf(id, name, reading, parsed.text, deps.now())
  if (reading.kind === 'ignored') {
    await deps.inbox.ignore(delivery)
    deps.log('info', 'webhook.ignored', { traceId, delivery: id, event: name, action: reading.action })
    return accepted('ignored')
  }
  if (!(await deps.inbox.accept(delivery))) return accepted('known')
  await enqueue(deps, traceId, id)
  return accepted('stored')
}

/** Null for bytes that are not UTF-8 or not JSON. */
function parseJson(body: Uint8Array<ArrayBuffer>): { text: string; json: unknown } | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body)
    return { text, json: JSON.parse(text) }
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return null
    throw error
  }
}

function rowOf(
  id: string,
  event: string,
  reading: Exclude<DeliveryReading, { kind: 'invalid' }>,
  payload: string,
  receivedAt: number,
): NewDelivery {
  if (reading.kind === 'ignored') {
    return { id, event, action: reading.action, installationId: null, repositoryId: null, issueNumber: null, payload: '', receivedAt }
  }
  const { action, installationId } = reading.event
  return { id, event, action, installationId, repositoryId: reading.repositoryId, issueNumber: reading.issueNumber, payload, receivedAt }
}

async function enqueue(deps: WebhookDeps, traceId: string, id: string): Promise<void> {
  try {
    await deps.enqueue(id)
  } catch (error) {
    deps.log('warn', 'webhook.queue_failed', { traceId, delivery: id, error })
  }
}

function accepted(outcome: 'stored' | 'known' | 'ignored'): Response {
  return Response.json({ outcome }, { status: 202, headers: { 'cache-control': 'no-store' } })
}

import { Hono } from 'hono'
import * as z from 'zod'
import { sha256Hex } from '../lib/crypto.ts'
import { BodyTooLarge, readBody } from '../lib/http.ts'
import type { Log } from '../lib/log.ts'
import { clientAddress } from '../middleware/client-address.ts'
import type { AppEnv } from '../middleware/context.ts'
import { problemResponse } from '../middleware/problem-response.ts'

/** A word of Cursor holds an id, a status and a summary. */
const bodyBytesLimit = 64_000

/** Of all that the body says only the id counts, and that only where it is one that this registry gave. */
const wordSchema = z.object({ id: z.string().min(1).max(100) })

export interface CursorWebhookDeps {
  /** Checks `X-Webhook-Signature` over the raw body. Null where no secret is configured: then there is no such route. */
  verify: ((signature: string | null, body: Uint8Array<ArrayBuffer>) => Promise<boolean>) | null
  /** Lets the issue that waits for this agent look again at once. `mark` names the word: the same word counts once. */
  moved: (agentId: string, mark: string) => Promise<void>
  /** False when the client, by address, is over its rate of refused signatures. */
  withinLimit: (key: string) => Promise<boolean>
  log: Log
}

/**
 * POST /webhooks/cursor: Cursor says that an agent has finished (webhook `statusChange`). A word only makes the issue ask Cursor itself, sooner than it would have; unknown ids, replays and
 * duplicates change nothing and are answered like the others. In this order: 404 without a secret, 413, 401 (429 for who sends forged ones over the rate), 400, 202.
 */
export function cursorWebhookRoutes(deps: CursorWebhookDeps) {
  return new Hono<AppEnv>().post('/webhooks/cursor', async (c) => {
    const { verify } = deps
    if (verify === null) return c.notFound()
    const traceId = c.get('traceId') ?? ''
    const body = await bodyWithin(c.req.raw)
    if (body === null) return problemResponse('too_large', traceId)
    if (!(await verify(c.req.header('x-webhook-signature') ?? null, body))) {
      if (!(await deps.withinLimit(`cursor-webhook:${clientAddress(c.req.raw)}`))) return problemResponse('too_many_requests', traceId)
      deps.log('warn', 'cursor_webhook.signature_refused', { traceId, bytes: body.byteLength })
      return problemResponse('signature_mismatch', '')
    }
    const word = wordSchema.safeParse(jsonOf(body))
    if (!word.success) return problemResponse('not_the_schema', traceId, 'The body has no usable id.')
    // The signature holds for the body alone, so the body is what tells one word from another.
    await deps.moved(word.data.id, `cursor ${await sha256Hex(body)}`)
    return Response.json({ outcome: 'heard' }, { status: 202, headers: { 'cache-control': 'no-store' } })
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

/** Undefined for bytes that are not UTF-8 or not JSON. */
function jsonOf(body: Uint8Array<ArrayBuffer>): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) return undefined
    throw error
  }
}

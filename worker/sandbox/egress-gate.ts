import { WorkerEntrypoint } from 'cloudflare:workers'
import * as z from 'zod'
import { decide, type EgressForward } from '../domain/egress.ts'
import { createLog } from '../lib/log.ts'

const policySchema = z.object({
  phase: z.enum(['cloning', 'installing', 'testing']),
  repository: z.object({ host: z.string(), path: z.string() }).nullable(),
  credential: z.string().nullable(),
})

/** Stands between a container and the internet: each outbound request comes here, with the policy of its sandbox as properties of the entrypoint. */
export class EgressGate extends WorkerEntrypoint {
  override fetch(request: Request): Promise<Response> {
    return passEgress(request, this.ctx.props, (url, init) => fetch(url, init))
  }
}

/** Sends a request on as the policy has it, or answers 403 and says so in the log. */
export async function passEgress(request: Request, props: unknown, send: typeof fetch): Promise<Response> {
  const policy = policySchema.safeParse(props)
  const decision = policy.success ? decide(request, policy.data) : { allow: false as const, reason: 'there is no policy' }
  if (!decision.allow) {
    const { host, pathname } = new URL(request.url)
    createLog('info')('warn', 'egress.denied', { method: request.method, host, path: pathname.slice(0, 200), reason: decision.reason })
    return new Response(`${decision.reason}\n`, { status: 403 })
  }
  const { url, method, headers, maxRequestBytes, maxResponseBytes }: EgressForward = decision.forward
  const body = await bounded(request.body, maxRequestBytes)
  if (body === null) return new Response('the request is too large\n', { status: 413 })
  // A redirect comes back as a request of its own, so the credential never follows one to another host.
  const response = await send(url, { method, headers, redirect: 'manual', ...(method === 'POST' ? { body } : {}) })
  return new Response(response.body?.pipeThrough(cutAfter(maxResponseBytes)) ?? null, response)
}

/** The whole body; null when it is longer than allowed. */
async function bounded(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body ?? []) {
    bytes += part.byteLength
    if (bytes > maxBytes) return null
    parts.push(part)
  }
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}

/** Lets bytes through up to a bound and breaks off after it. */
function cutAfter(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let bytes = 0
  return new TransformStream({
    transform(part, controller) {
      bytes += part.byteLength
      if (bytes > maxBytes) controller.error(new Error('The answer is larger than the sandbox may read.'))
      else controller.enqueue(part)
    },
  })
}

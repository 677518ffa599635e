import { WorkerEntrypoint } from 'cloudflare:workers'
import { z } from 'zod'
import { decide } from './egress.ts'

const policySchema = z.object({
  phase: z.enum(['clone', 'install', 'test']),
  repository: z.object({ host: z.string(), path: z.string() }).nullable(),
  credential: z.string().nullable(),
  registries: z.array(z.string()),
})

/** Stands between a container and the internet: each outbound request comes here, with the policy of its sandbox as properties of the entrypoint. */
export class EgressGate extends WorkerEntrypoint {
  override async fetch(request: Request): Promise<Response> {
    const policy = policySchema.safeParse(this.ctx.props)
    if (!policy.success) return new Response('no policy', { status: 403 })
    const decision = decide({ method: request.method, url: new URL(request.url) }, policy.data)
    if (decision.kind === 'deny') return new Response(decision.reason, { status: 403 })
    // A redirect is a new request: it comes back through here, so the credential never follows one to another host.
    const outbound = new Request(request, { redirect: 'manual' })
    outbound.headers.delete('authorization')
    if (decision.kind === 'inject') outbound.headers.set(decision.header, decision.value)
    return fetch(outbound)
  }
}

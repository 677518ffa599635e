import { DurableObject } from 'cloudflare:workers'

export { EgressGate } from './sandbox/egress-gate.ts'
export { SandboxObject } from './sandbox/sandbox-object.ts'

export class IssueObject extends DurableObject {}
export class FeedObject extends DurableObject {}

export default {
  async fetch() {
    return new Response('not yet', { status: 503 })
  },
} satisfies ExportedHandler

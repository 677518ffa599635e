import { DurableObject } from 'cloudflare:workers'

export class IssueObject extends DurableObject {}
export class FeedObject extends DurableObject {}
export class SandboxObject extends DurableObject {}

export default {
  async fetch() {
    return new Response('not yet', { status: 503 })
  },
} satisfies ExportedHandler

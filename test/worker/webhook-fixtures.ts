import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { createDeliveryStore } from '../../worker/db/delivery-store.ts'
import { readDelivery } from '../../worker/github/events.ts'
import { verifySignature } from '../../worker/github/signature.ts'
import { hmacSha256Hex } from '../../worker/lib/crypto.ts'
import type { LogFields } from '../../worker/lib/log.ts'
import type { AppEnv } from '../../worker/middleware/context.ts'
import { securityHeaders } from '../../worker/middleware/security-headers.ts'
import { trace } from '../../worker/middleware/trace.ts'
import { type WebhookDeps, webhookRoutes } from '../../worker/routes/webhooks.ts'

export const database = (env as unknown as { DB: D1Database }).DB
export const inbox = createDeliveryStore(database)
export const currentSecret = 'the-current-secret'
export const previousSecret = 'the-secret-before'

/** The route as the Worker mounts it, on the real database, with what it queued and logged. */
export function makeApp(overrides: Partial<WebhookDeps> = {}) {
  const queued: string[] = []
  const logged: { message: string; fields: LogFields | undefined }[] = []
  const log: WebhookDeps['log'] = (_level, message, fields) => logged.push({ message, fields })
  const deps: WebhookDeps = {
    inbox,
    enqueue: async (id) => {
      queued.push(id)
    },
    verify: (signature, body) => verifySignature([currentSecret, previousSecret], signature, body),
    read: readDelivery,
    withinLimit: async () => true,
    now: () => Date.now(),
    log,
    ...overrides,
  }
  const app = new Hono<AppEnv>()
  app.use(securityHeaders({ publicUrl: 'http://registry.test', githubUrl: 'http://forge.test' }))
  app.use(trace({ log, now: () => Date.now() }))
  app.route('/', webhookRoutes(deps))
  return { post: async (request: Request) => app.fetch(request), queued, logged }
}

export interface Sent {
  body: string
  event?: string
  id?: string
  secret?: string
  headers?: Record<string, string>
}

/** A delivery as GitHub sends it, signed. */
export async function signed(sent: Sent): Promise<Request> {
  const headers = new Headers({
    'content-type': 'application/json',
    'x-github-event': sent.event ?? 'issues',
    'x-github-delivery': sent.id ?? crypto.randomUUID(),
    'x-hub-signature-256': `sha256=${await hmacSha256Hex(sent.secret ?? currentSecret, sent.body)}`,
  })
  for (const [name, value] of Object.entries(sent.headers ?? {})) headers.set(name, value)
  return new Request('http://registry.test/webhooks/github', { method: 'POST', headers, body: sent.body })
}

/** The body of an `issues` event with the fields that are read, and one that is not. */
export function issueBody(overrides: Record<string, unknown> = {}): string {
  return JSON.stringify({
    action: 'opened',
    installation: { id: 5001, node_id: 'x' },
    sender: { login: 'olga', id: 7, type: 'User' },
    repository: {
      id: 42,
      full_name: 'meridian-ops/cluster-care-codecollection',
      default_branch: 'main',
      private: false,
      html_url: 'https://github.test/meridian-ops/cluster-care-codecollection',
      clone_url: 'https://github.test/meridian-ops/cluster-care-codecollection.git',
      description: null,
    },
    issue: {
      number: 3,
      title: 'Check the PVCs',
      body: 'please',
      state: 'open',
      labels: [{ name: 'intake' }],
      user: { login: 'olga', id: 7, type: 'User' },
      author_association: 'OWNER',
      html_url: 'https://github.test/i/3',
      created_at: '2026-11-22T10:00:00Z',
      updated_at: '2026-11-22T10:00:01Z',
    },
    ...overrides,
  })
}

export async function rowsOf(id: string): Promise<Record<string, unknown>[]> {
  return (await database.prepare('SELECT * FROM deliveries WHERE id = ?').bind(id).all()).results
}

export async function countRows(): Promise<number> {
  return (await database.prepare('SELECT count(*) AS n FROM deliveries').first<{ n: number }>())?.n ?? -1
}

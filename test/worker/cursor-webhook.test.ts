import { Hono } from 'hono'
import { expect, it } from 'vitest'
import { agentIdOf } from '../../worker/generation/cursor/agent-id.ts'
import { findRun } from '../../worker/generation/cursor/find-run.ts'
import { verifySignature } from '../../worker/github/signature.ts'
import { hmacSha256Hex } from '../../worker/lib/crypto.ts'
import type { AppEnv } from '../../worker/middleware/context.ts'
import { type CursorWebhookDeps, cursorWebhookRoutes } from '../../worker/routes/cursor-webhook.ts'

const secret = 'a secret of more than thirty-two characters'

function makeApp(changes: Partial<CursorWebhookDeps> = {}) {
  const moved: [string, string][] = []
  const app = new Hono<AppEnv>()
  const deps: CursorWebhookDeps = {
    verify: (signature, body) => verifySignature([secret], signature, body),
    moved: async (...word) => {
      moved.push(word)
    },
    withinLimit: async () => true,
    log: () => undefined,
    ...changes,
  }
  app.route('/', cursorWebhookRoutes(deps))
  const post = async (body: string, headers: Record<string, string> = {}) => {
    const signature = `sha256=${await hmacSha256Hex(secret, body)}`
    const init = { method: 'POST', body, headers: { 'x-webhook-signature': signature, 'x-webhook-id': crypto.randomUUID(), ...headers } }
    return (await app.fetch(new Request('http://registry.test/webhooks/cursor', init))).status
  }
  return { post, moved }
}

const word = { event: 'statusChange', id: 'bc_abc123', status: 'FINISHED', target: { branchName: 'main', prUrl: 'https://evil.test' } }

it('hands on the id of a signed word, and a mark that a repetition under another header shares', async () => {
  const { post, moved } = makeApp()
  expect([await post(JSON.stringify(word)), await post(JSON.stringify(word))]).toEqual([202, 202])
  expect(await post(JSON.stringify({ ...word, status: 'ERROR' }))).toBe(202)
  expect(moved.map(([id]) => id)).toEqual(['bc_abc123', 'bc_abc123', 'bc_abc123'])
  expect(new Set(moved.map(([, mark]) => mark)).size).toBe(2)
})

it.each([
  ['without a signature', { 'x-webhook-signature': '' }, 401],
  ['with a signature of something else', { 'x-webhook-signature': `sha256=${'0'.repeat(64)}` }, 401],
  ['with words after the signature', { 'x-webhook-signature': 'sha256=00, sha256=00' }, 401],
])('refuses a word %s', async (_what, headers, status) => {
  const { post, moved } = makeApp()
  expect(await post(JSON.stringify(word), headers)).toBe(status)
  expect(moved).toEqual([])
})

it('refuses what is too large, no JSON or without an id, and everybody who forges too much', async () => {
  const { post, moved } = makeApp()
  expect(await post(JSON.stringify({ ...word, summary: 'x'.repeat(70_000) }))).toBe(413)
  for (const body of ['', 'null', '[]', '{', '{"id":7}', '{"id":""}', `{"id":"${'b'.repeat(200)}"}`]) expect(await post(body)).toBe(400)
  expect(await makeApp({ withinLimit: async () => false }).post('{}', { 'x-webhook-signature': 'x' })).toBe(429)
  expect(moved).toEqual([])
})

it('is not there where no secret is set', async () => {
  expect(await makeApp({ verify: null }).post(JSON.stringify(word))).toBe(404)
})

it('finds the issue of an agent among those at work, in both spellings, and none for an id of others', async () => {
  const atWork = [1, 2, 3].map((attempt) => ({ key: '77#5', round: 2, attempt }))
  const id = await agentIdOf('77#5/2/2')
  for (const spelling of [id, id.replace('bc-', 'bc_'), id.toUpperCase()])
    expect(await findRun(spelling, atWork)).toEqual({ issue: atWork[1], run: '77#5/2/2' })
  for (const other of ['77#5/2/2', 'bc-', '', await agentIdOf('77#5/1/2')]) expect(await findRun(other, atWork)).toBeNull()
})

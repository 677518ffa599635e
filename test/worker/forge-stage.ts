import { SELF } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { expect, inject, vi } from 'vitest'
import * as z from 'zod'
import type { IssueView } from '../../worker/domain/views.ts'
import { hmacSha256Hex } from '../../worker/lib/crypto.ts'
import { bundle, linesOf, type Tree } from './registry-fixtures.ts'

/**
 * The Worker as it runs (webhook, inbox, queues, objects, alarms) against the forge. What happens there is told to it by the forge's own webhooks, when a test hands
 * them on; the runner alone is played.
 */

const forge = inject('forge')
export const owner = 'meridian-ops'
export const repo = 'cluster-care-codecollection'
export const repositoryId = 81001

/** Bundles that the played runner finds in every repository. */
export const tree: Tree = [bundle('k8s-known', 'a')]

/** Paths of calls to GitHub that wait until the test lets them go. */
const held: { path: RegExp; isFree: Promise<void> }[] = []

const commit = 'c'.repeat(40)
const ndjson = (...lines: unknown[]) => new Response(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))

function runner(path: string): Response {
  if (path === '/inspect') return ndjson(...linesOf(tree, commit, {}))
  if (path === '/validate') return ndjson({ type: 'report', report: { ok: true, checks: [], durationMs: 1, tools: {} } })
  return ndjson({ type: 'end' })
}

/** When the Worker last asked anybody anything. */
let askedAt = 0

/** Waits until the queues have nothing left: what they ask after the last test would meet no stand-in. */
export async function untilQuiet(): Promise<void> {
  await vi.waitFor(() => expect(Date.now() - askedAt).toBeGreaterThan(2_000), { timeout: 30_000, interval: 200 })
}

/** Points this isolate's Worker at the forge. */
export function useForge(): void {
  const { url, appId, privateKey, slug } = forge
  Object.assign(env, {
    GITHUB_URL: url,
    GITHUB_API_URL: `${url}/api/v3`,
    GITHUB_APP_ID: appId,
    GITHUB_APP_PRIVATE_KEY: privateKey,
    GITHUB_APP_SLUG: slug,
    LOG_LEVEL: 'error',
  })
  const through = globalThis.fetch.bind(globalThis)
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    askedAt = Date.now()
    const { hostname, pathname } = new URL(input instanceof Request ? input.url : input)
    if (hostname === 'runner.test') return runner(pathname)
    for (const { path, isFree } of held) if (path.test(pathname)) await isFree
    return through(input, init)
  })
}

/** Holds calls to GitHub back from now on; the result lets them go. */
export function hold(path: RegExp): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  const entry = { path, isFree: promise }
  held.push(entry)
  return () => {
    held.splice(held.indexOf(entry), 1)
    resolve()
  }
}

async function control(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${forge.url}/_forge${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}

let told = 0
const deliveryRow = z.object({ id: z.number(), guid: z.string(), event: z.string() })

/** Hands on every webhook of the forge that was not handed on yet. */
export async function handOn(): Promise<void> {
  const rows = z.array(deliveryRow).parse(await control('GET', '/deliveries'))
  for (const { id, guid, event } of rows.filter((row) => row.id > told).reverse()) {
    told = id
    const body = JSON.stringify(await control('GET', `/deliveries/${id}/payload`))
    const signature = `sha256=${await hmacSha256Hex('test-webhook-secret', body)}`
    const headers = { 'x-github-event': event, 'x-github-delivery': guid, 'x-hub-signature-256': signature }
    const answer = await SELF.fetch('http://registry.test/webhooks/github', { method: 'POST', body, headers })
    if (answer.status !== 202) throw new Error(`${event}: ${answer.status}`)
  }
}

/** An owner changes the App's installation. Unless it `isHeard`, the webhook about it is lost for good. */
export async function toInstallation(action: string, isHeard = true): Promise<void> {
  await handOn()
  await control('POST', '/installation', { action })
  if (isHeard) return handOn()
  const [newest] = z.array(deliveryRow).parse(await control('GET', '/deliveries'))
  told = newest?.id ?? told
}

/** An owner changes the repository of this name. */
export async function toRepository(name: string, change: object): Promise<void> {
  await control('POST', `/repos/${owner}/${name}/changes`, change)
  await handOn()
}

/** A request filed by a member. */
export async function openIssue(title: string): Promise<{ number: number; key: string }> {
  const body = `### What cloud platform(s) should this support?\n\nKubernetes\n\n### What are the key tasks? When should an issue be raised?\n\n1. ${title}.\n`
  const labels = ['codebundle:generate']
  const { number } = z
    .object({ number: z.number() })
    .parse(await control('POST', '/issues', { owner, repo, title, body, labels, login: 'mina' }))
  await handOn()
  return { number, key: `${repositoryId}#${number}` }
}

/** Branches and pull requests that the forge holds of an issue. */
export async function summaryOf(name: string, issue: number) {
  const shape = z.object({ branches: z.array(z.string()), pullRequests: z.array(z.object({ head: z.string(), merged: z.boolean() })) })
  const { branches, pullRequests } = shape.parse(await control('GET', `/repos/${owner}/${name}/summary?issue=${issue}`))
  const own = `codecollection-registry/issue-${issue}`
  return { branches: branches.filter((branch) => branch === own), pulls: pullRequests.filter(({ head }) => head === own) }
}

/** Waits until the issue is as `done` says, handing on what the forge tells meanwhile. */
export async function until(key: string, done: (view: IssueView) => boolean): Promise<IssueView> {
  return vi.waitFor(
    async () => {
      await handOn()
      const view = await env.ISSUE.getByName(key).view()
      if (view === null || !done(view)) throw new Error(`${key} is ${view?.summary.state} (${view?.summary.outcome?.reason ?? ''})`)
      return view
    },
    { timeout: 20_000, interval: 100 },
  )
}

import { mkdirSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { join, resolve } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { run, tool, wranglerEnv } from '../stack/prepare.ts'
import { type Figure, percentile } from './figures.ts'
import { addressOf, requests } from './search-queries.ts'

const root = resolve(import.meta.dirname, '../..')
const clients = 16

/** The built Worker alone, over the databases in `dir`, on a socket of its own: the proxies that `wrangler dev` and Miniflare put before it cost more than a search, and are not there when it is deployed. */
async function startWorker(dir: string): Promise<{ url: URL; stop(): Promise<void> }> {
  const built = join(dir, 'built')
  // Only the API is asked; the pages' files may not have been built.
  mkdirSync(join(root, 'web/dist'), { recursive: true })
  await run(tool('wrangler'), ['deploy', '--dry-run', '--outdir', built, '--containers-rollout=none'], wranglerEnv)
  const objects = { ISSUE: 'IssueObject', FEED: 'FeedObject', SANDBOX: 'SandboxObject' }
  const entries = Object.entries(objects).map(([name, className]) => [name, { className, useSQLite: true }])
  const limitOf = (id: string) => ({ namespace_id: id, simple: { limit: 1_000_000, period: 60 as const } })
  const options = convertV4MiniflareOptions({
    modules: true,
    modulesRoot: built,
    scriptPath: join(built, 'index.js'),
    compatibilityDate: '2026-11-01',
    compatibilityFlags: ['nodejs_compat', 'nodejs_compat_do_not_populate_process_env'],
    d1Databases: { DB: '00000000-0000-0000-0000-000000000001', SEARCH: '00000000-0000-0000-0000-000000000002' },
    durableObjects: Object.fromEntries(entries),
    queueProducers: { DELIVERIES: 'deliveries', JOBS: 'jobs' },
    ratelimits: { WEBHOOK_LIMIT: limitOf('1001'), WRITE_LIMIT: limitOf('1002') },
    bindings: { ...settings },
    versionMetadata: 'CF_VERSION_METADATA',
    unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
    host: '127.0.0.1',
    port: 0,
  })
  const miniflare = new Miniflare({ ...options, resourcePersistencePath: join(dir, 'v3') })
  await miniflare.ready
  return { url: await miniflare.unsafeGetDirectURL(), stop: () => miniflare.dispose() }
}

const settings = {
  PUBLIC_URL: 'http://127.0.0.1',
  GITHUB_URL: 'http://127.0.0.1',
  GITHUB_API_URL: 'http://127.0.0.1',
  GITHUB_APP_ID: '1',
  GITHUB_APP_SLUG: 'bench',
  GITHUB_CLIENT_ID: 'bench',
  GITHUB_APP_PRIVATE_KEY: 'bench',
  GITHUB_CLIENT_SECRET: 'bench',
  GITHUB_WEBHOOK_SECRET: 'bench',
  SESSION_SECRET: 'bench',
  RUNNER_TOKEN: 'bench',
  KEY_ENCRYPTION_KEYS: '',
  SANDBOX_MODE: 'local',
  ALLOW_LOCAL_SANDBOX: 'true',
  RUNNER_URL: 'http://127.0.0.1',
  LOG_LEVEL: 'error',
  ROLE_GRANTS: '',
}

function ask(url: URL, agent: Agent): Promise<number> {
  return new Promise((done, fail) => {
    const began = performance.now()
    get(url, { agent }, (response) => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 200 ? done(performance.now() - began) : fail(new Error(`${url} answered ${response.statusCode}`)),
      )
    }).on('error', fail)
  })
}

/** Every client asks one request after the other, each beginning elsewhere in the list. */
async function load(base: URL, forMs: number): Promise<{ times: number[]; seconds: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const addresses = requests.map((request) => new URL(addressOf(request), base))
  const times: number[] = []
  const began = performance.now()
  const client = async (number: number) => {
    for (let turn = number * 17; performance.now() - began < forMs; turn += 1) {
      const address = addresses[turn % addresses.length]
      if (address) times.push(await ask(address, agent))
    }
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  agent.destroy()
  return { times, seconds: (performance.now() - began) / 1_000 }
}

/** Search over HTTP: the first round makes the answers, the measured one finds them kept, as most visitors do. */
export async function loadSearch(dir: string, forMs: number): Promise<Figure[]> {
  const worker = await startWorker(dir)
  try {
    const agent = new Agent({ keepAlive: true })
    const fresh: number[] = []
    for (const request of requests) fresh.push(await ask(new URL(addressOf(request), worker.url), agent))
    agent.destroy()
    const { times, seconds } = await load(worker.url, forMs)
    const rate = times.length / seconds
    const text = (value: number) => value.toFixed(1)
    process.stdout.write(
      `over HTTP, first time each, one client: first ${text(fresh[0] ?? 0)} ms, then p50 ${text(percentile(fresh.slice(1), 0.5))} ms, p99 ${text(percentile(fresh.slice(1), 0.99))} ms\n`,
    )
    process.stdout.write(
      `over HTTP, ${clients} clients: ${Math.round(rate)} requests/s (at least 400), p50 ${text(percentile(times, 0.5))} ms\n`,
    )
    return [
      { name: 'search over HTTP, 16 clients, p99', value: percentile(times, 0.99), unit: 'ms', bound: 40 },
      // A bound from above like the others: milliseconds that one request takes of the whole machine.
      { name: 'machine time of one request, 2.5 = 400/s', value: 1_000 / rate, unit: 'ms', bound: 2.5 },
    ]
  } finally {
    await worker.stop()
  }
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from '@octokit/app'
import { Octokit } from '@octokit/core'
import { type Forge, type ForgeOptions, startForge } from './forge.ts'
import { loadOpenApi, type OpenApi, validatingFetch } from './openapi-validator.ts'

let loaded: OpenApi | null = null

/** GitHub's description, read when it is first needed. */
export function openApi(): OpenApi {
  loaded ??= loadOpenApi()
  return loaded
}

/** A `fetch` that throws at an answer that GitHub would not give. */
export const checkedFetch: typeof fetch = (input, init) => validatingFetch(openApi())(input, init)

export const owner = 'meridian-ops'
export const repo = 'cluster-care-codecollection'

export interface Received {
  headers: IncomingHttpHeaders
  body: Buffer
  event: string
  payload: Record<string, unknown>
}

/** A place that webhooks are sent to. `answer` decides the status of each. */
export interface Sink {
  url: string
  received: Received[]
  answer: (delivery: Received) => number
  /** Resolves with the first delivery, past or future, that passes the test; rejects when none does within ten seconds. */
  next(test: (delivery: Received) => boolean): Promise<Received>
  close(): Promise<void>
}

export async function startSink(): Promise<Sink> {
  const waiting = new Set<() => void>()
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const delivery = {
      headers: request.headers,
      body,
      event: String(request.headers['x-github-event']),
      payload: JSON.parse(body.toString()),
    }
    sink.received.push(delivery)
    response.writeHead(sink.answer(delivery)).end()
    for (const look of waiting) look()
  })
  // A connection closed while the forge reuses it would be a lost delivery.
  server.keepAliveTimeout = 600_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const sink: Sink = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    received: [],
    answer: () => 202,
    next: (test) =>
      new Promise((resolve, reject) => {
        const kinds = () => sink.received.map(({ event, payload }) => `${event} ${payload.action}`).join(', ')
        const timer = setTimeout(() => reject(new Error(`no such delivery among: ${kinds()}`)), 10_000)
        const look = () => {
          const found = sink.received.find(test)
          if (found === undefined) return
          clearTimeout(timer)
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
    close: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
  return sink
}

/** A forge in a folder of its own, a sink for its webhooks and the App's client, every answer checked. */
export async function startStage(options: Partial<ForgeOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'forge-test-'))
  const sink = await startSink()
  const forge = await startForge({ port: 0, dataDir: join(folder, 'data'), appUrl: sink.url, ...options })
  const app = appOf(forge)
  const stage = {
    forge,
    sink,
    folder,
    app,
    octokit: await app.getInstallationOctokit(forge.credentials.installationId),
    close: async () => {
      await forge.close()
      await sink.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return stage
}

export type Stage = Awaited<ReturnType<typeof startStage>>

/** The real client of a GitHub App, pointed at the forge. */
function appOf(forge: Forge): App {
  const { appId, privateKey, clientId, clientSecret, webhookSecret } = forge.credentials
  return new App({
    appId,
    privateKey,
    oauth: { clientId, clientSecret },
    webhooks: { secret: webhookSecret },
    Octokit: Octokit.defaults({ baseUrl: `${forge.url}/api/v3`, request: { fetch: checkedFetch } }),
  })
}

/** A client that acts as a person. */
export function personOf(forge: Forge, login: string): Octokit {
  return new Octokit({ auth: forge.tokenOf(login), baseUrl: `${forge.url}/api/v3`, request: { fetch: checkedFetch } })
}

/** The status and message of a refused call. */
export async function refusal(call: Promise<unknown>): Promise<{ status: unknown; message: string }> {
  try {
    await call
  } catch (error) {
    if (error instanceof Error && 'status' in error) return { status: error.status, message: error.message }
    throw error
  }
  throw new Error('the call was not refused')
}

/** Runs the git program as a client. */
export async function runGit(args: string[], cwd: string): Promise<{ code: number; output: string }> {
  const child = spawn('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', ...args], {
    cwd,
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' },
  })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk) => chunks.push(chunk))
  child.stderr.on('data', (chunk) => chunks.push(chunk))
  const [code] = await once(child, 'close')
  return { code: Number(code), output: Buffer.concat(chunks).toString() }
}

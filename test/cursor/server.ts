import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Branches, createBranches, type Host } from './branches.ts'
import { type Fault, Faults } from './faults.ts'
import { Refusal } from './refusal.ts'
import { type Account, answer } from './routes.ts'
import { sendStream, streamOf } from './stream.ts'
import { World } from './world.ts'

/** One request and its answer, as they were on the wire. `status` is 0 where there was none; `response` is null for a stream. */
export interface Exchange {
  at: number
  method: string
  path: string
  request: unknown
  status: number
  response: unknown
  /** Answered by a failure switch. */
  faulty: boolean
}

export interface CursorDouble {
  url: string
  key: string
  world: World
  branches: Branches
  faults: Faults
  account: Account
  exchanges: Exchange[]
  close(): Promise<void>
}

export interface DoubleOptions {
  now: () => number
  /** Repositories that the GitHub App of the account may read, with their branches. */
  repositories: Record<string, string[]>
  /** Real repositories in the place of those in memory. */
  host?: Host
  /** Calls within any 60 s, after which 429 follows; the service's documentation speaks of about 20. */
  callsPerMinute?: number
}

const hugeBytes = 10 * 1024 * 1024

/** The prompt has no limit of its own in the document; no request of ours comes near this. */
const longestBodyBytes = 100 * 1024 * 1024

/**
 * Stands in for the Cloud Agents API v1 on a free port of 127.0.0.1: agents, runs, streams, usage, models and the key's owner, with the
 * refusals the real service is known for. Not answered: repositories, artifact downloads, sub-tokens, and all of v0.
 */
export async function startCursorDouble(options: DoubleOptions): Promise<CursorDouble> {
  const branches = createBranches(options.repositories)
  const world = new World(options.now, options.host ?? branches)
  const state = {
    world,
    branches,
    faults: new Faults(),
    account: { usage: 'tokens' } as Account,
    exchanges: [] as Exchange[],
    key: 'key_double_1',
  }
  const open = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    open.add(response)
    response.on('close', () => open.delete(response))
    serve(state, options, request, response).catch((error: unknown) => {
      process.stderr.write(`cursor double: ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}\n`)
      response.destroy()
    })
  })
  await listen(server)
  const { port } = server.address() as AddressInfo
  return {
    ...state,
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        for (const response of open) response.destroy()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

type State = Omit<CursorDouble, 'url' | 'close'>

async function serve(state: State, options: DoubleOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://double')
  const method = request.method ?? 'GET'
  const text = await readText(request)
  const exchange: Exchange = {
    at: options.now(),
    method,
    path: url.pathname,
    request: parse(text),
    status: 0,
    response: null,
    faulty: false,
  }
  state.exchanges.push(exchange)
  const fault = state.faults.take(method, url.pathname)
  exchange.faulty = fault !== null
  if (fault?.kind === 'slow') return
  if (fault?.kind === 'drop') return void response.destroy()
  if (fault?.kind === 'answer') return send(exchange, response, fault)
  try {
    authenticate(request, state.key)
    limit(state.exchanges, options)
    const ids = streamOf(method, url.pathname)
    if (ids !== null) {
      sendStream(state.world, ids, request.headers['last-event-id']?.toString() ?? null, response)
      exchange.status = 200
      return
    }
    const body = text === '' ? undefined : json(request, text)
    const reply = answer(state.world, { method, path: url.pathname, search: url.searchParams, body }, state.account)
    sendReply(exchange, response, fault, { status: reply.status, body: JSON.stringify(reply.json) })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    send(exchange, response, { status: error.status, body: JSON.stringify(error.body()), headers: error.headers })
  }
}

interface Answer {
  status: number
  body: string
  headers?: Record<string, string>
}

function sendReply(exchange: Exchange, response: ServerResponse, fault: Fault | null, wanted: Answer): void {
  if (fault?.kind === 'lost') return void response.destroy()
  if (fault?.kind === 'huge') return send(exchange, response, { ...wanted, body: wanted.body + ' '.repeat(hugeBytes) })
  if (fault?.kind !== 'cut') return send(exchange, response, wanted)
  response.writeHead(wanted.status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(wanted.body) })
  response.write(wanted.body.slice(0, wanted.body.length / 2), () => response.destroy())
}

function send(exchange: Exchange, response: ServerResponse, { status, body, headers }: Answer): void {
  exchange.status = status
  exchange.response = parse(body)
  const id = `req-${exchange.at}-${Math.round(exchange.at % 997)}`
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': id, ...headers })
  response.end(body)
}

/** A bearer token, or the key as user name of Basic authentication with an empty password. */
function authenticate(request: IncomingMessage, key: string): void {
  const header = request.headers.authorization ?? ''
  const [scheme = '', value = ''] = header.split(' ')
  const given = scheme === 'Basic' ? Buffer.from(value, 'base64').toString().replace(/:$/, '') : scheme === 'Bearer' ? value : ''
  if (given === '') throw new Refusal(401, 'unauthorized', 'Missing API key.')
  if (given !== key) throw new Refusal(401, 'api_key_not_found', 'Unknown API key.')
}

function limit(exchanges: readonly Exchange[], { now, callsPerMinute = 20 }: DoubleOptions): void {
  const recent = exchanges.filter(({ at, status }) => now() - at < 60_000 && status !== 429)
  if (recent.length <= callsPerMinute) return
  const seconds = Math.ceil((60_000 - (now() - (recent[0]?.at ?? now()))) / 1_000)
  throw new Refusal(429, 'rate_limit_exceeded', 'Too many calls.', {
    'retry-after': `${seconds}`,
    'x-ratelimit-limit': `${callsPerMinute}`,
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': `${Math.ceil(now() / 1_000) + seconds}`,
  })
}

function json(request: IncomingMessage, text: string): unknown {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(400, 'validation_error', 'The body is not said to be JSON.')
  }
  const body = parse(text)
  if (body === undefined) throw new Refusal(400, 'validation_error', 'The body is no JSON.')
  return body
}

/** Parsed JSON, or undefined for text that is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > longestBodyBytes) throw new Error('the request body is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
}

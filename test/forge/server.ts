import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { ApiError } from './api-error.ts'
import { answerControl } from './control.ts'
import type { RestFault } from './faults.ts'
import { isGitRequest, serveGit } from './git-http.ts'
import { answerOauth } from './oauth.ts'
import { answerGraphql, answerRest } from './rest.ts'
import type { Call, Reply } from './router.ts'
import { answerSite } from './site.ts'
import type { World } from './world.ts'

/** GitHub takes request bodies up to about 100 MB; nothing here sends a quarter of that. */
const longestBodyBytes = 25 * 1024 * 1024

/** A connection that is closed while a client reuses it is a lost call, so idle ones are kept longer than any test pauses. */
const idleMs = 600_000

const api = '/api/v3'

/** The forge's HTTP server. It answers one request at a time, each in one transaction; only git's own requests run side by side. */
export function createForgeServer(world: World): Server {
  const server = createServer((request, response) => {
    serve(world, request, response).catch((error: unknown) => {
      process.stderr.write(`forge: ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}\n`)
      if (response.headersSent) response.destroy()
      else send(response, { status: 500, json: { message: 'Server Error' } })
    })
  })
  server.keepAliveTimeout = idleMs
  return server
}

async function serve(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', world.url)
  if (isGitRequest(url)) return serveGit(world, request, response, url)
  const call = await readCall(request, url)
  const target = /^\/api(?:\/v3)?(\/.*)$/.exec(url.pathname)?.[1]
  const rule = target === undefined ? null : world.faults.forRest(call.method, target)
  const works = rule === null || rule.mode.endsWith('_after_work')
  const reply = works ? answer(world, call) : null
  world.wakeDeliverer()
  if (rule?.mode.startsWith('cut')) request.socket.destroy()
  else send(response, rule === null && reply !== null ? reply : faultReply(rule))
}

function faultReply(rule: RestFault | null): Reply {
  const status = rule?.status ?? 500
  return { status, headers: { ...limits(), ...rule?.headers }, json: new ApiError(status, rule?.message ?? 'Server Error').body() }
}

async function readCall(request: IncomingMessage, url: URL): Promise<Call> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > longestBodyBytes) throw new Error('the request body is too long')
    chunks.push(chunk)
  }
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body: Buffer.concat(chunks),
    params: {},
  }
}

/** What was written before a refusal is undone with it. */
function answer(world: World, call: Call): Reply {
  try {
    return world.store.transaction(() => route(world, call))
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { status: error.status, headers: limits(), json: error.body() }
  }
}

function route(world: World, call: Call): Reply {
  if (call.path === '/api/graphql' && call.method === 'POST') return answerGraphql(world, call)
  if (call.path.startsWith(`${api}/`)) {
    const reply = answerRest(world, call, call.path.slice(api.length))
    return { ...reply, headers: { ...limits(), ...reply.headers } }
  }
  if (call.path.startsWith('/_forge/')) return answerControl(world, call)
  if (call.path.startsWith('/login/oauth/')) return answerOauth(world, call)
  return answerSite(world, call)
}

function limits(): Record<string, string> {
  return {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': '4999',
    'x-ratelimit-used': '1',
    'x-ratelimit-resource': 'core',
    'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3600),
    'x-github-media-type': 'github.v3; format=json',
  }
}

function send(response: ServerResponse, { status, headers = {}, json, text }: Reply): void {
  const body = text ?? (json === undefined ? '' : JSON.stringify(json))
  const type: Record<string, string> =
    body === '' ? {} : { 'content-type': text === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8' }
  response.writeHead(status, { ...type, 'content-length': Buffer.byteLength(body), ...headers })
  response.end(body)
}

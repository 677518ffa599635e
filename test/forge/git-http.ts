import { spawn } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { type Actor, actorOf, allows, credentialOf, loginOf } from './actor.ts'
import { ApiError } from './api-error.ts'
import { gitEnvironment } from './git.ts'
import { hasMark } from './installation.ts'
import { afterRefsChanged } from './pushes.ts'
import { findRenamed, findRepo } from './repos.ts'
import type { Repo } from './tables.ts'
import type { World } from './world.ts'

/** Smart HTTP paths: `/<owner>/<repo>[.git]/info/refs`, `…/git-upload-pack`, `…/git-receive-pack`. */
const gitPath = /^\/([\w.-]+)\/([\w.-]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/

interface GitRequest {
  repo: Repo
  service: string
  writes: boolean
  login: string
}

/** True when the request is git's own. */
export function isGitRequest(url: URL): boolean {
  return gitPath.test(url.pathname)
}

/** Serves a fetch or a push through `git http-backend`. Reads of these public repositories need no token; pushes need one that may write contents. */
export async function serveGit(world: World, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const location = movedTo(world, url)
  if (location !== null) {
    request.resume()
    response.writeHead(301, { location }).end()
    return
  }
  let accepted: GitRequest
  try {
    accepted = accept(world, request, url)
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    request.resume()
    const challenge: Record<string, string> = error.status === 401 ? { 'www-authenticate': 'Basic realm="GitHub"' } : {}
    response.writeHead(error.status, { 'content-type': 'text/plain', ...challenge }).end(error.message)
    return
  }
  const child = spawn('git', ['http-backend'], { env: environmentOf(world, request, url, accepted), stdio: ['pipe', 'pipe', 'inherit'] })
  response.on('close', () => child.kill())
  // A client that hangs up closes the pipe; git then ends by itself.
  child.stdin.on('error', () => request.unpipe())
  request.pipe(child.stdin)
  if (accepted.service !== 'git-receive-pack' || url.pathname.endsWith('/info/refs')) await stream(child.stdout, response)
  else await finishPush(world, accepted, child.stdout, response)
}

/** Where a repository that has left its name is served; null where nothing has moved. */
function movedTo(world: World, url: URL): string | null {
  const [, owner = '', name = '', action = ''] = gitPath.exec(url.pathname) ?? []
  const repo = findRenamed(world, owner, name)
  return repo === null ? null : `${world.url}/${repo.owner}/${repo.name}.git/${action}${url.search}`
}

function accept(world: World, request: IncomingMessage, url: URL): GitRequest {
  const [, owner = '', name = '', action = ''] = gitPath.exec(url.pathname) ?? []
  const service = action === 'info/refs' ? (url.searchParams.get('service') ?? '') : action
  const writes = service === 'git-receive-pack'
  const credential = credentialOf(request.headers.authorization)
  const actor: Actor | null = credential === null ? null : actorOf(world, credential, Date.now())
  const repo = findRepo(world, owner, name)
  if (repo === null) throw new ApiError(credential === null ? 401 : 404, 'Repository not found.')
  if (service !== 'git-upload-pack' && service !== 'git-receive-pack') throw new ApiError(403, 'Please upgrade your git client.')
  if (actor === null && writes) throw new ApiError(401, 'No anonymous write access.')
  if (actor === null && hasMark(world, repo, 'private')) throw new ApiError(401, 'Repository not found.')
  if (writes && hasMark(world, repo, 'archived')) throw new ApiError(403, 'This repository was archived so it is read-only.')
  if (actor !== null && !allows(world, actor, repo, { permission: 'contents', level: writes ? 'write' : 'read' })) {
    throw new ApiError(403, writes ? 'Write access to repository not granted.' : 'Resource not accessible by integration')
  }
  return { repo, service, writes, login: actor === null ? '' : loginOf(world, actor) }
}

function environmentOf(world: World, request: IncomingMessage, url: URL, { repo, login }: GitRequest): NodeJS.ProcessEnv {
  const action = gitPath.exec(url.pathname)?.[3] ?? ''
  const optional: [string, string | undefined][] = [
    ['CONTENT_TYPE', request.headers['content-type']],
    ['CONTENT_LENGTH', request.headers['content-length']],
    ['HTTP_CONTENT_ENCODING', request.headers['content-encoding']],
    ['GIT_PROTOCOL', request.headers['git-protocol']?.toString()],
  ]
  return gitEnvironment({
    GIT_PROJECT_ROOT: join(world.dataDir, 'repositories'),
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${repo.owner}/${repo.name}.git/${action}`,
    REQUEST_METHOD: request.method ?? 'GET',
    QUERY_STRING: url.search.slice(1),
    REMOTE_ADDR: '127.0.0.1',
    REMOTE_USER: login,
    ...Object.fromEntries(optional.filter((pair): pair is [string, string] => pair[1] !== undefined)),
  })
}

/** Reads the CGI header block; what follows it is the body. */
async function readHead(output: AsyncIterator<Buffer>): Promise<{ status: number; headers: Record<string, string>; rest: Buffer }> {
  let seen: Buffer = Buffer.alloc(0)
  for (;;) {
    const end = seen.indexOf('\r\n\r\n')
    if (end >= 0) {
      const lines = seen.subarray(0, end).toString().split('\r\n')
      const headers = Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
      )
      const { status, ...others } = headers
      return { status: Number.parseInt(status ?? '200', 10), headers: others, rest: seen.subarray(end + 4) }
    }
    const next = await output.next()
    if (next.done === true) return { status: 500, headers: {}, rest: seen }
    seen = Buffer.concat([seen, next.value])
  }
}

async function stream(output: AsyncIterable<Buffer>, response: ServerResponse): Promise<void> {
  const chunks = output[Symbol.asyncIterator]()
  const { status, headers, rest } = await readHead(chunks)
  response.writeHead(status, headers)
  response.write(rest)
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    if (!response.write(next.value)) await new Promise((resolve) => response.once('drain', resolve).once('close', resolve))
  }
  response.end()
}

/** Holds the answer to a push back until its events are stored. */
async function finishPush(
  world: World,
  { repo, login }: GitRequest,
  output: AsyncIterable<Buffer>,
  response: ServerResponse,
): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of output) chunks.push(chunk)
  world.store.transaction(() => afterRefsChanged(world, repo, login))
  world.wakeDeliverer()
  const whole = chunks.values()
  const { status, headers, rest } = await readHead(
    (async function* () {
      yield* whole
    })(),
  )
  response.writeHead(status, headers)
  response.end(Buffer.concat([rest, ...whole]))
}

import { createHash, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { type RehearseLine, rehearseRequestSchema } from '../worker/domain/rehearsal/rehearsal-protocol.ts'
import type { RehearsalReport } from '../worker/domain/rehearsal/rehearsal-report.ts'
import type { Report } from '../worker/domain/report.ts'
import {
  type AssessLine,
  assessRequestSchema,
  type InspectLine,
  inspectRequestSchema,
  type SandboxErrorCode,
  type ValidateLine,
  validateRequestSchema,
} from '../worker/domain/sandbox-protocol.ts'
import { assessRepository } from './assess/assess.ts'
import { inspect } from './inspect/inspect.ts'
import { rehearseDraft } from './rehearse/rehearse-draft.ts'
import { LineStream, Refusal, readBody, sendJson } from './respond.ts'
import { SandboxFailure } from './sandbox-failure.ts'
import { toolVersions } from './tools.ts'
import { validate } from './validate/validate.ts'
import { makeWorkDir, removeLeftovers } from './work-dir.ts'

export interface RunnerOptions {
  /** Bearer token that every request but /healthz must carry. */
  token: string
  /** Virtual environment made by install.sh. */
  venv: string
  /** 0 for any free port. */
  port: number
  /** 127.0.0.1 when absent. */
  host?: string
  /** Where temporary files go; the system's directory when absent. */
  workRoot?: string
  /** Inspections and validations at a time; more are answered `busy`. */
  concurrency?: number
  /** Run untrusted steps although this machine cannot shut them off: for development. */
  allowUnconfined?: boolean
  /** Longest run of one request. */
  deadlineMs?: number
}

export interface Runner {
  url: string
  /** Stops listening, ends running work and removes its files. */
  close: () => Promise<void>
}

/** Two cores serve four pieces of work: each waits for git and the network part of its time. */
const defaultConcurrency = 4

/** Ten times the slowest known inspection. */
const defaultDeadlineMs = 180_000

/** The largest known collection answers with 9 MB. */
const maxAnswerBytes = 128 * 1024 * 1024

interface Work {
  signal: AbortSignal
  workDir: string
}

/** Starts the runner's HTTP server: POST /inspect, POST /validate, POST /assess, POST /rehearse, GET /healthz. Resolves when it listens. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const workRoot = options.workRoot ?? tmpdir()
  await removeLeftovers(workRoot)
  const running = new Set<{ controller: AbortController; done: Promise<void> }>()
  const server = createServer((request, response) => {
    route({ ...options, workRoot }, running, request, response).catch((error: unknown) => refuse(response, error))
  })
  // Headers must arrive promptly; the answer of a long run may take its time.
  server.headersTimeout = 10_000
  server.requestTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host ?? '127.0.0.1', resolve)
  })
  const address: AddressInfo | string | null = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  return { url: `http://${options.host ?? '127.0.0.1'}:${port}`, close: () => stop(server, running) }
}

type Running = Set<{ controller: AbortController; done: Promise<void> }>

async function stop(server: Server, running: Running): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  for (const work of running) work.controller.abort()
  await Promise.all([...running].map((work) => work.done))
  server.closeAllConnections()
  await closed
}

async function route(
  options: RunnerOptions & { workRoot: string },
  running: Running,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0]
  if (path === '/healthz' && request.method === 'GET') {
    const work = await makeWorkDir(options.workRoot)
    const tools = await toolVersions(options.venv, work.path).finally(work.remove)
    const ok = !Object.values(tools).includes('missing')
    return sendJson(response, ok ? 200 : 503, { status: ok ? 'ok' : 'degraded', running: running.size, tools })
  }
  const begin = path === undefined ? undefined : starts[path]
  if (!begin) throw new Refusal(404, 'bad_request', 'There is no such route.')
  if (request.method !== 'POST') throw new Refusal(405, 'bad_request', 'Only POST is understood here.')
  if (!isAuthorized(request, options.token)) throw new Refusal(401, 'bad_request', 'The bearer token is missing or wrong.')
  const { venv, allowUnconfined = false } = options
  const run = await begin(request, { venv, allowUnconfined })
  return perform(options, running, response, run)
}

type Run = (stream: LineStream, work: Work) => Promise<void>

/** Each kind of work by its path: reads the request, then gives what is to be run. */
const starts: Record<string, (request: IncomingMessage, own: Pick<RunnerOptions, 'venv' | 'allowUnconfined'>) => Promise<Run>> = {
  '/inspect': async (request, own) => {
    const asked = await readBody(request, inspectRequestSchema)
    return (stream, work) => runInspect(stream, { ...asked, ...work, ...own })
  },
  '/assess': async (request, own) => {
    const asked = await readBody(request, assessRequestSchema)
    return (stream, work) => runAssess(stream, { ...asked, ...work, ...own })
  },
  '/validate': async (request, own) => {
    const asked = await readBody(request, validateRequestSchema)
    return (stream, work) => runReport(stream, (progress) => validate({ ...asked, ...work, ...own, allowPath: false, progress }))
  },
  '/rehearse': async (request, own) => {
    const asked = await readBody(request, rehearseRequestSchema)
    return (stream, work) => runReport(stream, (progress) => rehearseDraft({ ...asked, ...work, ...own, allowPath: false, progress }))
  },
}

function isAuthorized(request: IncomingMessage, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return token !== '' && timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`))
}

/** Runs one piece of work under the limits; a client that goes away and a passed deadline end it and its processes. */
async function perform(options: RunnerOptions & { workRoot: string }, running: Running, response: ServerResponse, run: Run): Promise<void> {
  const stream = new LineStream(response, maxAnswerBytes)
  if (running.size >= (options.concurrency ?? defaultConcurrency)) {
    return stream.end(errorLine('busy', 'All places are taken; try again in a moment.'))
  }
  const controller = new AbortController()
  const { promise: done, resolve: finish } = Promise.withResolvers<void>()
  const entry = { controller, done }
  running.add(entry)
  const deadline = setTimeout(() => controller.abort(), options.deadlineMs ?? defaultDeadlineMs)
  response.on('close', () => controller.abort())
  const work = await makeWorkDir(options.workRoot)
  let last: object | undefined
  try {
    await run(stream, { signal: controller.signal, workDir: work.path })
  } catch (error) {
    last = lineOfError(error)
  } finally {
    clearTimeout(deadline)
    await work.remove()
    running.delete(entry)
    // Who sees the end of the answer may count on the place being free and the files gone.
    stream.end(last)
    finish()
  }
}

async function runInspect(stream: LineStream, options: Omit<Parameters<typeof inspect>[0], 'allowPath'>): Promise<void> {
  for await (const line of inspect({ ...options, allowPath: false })) await send(stream, line)
}

async function runAssess(stream: LineStream, options: Omit<Parameters<typeof assessRepository>[0], 'allowPath'>): Promise<void> {
  for await (const line of assessRepository({ ...options, allowPath: false })) await send(stream, line)
}

/** Work that tells what it does and ends with a report. */
async function runReport(
  stream: LineStream,
  make: (progress: (message: string) => void) => Promise<Report | RehearsalReport>,
): Promise<void> {
  let told: Promise<void> = Promise.resolve()
  const report = await make((message) => {
    told = told.then(async () => {
      await stream.write({ type: 'progress', message } satisfies ValidateLine)
    })
  })
  await told
  await send(stream, { type: 'report', report })
}

async function send(stream: LineStream, line: InspectLine | ValidateLine | AssessLine | RehearseLine): Promise<void> {
  if (!(await stream.write(line))) throw new SandboxFailure('too_large', 'The answer is larger than the limit.')
}

function errorLine(code: SandboxErrorCode, message: string): InspectLine & ValidateLine {
  return { type: 'error', code, message }
}

function lineOfError(error: unknown): InspectLine & ValidateLine {
  if (error instanceof SandboxFailure) return errorLine(error.code, error.message)
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  return errorLine('internal', 'The runner failed; its log says more.')
}

function refuse(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy()
  } else if (error instanceof Refusal) {
    // The rest of a body that is too large is not read.
    if (error.status === 413) response.setHeader('connection', 'close')
    sendJson(response, error.status, { type: 'error', code: error.code, message: error.message })
  } else {
    sendJson(response, 500, lineOfError(error))
  }
}

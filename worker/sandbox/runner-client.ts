import type { z } from 'zod'
import { SandboxError } from '../domain/failure.ts'
import type { Report } from '../domain/report.ts'
import {
  type AssessLine,
  type AssessRequest,
  assessLineSchema,
  type InspectLine,
  type InspectRequest,
  inspectLineSchema,
  type ValidateRequest,
  validateLineSchema,
} from '../domain/sandbox-protocol.ts'
import { readLines, type StreamLimits } from './ndjson.ts'
import { reportedError, sandboxError } from './sandbox-failure.ts'

/** How a request reaches the runner: through the sandbox's object, a container's port, or plain HTTP. `path` begins with a slash. */
export type RunnerFetch = (
  path: string,
  init: { method: string; headers: Record<string, string>; body: string; signal: AbortSignal },
) => Promise<Response>

export interface RunnerClientOptions {
  now?: () => number
  limits?: Partial<StreamLimits>
}

/** A line carries one bundle with three texts of 256 KiB, each up to six times as long in JSON; a stream the largest public collection several times over. */
const defaultLimits: StreamLimits = { lineBytes: 6_000_000, totalBytes: 64_000_000, idleMs: 60_000, totalMs: 600_000 }
const errorBodyBytes = 4_000

/** What a runner that does not stream has to say: one `error` line, or whatever a proxy answers. */
async function refusal(response: Response): Promise<SandboxError> {
  const text = (await response.text().catch(() => '')).slice(0, errorBodyBytes)
  const code = response.status === 429 || response.status === 503 ? 'busy' : response.status < 500 ? 'bad_request' : 'unreachable'
  try {
    const line: unknown = JSON.parse(text.split('\n')[0] ?? '')
    const parsed = validateLineSchema.safeParse(line)
    if (parsed.success && parsed.data.type === 'error') return reportedError(parsed.data.code, parsed.data.message)
  } catch {
    return sandboxError(code, `The sandbox answered ${response.status}.`)
  }
  return sandboxError(code, `The sandbox answered ${response.status}.`)
}

function parseLine<Line>(schema: z.ZodType<Line>, text: string): Line {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw sandboxError('internal', 'The sandbox sent a line that is not JSON.')
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success)
    throw sandboxError('internal', `The sandbox sent a line that breaks the protocol: ${parsed.error.issues[0]?.message ?? ''}`)
  return parsed.data
}

/**
 * Speaks the runner's protocol. Every failure is a `SandboxError`: what the runner reported, or `unreachable` for a refused or broken connection,
 * `timeout`, `too_large`, and `internal` for an answer that breaks the protocol. What `onLine` or `progress` throws passes through unchanged.
 */
export function createRunnerClient(send: RunnerFetch, options: RunnerClientOptions = {}) {
  const now = options.now ?? Date.now
  const limits = { ...defaultLimits, ...options.limits }

  async function open(path: string, body: unknown, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
    const headers = { 'content-type': 'application/json', accept: 'application/x-ndjson' }
    const response = await send(path, { method: 'POST', headers, body: JSON.stringify(body), signal }).catch((error: unknown) => {
      if (error instanceof SandboxError) throw error
      throw sandboxError(
        signal.aborted ? 'timeout' : 'unreachable',
        signal.aborted ? 'The sandbox did not answer.' : 'The sandbox cannot be reached.',
      )
    })
    if (response.status !== 200) throw await refusal(response)
    if (!response.body) throw sandboxError('unreachable', 'The sandbox answered without a body.')
    return response.body
  }

  /** Hands every line to `take` until it returns a result; a stream that ends before that was cut. */
  async function stream<Line extends { type: string }, Result>(
    call: { path: string; body: unknown; schema: z.ZodType<Line> },
    take: (line: Line) => Promise<{ result: Result } | null>,
  ): Promise<Result> {
    const startedAt = now()
    const abort = new AbortController()
    const timer = setTimeout(() => abort.abort(), Math.min(limits.idleMs, limits.totalMs))
    const body = await open(call.path, call.body, abort.signal).finally(() => clearTimeout(timer))
    for await (const text of readLines(body, limits, { startedAt, now })) {
      const outcome = await take(parseLine(call.schema, text))
      if (outcome) return outcome.result
    }
    throw sandboxError('unreachable', 'The answer of the sandbox was cut.')
  }

  return {
    /** Hands every line but `error` to `onLine`, in order and one at a time; returns only after `end`. */
    inspect(request: InspectRequest, onLine: (line: InspectLine) => Promise<void>): Promise<void> {
      return stream({ path: '/inspect', body: request, schema: inspectLineSchema }, async (line) => {
        if (line.type === 'error') throw reportedError(line.code, line.message)
        await onLine(line)
        return line.type === 'end' ? { result: undefined } : null
      })
    },

    /** Hands every line but `error` to `onLine`, in order and one at a time; returns only after `end`. */
    assess(request: AssessRequest, onLine: (line: AssessLine) => Promise<void>): Promise<void> {
      return stream({ path: '/assess', body: request, schema: assessLineSchema }, async (line) => {
        if (line.type === 'error') throw reportedError(line.code, line.message)
        await onLine(line)
        return line.type === 'end' ? { result: undefined } : null
      })
    },

    /** Shows progress as it happens and returns the report. */
    validate(request: ValidateRequest, progress: (text: string) => Promise<void>): Promise<Report> {
      return stream({ path: '/validate', body: request, schema: validateLineSchema }, async (line) => {
        if (line.type === 'error') throw reportedError(line.code, line.message)
        if (line.type === 'report') return { result: line.report }
        await progress(line.message)
        return null
      })
    },
  }
}

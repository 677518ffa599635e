import type { z } from 'zod'
import { CursorError, classifyAnswer, jsonOf, unreachable, unreadable } from './failures.ts'
import {
  type Agent,
  type AgentUsage,
  agentSchema,
  type CreateAgent,
  createdSchema,
  idSchema,
  type Run,
  runSchema,
  startedSchema,
  usageSchema,
} from './wire.ts'

export interface ClientConfig {
  apiKey: string
  baseUrl: string
  fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Milliseconds since 1970. */
  now: () => number
  createTimeoutMs: number
  callTimeoutMs: number
}

/** One method per call of the API; each makes one request and throws `CursorError`. Paths and bodies: Cursor's OpenAPI document, v1. */
export interface CursorClient {
  createAgent(body: CreateAgent): Promise<{ agent: Agent; run: Run }>
  agent(agentId: string): Promise<Agent>
  startRun(agentId: string, text: string): Promise<Run>
  run(agentId: string, runId: string): Promise<Run>
  cancel(agentId: string, runId: string): Promise<void>
  usage(agentId: string): Promise<AgentUsage>
  /** Server-sent events of a run after the one with this id (all that are kept, when null), until `signal` is aborted; null where there are none to be had. */
  listen(agentId: string, runId: string, after: string | null, signal: AbortSignal): Promise<ReadableStream<Uint8Array> | null>
}

/** The longest JSON that is read; answers about an agent hold its settings and one reply of the model. */
const maxAnswerBytes = 2 * 1024 * 1024

export function createCursorClient(config: ClientConfig): CursorClient {
  const base = config.baseUrl.replace(/\/+$/, '')

  async function send<T>(call: { method: 'GET' | 'POST'; path: string; body?: unknown; timeoutMs?: number }, schema: z.ZodType<T>) {
    const headers: Record<string, string> = { accept: 'application/json', authorization: `Bearer ${config.apiKey}` }
    if (call.body !== undefined) headers['content-type'] = 'application/json'
    const answer = await exchange(`${base}${call.path}`, {
      method: call.method,
      headers,
      ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
      // A redirect would carry the prompt elsewhere; the API has none.
      redirect: 'manual',
      signal: AbortSignal.timeout(call.timeoutMs ?? config.callTimeoutMs),
    })
    if (answer.status < 200 || answer.status >= 300) throw classifyAnswer(answer, config.now())
    const parsed = schema.safeParse(jsonOf(answer.text))
    if (!parsed.success) throw unreadable(answer.status)
    return parsed.data
  }

  async function exchange(url: string, init: RequestInit) {
    try {
      const response = await config.fetch(url, init)
      return { status: response.status, headers: response.headers, text: await readText(response) }
    } catch (cause) {
      throw cause instanceof CursorError ? cause : unreachable(cause)
    }
  }

  return {
    createAgent: (body) => send({ method: 'POST', path: '/v1/agents', body, timeoutMs: config.createTimeoutMs }, createdSchema),
    agent: (agentId) => send({ method: 'GET', path: agentPath(agentId) }, agentSchema),
    startRun: async (agentId, text) => {
      const call = {
        method: 'POST',
        path: `${agentPath(agentId)}/runs`,
        body: { prompt: { text } },
        timeoutMs: config.createTimeoutMs,
      } as const
      return (await send(call, startedSchema)).run
    },
    run: (agentId, runId) => send({ method: 'GET', path: runPath(agentId, runId) }, runSchema),
    cancel: async (agentId, runId) => {
      await send({ method: 'POST', path: `${runPath(agentId, runId)}/cancel` }, idSchema)
    },
    listen: async (agentId, runId, after, signal) => {
      const headers: Record<string, string> = { accept: 'text/event-stream', authorization: `Bearer ${config.apiKey}` }
      if (after !== null) headers['last-event-id'] = after
      const response = await config.fetch(`${base}${runPath(agentId, runId)}/stream`, { headers, redirect: 'manual', signal })
      if (response.ok && response.headers.get('content-type')?.startsWith('text/event-stream')) return response.body
      await response.body?.cancel()
      return null
    },
    usage: (agentId) => send({ method: 'GET', path: `${agentPath(agentId)}/usage` }, usageSchema),
  }
}

function agentPath(agentId: string): string {
  return `/v1/agents/${encodeURIComponent(agentId)}`
}

function runPath(agentId: string, runId: string): string {
  return `${agentPath(agentId)}/runs/${encodeURIComponent(runId)}`
}

/** The body as text, given up on when longer than any answer of the API: bytes are counted as they arrive, after decompression. */
async function readText(response: Response): Promise<string> {
  if (response.body === null) return ''
  const decoder = new TextDecoder()
  const reader = response.body.getReader()
  let text = ''
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return text + decoder.decode()
    bytes += value.byteLength
    if (bytes > maxAnswerBytes) {
      await reader.cancel()
      throw unreadable(response.status)
    }
    text += decoder.decode(value, { stream: true })
  }
}

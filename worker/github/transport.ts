import type { z } from 'zod'
import { classifyAnswer, classifyThrown, garbled } from './classify.ts'

/** How long a call may take, body included; GitHub itself gives up after ten seconds. */
const callTimeoutMs = 20_000

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the API's base address, encoded, with its query. */
  path: string
  body?: unknown
}

/** Stands for the GraphQL address, which on an enterprise server is not below that of REST. */
export const graphqlPath = '/graphql'

export interface Reply<T> {
  status: number
  headers: Headers
  data: T
}

export interface Transport {
  /** Sends `call` with a bearer token and reads its JSON by `schema`. Throws `GitHubError` for every failure. */
  send<T>(token: string, call: Call, schema: z.ZodType<T>): Promise<Reply<T>>
}

/**
 * HTTP to GitHub. A body that was cut, or lacks what is read, is a failure that says the work may be done (`github_garbled`), never
 * an empty value: a client that hands on half an answer would make a second pull request. One redirect is followed, on the same
 * origin only and with the same method, since that is how GitHub answers for a renamed repository.
 */
export function createTransport(config: { apiUrl: string; fetch: Fetch; now: () => number }): Transport {
  const base = config.apiUrl.replace(/\/+$/, '')

  async function exchange(token: string, call: Call): Promise<Response> {
    const init = requestOf(token, call)
    const address = call.path === graphqlPath ? graphqlAddress(base) : `${base}${call.path}`
    const response = await config.fetch(address, init)
    const location = response.headers.get('location')
    if (![301, 302, 307, 308].includes(response.status) || location === null) return response
    const target = new URL(location, `${base}/`)
    if (target.origin !== new URL(base).origin) return response
    await response.body?.cancel()
    return config.fetch(target.href, init)
  }

  return {
    async send(token, call, schema) {
      const doing = `${call.method} ${call.path.split('?')[0]}`
      const { response, text } = await exchange(token, call)
        .then(async (answer) => ({ response: answer, text: await answer.text() }))
        .catch((cause: unknown) => {
          throw classifyThrown(cause, doing)
        })
      if (response.status >= 300) {
        throw classifyAnswer({ status: response.status, headers: response.headers, message: messageOf(text) }, doing, config.now())
      }
      const parsed = schema.safeParse(jsonOf(text, doing))
      if (!parsed.success) throw garbled(doing, parsed.error.issues[0]?.path.join('.') || 'body')
      return { status: response.status, headers: response.headers, data: parsed.data }
    },
  }
}

/** `https://api.github.com/graphql`, or `https://<host>/api/graphql` beside `/api/v3`. */
function graphqlAddress(base: string): string {
  return `${base.replace(/\/api\/v3$/, '/api')}/graphql`
}

function requestOf(token: string, call: Call): RequestInit {
  const headers: Record<string, string> = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'user-agent': 'codecollection-registry',
    'x-github-api-version': '2022-11-28',
  }
  if (call.body === undefined) return { method: call.method, headers, redirect: 'manual', signal: AbortSignal.timeout(callTimeoutMs) }
  return {
    method: call.method,
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(call.body),
    redirect: 'manual',
    signal: AbortSignal.timeout(callTimeoutMs),
  }
}

/** Ids that JSON numbers cannot hold exactly (webhook delivery ids) are read as text. */
const longIds = /("id"\s*:\s*)(\d{16,})/g

function jsonOf(text: string, doing: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text.replace(longIds, '$1"$2"'))
  } catch (error) {
    if (error instanceof SyntaxError) throw garbled(doing, 'not JSON')
    throw error
  }
}

/** GitHub's own words for a failure, with the codes of `errors`. */
function messageOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text)
    if (typeof body !== 'object' || body === null || !('message' in body)) return text.slice(0, 200)
    const errors = 'errors' in body && Array.isArray(body.errors) ? ` ${JSON.stringify(body.errors)}` : ''
    return `${String(body.message)}${errors}`
  } catch (error) {
    if (error instanceof SyntaxError) return text.slice(0, 200)
    throw error
  }
}

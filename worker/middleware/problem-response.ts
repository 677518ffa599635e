import { type ErrorCode, errorKinds, problem } from '../domain/errors.ts'

/** Seconds a client is asked to wait where nothing more exact is known; the rate limits count by the minute. */
const retryAfterSeconds = '60'

/** An RFC 9457 answer for `code`; what may be tried again later says so in `Retry-After`. */
export function problemResponse(code: ErrorCode, traceId: string, detail: string | null = null): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' })
  const { status, retry } = errorKinds[code]
  if (retry === 'later' && status !== 500) headers.set('retry-after', retryAfterSeconds)
  return new Response(JSON.stringify(problem(code, traceId, detail)), { status, headers })
}

import { GitHubError } from '../domain/failure.ts'
import { redactText } from '../lib/log.ts'

/** Wait for a secondary rate limit that names no time; GitHub asks for at least a minute. */
const unnamedWaitMs = 60_000

export interface Answer {
  status: number
  headers: Headers
  /** GitHub's `message`, or the start of the body. */
  message: string
}

/**
 * The failure that an answer of 300 or more stands for. `later`: rate limits (403 or 429, with the wait GitHub names), 408, 425 and 5xx.
 * `never`: everything else, above all 401, 404, 409 and 422. `doing` names the call, as `POST /repos/o/r/pulls`.
 */
export function classifyAnswer(answer: Answer, doing: string, now: number): GitHubError {
  const { status } = answer
  const text = `GitHub answered ${status} to ${doing}: ${redactText(answer.message).slice(0, 300)}`
  const wait = rateLimitWait(answer, now)
  if (wait !== null) return new GitHubError('github_rate_limited', text, 'later', wait)
  if (status >= 500) return new GitHubError('github_server_error', text, 'later')
  if (status === 408 || status === 425) return new GitHubError('github_timeout', text, 'later')
  const said = status === 403 ? refusals.find(([words]) => words.test(answer.message)) : undefined
  return new GitHubError(said?.[1] ?? codes.get(status) ?? 'github_refused', text, 'never')
}

/** Refusals that are no lack of rights, by GitHub's own words. */
const refusals: [words: RegExp, code: string][] = [
  [/archived so is read-only/i, 'repository_archived'],
  [/installation has been suspended/i, 'app_suspended'],
  [/issue is locked/i, 'github_locked'],
]

const codes = new Map([
  [401, 'github_unauthorised'],
  [403, 'github_forbidden'],
  [404, 'github_not_found'],
  [405, 'github_not_allowed'],
  [409, 'github_conflict'],
  [410, 'github_gone'],
  [422, 'github_invalid'],
])

/** Milliseconds to wait when the answer is about a rate limit, else null. */
function rateLimitWait(answer: Answer, now: number): number | null {
  if (answer.status !== 403 && answer.status !== 429) return null
  const retryAfter = Number(answer.headers.get('retry-after') ?? Number.NaN)
  if (Number.isFinite(retryAfter) && retryAfter >= 0) return retryAfter * 1_000
  const reset = Number(answer.headers.get('x-ratelimit-reset') ?? Number.NaN)
  if (answer.headers.get('x-ratelimit-remaining') === '0' && Number.isFinite(reset)) return Math.max(1_000, reset * 1_000 - now)
  const named = answer.status === 429 || /secondary rate limit|rate limit exceeded|abuse detection/i.test(answer.message)
  return named ? unnamedWaitMs : null
}

/** The failure of a call that got no answer, or no whole one. `cause` is what `fetch` threw. */
export function classifyThrown(cause: unknown, doing: string): GitHubError {
  if (cause instanceof GitHubError) return cause
  const timedOut = cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError')
  return timedOut
    ? new GitHubError('github_timeout', `GitHub did not answer ${doing} in time`, 'later')
    : new GitHubError('github_unreachable', `GitHub could not be reached for ${doing}`, 'later')
}

/** An answer of success whose body is cut or is not what GitHub documents. */
export function garbled(doing: string, where: string): GitHubError {
  return new GitHubError('github_garbled', `GitHub's answer to ${doing} could not be read (${where})`, 'later')
}

const doubtfulCodes = new Set(['github_server_error', 'github_timeout', 'github_unreachable', 'github_garbled'])

/** True when the call may have done its work although it failed: look before anything else. */
export function isDoubtful(error: unknown): error is GitHubError {
  return error instanceof GitHubError && doubtfulCodes.has(error.code)
}

/** True for a `GitHubError` with this code. */
export function isGitHubError<Code extends string>(error: unknown, code: Code): error is GitHubError & { code: Code } {
  return error instanceof GitHubError && error.code === code
}

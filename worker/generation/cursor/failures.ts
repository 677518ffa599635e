import { OutsideError, type RetryClass } from '../../domain/failure.ts'
import { errorSchema } from './wire.ts'

/** A failed call to Cursor. `status` is 0 when no answer came; `reason` is Cursor's own error code, empty where it gave none. */
export class CursorError extends OutsideError {
  override readonly name = 'CursorError'
  readonly status: number
  readonly reason: string

  constructor(kind: Kind, answer: { status: number; reason: string; retryAfterMs: number | null }) {
    super(kind.code, kind.message, kind.retry, kind.retry === 'later' ? (answer.retryAfterMs ?? kind.waitMs ?? null) : null)
    this.status = answer.status
    this.reason = answer.reason
  }
}

interface Kind {
  code: string
  message: string
  retry: RetryClass
  /** Wait where the answer names none. */
  waitMs?: number
}

/** Cursor allows about 20 calls a minute; after that long a new window is open. */
const rateWindowMs = 60_000
/** Money comes back when a person acts or a billing period ends, not within minutes. */
const budgetWaitMs = 3_600_000

/** What each of Cursor's codes for 400, 403, 404 and 409 means for the people who set this up. */
const hints = new Map([
  ['plan_required', 'The plan of this Cursor account does not include Cloud Agents. Change the plan or choose another provider.'],
  ['role_forbidden', "The key's owner may not use Cloud Agents. Ask the admin of the Cursor team, or enter another key."],
  ['feature_unavailable', 'This feature is not enabled for the Cursor account. Ask Cursor, or choose another provider.'],
  ['integration_not_connected', 'Cursor is not connected to GitHub. Connect it on the dashboard of Cursor.'],
  ['repository_access', "Cursor's GitHub App may not read this repository. Grant it access on GitHub."],
  ['service_account_required', 'The call asks for a key of a service account. Enter such a key on the admin page.'],
  ['invalid_model', 'The model is unknown to Cursor. Choose another on the admin page, or none for the default.'],
  ['invalid_branch_name', 'Cursor does not find the branch to start from. Check the default branch of the repository.'],
  ['repository_required', 'Cursor accepts no repository at this address. Only repositories on GitHub can be worked on.'],
  ['agent_archived', 'Somebody archived the agent of this attempt in Cursor. Unarchive it there, or start a new attempt.'],
  ['agent_not_found', 'The agent of this attempt is gone, or belongs to another key. Start a new attempt.'],
])

/**
 * The failure an answer stands for. 401, 403 and other refusals are `never`; 402 and 429 are `later` with the wait that the answer names;
 * 408, 499 and 5xx are `later`. The message holds Cursor's code, not its words, since those may quote the prompt.
 */
export function classifyAnswer(answer: { status: number; headers: Headers; text: string }, now: number): CursorError {
  const { reason, helpUrl } = errorOf(answer.text)
  const facts = { status: answer.status, reason, retryAfterMs: waitOf(answer.headers, now) }
  const said = reason === '' ? `${answer.status}` : `${answer.status} ${reason}`
  const help = helpUrl === null ? '' : ` More: ${helpUrl}`
  return new CursorError(kindOf(answer.status, reason, said, help), facts)
}

function kindOf(status: number, reason: string, said: string, help: string): Kind {
  if (status === 401) {
    const message = `Cursor refused the API key (${said}). It is wrong, revoked or expired: enter a valid one on the admin page.`
    return { code: 'cursor_unauthorised', message, retry: 'never' }
  }
  if (status === 402 || reason === 'usage_limit_exceeded') {
    const message = `The spending limit of the Cursor account is reached (${said}). Raise it in Cursor, wait for the next period, or choose another provider.`
    return { code: 'cursor_usage_limit', message, retry: 'later', waitMs: budgetWaitMs }
  }
  if (status === 429) {
    const message = `Cursor answers that too many calls were made (${said}). It goes on when the limit allows.`
    return { code: 'cursor_rate_limited', message, retry: 'later', waitMs: rateWindowMs }
  }
  if (status >= 500 || status === 408 || status === 425 || status === 499) {
    return { code: 'cursor_unavailable', message: `Cursor is out of order (${said}). The work is tried again.`, retry: 'later' }
  }
  if (status < 400) return notTheApi(status)
  const hint = hints.get(reason) ?? 'Report it with this code: the request itself is at fault.'
  const code = status === 403 ? 'cursor_forbidden' : status === 404 ? 'cursor_not_found' : 'cursor_refused'
  return { code, message: `Cursor refused the request (${said}). ${hint}${help}`, retry: 'never' }
}

function notTheApi(status: number): Kind {
  const message = `Something other than Cursor's API answered (${status}): a page, a redirect or an unknown form. Check the address of the provider; the work is tried again.`
  return { code: 'cursor_not_api', message, retry: 'later' }
}

/** An answer of 2xx that is no JSON of the expected form. */
export function unreadable(status: number): CursorError {
  return new CursorError(notTheApi(status), { status, reason: '', retryAfterMs: null })
}

/** No answer: connection refused or cut, or the time was up. */
export function unreachable(cause: unknown): CursorError {
  const slow = cause instanceof Error && cause.name === 'TimeoutError'
  const what = slow ? 'did not answer in time' : 'cannot be reached'
  const kind = { code: slow ? 'cursor_timeout' : 'cursor_unreachable', message: `Cursor ${what}. The work is tried again.`, retry: 'later' }
  const error = new CursorError(kind as Kind, { status: 0, reason: '', retryAfterMs: null })
  error.cause = cause
  return error
}

/** Cursor's code and help address, as far as they look like one: the text may be anything. */
function errorOf(text: string): { reason: string; helpUrl: string | null } {
  const parsed = errorSchema.safeParse(jsonOf(text))
  if (!parsed.success || typeof parsed.data.error === 'string') return { reason: '', helpUrl: null }
  const { code, helpUrl } = parsed.data.error
  const plain = helpUrl !== undefined && /^https:\/\/[\w.-]+\/[\w./?=&%#-]{0,150}$/.test(helpUrl)
  return { reason: /^[a-z_]{1,60}$/.test(code) ? code : '', helpUrl: plain ? helpUrl : null }
}

/** Parsed JSON, or undefined for text that is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** `Retry-After` in seconds or as a date, in milliseconds from `now`; null when absent or unreadable. */
function waitOf(headers: Headers, now: number): number | null {
  const value = headers.get('retry-after')
  if (value === null) return null
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1_000
  const at = Date.parse(value)
  return Number.isNaN(at) ? null : Math.max(0, at - now)
}

import * as z from 'zod'
import { GenerationError } from '../../domain/failure.ts'
import { cancelled, draftRefused, serviceFailures } from '../answer/answer-failure.ts'

/** What surrounds a failed call: `stopped` is what the guarded fetch stopped, `expired` says that the time was up. */
export interface CallContext {
  who: string
  timeoutMs: number
  stopped: GenerationError | null
  expired: boolean
  wantedNoMore: boolean
}

/** The parts of the package's errors that mean something. Names of classes do not: they are other ones after minifying. */
const apiErrorSchema = z.object({
  status: z.number().optional().catch(undefined),
  code: z.string().nullish().catch(null),
  type: z.string().nullish().catch(null),
  headers: z.instanceof(Headers).optional().catch(undefined),
})

const quotaCodes = new Set(['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active', 'usage_limit_reached'])
const refusalCodes = new Set(['content_filter', 'content_policy_violation', 'invalid_prompt', 'safety_violation'])
const busyCodes = new Set(['rate_limit_exceeded', 'requests', 'tokens', 'slow_down'])

/**
 * What a failed call means, by status and code. Messages of the service are never passed on: they may quote key or prompt.
 * Source: error codes guide of the OpenAI API; 402 is what gateways and compatible services answer for an empty account.
 */
export function classifyFailure(error: unknown, context: CallContext): unknown {
  const { who } = context
  if (context.stopped !== null) return context.stopped
  const endedEarly = !(error instanceof GenerationError) || error.code === 'provider_cut'
  if (endedEarly && context.wantedNoMore) return cancelled()
  if (endedEarly && context.expired) return serviceFailures.slow(who, context.timeoutMs)
  if (error instanceof GenerationError) return error
  if (!(error instanceof Error)) return error
  const read = apiErrorSchema.safeParse(error)
  const { status, code, type, headers } = read.success ? read.data : {}
  if (status !== undefined) return byStatus(status, [code, type], retryAfterMs(headers), who)
  if (code || type) return byCode(code ?? type ?? '', who)
  if ('status' in error && !('error' in error && error.error)) return serviceFailures.unreachable(who)
  // What the package throws while it reads a stream has no status: a broken connection, or a line that is no JSON.
  return error instanceof SyntaxError ? serviceFailures.foreign(who, 'events that are no JSON') : serviceFailures.cut(who)
}

function byStatus(status: number, codes: (string | null | undefined)[], waitMs: number | null, who: string): GenerationError {
  const has = (set: ReadonlySet<string>) => codes.some((code) => typeof code === 'string' && set.has(code))
  const detail = [String(status), ...codes].filter(isShortCode).slice(0, 2).join(', ')
  if (status === 402 || has(quotaCodes)) return serviceFailures.quota(who)
  if (status === 401) return serviceFailures.key(who)
  if (status === 403) return serviceFailures.forbidden(who)
  if (status === 404) return serviceFailures.model(who)
  if (status === 429) return serviceFailures.busy(who, waitMs)
  if (has(refusalCodes)) return draftRefused(who, { usage: null, costMicros: null })
  if (status === 408 || status === 409 || status >= 500) return serviceFailures.down(who, detail, waitMs)
  return serviceFailures.request(who, detail)
}

/** An error that came inside a stream, or as the reason of a response that failed. */
export function byCode(code: string, who: string): GenerationError {
  if (quotaCodes.has(code)) return serviceFailures.quota(who)
  if (refusalCodes.has(code)) return draftRefused(who, { usage: null, costMicros: null })
  if (code === 'invalid_api_key') return serviceFailures.key(who)
  if (busyCodes.has(code)) return serviceFailures.busy(who, null)
  return serviceFailures.down(who, isShortCode(code) ? code : '', null)
}

function isShortCode(code: string | null | undefined): code is string {
  return typeof code === 'string' && /^[a-z0-9_.-]{1,60}$/i.test(code)
}

/** How long the service asks to wait, from `retry-after-ms` or `retry-after` in seconds; null where it says nothing usable. A date is not read: clocks differ. */
function retryAfterMs(headers: Headers | undefined): number | null {
  const millis = Number(headers?.get('retry-after-ms') ?? 'NaN')
  const seconds = Number(headers?.get('retry-after') ?? 'NaN')
  const wait = Number.isFinite(millis) ? millis : seconds * 1000
  return Number.isFinite(wait) && wait >= 0 ? Math.min(Math.round(wait), 24 * 3_600_000) : null
}

import { GenerationError } from '../../domain/failure.ts'
import { cancelled, serviceFailures } from '../answer/answer-failure.ts'

const kinds: Record<string, keyof typeof serviceFailures> = {
  3003: 'request',
  3006: 'request',
  3007: 'down',
  3008: 'down',
  3023: 'forbidden',
  3036: 'quota',
  3039: 'request',
  3040: 'busy',
  3041: 'forbidden',
  3042: 'model',
  5004: 'request',
  5005: 'request',
  5006: 'request',
  5007: 'model',
  5016: 'forbidden',
  5018: 'forbidden',
  5019: 'request',
}

export interface CallContext {
  who: string
  timeoutMs: number
  expired: boolean
  wantedNoMore: boolean
}

/** True for the error that says that a model could not hold to the schema; it is the answer's fault, not the service's. */
export function isUnmetSchema(error: unknown): boolean {
  return error instanceof Error && /JSON Mode couldn't be met/i.test(error.message)
}

/**
 * What a failed call of the binding means, by the four digits in its message; the rest of the message is not passed on.
 * Source: table of Workers AI errors, 2026-07-29. A failure without a known code counts as an outage.
 */
export function classifyFailure(error: unknown, { who, timeoutMs, expired, wantedNoMore }: CallContext): unknown {
  if (error instanceof GenerationError) return error
  if (wantedNoMore) return cancelled()
  if (expired) return serviceFailures.slow(who, timeoutMs)
  if (!(error instanceof Error)) return error
  const code = /(?:^|\D)(\d{4}):/.exec(error.message)?.[1] ?? ''
  switch (kinds[code]) {
    case 'quota':
      return serviceFailures.quota(who)
    case 'busy':
      return serviceFailures.busy(who, null)
    case 'model':
      return serviceFailures.model(who)
    case 'forbidden':
      return serviceFailures.forbidden(who)
    case 'request':
      return serviceFailures.request(who, code)
    default:
      return serviceFailures.down(who, code, null)
  }
}

/**
 * Keeps calls away from a service that fails: closed, then open after some failures in a row, then half open after a pause, when one
 * call is let through to try. Plain data, so that it can be stored; every function returns the next state and changes nothing.
 */
export type Breaker =
  | { state: 'closed'; failures: number }
  | { state: 'open'; until: number; trips: number; reason: string }
  | { state: 'half-open'; until: number; trips: number; reason: string }

export const closedBreaker: Breaker = { state: 'closed', failures: 0 }

/** Failures in a row that are no accident any more. */
const failuresToOpen = 3
/** A service that came back is used again after so long; each further trip doubles it, up to an hour. */
const firstPauseMs = 60_000
const longestPauseMs = 3_600_000
/** A key that was refused or an empty account mends itself only by a person, so it is not tried every minute. */
const finalPauseMs = 15 * 60_000
/** A trial that says nothing for longer than any call lasts was lost with its isolate. */
const trialMs = 20 * 60_000

export interface Failure {
  /** For people; why the service is skipped. */
  reason: string
  /** No repetition helps until somebody acts: opens at once. */
  final: boolean
  /** How long the service itself asks to be left alone. */
  retryAfterMs: number | null
}

/** Whether a call may be made now. A half-open breaker admits one caller; its state must be stored before the call is made. */
export function admit(breaker: Breaker, now: number): { admitted: boolean; breaker: Breaker } {
  if (breaker.state === 'closed') return { admitted: true, breaker }
  if (now < breaker.until) return { admitted: false, breaker }
  const { trips, reason } = breaker
  return { admitted: true, breaker: { state: 'half-open', until: now + trialMs, trips, reason } }
}

/** The state after a call that the service answered, whatever the answer was worth. */
export function afterSuccess(): Breaker {
  return closedBreaker
}

/** The state after the service failed. A failure of a call that began before the breaker opened is no further trip. */
export function afterFailure(breaker: Breaker, { reason, final, retryAfterMs }: Failure, now: number): Breaker {
  if (breaker.state === 'closed' && !final && breaker.failures + 1 < failuresToOpen)
    return { state: 'closed', failures: breaker.failures + 1 }
  const trips = breaker.state === 'closed' ? 1 : breaker.trips + (breaker.state === 'half-open' ? 1 : 0)
  const doubled = Math.min(firstPauseMs * 2 ** Math.min(trips - 1, 10), longestPauseMs)
  const pause = Math.max(doubled, final ? finalPauseMs : 0, retryAfterMs ?? 0)
  return { state: 'open', until: Math.max(now + pause, breaker.state === 'open' ? breaker.until : 0), trips, reason }
}

/** The state after a call whose end says nothing of the service: it was called off. A trial is given back. */
export function afterNothing(breaker: Breaker, now: number): Breaker {
  return breaker.state === 'half-open' ? { ...breaker, state: 'open', until: now } : breaker
}

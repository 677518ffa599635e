import { OutsideError } from '../../domain/failure.ts'
import { CursorError } from './failures.ts'

/** Time limits of one draft, all in milliseconds. */
export interface CursorLimits {
  /** From the start of the draft. The issue may be at it for 30 minutes in all, and another provider needs some of them. */
  deadlineMs: number
  /** Creating an agent is slow: answers after more than 40 s have been seen. */
  createTimeoutMs: number
  callTimeoutMs: number
  /** Shortest and longest pause between two looks at a run. At the longest, six runs at once stay below Cursor's 20 calls a minute. */
  firstLookMs: number
  longestLookMs: number
  /** A run that no look has found out about for so long is given up. */
  outageMs: number
  /** The longest that one look listens to what the agent says, when somebody watches. */
  listenMs: number
  /** Between two looks for what is known to come at once: the branch of a finished run, what it has used. */
  settleMs: number
}

export const defaultLimits: CursorLimits = {
  deadlineMs: 20 * 60_000,
  createTimeoutMs: 90_000,
  callTimeoutMs: 30_000,
  firstLookMs: 4_000,
  longestLookMs: 18_000,
  outageMs: 5 * 60_000,
  listenMs: 12_000,
  settleMs: 4_000,
}

/** How long until the next look at a run that began so long ago: a quarter of it, within bounds. */
export function untilLook(elapsedMs: number, { firstLookMs, longestLookMs }: CursorLimits): number {
  return Math.min(Math.max(Math.round(elapsedMs / 4), firstLookMs), longestLookMs)
}

/** Tries of one call that acts. */
const maxTries = 4
/** A wait that Cursor asks for is sat out when it is short; a longer one is the job's affair. */
const longestPatienceMs = 65_000

/** The caller's signal was aborted. */
export class Stopped extends OutsideError {
  override readonly name = 'Stopped'

  constructor() {
    super('cursor_stopped', 'The draft was stopped before Cursor had finished it.', 'never')
  }
}

export interface Clock {
  now: () => number
  /** Resolves after `ms`; may reject as soon as the signal is aborted. */
  wait: (ms: number, signal?: AbortSignal) => Promise<void>
}

/** Waits, and throws `Stopped` when the signal is aborted before or meanwhile. */
export async function pause(clock: Clock, ms: number, signal: AbortSignal | undefined): Promise<void> {
  refuseStopped(signal)
  try {
    await clock.wait(ms, signal)
  } catch (error) {
    if (!signal?.aborted) throw error
  }
  refuseStopped(signal)
}

export function refuseStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Stopped()
}

/** Makes a call that may be repeated, up to four times while it fails with `later`, with the wait that Cursor names or 1, 2 and 4 s. */
export async function patiently<T>(clock: Clock, signal: AbortSignal | undefined, call: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof CursorError) || tries >= maxTries) throw error
      await pause(clock, patienceFor(error, tries), signal)
    }
  }
}

/** Throws the failure itself when it is no use waiting. */
function patienceFor(error: CursorError, tries: number): number {
  const waitMs = error.retryAfterMs ?? 1_000 * 2 ** Math.min(tries - 1, 5)
  if (error.retry !== 'later' || waitMs > longestPatienceMs) throw error
  return waitMs
}

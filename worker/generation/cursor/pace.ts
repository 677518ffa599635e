import { OutsideError } from '../../domain/failure.ts'
import { CursorError } from './failures.ts'

/** Time limits of one draft, all in milliseconds. */
export interface CursorLimits {
  /** From the start of the draft; the job that waits for it may last 15 minutes in all, and cleaning up takes some. */
  deadlineMs: number
  /** Creating an agent is slow: answers after more than 40 s have been seen. */
  createTimeoutMs: number
  callTimeoutMs: number
  /** First and longest pause between two looks at a run. At the longest, six runs at once stay below Cursor's 20 calls a minute. */
  firstLookMs: number
  longestLookMs: number
}

export const defaultLimits: CursorLimits = {
  deadlineMs: 12 * 60_000,
  createTimeoutMs: 90_000,
  callTimeoutMs: 30_000,
  firstLookMs: 4_000,
  longestLookMs: 18_000,
}

/** Tries of one call that acts, and looks in a row that may fail before a run is left for the job's next start. */
const maxTries = 4
const maxMisses = 8
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

/** Whether looking again makes sense after so many failed looks in a row; then how long to wait. Throws the failure otherwise. */
export function afterMiss(error: unknown, misses: number): number {
  if (!(error instanceof CursorError) || misses >= maxMisses) throw error
  return patienceFor(error, misses)
}

/** Throws the failure itself when it is no use waiting. */
function patienceFor(error: CursorError, tries: number): number {
  const waitMs = error.retryAfterMs ?? 1_000 * 2 ** Math.min(tries - 1, 5)
  if (error.retry !== 'later' || waitMs > longestPatienceMs) throw error
  return waitMs
}

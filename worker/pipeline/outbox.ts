import { OutsideError } from '../domain/failure.ts'
import type { Effect } from '../domain/issue-events.ts'
import type { OutboxRow } from './journal.ts'

/** What draining needs of its surroundings; the object gives its journal, tests give a table. */
export interface OutboxStore {
  nextDue(now: number): OutboxRow | null
  settle(row: OutboxRow): void
  postpone(row: OutboxRow, due: number): void
  note(key: string, phase: 'intent' | 'receipt' | 'failure', detail: string, now: number): void
}

export interface DrainHooks {
  now(): number
  wanted(effect: Effect): boolean
  /** Runs the effect; what it learns it reports itself. */
  run(effect: Effect): Promise<void>
  /** Called when an effect will not be tried again. */
  parked(effect: Effect, code: string, message: string): void
}

/** Attempts before an effect is parked: with the backoff below this is about half an hour. */
const maxAttempts = 12
/** One effect may make a dozen calls of at most 20 s; past this it is taken for hanging. */
const effectDeadlineMs = 120_000
/** An alarm may run for 15 minutes; a drain stops well before and asks for another. */
const drainBudgetMs = 240_000

/**
 * Runs every due effect, oldest first. A failed one waits and lets the others pass; one that cannot succeed is parked with its reason.
 * Never throws for a failed effect.
 */
export async function drain(store: OutboxStore, hooks: DrainHooks): Promise<void> {
  const start = hooks.now()
  for (let row = store.nextDue(hooks.now()); row !== null; row = store.nextDue(hooks.now())) {
    if (hooks.now() - start > drainBudgetMs) return
    if (!hooks.wanted(row.effect)) {
      store.settle(row)
      continue
    }
    store.note(row.key, 'intent', `attempt ${row.attempts + 1}`, hooks.now())
    try {
      await within(effectDeadlineMs, hooks.run(row.effect))
      store.note(row.key, 'receipt', 'done', hooks.now())
      store.settle(row)
    } catch (error) {
      fail(store, hooks, row, error)
    }
  }
}

function fail(store: OutboxStore, hooks: DrainHooks, row: OutboxRow, error: unknown): void {
  const known = error instanceof OutsideError ? error : null
  const code = known?.code ?? 'internal'
  const message = error instanceof Error ? error.message : String(error)
  store.note(row.key, 'failure', `${code}: ${message}`, hooks.now())
  const again = known === null || known.retry === 'later'
  // The read model must follow the truth however long the database is away.
  if (row.effect.type === 'Project' || (again && row.attempts + 1 < maxAttempts)) {
    store.postpone(row, hooks.now() + (known?.retryAfterMs ?? backoffMs(row.attempts)))
    return
  }
  store.settle(row)
  hooks.parked(row.effect, code, message)
}

/** 0.5 s doubling to five minutes. */
export function backoffMs(attempts: number): number {
  return Math.min(500 * 2 ** attempts, 300_000)
}

async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OutsideError('timeout', `No answer within ${limitMs / 1000} s.`, 'later')), limitMs)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

import type { EndedRun } from './ended-run.ts'
import type { Effect } from './issue-events.ts'
import { beginLeaseMs, type IssueRecord, type Job, type JobKind, maxPostponeMs, stateLimitMs } from './issue-record.ts'
import { isTerminal, type StateName } from './states.ts'
import type { LiveEvent } from './views.ts'

type Changed = Extract<LiveEvent, { type: 'changed' }>['what']

/** One change of state; `by` where another than the actor of the event stands for it. */
interface Step {
  from: StateName
  to: StateName
  by?: { actor: string; cause: string }
}

/** One transition being built: the new record, the states passed through, and what to do next. */
export interface Turn {
  readonly now: number
  record: IssueRecord
  steps: Step[]
  effects: Effect[]
  notes: string[]
  changed: Changed[]
  /** Whether the draft with the fewest failures of the round takes the place of the last one. */
  restoresBest?: boolean
  /** Rounds of drafts that ended in this turn. */
  ended?: EndedRun[]
  /** The end came from outside, and says nothing of the drafts. */
  isOutside?: boolean
  /** Why nothing happened, when a person asked for it. */
  refusal: string | null
}

/** Starts a turn on a copy of the record: the caller's stays as it was. */
export function beginTurn(record: IssueRecord, now: number): Turn {
  return { now, record: structuredClone(record), steps: [], effects: [], notes: [], changed: [], refusal: null }
}

/** Enters a state: sets its clock, and shows it on the issue. */
export function go(turn: Turn, to: StateName, by?: Step['by']): void {
  const { record } = turn
  turn.steps.push({ from: record.state, to, ...(by === undefined ? {} : { by }) })
  record.state = to
  record.since = turn.now
  record.deadline = turn.now + stateLimitMs[to]
  if (!isTerminal(to)) record.outcome = null
  turn.effects.push({ type: 'SetLabel' }, { type: 'UpdateComment' })
}

/** Ends in a terminal state with a reason and what to do next: silence is a bug. */
export function end(turn: Turn, to: StateName, reason: string, nextAction: string): void {
  const { state } = turn.record
  // A pause has kept where it came from.
  if (!isTerminal(state) && state !== 'paused') turn.record.interrupted = state
  turn.record.job = null
  go(turn, to)
  turn.record.outcome = { reason, nextAction }
}

/** Puts a heavy step on the queue under a new fencing number: whoever still works under an older one is no longer heard. */
export function enqueue(turn: Turn, kind: JobKind, { tries = 0, waiting }: Pick<Partial<Job>, 'tries' | 'waiting'> = {}): void {
  const { record } = turn
  record.fence += 1
  const job = { kind, fence: record.fence, begun: false, leaseUntil: turn.now + beginLeaseMs, tries }
  record.job = waiting === undefined ? job : { ...job, waiting }
  turn.effects.push({ type: 'EnqueueJob', kind, fence: record.fence })
}

/** The same for a step whose message is sent after `afterMs`, which the alarm does. */
export function postpone(turn: Turn, kind: JobKind, how: { afterMs: number; tries: number; waiting?: Job['waiting'] }): void {
  const { record } = turn
  record.fence += 1
  const leaseUntil = turn.now + Math.min(Math.max(how.afterMs, 0), maxPostponeMs)
  const job = { kind, fence: record.fence, begun: false, leaseUntil, tries: how.tries, postponed: true }
  record.job = how.waiting === undefined ? job : { ...job, waiting: how.waiting }
}

/** True when the event belongs to the job that counts. */
export function isCurrent(record: IssueRecord, fence: number): boolean {
  return record.job !== null && record.job.fence === fence
}

import { decideHuman } from './decide-human.ts'
import { decideJob } from './decide-job.ts'
import { decideOutside } from './decide-outside.ts'
import { decidePull } from './decide-pull.ts'
import { decideRequest } from './decide-request.ts'
import { followRun } from './ended-run.ts'
import { type IssueEvent, isAtWorkOn } from './issue-events.ts'
import { type IssueRecord, runOf } from './issue-record.ts'
import { asLoss } from './outside-words.ts'
import { beginTurn, end, type Turn } from './turn.ts'

/**
 * The one place where an issue's life is decided: pure and total. `record` is what is stored, `now` milliseconds since 1970.
 * An event that does not fit the state is a no-op (no steps, no effects); a person's request that does not fit comes back with `refusal`.
 */
export function transition(record: IssueRecord, event: IssueEvent, now: number): Turn {
  const turn = beginTurn(record, now)
  decide(turn, asLoss(record, event))
  leaveWork(turn, record, event)
  followRun(record, turn, event)
  if (turn.steps.length > 0 || turn.changed.length > 0) turn.effects.push({ type: 'Project' })
  return turn
}

function decide(turn: Turn, event: IssueEvent): void {
  // Chosen by type: TypeScript refuses this file when an event has no decider.
  const decider: (turn: Turn, event: never) => void = deciders[event.type]
  decider(turn, event as never)
}

/** What still goes on elsewhere for a draft that nobody waits for any more is to be ended there. */
function leaveWork(turn: Turn, before: IssueRecord, event: IssueEvent): void {
  const { job } = before
  if (job?.kind !== 'generate' || (!job.begun && job.waiting === undefined)) return
  // A job that comes to an end by itself has left nothing, unless it broke before it looked at what it waits for.
  if (event.type === 'DraftWritten' || event.type === 'DraftRefused') return
  if (event.type === 'JobFailed' && job.waiting === undefined) return
  const run = runOf(before)
  if (!isAtWorkOn(turn.record, run)) turn.effects.push({ type: 'LeaveWork', run })
}

type Deciders = { [Type in IssueEvent['type']]: (turn: Turn, event: Extract<IssueEvent, { type: Type }>) => void }

const deciders: Deciders = {
  RequestFiled: decideRequest,
  RequestEdited: decideRequest,
  RequestAnswered: decideRequest,
  IssueClosed: decideRequest,
  IssueLocked: decideOutside,
  IssueUnlocked: decideOutside,
  TriggerRemoved: decideOutside,
  RepositoryGone: decideOutside,
  RepositoryMoved: decideOutside,
  TrustJudged: decideRequest,
  PlanMade: decideRequest,
  PlanReconsidered: decideRequest,
  InfoNeeded: decideRequest,
  DuplicateFound: decideRequest,
  JobBegun: decideJob,
  JobAlive: decideJob,
  JobLost: decideJob,
  JobPostponed: decideJob,
  JobFailed: decideJob,
  WorkMoved: decideJob,
  DraftWritten: decideJob,
  DraftRefused: decideJob,
  DraftValidated: decideJob,
  BundleIndexed: decideJob,
  PullRequestOpened: decidePull,
  HeadMoved: decidePull,
  BranchMoved: decidePull,
  PullRequestReopened: decidePull,
  PullRequestMerged: decidePull,
  PullRequestClosed: decidePull,
  MergeRefused: decidePull,
  PlanApproved: decideHuman,
  PlanEdited: decideHuman,
  DraftApproved: decideHuman,
  ChangesRequested: decideHuman,
  CancelAsked: decideHuman,
  RetryAsked: decideHuman,
  PauseAsked: decideHuman,
  ResumeAsked: decideHuman,
  CommandGiven: decideHuman,
  ReviewSubmitted: decideHuman,
  EffectParked: decideParked,
  DeadlinePassed: decideDeadline,
}

function decideParked(turn: Turn, event: Extract<IssueEvent, { type: 'EffectParked' }>): void {
  const reason = `${event.effect} could not be done: ${event.message}`
  end(turn, 'failed', reason, 'Look at the log of this page, mend the cause, then choose Retry.')
}

function decideDeadline(turn: Turn): void {
  const { record } = turn
  if (turn.now < record.deadline) return
  switch (record.state) {
    case 'awaiting_plan_approval':
    case 'in_review':
    case 'paused':
      return end(turn, 'expired', `Nobody acted while the request was ${words(record.state)}.`, 'Choose Retry to take it up again.')
    case 'denied':
    case 'needs_info':
    case 'duplicate':
    case 'published':
    case 'failed':
    case 'stuck':
    case 'cancelled':
    case 'expired':
      return
    default:
      return end(
        turn,
        'failed',
        `The step "${words(record.state)}" did not end in time.`,
        'Choose Retry; if it happens again, look at the log of this page.',
      )
  }
}

function words(state: string): string {
  return state.replaceAll('_', ' ')
}

import { decideHuman } from './decide-human.ts'
import { decideJob } from './decide-job.ts'
import { decidePull } from './decide-pull.ts'
import { decideRequest } from './decide-request.ts'
import type { IssueEvent } from './issue-events.ts'
import type { IssueRecord } from './issue-record.ts'
import { beginTurn, end, type Turn } from './turn.ts'

/**
 * The one place where an issue's life is decided: pure and total. `record` is what is stored, `now` milliseconds since 1970.
 * An event that does not fit the state is a no-op (no steps, no effects); a person's request that does not fit comes back with `refusal`.
 */
export function transition(record: IssueRecord, event: IssueEvent, now: number): Turn {
  const turn = beginTurn(record, now)
  decide(turn, event)
  if (turn.steps.length > 0 || turn.changed.length > 0) turn.effects.push({ type: 'Project' })
  return turn
}

function decide(turn: Turn, event: IssueEvent): void {
  switch (event.type) {
    case 'RequestFiled':
    case 'RequestEdited':
    case 'IssueClosed':
    case 'TrustJudged':
    case 'PlanMade':
    case 'InfoNeeded':
    case 'DuplicateFound':
      return decideRequest(turn, event)
    case 'JobBegun':
    case 'JobAlive':
    case 'JobLost':
    case 'JobFailed':
    case 'DraftWritten':
    case 'DraftRefused':
    case 'DraftValidated':
    case 'BundleIndexed':
      return decideJob(turn, event)
    case 'PullRequestOpened':
    case 'HeadMoved':
    case 'PullRequestMerged':
    case 'PullRequestClosed':
    case 'MergeRefused':
      return decidePull(turn, event)
    case 'PlanApproved':
    case 'DraftApproved':
    case 'ChangesRequested':
    case 'CancelAsked':
    case 'RetryAsked':
    case 'PauseAsked':
    case 'ResumeAsked':
    case 'CommandGiven':
    case 'ReviewSubmitted':
      return decideHuman(turn, event)
    case 'EffectParked':
      return end(
        turn,
        'failed',
        `${event.effect} could not be done: ${event.message}`,
        'Look at the log of this page, mend the cause, then choose Retry.',
      )
    case 'DeadlinePassed':
      return decideDeadline(turn)
    default:
      return event satisfies never
  }
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

import { parseCommand } from './command.ts'
import { pause } from './decide-outside.ts'
import type { IssueEvent } from './issue-events.ts'
import { allowedActions } from './issue-record.ts'
import { withPlanText } from './read-plan-text.ts'
import { cancel, queueGeneration } from './request-steps.ts'
import { takeAsks } from './revision.ts'
import { sanitise } from './sanitise.ts'
import { resume, takeUp } from './take-up.ts'
import { go, type Turn } from './turn.ts'
import type { IssueAction } from './views.ts'

type HumanEvent = Extract<
  IssueEvent,
  {
    type:
      | 'PlanApproved'
      | 'PlanEdited'
      | 'DraftApproved'
      | 'ChangesRequested'
      | 'CancelAsked'
      | 'RetryAsked'
      | 'PauseAsked'
      | 'ResumeAsked'
      | 'CommandGiven'
      | 'ReviewSubmitted'
  }
>

/** What people ask for, in the web page, in a comment or in a review on GitHub. Whether they may is checked before; whether it fits is checked here. */
export function decideHuman(turn: Turn, event: HumanEvent): void {
  switch (event.type) {
    case 'CommandGiven':
      return decideCommand(turn, event)
    case 'ReviewSubmitted':
      return decideReview(turn, event)
    case 'PlanApproved':
      if (refuses(turn, 'approve-plan')) return
      turn.record.trust = { verdict: 'allowed', reason: `The plan was approved by ${event.login}.` }
      turn.record.planApproval = { by: event.login, reason: 'A reviewer looked at the plan', at: turn.now }
      if (!turn.record.isReconsidered) return queueGeneration(turn)
      turn.notes.push('Approved the plan; it goes on once its scenarios are made for what was changed.')
      return
    case 'PlanEdited':
      return decideEdited(turn, event)
    case 'DraftApproved':
      return decideApproved(turn, event)
    case 'ChangesRequested':
      return decideChanges(turn, event)
    case 'CancelAsked':
      if (refuses(turn, 'cancel')) return
      return cancel(turn, `Cancelled by ${event.login}.`, 'Choose Retry to take it up again.')
    case 'RetryAsked':
      if (refuses(turn, 'retry')) return
      turn.notes.push('Asks for another try.')
      return takeUp(turn, event.login)
    case 'PauseAsked':
      if (refuses(turn, 'pause')) return
      return pause(turn, `Paused by ${event.login}.`, 'Choose Resume to go on.')
    case 'ResumeAsked':
      if (refuses(turn, 'resume')) return
      return resume(turn)
  }
}

/** What to do where an action comes too late. */
const instead: Partial<Record<IssueAction, string>> = {
  'edit-plan': ' An approved plan is frozen. To have another one, cancel the request, edit the issue, and put the label on again.',
  'approve-plan': ' A plan is approved once, while it waits for that.',
}

function refuses(turn: Turn, action: IssueAction): boolean {
  if (allowedActions(turn.record).includes(action)) return false
  turn.refusal = `The request is ${turn.record.state.replaceAll('_', ' ')}: "${action.replaceAll('-', ' ')}" is not possible now.${instead[action] ?? ''}`
  return true
}

/** A plan can be changed until it is approved; from then on it is frozen. */
function decideEdited(turn: Turn, event: Extract<HumanEvent, { type: 'PlanEdited' }>): void {
  const { record } = turn
  if (refuses(turn, 'edit-plan') || record.plan === null) return
  const edited = withPlanText(record.plan, event.text)
  if (typeof edited === 'string') {
    turn.refusal = edited
    turn.notes.push(`The change of the plan was not taken: ${edited}`)
    return
  }
  record.plan = edited
  turn.changed.push('plan')
  turn.notes.push('Changed the plan.')
  // What was expected of the plan as it was says nothing of this one, and who approved that one did not see it.
  Object.assign(record, { forecast: null, planApproval: null, isReconsidered: true })
  turn.effects.push({ type: 'ReconsiderPlan' }, { type: 'UpdateComment' })
}

function decideApproved(turn: Turn, event: Extract<HumanEvent, { type: 'DraftApproved' }>): void {
  const { record } = turn
  if (refuses(turn, 'approve')) return
  if (event.login === record.requester.login) {
    turn.refusal = 'The requester cannot approve the draft made for their own request; another reviewer has to.'
    return
  }
  if (record.pull?.headSha !== event.headSha) {
    turn.refusal = 'The pull request has changed since you opened this page. Look at the new head, then approve again.'
    return
  }
  record.approval = { login: event.login, headSha: event.headSha, at: turn.now }
  turn.notes.push(`Approved ${event.headSha.slice(0, 12)}.`)
  go(turn, 'approved')
  go(turn, 'merging')
  turn.effects.push({ type: 'MergePullRequest', headSha: event.headSha })
}

/** Longest words of one review or of one comment on a line. */
const maxAsk = 4_000

function decideChanges(turn: Turn, event: Extract<HumanEvent, { type: 'ChangesRequested' }>): void {
  if (refuses(turn, 'request-changes')) return
  const { login, comments = [] } = event
  const clean = (words: string) => sanitise(words).text.slice(0, maxAsk)
  const text = clean(event.text)
  turn.notes.push(`Asks for changes: ${text}${comments.length > 0 ? ` (and ${comments.length} comments on lines)` : ''}`)
  takeAsks(turn, [
    { login, text, path: null, line: null },
    ...comments.map((comment) => ({ ...comment, login, text: clean(comment.text) })),
  ])
}

/** Comments and reviews are words of anyone: GitHub is asked first what their author may do. */
function decideCommand(turn: Turn, event: Extract<HumanEvent, { type: 'CommandGiven' }>): void {
  const then = parseCommand(event.text, event.login, turn.record)
  if (then === null) return
  turn.effects.push({ type: 'CheckActor', login: event.login, then, id: `comment-${event.commentId}` })
}

function decideReview(turn: Turn, event: Extract<HumanEvent, { type: 'ReviewSubmitted' }>): void {
  const then: IssueEvent =
    event.verdict === 'approved'
      ? { type: 'DraftApproved', login: event.login, headSha: event.headSha }
      : {
          type: 'ChangesRequested',
          login: event.login,
          text: event.text || 'Changes are requested; see the comments of the review.',
          reviewId: event.reviewId,
        }
  turn.effects.push({ type: 'CheckActor', login: event.login, then, id: `review-${event.reviewId}` })
}

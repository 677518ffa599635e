import { judgeCost } from './approval-policy.ts'
import type { Filing, IssueEvent } from './issue-events.ts'
import type { IssueRecord } from './issue-record.ts'
import { stateLimitMs } from './issue-record.ts'
import { planBasis, withMadeScenarios } from './make-plan/scenarios/acceptance.ts'
import { cancel, judgement, queueGeneration } from './request-steps.ts'
import { isTerminal } from './states.ts'
import { isUnmade, takeUp } from './take-up.ts'
import { end, go, type Turn } from './turn.ts'

type RequestEvent = Extract<
  IssueEvent,
  {
    type:
      | 'RequestFiled'
      | 'RequestEdited'
      | 'RequestAnswered'
      | 'IssueClosed'
      | 'TrustJudged'
      | 'PlanMade'
      | 'PlanReconsidered'
      | 'InfoNeeded'
      | 'DuplicateFound'
  }
>

/** The record of an issue seen for the first time: nothing decided yet. */
export function newRecord(filing: Filing, now: number): IssueRecord {
  const { repository, number } = filing
  return {
    key: `${repository.repositoryId}#${number}`,
    repository,
    number,
    title: filing.request.title,
    url: filing.url,
    requester: filing.author,
    openedAt: filing.createdAt,
    issueUpdatedAt: 0,
    state: 'received',
    since: now,
    deadline: now + stateLimitMs.received,
    request: filing.request,
    trigger: triggerOf(filing, now),
    trust: null,
    override: null,
    plan: null,
    round: 1,
    attempt: 0,
    fence: 0,
    job: null,
    draft: null,
    reportOk: null,
    failures: [],
    feedback: [],
    branch: `codecollection-registry/issue-${number}`,
    roundAt: now,
    pull: null,
    approval: null,
    outcome: null,
    interrupted: null,
  }
}

/** From the filing of an issue to a plan that is approved or waits for approval. */
export function decideRequest(turn: Turn, event: RequestEvent): void {
  switch (event.type) {
    case 'RequestFiled':
    case 'RequestEdited':
    case 'IssueClosed':
      return decideFiling(turn, event)
    case 'RequestAnswered':
      return decideAnswered(turn, event)
    case 'TrustJudged':
      return decideTrust(turn, event)
    case 'InfoNeeded':
      if (turn.record.state !== 'triaged') return
      return end(
        turn,
        'needs_info',
        event.questions.join(' '),
        'Answer in a comment on the issue, or edit it; the request is then read again.',
      )
    case 'PlanReconsidered':
      return decideReconsidered(turn, event)
    case 'DuplicateFound':
    case 'PlanMade':
      return decidePlan(turn, event)
  }
}

/** Ends what a merge that was refused leaves of an issue that was closed meanwhile. */
export function endGone(turn: Turn): void {
  const { gone } = turn.record
  if (gone && turn.record.state === 'in_review') cancel(turn, ...goneWords[gone])
}

/** What happened to an issue that is gone, and what can be done about it: one that was deleted or moved cannot be reopened. */
const goneWords: Record<NonNullable<IssueRecord['gone']>, [reason: string, nextAction: string]> = {
  closed: ['The issue was closed.', 'Reopen the issue to take the request up again.'],
  deleted: ['The issue was deleted.', 'File a new issue to ask again.'],
  transferred: [
    'The issue was transferred to another repository.',
    'Set the label on the issue where it is now, if the App is installed there, or file a new one here.',
  ],
}

function decideFiling(turn: Turn, event: Extract<RequestEvent, { filing: Filing }>): void {
  const { record } = turn
  const { filing } = event
  if (filing.updatedAt < record.issueUpdatedAt) return
  const first = record.issueUpdatedAt === 0
  const sameText = filing.bodyHash === record.trigger.bodyHash
  record.issueUpdatedAt = filing.updatedAt
  if (event.type === 'IssueClosed') {
    // An issue that is gone for good cannot be asked about any more, whatever became of the request.
    const isFinal = event.how !== undefined && record.state !== 'published'
    record.gone = event.how ?? 'closed'
    if ((isTerminal(record.state) && !isFinal) || isMerging(record)) return
    return cancel(turn, ...goneWords[record.gone])
  }
  if (record.gone === 'deleted' || record.gone === 'transferred') return
  if (first || event.type === 'RequestFiled') {
    record.gone = null
    // A label set twice, or an `opened` that comes after its own `labeled`, starts nothing new.
    if (!first && !isTerminal(record.state)) return
    if (record.pull !== null) return takeUpPull(turn, event)
    return start(turn, filing)
  }
  const early = ['received', 'triaged', 'needs_info', 'planned', 'awaiting_plan_approval'].includes(record.state)
  if (sameText) return
  if (early) return start(turn, filing)
  turn.notes.push('The issue was edited. The request stays as it was frozen; retry to build from the new text.')
}

/** A request that has a pull request goes on with that one: reopened, or labelled again. */
function takeUpPull(turn: Turn, event: Extract<RequestEvent, { filing: Filing }>): void {
  const { record } = turn
  if (event.type !== 'RequestFiled' || event.how === undefined) return
  if (record.state === 'published') {
    turn.notes.push('The CodeBundle of this request is published. File a new issue to ask for another one.')
    return
  }
  // Whoever may label may ask for drafts; whoever asked may reopen as often as they like, and that pays for none.
  const isPaidFor =
    (record.reportOk && !isUnmade(record.interrupted)) || record.interrupted === 'merged' || record.interrupted === 'indexing'
  if (event.how === 'labeled' || isPaidFor) {
    turn.notes.push('The request is taken up again.')
    return takeUp(turn, event.filing.sender.login)
  }
  record.outcome = { reason: 'The issue was reopened; its draft was not done.', nextAction: 'A reviewer chooses Retry to have it made.' }
  turn.effects.push({ type: 'UpdateComment' }, { type: 'Project' })
}

function start(turn: Turn, filing: Filing): void {
  const { record } = turn
  record.title = filing.request.title
  record.request = filing.request
  record.requester = filing.author
  record.trigger = triggerOf(filing, turn.now)
  record.trust = null
  forgetPlan(record)
  record.job = null
  record.attempt = 0
  record.failures = []
  record.feedback = []
  record.asked = []
  record.waiting = []
  record.interrupted = null
  go(turn, 'received')
  turn.effects.push(judgement(record))
}

/** The requester answered the questions in a comment: what was asked and what was answered are read together. */
function decideAnswered(turn: Turn, event: Extract<RequestEvent, { type: 'RequestAnswered' }>): void {
  const { record } = turn
  if (record.state !== 'needs_info' || event.login !== record.requester.login) return
  record.request = event.request
  turn.notes.push('Answered the questions; the request is read again.')
  go(turn, 'received')
  turn.effects.push(judgement(record))
}

function decideTrust(turn: Turn, event: Extract<RequestEvent, { type: 'TrustJudged' }>): void {
  const { record } = turn
  if (record.state !== 'received') return
  if (event.verdict === 'denied') {
    return end(turn, 'denied', event.reason, 'A maintainer can start it by adding the label codebundle:generate.')
  }
  record.trust = { verdict: event.verdict, reason: event.reason }
  go(turn, 'triaged')
  turn.effects.push({ type: 'MakePlan' })
}

function decidePlan(turn: Turn, event: Extract<RequestEvent, { type: 'PlanMade' | 'DuplicateFound' }>): void {
  const { record } = turn
  if (record.state !== 'triaged') return
  forgetPlan(record)
  record.plan = event.plan
  record.forecast = event.forecast
  turn.changed.push('plan')
  if (event.type === 'DuplicateFound' && record.override === null) {
    const what = `${event.collection}/${event.slug} covers ${event.percent} % of this request.`
    return end(turn, 'duplicate', what, 'Try that CodeBundle; a reviewer can choose Retry to have this one built all the same.')
  }
  go(turn, 'planned')
  const { approved, reason } = judgeCost(event.policy, event.forecast)
  if (record.trust?.verdict === 'allowed') {
    if (approved) return approveByPolicy(turn, reason)
    record.waits = `The plan waits for a reviewer: ${reason}.`
    turn.notes.push(record.waits)
  }
  go(turn, 'awaiting_plan_approval')
}

function approveByPolicy(turn: Turn, reason: string): void {
  turn.record.planApproval = { by: 'policy', reason, at: turn.now }
  turn.notes.push(`The plan is approved by policy: ${reason}.`)
  queueGeneration(turn, { actor: 'policy', cause: `approved by policy: ${reason}` })
}

/** A plan that a person has changed has another forecast and other scenarios. It goes on waiting for the person, who may not be done with it. */
function decideReconsidered(turn: Turn, event: Extract<RequestEvent, { type: 'PlanReconsidered' }>): void {
  const { record } = turn
  if (record.state !== 'awaiting_plan_approval' || record.plan === null || planBasis(record.plan) !== event.basis) return
  record.isReconsidered = false
  record.forecast = event.forecast
  record.plan = withMadeScenarios(record.plan, event.scenarios)
  if (record.trust?.verdict === 'allowed') {
    const { approved, reason } = judgeCost(event.policy, event.forecast)
    record.waits = `The plan was changed and waits for a reviewer: ${reason}${approved ? ', and whoever changed it has the last word' : ''}.`
  }
  turn.changed.push('plan')
  turn.effects.push({ type: 'UpdateComment' })
  // Somebody approved it while this was being made.
  if (record.planApproval) queueGeneration(turn)
}

function forgetPlan(record: IssueRecord): void {
  Object.assign(record, { plan: null, forecast: null, waits: null, planApproval: null, isReconsidered: false, run: null })
}

/** True once a merge is under way or done: the issue is then closed by the merge itself. */
function isMerging(record: IssueRecord): boolean {
  return ['approved', 'merging', 'merged', 'indexing'].includes(record.state) || (record.state === 'in_review' && record.approval !== null)
}

function triggerOf(filing: Filing, now: number): IssueRecord['trigger'] {
  const own = filing.sender.login === filing.author.login
  return {
    login: filing.sender.login,
    association: own ? filing.author.association : 'NONE',
    senderType: filing.sender.type,
    at: now,
    bodyHash: filing.bodyHash,
  }
}

import type { ApprovalPolicy } from './approval-policy.ts'
import type { Waiting } from './failure.ts'
import type { Forecast } from './forecast.ts'
import { type Ask, type DraftSummary, type IssueRecord, type JobKind, runOf } from './issue-record.ts'
import type { PlanScenario } from './make-plan/scenarios/plan-scenario.ts'
import type { OutsideWord } from './outside-words.ts'
import type { Plan } from './plan.ts'

/** What happened, in the past tense. Facts only: what follows from them is decided in transition.ts. */
export type IssueEvent =
  | { type: 'RequestFiled'; filing: Filing; how?: 'reopened' | 'labeled' }
  | { type: 'RequestEdited'; filing: Filing }
  | { type: 'RequestAnswered'; login: string; request: IssueRecord['request'] }
  | { type: 'IssueClosed'; filing: Filing; how?: 'deleted' | 'transferred' }
  | { type: 'IssueLocked'; login: string }
  | { type: 'IssueUnlocked'; login: string }
  | { type: 'TriggerRemoved'; login: string; label: string }
  | OutsideWord
  | { type: 'TrustJudged'; verdict: 'allowed' | 'needs_approval' | 'denied'; reason: string }
  | ({ type: 'PlanMade'; plan: Plan } & Outlook)
  | ({ type: 'PlanReconsidered'; basis: string; scenarios: PlanScenario[] } & Outlook)
  | { type: 'InfoNeeded'; questions: string[] }
  | ({ type: 'DuplicateFound'; plan: Plan; collection: string; slug: string; percent: number } & Outlook)
  | { type: 'JobBegun'; fence: number }
  | { type: 'JobAlive'; fence: number }
  | { type: 'JobLost' }
  | { type: 'JobPostponed'; fence: number; afterMs: number; waiting: Waiting }
  | { type: 'JobFailed'; fence: number; code: string; message: string; retry: 'never' | 'later' | 'poison'; retryAfterMs?: number | null }
  | { type: 'WorkMoved'; run: string }
  | { type: 'DraftWritten'; fence: number; draft: DraftSummary }
  | { type: 'DraftRefused'; fence: number; draft: DraftSummary; violations: string[] }
  | {
      type: 'DraftValidated'
      fence: number
      ok: boolean
      signature: string
      findings: string[]
      warnings?: string[]
      score?: number | null
    }
  /** `isKnown`: it was there before, and was only looked at. */
  | { type: 'PullRequestOpened'; pull: NonNullable<IssueRecord['pull']>; state: 'open' | 'closed'; merged: boolean; isKnown?: boolean }
  | { type: 'PlanApproved'; login: string }
  | { type: 'PlanEdited'; login: string; text: string }
  | { type: 'DraftApproved'; login: string; headSha: string }
  | {
      type: 'ChangesRequested'
      login: string
      text: string
      reviewId?: number
      comments?: { path: string; line: number | null; text: string }[]
    }
  | { type: 'HeadMoved'; headSha: string; login: string }
  /** The branch holds commits that its record does not know; null where their head cannot be told. */
  | { type: 'BranchMoved'; headSha: string | null; detail: string }
  | { type: 'PullRequestMerged'; sha: string; login: string }
  | { type: 'PullRequestClosed'; login: string }
  | { type: 'PullRequestReopened'; headSha: string; login: string }
  | { type: 'MergeRefused'; reason: string; detail: string }
  | { type: 'BundleIndexed'; fence: number; found: boolean; commit: string }
  | { type: 'EffectParked'; effect: Effect['type']; code: string; message: string }
  | { type: 'DeadlinePassed' }
  | { type: 'CancelAsked'; login: string }
  | { type: 'RetryAsked'; login: string }
  | { type: 'PauseAsked'; login: string }
  | { type: 'ResumeAsked'; login: string }
  | { type: 'CommandGiven'; login: string; text: string; commentId: number }
  | { type: 'ReviewSubmitted'; login: string; verdict: 'approved' | 'changes_requested'; headSha: string; text: string; reviewId: number }

/** What making a plan's draft is expected to take, and what the repository lets be generated without a person. */
export interface Outlook {
  forecast: Forecast | null
  policy: ApprovalPolicy
}

/** An issue as GitHub delivered it, with the request read from it. */
export interface Filing {
  repository: IssueRecord['repository']
  number: number
  title: string
  url: string
  author: { login: string; association: string }
  sender: { login: string; type: string }
  createdAt: number
  updatedAt: number
  bodyHash: string
  request: IssueRecord['request']
}

/** What to do next, in the imperative. Each is safe to repeat; `outboxKey` says which of two replaces the other. */
export type Effect =
  | { type: 'JudgeTrust'; login: string; association: string; senderType: string }
  | { type: 'MakePlan' }
  | { type: 'ReconsiderPlan' }
  | { type: 'EnqueueJob'; kind: JobKind; fence: number }
  | { type: 'LeaveWork'; run: string }
  | { type: 'PublishDraft'; round: number }
  | { type: 'MergePullRequest'; headSha: string }
  | { type: 'ClosePullRequest' }
  | { type: 'AnswerReview'; round: number; asks: Ask[]; draft: { changed: string[]; notes: string[]; headSha: string } }
  | { type: 'CheckActor'; login: string; then: IssueEvent; id: string }
  | { type: 'SetLabel' }
  | { type: 'UpdateComment' }
  | { type: 'Project' }

/** Effects with the same key replace one another in the outbox: the newest is the one that counts. */
export function outboxKey(effect: Effect): string {
  switch (effect.type) {
    case 'EnqueueJob':
      return `EnqueueJob:${effect.fence}`
    case 'LeaveWork':
      return `LeaveWork:${effect.run}`
    case 'PublishDraft':
      return `PublishDraft:${effect.round}`
    case 'AnswerReview':
      return `AnswerReview:${effect.round}`
    case 'CheckActor':
      return `CheckActor:${effect.id}`
    default:
      return effect.type
  }
}

/** Whether a draft is being made under this name. */
export function isAtWorkOn(record: IssueRecord, run: string): boolean {
  return record.job?.kind === 'generate' && runOf(record) === run
}

/** False for an effect that the world has overtaken: it is dropped instead of run. */
export function stillWanted(effect: Effect, record: IssueRecord): boolean {
  switch (effect.type) {
    case 'JudgeTrust':
      return record.state === 'received'
    case 'MakePlan':
      return record.state === 'triaged'
    case 'ReconsiderPlan':
      return record.state === 'awaiting_plan_approval'
    case 'EnqueueJob':
      return record.job?.fence === effect.fence && !record.job.begun
    case 'LeaveWork':
      return !isAtWorkOn(record, effect.run)
    case 'PublishDraft':
      return record.state === 'opening_pull_request' && record.round === effect.round
    case 'MergePullRequest':
      return record.state === 'merging' && record.approval?.headSha === effect.headSha
    case 'ClosePullRequest':
      return record.state === 'cancelled' && record.pull !== null
    case 'AnswerReview':
      return record.pull !== null
    case 'CheckActor':
    case 'SetLabel':
    case 'UpdateComment':
    case 'Project':
      return true
  }
}

/** Effects whose final failure stops the issue; the others only cost a label or a comment. */
export function isEssential(effect: Effect['type']): boolean {
  return (
    effect === 'JudgeTrust' ||
    effect === 'MakePlan' ||
    effect === 'ReconsiderPlan' ||
    effect === 'EnqueueJob' ||
    effect === 'PublishDraft' ||
    effect === 'MergePullRequest'
  )
}

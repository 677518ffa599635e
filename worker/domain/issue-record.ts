import type { Authors, DraftEntry } from './attribution.ts'
import type { Run } from './ended-run.ts'
import type { Waiting } from './failure.ts'
import type { Forecast } from './forecast.ts'
import type { Plan } from './plan.ts'
import type { Failure } from './repair.ts'
import type { ParsedRequest } from './request.ts'
import type { StateName } from './states.ts'
import type { IssueAction } from './views.ts'

/** Everything the pipeline remembers about one issue, but for its files, its report and its journal. Plain data: it is stored as JSON. */
export interface IssueRecord {
  key: string
  /** Where the repository is and through which installation it is reached, as of `at` (milliseconds since 1970). */
  repository: { installationId: number; repositoryId: number; owner: string; repo: string; at?: number }
  number: number
  title: string
  url: string
  requester: { login: string; association: string }
  openedAt: number
  /** GitHub's `updated_at` of the newest issue event applied; older ones are stale. */
  issueUpdatedAt: number

  state: StateName
  since: number
  deadline: number

  /** The request as frozen when it was triggered, and who triggered it. */
  request: ParsedRequest
  trigger: { login: string; association: string; senderType: string; at: number; bodyHash: string }
  trust: { verdict: 'allowed' | 'needs_approval'; reason: string } | null
  /** A reviewer who decided against a refusal: denied requests and duplicates may still be built. */
  override: string | null
  plan: Plan | null
  /** What the plan's draft is expected to take: made with the plan, made anew when a person changes it, frozen with it. */
  forecast?: Forecast | null
  /** Why a plan of somebody who may ask for it waits for a person all the same. */
  waits?: string | null
  /** A person changed the plan, and what follows from it (scenarios, forecast) is being made: an approval waits for that. */
  isReconsidered?: boolean
  /** Who or what let the plan be generated, and why. */
  planApproval?: { by: string; reason: string; at: number } | null
  /** The newest round of drafts: what it has taken, and how it ended. */
  run?: Run | null

  /** A round begins with each request for changes; an attempt is one generated draft within a round. */
  round: number
  attempt: number
  /** Grows with every job; only the job that carries the newest number may report. */
  fence: number
  job: Job | null
  draft: DraftSummary | null
  reportOk: boolean | null
  /** What the drafts of this issue have cost so far. `isWhole` is false once the price of one is not known. */
  spent?: Spent
  /** Every draft that a provider was asked for, oldest first. */
  drafts?: DraftEntry[]
  /** What failed in this round, to tell a loop from progress. */
  failures: Failure[]
  feedback: string[]
  /** `roundAt` of the drafts of which one passed and was sent back once for its warnings. */
  polished?: number
  /** What reviewers asked for in this round, and what they asked while its draft was made. */
  asked?: Ask[]
  waiting?: Ask[]

  branch: string
  /** When the drafts of this round began, which also tells them from those before a retry. Commit date of the round: fixed, so that a retry makes the same SHA. */
  roundAt: number
  pull: { number: number; nodeId: string; url: string; headSha: string } | null
  /** What became of the issue on GitHub, while it is so. */
  gone?: 'closed' | 'deleted' | 'transferred' | null
  /** This registry closed the pull request with the request, and opens it again with it. */
  isClosedByUs?: boolean
  /** A commit that a person pushed on the branch and that no draft of ours contains yet. */
  humanHead?: string | null
  approval: { login: string; headSha: string; at: number } | null
  outcome: { reason: string; nextAction: string } | null
  /** Where a pause or a failure came from, so that resume and retry know where to go on. */
  interrupted: StateName | null
}

/** One thing that a reviewer asked for: the words of a review, or a comment on a line of it. */
export interface Ask {
  login: string
  text: string
  /** Path and line of a comment; null for a review as a whole. */
  path: string | null
  line: number | null
}

export type JobKind = 'generate' | 'validate' | 'index'

export interface Job {
  kind: JobKind
  fence: number
  /** True once a consumer took it; until then the message may simply be waiting or lost. */
  begun: boolean
  /** When the object stops waiting: for a beginning, or for the next sign of life. */
  leaseUntil: number
  tries: number
  /** True while its message is held back until `leaseUntil`. */
  postponed?: boolean
  /** What goes on elsewhere meanwhile. */
  waiting?: Waiting
}

/** Names the draft being made for outside services: the same however often its job is started. */
export function runOf({ key, round, attempt }: Pick<IssueRecord, 'key' | 'round' | 'attempt'>): string {
  return `${key}/${round}/${attempt}`
}

export interface Spent {
  micros: number
  isWhole: boolean
}

export interface DraftSummary {
  hash: string
  provider: string
  model: string | null
  costMicros: number | null
  usage?: DraftEntry['usage']
  /** Who wrote each file. Drafts of before it was noted have none. */
  authors?: Authors
  notes: string[]
  files: number
  /** Paths that differ from the branch as it stood; absent in the first round. */
  changed?: string[]
}

const minute = 60_000
const day = 24 * 60 * minute

/** How long each state may last before the alarm ends it. People get weeks, machines minutes. */
export const stateLimitMs: Record<StateName, number> = {
  received: 15 * minute,
  denied: 90 * day,
  triaged: 15 * minute,
  needs_info: 90 * day,
  duplicate: 90 * day,
  planned: 15 * minute,
  awaiting_plan_approval: 14 * day,
  queued: 60 * minute,
  generating: 30 * minute,
  validating: 30 * minute,
  repairing: 30 * minute,
  opening_pull_request: 30 * minute,
  in_review: 30 * day,
  changes_requested: 60 * minute,
  approved: 15 * minute,
  merging: 30 * minute,
  merged: 15 * minute,
  indexing: 60 * minute,
  published: 90 * day,
  failed: 90 * day,
  stuck: 90 * day,
  cancelled: 90 * day,
  expired: 90 * day,
  paused: 30 * day,
}

/** A message that no consumer took within this time is sent again (local queues lose theirs when the process dies). */
export const beginLeaseMs = 15_000
/** A consumer gives a sign of life every 5 s; four missed ones mean that it is gone. */
export const workLeaseMs = 20_000
/** The longest that a job is held back; whoever asks for more is asked again. */
export const maxPostponeMs = 10 * minute
/** Consumers lost in a row before a person must look. */
export const maxJobTries = 6
/** Drafts in one round: the first and two repairs. */
export const maxAttempts = 3
/** Rounds of review: past that, people do it better by hand. */
export const maxRounds = 6

const pausable: readonly StateName[] = [
  'awaiting_plan_approval',
  'queued',
  'generating',
  'validating',
  'repairing',
  'changes_requested',
  'in_review',
]
const retryable: readonly StateName[] = ['failed', 'stuck', 'cancelled', 'expired', 'needs_info', 'denied', 'duplicate']
const over: readonly StateName[] = [...retryable, 'published', 'approved', 'merging', 'merged', 'indexing']

/** States in which a draft is on its way to a pull request that exists: what is asked then waits for the next round. */
const busy: readonly StateName[] = ['generating', 'validating', 'repairing', 'opening_pull_request']

/** Whether a reviewer may ask for changes now. Rounds are bounded; past the last one a person does it by hand. */
function takesChanges({ state, pull, round }: Pick<IssueRecord, 'state' | 'pull' | 'round'>): boolean {
  if (state === 'changes_requested') return pull !== null
  return round < maxRounds && (state === 'in_review' || (pull !== null && busy.includes(state)))
}

/** What the state allows a person to do, whoever they are. */
export function allowedActions(record: IssueRecord): IssueAction[] {
  const actions: IssueAction[] = []
  if (record.state === 'awaiting_plan_approval') actions.push('approve-plan', 'edit-plan')
  if (record.state === 'in_review' && record.reportOk) actions.push('approve')
  if (takesChanges(record)) actions.push('request-changes')
  if (retryable.includes(record.state)) actions.push('retry')
  if (record.state === 'paused') actions.push('resume')
  if (pausable.includes(record.state)) actions.push('pause')
  if (!over.includes(record.state)) actions.push('cancel')
  return actions
}

import type { Bundle, Problem } from './catalogue.ts'
import type { Plan } from './plan.ts'
import type { Access, Platform } from './platform.ts'
import type { Report } from './report.ts'
import type { Role } from './roles.ts'
import type { DraftFile } from './sandbox-protocol.ts'
import type { StateName } from './states.ts'

/** What the API answers and the pages show. Times are milliseconds since 1970 (UTC). */

export interface Viewer {
  login: string
  name: string
  avatarUrl: string
  role: Role
}

export interface CollectionView {
  slug: string
  name: string
  owner: string
  repo: string
  url: string
  description: string
  defaultBranch: string
  commit: string | null
  indexedAt: number | null
  bundles: number
  tasks: number
  /** State of the newest index run, and what it found. */
  lastRun: { status: 'running' | 'ok' | 'failed'; at: number; error: string | null; problems: number } | null
}

/** A row of a list or of search results. */
export interface BundleCard {
  collection: string
  slug: string
  displayName: string
  description: string
  author: string | null
  platform: Platform
  access: Access | 'unknown'
  supports: string[]
  tasks: number
  hasRunbook: boolean
  hasSli: boolean
  updatedAt: number
  /** Search only: HTML-free text with matches between U+0001 and U+0002. */
  snippet: string | null
}

export interface SearchResults {
  query: string
  total: number
  cards: BundleCard[]
  /** Opaque; null on the last page. */
  next: string | null
  /** Said in the page when part of the query was not understood. */
  notice: string | null
}

export interface BundleView {
  card: BundleCard
  collection: CollectionView
  bundle: Bundle
  readme: string | null
  runbookSource: string | null
  sliSource: string | null
  sourceUrl: string
  /** The newest commit did not parse; this is the last good version. */
  stale: boolean
  problems: Problem[]
}

export type IssueAction = 'approve-plan' | 'approve' | 'request-changes' | 'cancel' | 'retry' | 'pause' | 'resume'

export interface IssueSummary {
  /** `<repository id>#<issue number>` */
  key: string
  owner: string
  repo: string
  number: number
  title: string
  url: string
  requester: string
  state: StateName
  /** When the current state began. */
  since: number
  openedAt: number
  updatedAt: number
  round: number
  attempt: number
  slug: string | null
  platform: Platform | null
  provider: string | null
  pull: { number: number; url: string; headSha: string } | null
  /** Why a terminal state was reached and what to do next. */
  outcome: { reason: string; nextAction: string } | null
  /** Sequence number of the last event. */
  seq: number
}

/** One line of the live timeline. `seq` grows by one for each event of the issue and never repeats. */
export type LiveEvent = { seq: number; at: number } & (
  | { type: 'transition'; from: StateName; to: StateName; actor: string; cause: string; note: string | null }
  | { type: 'log'; step: 'plan' | 'generate' | 'validate' | 'publish' | 'merge' | 'index'; text: string }
  | { type: 'note'; actor: string; text: string }
  /** Files, plan or report are new: read the issue again. */
  | { type: 'changed'; what: 'plan' | 'files' | 'report' | 'pull' }
)

export interface IssueView {
  summary: IssueSummary
  plan: Plan | null
  files: DraftFile[]
  report: Report | null
  approval: { login: string; headSha: string; at: number } | null
  events: LiveEvent[]
  /** What the state allows; who may do it is `actionRoles`. */
  actions: IssueAction[]
  deadline: number | null
}

/** Server to browser over the issue's socket. */
export type SocketMessage = { type: 'events'; events: LiveEvent[]; summary: IssueSummary; actions: IssueAction[] }

/** Server to browser over the feed's socket. */
export type FeedMessage = { type: 'summaries'; summaries: IssueSummary[] }

/** The least role for each action. The requester of an issue may cancel it, and may never approve it. */
export const actionRoles: Record<IssueAction, Role> = {
  'approve-plan': 'reviewer',
  approve: 'reviewer',
  'request-changes': 'reviewer',
  cancel: 'reviewer',
  retry: 'reviewer',
  pause: 'reviewer',
  resume: 'reviewer',
}

/** Every API error body (RFC 9457, `application/problem+json`). */
export interface ProblemDetails {
  type: string
  title: string
  status: number
  detail: string
  /** What to do about it. */
  suggestion: string
  traceId: string
}

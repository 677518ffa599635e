import type { Assessment } from './assessment.ts'
import type { Authors, DraftEntry } from './attribution.ts'
import type { Bundle, Problem } from './catalogue.ts'
import type { IssueMoney, SpendMeter } from './issue-money.ts'
import type { Plan } from './plan.ts'
import type { Access, Platform } from './platform.ts'
import type { Report } from './report.ts'
import type { ParsedRequest } from './request.ts'
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
  /** By commits that touch CodeBundles, most first. */
  contributors: { name: string; commits: number }[]
  /** Tags of the repository, newest first. */
  releases: { tag: string; commit: string; at: number }[]
  /** How many CodeBundles have a score of 0–9, 10–19 … 90–100; ten numbers. Those not yet assessed are in none. */
  scores: number[]
  /** State of the newest index run, and what it found. */
  lastRun: { status: 'running' | 'ok' | 'failed'; at: number; error: string | null; problems: number } | null
}

/** What an owner is shown of the health of an index. */
export interface CollectionHealth {
  /** Newest first. `cause` says what began the run; `problems` is how many it found in the collection as a whole. */
  runs: {
    cause: string
    commit: string | null
    status: 'running' | 'ok' | 'failed'
    startedAt: number
    finishedAt: number | null
    added: number
    changed: number
    removed: number
    unchanged: number
    error: string | null
    problems: number
  }[]
  /** Of the collection as a whole, from the newest run, then of its bundles. `stale`: the last good version is shown. */
  problems: (Problem & { bundle: string | null; stale: boolean })[]
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
  /** 0–100; null before the first assessment. */
  score: number | null
  /** Last commit that touched the bundle; when it was indexed where the history is unknown. */
  updatedAt: number
  /** Search only: HTML-free text with matches between U+0001 and U+0002. */
  snippet: string | null
}

/** What a search is narrowed by. Values of one facet widen (or), facets narrow (and). */
export const facetNames = ['platform', 'collection', 'access', 'type', 'tag', 'author'] as const
export type FacetName = (typeof facetNames)[number]

/** `type` has the values runbook, sli, discovery (has generation rules); `access` has read-only, read-write, unknown. */
export type SearchFilters = Partial<Record<FacetName, string[]>>

export interface SearchRequest {
  /** As typed; may hold qualifiers such as `platform:aws`, `-tag:x` or `author:"Shea Stewart"`. */
  query: string
  filters: SearchFilters
  /** What is listed. */
  kind: 'bundles' | 'tasks'
  sort: 'relevance' | 'newest' | 'name' | 'score'
  /** `next` of the page before; null for the first page. */
  cursor: string | null
  limit?: number
}

export interface Facet {
  name: FacetName
  label: string
  /** Most first, selected ones always among them. A count says how many results there would be with this value selected too. */
  values: { value: string; label: string; count: number; selected: boolean }[]
  /** Values that are not listed. */
  more: number
}

/** What a search of everything looks like; the parts that a caller gives replace these. */
export const everything: SearchRequest = { query: '', filters: {}, kind: 'bundles', sort: 'relevance', cursor: null }

export interface TagView {
  tag: string
  bundles: number
}

export interface AuthorView {
  author: string
  bundles: number
  tasks: number
  /** Slugs. */
  collections: string[]
}

/** A task as a search result. */
export interface TaskHit {
  collection: string
  bundle: string
  bundleName: string
  platform: Platform
  file: 'runbook' | 'sli'
  name: string
  documentation: string
  tags: string[]
  access: Access | 'unknown'
  line: number
  snippet: string | null
}

export interface SearchResults {
  query: string
  kind: SearchRequest['kind']
  sort: SearchRequest['sort']
  /** From the request and from qualifiers in the query. */
  filters: SearchFilters
  total: number
  /** How many of the other kind the same search finds. */
  otherTotal: number
  /** Results when `kind` is bundles. */
  cards: BundleCard[]
  /** Results when `kind` is tasks. */
  tasks: TaskHit[]
  facets: Facet[]
  /** A query that finds more, for a likely typing error. */
  suggestion: string | null
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
  /** Scripts, generation rules and templates, by path relative to the bundle; as many as the registry keeps. */
  scripts: { path: string; content: string }[]
  sourceUrl: string
  /** Commits that touched the bundle, newest first, at most 30; each with the first release that holds it. */
  history: { sha: string; at: number; author: string; subject: string; release: string | null }[]
  /** Versions that the registry holds, newest first; the first is what is shown. */
  versions: BundleVersion[]
  /** Null before the first assessment. */
  assessment: Assessment | null
  related: BundleCard[]
  /** The newest commit did not parse; this is the last good version. */
  stale: boolean
  problems: Problem[]
}

export interface BundleVersion {
  treeHash: string
  commit: string
  /** Time of the commit. */
  at: number
  /** The release it first came with. */
  release: string | null
}

/** What differs between two versions of a bundle, for those who use it. */
export interface VersionDiff {
  from: BundleVersion
  to: BundleVersion
  /** Breaking first. */
  changes: { kind: 'breaking' | 'addition' | 'change'; subject: string; text: string }[]
  /** Unified diffs of runbook.robot and sli.robot, where they differ. */
  sources: { file: string; diff: string }[]
}

export type IssueAction = 'approve-plan' | 'edit-plan' | 'approve' | 'request-changes' | 'cancel' | 'retry' | 'pause' | 'resume'

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

export interface IssueView extends IssueMoney {
  summary: IssueSummary
  /** The request as a model sees it, and what was taken out before. */
  request: Pick<ParsedRequest, 'text' | 'hidden' | 'suspicion'>
  plan: Plan | null
  files: DraftFile[]
  report: Report | null
  approval: { login: string; headSha: string; at: number } | null
  /** The newest draft's model and what its provider says of it; what all drafts have cost, in micro-dollars, null when nothing is known of it. */
  draft: { model: string | null; notes: string[]; authors: Authors } | null
  /** Every draft that a provider was asked for, oldest first. */
  drafts: DraftEntry[]
  spentMicros: number | null
  /** Whether the price of every draft is known. */
  spentIsWhole: boolean
  events: LiveEvent[]
  /** What the state allows; who may do it is `actionRoles`. */
  actions: IssueAction[]
  deadline: number | null
}

/** Server to browser over the issue's socket. */
export type SocketMessage = {
  type: 'events'
  events: LiveEvent[]
  summary: IssueSummary
  actions: IssueAction[]
  meter?: SpendMeter | null
}

/** Server to browser over the feed's socket. */
export type FeedMessage = { type: 'summaries'; summaries: IssueSummary[] }

/** The least role for each action. The requester of an issue may cancel it, and may never approve it. */
export const actionRoles: Record<IssueAction, Role> = {
  'approve-plan': 'reviewer',
  'edit-plan': 'reviewer',
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

import type { BudgetAnswer, BudgetAsk, BudgetBill, BudgetMeter, BudgetScope, Settlement } from '../domain/budget.ts'
import type { EndedRun } from '../domain/ended-run.ts'
import type { Spent, Waiting } from '../domain/failure.ts'
import type { Outlook } from '../domain/issue-events.ts'
import type { Coverage, Plan } from '../domain/plan.ts'
import type { Lock } from '../domain/rehearsal/locks.ts'
import type { Report } from '../domain/report.ts'
import type { ParsedRequest } from '../domain/request.ts'
import type { DraftFile } from '../domain/sandbox-protocol.ts'
import type { IssueSummary } from '../domain/views.ts'

/** What the pipeline asks of the outside. Adapters implement these; `wiring.ts` joins them. */

export interface RepositoryRef {
  installationId: number
  repositoryId: number
  owner: string
  repo: string
}

/** A repository as it is now: its name, and the installation through which it is reached. */
export interface Whereabouts {
  repository: RepositoryRef
  defaultBranch: string
  isPrivate: boolean
}

export type Permission = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'

export interface PullRequest {
  number: number
  nodeId: string
  url: string
  headSha: string
  state: 'open' | 'closed'
  draft: boolean
  merged: boolean
  mergeCommitSha: string | null
}

export interface BranchCommit {
  branch: string
  /** First parent of the new commit. */
  parentSha: string
  files: DraftFile[]
  /** Paths to delete; the rest of the parent's tree is kept. */
  remove: string[]
  message: string
  /** Author and committer date, fixed per round so that a retry makes the same SHA (design law 1). */
  at: number
}

export type MergeResult =
  | { merged: true; sha: string }
  | { merged: false; reason: 'head_moved' | 'not_mergeable' | 'closed'; detail: string }

/**
 * Every call may be repeated: each looks before it acts and adopts what is there.
 * Failures are `GitHubError` (domain/failure.ts), classified `never`, `later` (with `retryAfterMs`) or `poison`.
 */
export interface GitHubPort {
  permissionOf(repo: RepositoryRef, login: string): Promise<Permission>
  /** Sets `label`, creates it in the repository when missing, removes every other label of `managed` and those of `consumed`. */
  setLabel(repo: RepositoryRef, issue: number, label: string, managed: readonly string[], consumed: readonly string[]): Promise<void>
  /** The App's one comment on the issue that starts with `marker`: created when absent, edited when its text differs. Returns its id. */
  upsertComment(repo: RepositoryRef, issue: number, marker: string, body: string): Promise<number>
  /** Fails with `repository_archived` where nothing can be built upon it. */
  defaultBranch(repo: RepositoryRef): Promise<{ name: string; sha: string }>
  /** Blobs, tree, commit, then the ref: created, adopted when it already points at this commit, fast-forwarded when at `parentSha`. A foreign tip fails with `branch_conflict`. Returns the commit SHA. */
  commitToBranch(repo: RepositoryRef, commit: BranchCommit): Promise<string>
  /** A text file of a commit; null when there is none, or it is larger than 100 KB or no text. */
  readText(repo: RepositoryRef, commitSha: string, path: string): Promise<string | null>
  /** The same for a commit, up to 1 MB. */
  readFiles(repo: RepositoryRef, commitSha: string, directory: string): Promise<DraftFile[]>
  /**
   * Plain and executable files below `directory` at the tip of `branch`, with paths from the root; links and submodules are left out.
   * null when there is no such branch. Fails with `never` when they are more than `maxBytes` together, too many, or no text.
   */
  readBranch(repo: RepositoryRef, what: { branch: string; directory: string; maxBytes: number }): Promise<DraftFile[] | null>
  /** Succeeds too when there is no such branch. */
  deleteBranch(repo: RepositoryRef, branch: string): Promise<void>
  /** The newest pull request, in any state, whose head is `branch`. */
  findPullRequest(repo: RepositoryRef, branch: string): Promise<PullRequest | null>
  getPullRequest(repo: RepositoryRef, number: number): Promise<PullRequest>
  /** Looks for one with this head first; creates a draft otherwise; on any doubt looks again and adopts. Title and body are brought up to date. */
  ensurePullRequest(repo: RepositoryRef, pull: { branch: string; base: string; title: string; body: string }): Promise<PullRequest>
  /** Posts a review of kind COMMENT by the App, once per marker. */
  ensureReview(repo: RepositoryRef, pull: number, marker: string, body: string): Promise<void>
  /** The comments on lines that belong to a review, in their order; at most 100. */
  reviewComments(repo: RepositoryRef, pull: number, reviewId: number): Promise<{ path: string; line: number | null; text: string }[]>
  /** Draft to ready (GraphQL), then merge by squash bound to `headSha`; a pull request already merged is adopted. */
  merge(repo: RepositoryRef, pull: number, headSha: string, message: { title: string; body: string }): Promise<MergeResult>
  closePullRequest(repo: RepositoryRef, pull: number): Promise<void>
  /** Opens a closed one again; where GitHub refuses that (its branch is gone) it comes back as it is. */
  reopenPullRequest(repo: RepositoryRef, pull: number): Promise<PullRequest>
  /** Commit a branch points at, and whether the App made it; null when there is no such branch. */
  branchTip(repo: RepositoryRef, branch: string): Promise<{ sha: string; isOwn: boolean } | null>
  /** A token that can read the contents of this repository only. */
  cloneToken(repo: RepositoryRef): Promise<string>
}

export interface GenerationInput {
  /** Names this attempt for outside services; the same when the attempt's job is started again, so that what it began can be found. */
  run: string
  request: ParsedRequest
  plan: Plan
  round: number
  attempt: number
  /** `other` after the same failure came twice: a different way, best by a provider that is not in `avoid`. */
  strategy?: 'same' | 'other'
  avoid?: string[]
  /** The draft to change, empty on a first attempt. */
  previous: DraftFile[]
  /** Failing checks of the last validation and reviewers' words, sanitised. */
  feedback: string[]
  /** Closest existing bundles with their sources, best first. */
  closest: { collection: string; slug: string; runbook: string | null; readme: string | null }[]
  /** Files of the collection that say how its CodeBundles are written, with hidden parts taken out. */
  houseRules?: { path: string; text: string }[]
  author: string
  /** Login of whoever the calls are counted against; the author where it is absent. */
  payer?: string
  /** What a model is told to do, in place of the usual words (generation/answer/instructions.ts). */
  instructions?: string
  collection: { owner: string; repo: string; defaultBranch: string; url: string }
  /** The repository for calls to GitHub; absent where there is none, as in an evaluation. */
  repository?: RepositoryRef
  /** What an earlier start of the job left to go on elsewhere. */
  waiting?: Waiting
  /** True for a look at what goes on elsewhere: what a draft is made of (closest bundles, house rules, the draft before) is left out. */
  isLook?: boolean
  /** Whether somebody looks at the issue's page now: progress that is dear to get is for them. */
  watched?: boolean
}

export interface GenerationOutput {
  files: DraftFile[]
  /** The files as the provider wrote them, where commits of people were joined to them afterwards. */
  written?: DraftFile[]
  /** Paths that differ from the branch as it stood; absent in the first round. */
  changed?: string[]
  provider: string
  model: string | null
  /** null where the price is unknown; never 0 for unknown. */
  costMicros: number | null
  /** Tokens as the service counted them; null where it does not say. */
  usage?: Usage | null
  notes: string[]
}

export interface Usage {
  inputTokens: number
  outputTokens: number
}

/**
 * Writes a bundle from a plan. Progress lines are shown live. Throws `OutsideError` (domain/failure.ts) when it cannot, and of these `NotYet` when the draft is being made elsewhere: then it
 * is asked again with what that holds.
 */
export interface GenerationProvider {
  name: string
  generate(input: GenerationInput, progress: (text: string) => Promise<void>, signal?: AbortSignal): Promise<GenerationOutput>
  /** Ends what goes on elsewhere under the name `run`, if anything does. Returns what it has cost. Throws `OutsideError` when it may still go on. */
  leave?(work: Pick<GenerationInput, 'run' | 'collection' | 'repository'>): Promise<Spent>
}

export interface SandboxPort {
  /** Throws `SandboxError` (domain/failure.ts). `name` isolates: one container per name, destroyed afterwards. */
  validate(
    name: string,
    input: {
      url: string
      ref: string
      credential: string | null
      bundlePath: string
      files: DraftFile[]
      locks: Lock[]
      rehearse: boolean
    },
    progress: (text: string) => Promise<void>,
  ): Promise<Report>
}

/** What the pipeline asks of the registry. */
export interface RegistryPort {
  /** Existing bundles closest to the request, best first, at most five. */
  coverage(request: ParsedRequest, plan: Omit<Plan, 'coverage'>): Promise<Coverage[]>
  closest(coverage: Coverage[]): Promise<GenerationInput['closest']>
  /** Indexes the collection now; returns whether `slug` is in it afterwards. */
  indexRepository(
    repositoryId: number,
    cause: string,
    slug: string,
    progress: (text: string) => Promise<void>,
  ): Promise<{ found: boolean; commit: string }>
}

export interface ProjectionPort {
  /** Stores the summary when its `seq` is newer than the stored one, appends audit rows (idempotent by key and seq), and puts each run that ended in its place (by key and `roundAt`). */
  project(summary: IssueSummary, audit: AuditRow[], runs: EndedRun[]): Promise<void>
  broadcast(summary: IssueSummary): Promise<void>
}

/** What a plan is expected to take, and what may be generated without a person. */
export interface OutlookPort {
  look(ask: { repository: RepositoryRef; request: ParsedRequest; plan: Plan; author: string }): Promise<Outlook>
}

/** What budgets have taken, to be looked at. */
export interface MeterPort {
  used(scope: BudgetScope): Promise<BudgetMeter>
}

export interface AuditRow {
  key: string
  seq: number
  at: number
  actor: string
  cause: string
  event: string
  from: string
  to: string
  inputHash: string
  previousHash: string
  hash: string
}

/** Room for calls that cost money: taken before each, settled after. Refusals are in words by `refusalText` (domain/budget.ts). */
export interface BudgetPort {
  reserve(ask: BudgetAsk): Promise<BudgetAnswer>
  settle(bill: BudgetBill): Promise<Settlement>
}

export interface KeyPort {
  /** The key of a provider, in the clear, for one call; null when none is set. Throws `OutsideError` `provider_key_unreadable` when it cannot be opened. */
  get(name: string): Promise<string | null>
}

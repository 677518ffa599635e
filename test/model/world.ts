import { type ApprovalPolicy, defaultPolicy } from '../../worker/domain/approval-policy.ts'
import { type BudgetUse, nothingUsed } from '../../worker/domain/budget.ts'
import type { EndedRun } from '../../worker/domain/ended-run.ts'
import { GitHubError } from '../../worker/domain/failure.ts'
import type { Forecast } from '../../worker/domain/forecast.ts'
import type { Report } from '../../worker/domain/report.ts'
import type { IssueSummary } from '../../worker/domain/views.ts'
import type { JobMessage } from '../../worker/pipeline/job-messages.ts'
import { digest } from '../../worker/pipeline/journal.ts'
import type { PipelinePorts } from '../../worker/pipeline/pipeline-ports.ts'
import type { AuditRow, BranchCommit, GitHubPort, PullRequest } from '../../worker/pipeline/ports.ts'
import { kept, Owner } from './owner.ts'

/** How the next call to the outside goes wrong: not done, or done with its answer lost. */
export type Fault = 'fails' | 'answer_lost'

/** The outside of one issue: a strict GitHub, a queue that loses nothing by itself, a read model. Lives through evictions, as the real ones do. */
export class World {
  now: number
  faults: Fault[] = []
  messages: Extract<JobMessage, { type: 'issue' }>[] = []
  /** Names of the work that is not wanted any more. */
  left: string[] = []
  branch: { sha: string; parents: Map<string, string> } | null = null
  branchesCreated = 0
  pulls: PullRequest[] = []
  merges: string[] = []
  comments = new Map<string, string>()
  label: string | null = null
  summaries: IssueSummary[] = []
  audit = new Map<number, AuditRow>()
  readonly owner = new Owner()
  permission: 'write' | 'read' | 'none' = 'write'
  policy: ApprovalPolicy = defaultPolicy
  /** What the next plans are expected to cost at the most, in micro-dollars; null for an unknown price. */
  expected: number | null = 40_000
  runs = new Map<number, EndedRun>()
  /** What every budget has taken; null while nobody can say. */
  use: BudgetUse | null = nothingUsed

  constructor(now: number) {
    this.now = now
  }

  /** Performs a change of the outside under the next fault. */
  async change<T>(act: () => T): Promise<T> {
    const fault = this.faults.shift()
    if (fault === 'fails') throw new GitHubError('unavailable', 'GitHub answered 502.', 'later')
    const result = act()
    if (fault === 'answer_lost') throw new GitHubError('connection_lost', 'The answer was cut.', 'later')
    return result
  }
}

const worlds = new Map<string, World>()

/** The world of a test by the name of its object. */
export function worldOf(name: string): World {
  const world = worlds.get(name)
  if (world === undefined) throw new Error(`no world ${name}`)
  return world
}

export function addWorld(name: string, world: World): void {
  worlds.set(name, world)
}

export function dropWorld(name: string): void {
  worlds.delete(name)
}

const baseSha = 'b'.repeat(40)

/** Ports that act on a world. The same input makes the same commit, as with git. */
export function portsOf(world: World): PipelinePorts {
  return {
    now: () => world.now,
    appLogin: 'registry[bot]',
    publicUrl: 'http://registry.test',
    samples: async () => [],
    planInputs: () => ({ variables: [], secrets: [], resourceTypes: [] }),
    github: kept(githubOf(world), world.owner),
    enqueue: (message) =>
      world.change(() => {
        if (message.type === 'issue') world.messages.push(message)
        if (message.type === 'leave') world.left.push(message.run)
      }),
    registry: {
      coverage: async () => [],
      closest: async () => [],
      indexRepository: async () => ({ found: world.merges.length > 0, commit: 'c'.repeat(40) }),
    },
    projection: {
      project: (summary, rows, runs) =>
        world.change(() => {
          if ((world.summaries.at(-1)?.seq ?? -1) <= summary.seq) world.summaries.push(summary)
          for (const row of rows) world.audit.set(row.seq, row)
          for (const run of runs) world.runs.set(run.roundAt, run)
        }),
      broadcast: async () => undefined,
    },
    outlook: { look: () => world.change(() => ({ forecast: forecastOf(world), policy: world.policy })) },
    meters: {
      used: async (scope) => {
        if (world.use === null) throw new Error('the database is away')
        return { scope, limit: { micros: null, tokens: null }, use: world.use }
      },
    },
  }
}

function forecastOf({ expected, now }: World): Forecast {
  const cost = expected === null ? null : { likely: Math.floor(expected / 2), low: 0, high: expected }
  return { at: now, provider: 'model', model: null, runs: 0, cost, minutes: null, chance: null }
}

function githubOf(world: World): GitHubPort {
  const pullOf = (number: number): PullRequest => {
    const pull = world.pulls[number - 100]
    if (pull === undefined) throw new GitHubError('not_found', 'no such pull request', 'never')
    return pull
  }
  return {
    permissionOf: () => world.change(() => world.permission),
    setLabel: (_repo, _issue, label) =>
      world.change(() => {
        world.label = label
      }),
    upsertComment: (_repo, _issue, marker, body) =>
      world.change(() => {
        world.comments.set(marker, body)
        return 1
      }),
    defaultBranch: async () => ({ name: 'main', sha: baseSha }),
    commitToBranch: (_repo, commit) => world.change(() => commitTo(world, commit)),
    readText: async () => null,
    readFiles: async () => [],
    readBranch: async () => null,
    deleteBranch: async () => undefined,
    findPullRequest: async () => world.pulls.at(-1) ?? null,
    getPullRequest: async (_repo, number) => pullOf(number),
    ensurePullRequest: (_repo, { branch }) =>
      world.change(() => {
        const sha = world.branch?.sha ?? ''
        const existing = world.pulls.at(-1)
        if (existing !== undefined) {
          existing.headSha = sha
          return { ...existing }
        }
        const number = 100 + world.pulls.length
        const pull: PullRequest = {
          number,
          nodeId: `PR_${number}`,
          url: branch,
          headSha: sha,
          state: 'open',
          draft: true,
          merged: false,
          mergeCommitSha: null,
        }
        world.pulls.push(pull)
        return { ...pull }
      }),
    ensureReview: async () => undefined,
    reviewComments: async () => [],
    merge: (_repo, number, headSha) =>
      world.change(() => {
        const pull = pullOf(number)
        if (pull.merged) return { merged: true as const, sha: pull.mergeCommitSha ?? '' }
        if (pull.state === 'closed') return { merged: false as const, reason: 'closed' as const, detail: 'closed' }
        if (pull.headSha !== headSha) return { merged: false as const, reason: 'head_moved' as const, detail: 'head moved' }
        const sha = digest(`merge ${headSha}`).slice(0, 40)
        world.merges.push(sha)
        Object.assign(pull, { merged: true, state: 'closed', mergeCommitSha: sha })
        return { merged: true as const, sha }
      }),
    closePullRequest: (_repo, number) =>
      world.change(() => {
        pullOf(number).state = 'closed'
      }),
    reopenPullRequest: (_repo, number) =>
      world.change(() => {
        pullOf(number).state = 'open'
        return { ...pullOf(number) }
      }),
    branchTip: async () => world.branch && { sha: world.branch.sha, isOwn: world.branch.parents.has(world.branch.sha) },
    cloneToken: async () => 'token',
  }
}

function commitTo(world: World, commit: BranchCommit): string {
  const sha = digest(JSON.stringify(commit)).slice(0, 40)
  if (world.branch === null) {
    world.branch = { sha, parents: new Map([[sha, commit.parentSha]]) }
    world.branchesCreated += 1
    return sha
  }
  if (world.branch.sha === sha) return sha
  if (world.branch.sha !== commit.parentSha) throw new GitHubError('branch_conflict', 'The branch has commits of somebody else.', 'never')
  world.branch.parents.set(sha, commit.parentSha)
  world.branch.sha = sha
  return sha
}

/** A report with one check; `ok` decides whether it passed. */
export function reportOf(ok: boolean): Report {
  return {
    ok,
    checks: [{ id: 'robot/parses', status: ok ? 'pass' : 'fail', severity: 'block', file: null, line: null, message: 'model', hint: null }],
    durationMs: 1,
    tools: {},
  }
}

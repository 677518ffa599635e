import { createHash } from 'node:crypto'
import { type Work, writesBundle } from './agent-work.ts'
import type { Host } from './branches.ts'
import { Refusal } from './refusal.ts'
import type { CreateAgent, CreateRun } from './request-shapes.ts'

/** How a run goes. Times in milliseconds of the double's clock. */
export interface Script {
  /** CREATING until then, from the start. */
  readyMs: number
  /** RUNNING for so long; Infinity for a run that never ends. */
  workMs: number
  end: 'FINISHED' | 'ERROR' | 'EXPIRED'
  /** When the branch is pushed, from the start; null for a run that pushes nothing. */
  pushMs: number | null
  work: Work
}

export const plainScript: Script = { readyMs: 5_000, workMs: 60_000, end: 'FINISHED', pushMs: 60_000, work: writesBundle }

interface StoredRun {
  id: string
  prompt: string
  script: Script
  startedAt: number
  cancelledAt: number | null
  pushed: boolean
}

export interface StoredAgent {
  id: string
  body: CreateAgent
  archived: boolean
  createdAt: number
  runs: StoredRun[]
  /** Branches pushed so far. */
  branches: { repoUrl: string; branch: string }[]
}

export type Status = 'CREATING' | 'RUNNING' | 'FINISHED' | 'ERROR' | 'CANCELLED' | 'EXPIRED'

export const models = ['composer-2.5', 'gpt-5.5'] as const

/** The agents of one account. Nothing happens by itself: what a run has done by now follows from the clock whenever somebody looks. */
export class World {
  readonly agents = new Map<string, StoredAgent>()
  /** For runs started from now on. */
  script: Script = plainScript
  readonly #deleted = new Set<string>()
  #count = 0
  readonly #now: () => number
  readonly #branches: Host

  constructor(now: () => number, branches: Host) {
    this.#now = now
    this.#branches = branches
  }

  create(body: CreateAgent): { agent: StoredAgent; run: StoredRun } {
    const id = body.agentId ?? `bc-${this.#uuid('agent')}`
    if (this.agents.has(id) || this.#deleted.has(id)) throw new Refusal(409, 'agent_id_conflict', 'An agent with this id exists.')
    if (body.model !== undefined) requireModel(body.model.id)
    for (const repo of body.repos ?? []) this.#requireRepository(repo)
    const agent: StoredAgent = { id, body, archived: false, createdAt: this.#now(), runs: [], branches: [] }
    this.agents.set(id, agent)
    return { agent, run: this.#start(agent, body.prompt.text) }
  }

  follow(id: string, body: CreateRun): StoredRun {
    const agent = this.agent(id)
    if (agent.archived) throw new Refusal(409, 'agent_archived', 'The agent is archived.')
    if (body.model !== undefined) requireModel(body.model.id)
    const latest = agent.runs.at(-1)
    if (latest !== undefined && !isTerminal(this.status(latest))) throw new Refusal(409, 'agent_busy', 'A run of this agent is active.')
    return this.#start(agent, body.prompt.text)
  }

  agent(id: string): StoredAgent {
    const agent = this.agents.get(id)
    if (agent === undefined) throw new Refusal(404, 'agent_not_found', 'No such agent.')
    this.#settle(agent)
    return agent
  }

  run(agentId: string, runId: string): { agent: StoredAgent; run: StoredRun } {
    const agent = this.agent(agentId)
    const run = agent.runs.find(({ id }) => id === runId)
    if (run === undefined) throw new Refusal(404, 'run_not_found', 'No such run.')
    return { agent, run }
  }

  cancel(agentId: string, runId: string): void {
    const { run } = this.run(agentId, runId)
    if (isTerminal(this.status(run))) throw new Refusal(409, 'run_not_cancellable', 'The run has ended.')
    run.cancelledAt = this.#now()
  }

  remove(id: string): void {
    this.agent(id)
    this.agents.delete(id)
    this.#deleted.add(id)
  }

  status(run: StoredRun): Status {
    const elapsed = (run.cancelledAt ?? this.#now()) - run.startedAt
    if (elapsed >= endOf(run)) return run.script.end
    if (run.cancelledAt !== null) return 'CANCELLED'
    return elapsed < run.script.readyMs ? 'CREATING' : 'RUNNING'
  }

  /** When the run ended; null while it works. */
  endedAt(run: StoredRun): number | null {
    return isTerminal(this.status(run)) ? Math.min(run.cancelledAt ?? Number.POSITIVE_INFINITY, run.startedAt + endOf(run)) : null
  }

  #start(agent: StoredAgent, prompt: string): StoredRun {
    const run = { id: `run-${this.#uuid('run')}`, prompt, script: this.script, startedAt: this.#now(), cancelledAt: null, pushed: false }
    agent.runs.push(run)
    return run
  }

  /** Pushes what was due by now, or by the time a run was cancelled. */
  #settle(agent: StoredAgent): void {
    const repo = agent.body.repos?.[0]
    if (repo === undefined) return
    for (const run of agent.runs) {
      const due = run.script.pushMs === null ? Number.POSITIVE_INFINITY : run.startedAt + run.script.pushMs
      if (run.pushed || due > (run.cancelledAt ?? this.#now())) continue
      run.pushed = true
      const branch = agent.body.workOnCurrentBranch ? (repo.startingRef ?? 'main') : `cursor/${nameOf(agent)}-${agent.id.slice(-4)}`
      this.#branches.push(repo.url, branch, run.script.work(run.prompt))
      const repoUrl = repo.url.replace(/^https?:\/\//, '')
      if (!agent.branches.some((pushed) => pushed.branch === branch)) agent.branches.push({ repoUrl, branch })
    }
  }

  #requireRepository(repo: { url: string; startingRef?: string | undefined; prUrl?: string | undefined }): void {
    if (!this.#branches.address.test(repo.url)) throw new Refusal(400, 'validation_error', 'repos.url is no GitHub repository')
    const names = this.#branches.names(repo.url)
    if (names === null) throw new Refusal(403, 'repository_access', 'The GitHub App cannot read this repository.')
    const ref = repo.startingRef
    // The document allows a commit; callers report that a full one is refused.
    if (repo.prUrl === undefined && ref !== undefined && !names.includes(ref)) {
      throw new Refusal(400, 'invalid_branch_name', `No branch ${ref}.`)
    }
  }

  #uuid(kind: string): string {
    this.#count += 1
    const hex = createHash('sha256').update(`${kind} ${this.#count}`).digest('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-')
  }
}

export function isTerminal(status: Status): boolean {
  return status !== 'CREATING' && status !== 'RUNNING'
}

/** The display name: as given, or from the prompt. */
export function titleOf(agent: StoredAgent): string {
  return agent.body.name ?? agent.body.prompt.text.slice(0, 60)
}

function nameOf(agent: StoredAgent): string {
  return titleOf(agent)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
}

function endOf(run: StoredRun): number {
  return run.script.readyMs + run.script.workMs
}

function requireModel(id: string): void {
  if (!models.some((known) => known === id)) throw new Refusal(400, 'invalid_model', `No model ${id}.`)
}

export type { StoredRun }

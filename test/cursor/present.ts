import { isTerminal, type StoredAgent, type StoredRun, titleOf, type World } from './world.ts'

/** Agents and runs in the form of the API's answers (schemas `Agent`, `Run`, `AgentUsageResponse`). */

export function presentAgent(agent: StoredAgent) {
  const { body } = agent
  const latest = agent.runs.at(-1)
  return {
    ...presentSummary(agent),
    repos: body.repos ?? [],
    workOnCurrentBranch: body.workOnCurrentBranch ?? false,
    autoCreatePR: body.autoCreatePR ?? false,
    ...(body.skipReviewerRequest === undefined ? {} : { skipReviewerRequest: body.skipReviewerRequest }),
    ...(body.customSubagents === undefined ? {} : { customSubagents: body.customSubagents }),
    ...(body.metadata === undefined ? {} : { metadata: body.metadata }),
    ...(latest === undefined ? {} : { latestRunId: latest.id }),
  }
}

export function presentSummary(agent: StoredAgent) {
  const latest = agent.runs.at(-1)
  return {
    id: agent.id,
    name: titleOf(agent),
    status: agent.archived ? 'ARCHIVED' : 'ACTIVE',
    env: agent.body.env ?? { type: 'cloud' },
    url: `https://cursor.com/agents/${agent.id}`,
    createdAt: time(agent.createdAt),
    updatedAt: time(latest?.startedAt ?? agent.createdAt),
    ...(latest === undefined ? {} : { latestRunId: latest.id }),
  }
}

/** `git` is the state of the agent: the same on each of its runs. */
export function presentRun(world: World, agent: StoredAgent, run: StoredRun) {
  const status = world.status(run)
  const endedAt = world.endedAt(run)
  return {
    id: run.id,
    agentId: agent.id,
    status,
    createdAt: time(run.startedAt),
    // While a run works this does not move.
    updatedAt: time(endedAt ?? run.startedAt),
    ...(endedAt === null ? {} : { durationMs: endedAt - run.startedAt }),
    ...(status === 'FINISHED' ? { result: replyOf(run) } : {}),
    ...(agent.branches.length === 0 ? {} : { git: { branches: agent.branches } }),
  }
}

/** The last words of the agent. */
export function replyOf(run: StoredRun): string {
  return `Done after reading ${run.prompt.length} characters.`
}

const nothing = { inputTokens: 0, outputTokens: 0, cacheWriteTokens: 0, cacheReadTokens: 0, totalTokens: 0 }
type Tokens = typeof nothing

/** Zeros for a run that has not ended. One cent is charged for a thousand tokens. */
export function presentUsage(world: World, runs: readonly StoredRun[], withCost: boolean) {
  const entries = runs.map((run) => {
    const usage = isTerminal(world.status(run)) ? tokensOf(run) : nothing
    return { id: run.id, usage, ...(withCost ? { cost: costOf(usage) } : {}) }
  })
  const totalUsage = entries.reduce((sum, { usage }) => addTokens(sum, usage), nothing)
  return { totalUsage, ...(withCost ? { cost: costOf(totalUsage) } : {}), runs: entries }
}

function tokensOf(run: StoredRun): Tokens {
  const inputTokens = Math.ceil(run.prompt.length / 4)
  const counts = { inputTokens, outputTokens: 900, cacheWriteTokens: 100, cacheReadTokens: 2_000 }
  return { ...counts, totalTokens: inputTokens + 3_000 }
}

function addTokens(one: Tokens, other: Tokens): Tokens {
  return {
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    cacheWriteTokens: one.cacheWriteTokens + other.cacheWriteTokens,
    cacheReadTokens: one.cacheReadTokens + other.cacheReadTokens,
    totalTokens: one.totalTokens + other.totalTokens,
  }
}

function costOf({ totalTokens }: Tokens) {
  return { rawCostCents: totalTokens / 1_000, chargedCents: totalTokens / 1_000 }
}

function time(ms: number): string {
  return new Date(ms).toISOString()
}

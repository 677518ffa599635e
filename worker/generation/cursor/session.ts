import type { CursorClient } from './client.ts'
import { CursorError } from './failures.ts'
import { type Clock, type CursorLimits, patiently, refuseStopped } from './pace.ts'
import { type CreateAgent, hasEnded, type Run } from './wire.ts'

export interface SessionDeps {
  client: CursorClient
  clock: Clock
  limits: CursorLimits
  progress: (text: string) => Promise<void>
  signal: AbortSignal | undefined
  /** The agent's run as last seen; null before there is one. Kept up to date, so that cleaning up knows its branches. */
  seen: Run | null
}

/** The run to follow; `adopted` when an earlier start of the job began it. */
export interface Begun {
  run: Run
  adopted: boolean
}

/**
 * Creates the agent, or adopts the one with this id that an earlier start of the same job created. An adopted agent whose last run
 * ended without a draft gets a new run. Asked twice, Cursor makes one agent: it answers the second request with a conflict.
 */
export async function begin(deps: SessionDeps, body: CreateAgent): Promise<Begun> {
  const { client, clock, signal } = deps
  refuseStopped(signal)
  try {
    const { agent, run } = await patiently(clock, signal, () => client.createAgent(body))
    await deps.progress(`Cursor set up agent ${body.agentId}${linkOf(agent.url)}.`)
    return { run, adopted: false }
  } catch (error) {
    if (!(error instanceof CursorError) || error.reason !== 'agent_id_conflict') throw error
  }
  await deps.progress(`Agent ${body.agentId} exists already: its work is taken up.`)
  const run = await latestRun(deps, body.agentId)
  if (run !== null && (!hasEnded(run) || run.status === 'FINISHED')) return { run, adopted: true }
  return { run: await beginAgain(deps, body), adopted: false }
}

/** One more run of an agent that is there. When a lost request has started it already, that run is taken. */
export async function beginAgain(deps: SessionDeps, body: CreateAgent): Promise<Run> {
  const { client, clock, signal } = deps
  await deps.progress('The agent has no draft to show: it is asked again.')
  try {
    return await patiently(clock, signal, () => client.startRun(body.agentId, body.prompt.text))
  } catch (error) {
    if (!(error instanceof CursorError) || error.reason !== 'agent_busy') throw error
    const run = await latestRun(deps, body.agentId)
    if (run === null) throw error
    return run
  }
}

async function latestRun({ client, clock, signal }: SessionDeps, agentId: string): Promise<Run | null> {
  const { latestRunId } = await patiently(clock, signal, () => client.agent(agentId))
  return latestRunId === undefined ? null : patiently(clock, signal, () => client.run(agentId, latestRunId))
}

/** Cancels whatever the agent is doing. Returns its last run as it is then; null when no agent was made. */
export async function halt({ client, clock }: SessionDeps, agentId: string): Promise<Run | null> {
  // The caller's signal may be the reason to be here, so nothing of this listens to it.
  const calm = <T>(call: () => Promise<T>): Promise<T> => patiently(clock, undefined, call)
  const agent = await calm(() => client.agent(agentId)).catch((error: unknown) => {
    if (error instanceof CursorError && error.status === 404) return null
    throw error
  })
  const runId = agent?.latestRunId
  if (runId === undefined) return null
  await calm(() => client.cancel(agentId, runId)).catch((error: unknown) => {
    if (!(error instanceof CursorError) || error.reason !== 'run_not_cancellable') throw error
  })
  return calm(() => client.run(agentId, runId))
}

/** For people: how a run is. */
export function wordsFor(run: Run): string {
  return statusWords.get(run.status) ?? `Cursor says that the run is ${run.status.slice(0, 40).replaceAll(/[^A-Za-z_]/g, '')}.`
}

const statusWords = new Map([
  ['CREATING', 'Cursor prepares a machine for the run.'],
  ['RUNNING', 'Cursor works on the draft.'],
  ['FINISHED', 'Cursor has finished.'],
  ['ERROR', 'The run failed at Cursor.'],
  ['CANCELLED', 'The run was cancelled.'],
  ['EXPIRED', 'The run expired at Cursor.'],
])

/** The page of the agent, when the answer gives one of Cursor's. */
function linkOf(url: string | undefined): string {
  return url !== undefined && /^https:\/\/cursor\.com\/[\w/?=&.-]{1,120}$/.test(url) ? `: ${url}` : ''
}

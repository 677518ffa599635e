import { OutsideError } from '../../domain/failure.ts'
import type { DraftFile } from '../../domain/sandbox-protocol.ts'
import type { GenerationInput, GenerationOutput, GenerationProvider, Usage } from '../../pipeline/ports.ts'
import { leftOutNote, packContext } from '../pack-context.ts'
import { agentIdOf } from './agent-id.ts'
import { type AgentBranches, maxBranchBytes, pushedBranches, takeOwn, webUrl } from './branches.ts'
import { createCursorClient } from './client.ts'
import { bundleDirectory, promptOf } from './instructions.ts'
import { type Clock, type CursorLimits, defaultLimits, patiently, pause, Stopped } from './pace.ts'
import { begin, beginAgain, DeadlinePassed, follow, halt, type SessionDeps } from './session.ts'
import { type CreateAgent, hasEnded, type Run } from './wire.ts'

export interface CursorConfig extends AgentBranches, Clock {
  /** Sent as a bearer token; never in a message or a progress line. */
  apiKey: string
  /** https://api.cursor.com unless given. */
  baseUrl?: string
  /** null leaves the choice to the default of the account. */
  model: string | null
  fetch: (url: string, init: RequestInit) => Promise<Response>
  limits?: Partial<CursorLimits>
}

/** Cursor's limit for the name of an agent. */
const maxNameLength = 100
/** What was pushed may be seen a little after the run is said to have finished; likewise its usage. */
const settleMs = 4_000
const maxLooks = 3

/** One draft in the making. */
interface Draft extends SessionDeps {
  config: CursorConfig
  input: GenerationInput
  body: CreateAgent
}

/**
 * Drafts by a Cursor cloud agent (API v1, polled). The agent works on a branch of its own in the collection's repository; its files below
 * the bundle's directory are copied, and the branch is deleted whether or not the draft came about. It stays only when the job is to be
 * started again and finds its files there (`later`). Throws `OutsideError`: refusals and failed runs `never`; limits, outages and expired
 * runs `later`. On abort and at the deadline the agent's run is cancelled.
 */
export function createCursorProvider(config: CursorConfig): GenerationProvider {
  const limits = { ...defaultLimits, ...config.limits }
  const client = createCursorClient({ baseUrl: 'https://api.cursor.com', ...config, ...limits })
  return {
    name: 'cursor',
    async generate(input, progress, signal) {
      const body = requestOf(config, input, await agentIdOf(input.run))
      const deadline = config.now() + limits.deadlineMs
      const draft: Draft = { client, clock: config, limits, deadline, progress, signal, seen: null, config, input, body }
      try {
        return await write(draft)
      } catch (error) {
        if (!isLeftForLater(error, draft)) await clearAway(draft)
        throw error
      }
    },
  }
}

/** Whether the next start of the job finds use for what the agent did, or nothing was begun. */
function isLeftForLater(error: unknown, { seen }: Draft): boolean {
  if (error instanceof Stopped || error instanceof DeadlinePassed) return false
  if (seen === null || !(error instanceof OutsideError)) return true
  return error.retry === 'later' && (!hasEnded(seen) || seen.status === 'FINISHED')
}

function requestOf(config: CursorConfig, input: GenerationInput, agentId: string): CreateAgent {
  return {
    agentId,
    name: `CodeBundle ${input.plan.slug}`.slice(0, maxNameLength),
    prompt: { text: promptOf(input) },
    ...(config.model === null ? {} : { model: { id: config.model } }),
    // A branch and no commit: the service is said to refuse full SHAs.
    repos: [{ url: webUrl(input.collection.url), startingRef: input.collection.defaultBranch }],
    workOnCurrentBranch: false,
    autoCreatePR: false,
    skipReviewerRequest: true,
  }
}

async function write(draft: Draft): Promise<GenerationOutput> {
  const { body } = draft
  const begun = await begin(draft, body)
  let files = await collect(draft, await follow(draft, body.agentId, begun.run))
  if (files.length === 0 && begun.adopted) {
    // The branch of an earlier start may be gone: it was read, and the answer was lost.
    files = await collect(draft, await follow(draft, body.agentId, await beginAgain(draft, body)))
  }
  if (files.length === 0) throw nothingWritten(bundleDirectory(draft.input))
  const left = await removeBranches(draft)
  await draft.progress(`Took ${files.length} files from the agent's branch.`)
  const spent = await usageOf(draft)
  return {
    files,
    provider: 'cursor',
    model: draft.config.model,
    ...spent,
    notes: [`Written by Cursor agent ${body.agentId}.`, ...leftOutNote(packContext(draft.input)), ...left],
  }
}

/** The draft's files on the branch of a finished run, in the order of their paths; empty when there are none. Throws for a run that ended otherwise. */
async function collect(draft: Draft, ended: Run): Promise<DraftFile[]> {
  if (ended.status !== 'FINISHED') throw failedRun(ended)
  let run = ended
  for (let looks = 1; ; looks += 1) {
    const files = await readFiles(draft, run)
    if (files.length > 0 || looks >= maxLooks) return files
    await pause(draft.clock, settleMs, draft.signal)
    run = await patiently(draft.clock, draft.signal, () => draft.client.run(draft.body.agentId, ended.id))
    draft.seen = run
  }
}

async function readFiles({ config, input }: Draft, run: Run): Promise<DraftFile[]> {
  const directory = bundleDirectory(input)
  for (const branch of pushedBranches(run, input.collection)) {
    const found = await config.readBranch(input.collection, { branch, directory, maxBytes: maxBranchBytes })
    const files = takeOwn(found ?? [], directory)
    if (files.length > 0) return files.sort((one, other) => (one.path < other.path ? -1 : 1))
  }
  return []
}

/** Deletes the branches of the run last seen. Returns a note on each that is still there: no draft is worth losing over them. */
async function removeBranches({ config, input, seen }: Draft): Promise<string[]> {
  const left: string[] = []
  for (const branch of seen === null ? [] : pushedBranches(seen, input.collection)) {
    try {
      await config.deleteBranch(input.collection, branch)
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error
      left.push(`The agent's branch ${branch} could not be deleted; delete it by hand.`)
    }
  }
  return left
}

/** Leaves no run that costs, and no branch. */
async function clearAway(draft: Draft): Promise<void> {
  const agentId = draft.body.agentId
  if (draft.seen === null || !hasEnded(draft.seen)) {
    try {
      draft.seen = (await halt(draft, agentId)) ?? draft.seen
      if (draft.seen !== null) await draft.progress('No run of the agent goes on.')
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error
      await draft.progress(`The run of agent ${agentId} could not be cancelled: ${error.message} Stop it on the dashboard of Cursor.`)
    }
  }
  for (const note of await removeBranches(draft)) await draft.progress(note)
}

/** Everything the agent has used for this attempt, over all its runs; null where the account is not told. Never fails a draft that is there. */
async function usageOf(draft: Draft): Promise<{ usage: Usage | null; costMicros: number | null }> {
  for (let looks = 1; looks < maxLooks; looks += 1) {
    const told = await draft.client.usage(draft.body.agentId).catch((error: unknown) => {
      if (error instanceof OutsideError) return null
      throw error
    })
    if (told === null) break
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } = told.totalUsage
    // Cursor counts what went through the cache apart; here input is all that the model was given.
    const usage = { inputTokens: inputTokens + cacheReadTokens + cacheWriteTokens, outputTokens }
    // Zeros mean that nothing is recorded yet.
    if (usage.inputTokens + usage.outputTokens > 0) {
      return { usage, costMicros: told.cost === undefined ? null : Math.round(told.cost.chargedCents * 10_000) }
    }
    await pause(draft.clock, settleMs, undefined)
  }
  return { usage: null, costMicros: null }
}

function failedRun(run: Run): OutsideError {
  switch (run.status) {
    case 'EXPIRED':
      return new OutsideError('cursor_run_expired', 'The run expired at Cursor before it was done. It is tried again.', 'later')
    case 'CANCELLED':
      return new OutsideError('cursor_run_cancelled', 'Somebody cancelled the run in Cursor. Choose Retry to begin it anew.', 'never')
    default:
      return new OutsideError(
        'cursor_run_failed',
        'The run failed at Cursor, which gives no reason. See the agent on the dashboard of Cursor; choose Retry, or another provider.',
        'never',
      )
  }
}

function nothingWritten(directory: string): OutsideError {
  const message = `Cursor finished without a file under ${directory}/ on its branch. See its answer on the dashboard of Cursor, make the request clearer, then choose Retry.`
  return new OutsideError('cursor_nothing_written', message, 'never')
}

import { GenerationError, NotYet, nothingSpent, OutsideError, type Waiting } from '../../domain/failure.ts'
import type { DraftFile } from '../../domain/sandbox-protocol.ts'
import type { GenerationInput, GenerationOutput, GenerationProvider } from '../../pipeline/ports.ts'
import { leftOutNote, packContext } from '../pack-context.ts'
import { agentIdOf } from './agent-id.ts'
import { type AgentBranches, maxBranchBytes, pushedBranches, takeOwn, webUrl } from './branches.ts'
import { createCursorClient } from './client.ts'
import { bundleDirectory, promptOf } from './instructions.ts'
import { listen } from './listen.ts'
import { type Clock, type CursorLimits, defaultLimits, patiently, pause, refuseStopped, Stopped, untilLook } from './pace.ts'
import { deadlinePassed, failedRun, nothingWritten } from './run-failures.ts'
import { type Begun, begin, beginAgain, halt, type SessionDeps, wordsFor } from './session.ts'
import { usageOf } from './usage.ts'
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
/** An agent makes one; what is remembered is bounded all the same. */
const maxBranches = 5
/** Looks for what is known to come at once. */
const maxLooks = 3

/** One look at a draft in the making, or its beginning. */
interface Look extends SessionDeps {
  config: CursorConfig
  input: Pick<GenerationInput, 'collection'>
  agentId: string
  /** The run to look at, once there is one. */
  runId: string | null
  /** When the draft was begun. */
  since: number
  /** What the look before left, and what this one leaves. */
  memory: Record<string, string>
}

interface Draft extends Look {
  /** Whether there is an agent, as far as is known. */
  isBegun: boolean
  input: GenerationInput
  body: CreateAgent
}

/**
 * Drafts by a Cursor cloud agent (API v1). Each call is one look: the first creates the agent, and while its run goes on every look ends with `NotYet`, which says when to look again and what
 * to bring. The agent works on a branch of its own in the collection's repository; its files below the bundle's directory are copied, and the branch is deleted whether or not the draft came
 * about. Throws `OutsideError`: refusals and failed runs `never`; limits, outages and expired runs `later`. On abort, at the deadline and after a long outage the agent's run is cancelled.
 */
export function createCursorProvider(config: CursorConfig): GenerationProvider {
  const limits = { ...defaultLimits, ...config.limits }
  const client = createCursorClient({ baseUrl: 'https://api.cursor.com', ...config, ...limits })
  const deps = { client, clock: config, limits, config, seen: null }
  return {
    name: 'cursor',
    async generate(input, progress, signal) {
      const agentId = await agentIdOf(input.run)
      const { since = config.now(), memory = {} } = input.waiting ?? {}
      const kept = { agentId, runId: memory.run ?? null, isBegun: input.waiting !== undefined, since, memory: { ...memory } }
      const draft: Draft = { ...deps, ...kept, progress, signal, input, body: requestOf(config, input, agentId) }
      try {
        return await look(draft)
      } catch (error) {
        if (error instanceof NotYet) throw error
        if (error instanceof OutsideError && isWorthWaiting(error, draft)) throw lookLater(draft, error.retryAfterMs)
        // Where nothing was begun there is nothing to clear away.
        if (draft.isBegun || error instanceof Stopped) await clearAway(draft)
        throw error instanceof GenerationError ? await withSpent(draft, error) : error
      }
    },
    async leave({ run, collection }) {
      const agentId = await agentIdOf(run)
      const nobody = async () => undefined
      const left: Look = { ...deps, agentId, runId: null, since: 0, memory: {}, input: { collection }, progress: nobody, signal: undefined }
      left.seen = await halt(left, agentId)
      if (left.seen === null) return nothingSpent
      const notes = await removeBranches(left)
      if (notes.length > 0) throw new OutsideError('cursor_branch_left', notes.join(' '), 'later')
      return usageOf(left, agentId, 1)
    },
  }
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

/** The finished draft. Throws `NotYet` while the run goes on, and what stands against it otherwise. */
async function look(draft: Draft): Promise<GenerationOutput> {
  refuseStopped(draft.signal)
  const { run, adopted } = await found(draft)
  await take(draft, run)
  if (!hasEnded(run)) return wait(draft, run)
  const files = await collect(draft, run)
  if (files.length === 0 && adopted) {
    // The branch of an earlier start may be gone: it was read, and the answer was lost.
    const again = await beginAgain(draft, draft.body)
    await take(draft, again)
    return wait(draft, again)
  }
  if (files.length === 0) throw nothingWritten(bundleDirectory(draft.input))
  return finish(draft, files)
}

async function found({ client, agentId, runId, ...draft }: Draft): Promise<Begun> {
  if (runId === null) return begin({ ...draft, client }, draft.body)
  return { run: await client.run(agentId, runId), adopted: false }
}

/** Remembers the run and says what is new of it. */
async function take(draft: Draft, run: Run): Promise<void> {
  draft.runId = run.id
  draft.isBegun = true
  draft.seen = run
  if (draft.memory.status !== run.status) await draft.progress(wordsFor(run))
  delete draft.memory.unanswered
  const [note] = leftOut(draft)
  if (note !== undefined) draft.memory.leftOut = note.slice(0, 1_000)
  const branches = pushedBranches(run, draft.input.collection).slice(0, maxBranches).join('\n')
  draft.memory = { ...draft.memory, run: run.id, status: run.status, branches }
}

async function wait(draft: Draft, run: Run): Promise<never> {
  const { agentId, clock, limits, input, memory } = draft
  if (clock.now() - draft.since >= limits.deadlineMs) throw deadlinePassed(Math.round(limits.deadlineMs / 60_000))
  if (input.watched) {
    const heard = await listen(draft, { agent: agentId, run: run.id }, memory.heard ?? null)
    delete memory.heard
    if (heard !== null) memory.heard = heard
    refuseStopped(draft.signal)
  }
  throw lookLater(draft, null)
}

function lookLater({ clock, limits, since, memory }: Draft, askedMs: number | null): NotYet {
  const waiting: Waiting = { provider: 'cursor', since, memory }
  return new NotYet(Math.max(untilLook(clock.now() - since, limits), askedMs ?? 0), waiting)
}

/** Whether a failed look is worth another: a run is there that may have a draft, and the outage is not long yet. */
function isWorthWaiting(error: OutsideError, draft: Draft): boolean {
  const { isBegun, seen, clock, limits, memory, since } = draft
  const isLost = seen !== null && hasEnded(seen) && seen.status !== 'FINISHED'
  if (error instanceof Stopped || error.retry !== 'later' || !isBegun || isLost) return false
  const now = clock.now()
  memory.unanswered ??= `${now}`
  const outageMs = now - Number(memory.unanswered) + (error.retryAfterMs ?? 0)
  return outageMs < limits.outageMs && now - since < limits.deadlineMs
}

async function withSpent(draft: Draft, error: GenerationError): Promise<GenerationError> {
  const { fault, code, message, retry } = error
  return new GenerationError(fault, code, message, retry, { spent: await usageOf(draft, draft.agentId, 1) })
}

/** What the prompt had no room for. A look has not what the prompt was made of, so the first start remembers it. */
function leftOut({ input, memory }: Draft): string[] {
  const note = input.isLook ? memory.leftOut : leftOutNote(packContext(input))[0]
  return note === undefined ? [] : [note]
}

async function finish(draft: Draft, files: DraftFile[]): Promise<GenerationOutput> {
  const left = await removeBranches(draft)
  await draft.progress(`Took ${files.length} files from the agent's branch.`)
  const spent = await usageOf(draft, draft.agentId, maxLooks - 1)
  return {
    files,
    provider: 'cursor',
    model: draft.config.model,
    ...spent,
    notes: [`Written by Cursor agent ${draft.agentId}.`, ...leftOut(draft), ...left],
  }
}

/** The draft's files on the branch of a finished run, in the order of their paths; empty when there are none. Throws for a run that ended otherwise. */
async function collect(draft: Draft, ended: Run): Promise<DraftFile[]> {
  if (ended.status !== 'FINISHED') throw failedRun(ended)
  let run = ended
  for (let looks = 1; ; looks += 1) {
    const files = await readFiles(draft, run)
    if (files.length > 0 || looks >= maxLooks) return files
    await pause(draft.clock, draft.limits.settleMs, draft.signal)
    run = await patiently(draft.clock, draft.signal, () => draft.client.run(draft.agentId, ended.id))
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
async function removeBranches({ config, input, seen, memory }: Look): Promise<string[]> {
  const left: string[] = []
  const known = (memory.branches ?? '').split('\n').filter((name) => name !== '')
  for (const branch of seen === null ? known : pushedBranches(seen, input.collection)) {
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
async function clearAway(draft: Look): Promise<void> {
  const { agentId } = draft
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

import { GenerationError, NotYet, OutsideError } from '../domain/failure.ts'
import type { JobKind } from '../domain/issue-record.ts'
import type { DraftFile } from '../domain/sandbox-protocol.ts'
import type { LiveEvent } from '../domain/views.ts'
import { acceptanceLocks } from './acceptance.ts'
import { branchFiles, collectionOf, draftInput, draftOf } from './draft-work.ts'
import type { FailedDraft, JobInput, JobMessage, JobReport } from './job-messages.ts'
import type { GenerationOutput, GenerationProvider, GitHubPort, RegistryPort, RepositoryRef, SandboxPort } from './ports.ts'

type Step = Extract<LiveEvent, { type: 'log' }>['step']

/** The issue's object as a consumer sees it. */
export interface IssueStub {
  begin(kind: JobKind, fence: number): Promise<JobInput | null>
  alive(fence: number, step: Step, lines: string[]): Promise<boolean>
  report(fence: number, report: JobReport): Promise<void>
  /** The repository of the issue when nobody waits any more for the draft that is made under this name; null while somebody does. */
  leaves(run: string): Promise<RepositoryRef | null>
}

export interface JobPorts {
  issue(key: string): IssueStub
  github: GitHubPort
  registry: RegistryPort
  sandbox: SandboxPort
  provider: GenerationProvider
  /** Address a repository is cloned from. */
  cloneUrl(repository: RepositoryRef): string
}

/** A sign of life at least this often; the lease is four times as long. */
const heartbeatMs = 5_000
/** Log lines are sent together when they come faster than this. */
const flushMs = 100

/**
 * Does the heavy work of one job message and reports it under its fencing number. Never throws for failed work: the object decides what follows.
 * Throws only when the object itself cannot be reached, so that the queue delivers the message again.
 */
export async function consumeIssueJob(message: Extract<JobMessage, { type: 'issue' }>, ports: JobPorts): Promise<void> {
  const issue = ports.issue(message.key)
  const input = await issue.begin(message.kind, message.fence)
  if (input === null) return
  const progress = startProgress(issue, message.fence, stepOf(message.kind))
  const report = await work(input, ports, progress).catch((error: unknown) => failure(message.kind, error))
  await progress.stop()
  await issue.report(message.fence, report)
}

/** Ends what goes on elsewhere for a draft that nobody waits for any more. Throws when it could not be ended, so that the queue delivers the message again. */
export async function leaveWork({ key, run }: Extract<JobMessage, { type: 'leave' }>, ports: JobPorts): Promise<void> {
  const repository = await ports.issue(key).leaves(run)
  if (repository === null || ports.provider.leave === undefined) return
  // Where the repository is gone there is no branch to be spared, and the work costs all the same.
  const base = await ports.github.defaultBranch(repository).catch((error: unknown) => {
    if (error instanceof OutsideError && error.retry !== 'later') return null
    throw error
  })
  await ports.provider.leave({ run, repository, collection: collectionOf(repository, base?.name ?? '', ports) })
}

async function work(input: JobInput, ports: JobPorts, { say, signal }: ReturnType<typeof startProgress>): Promise<JobReport> {
  const { repository } = input
  switch (input.kind) {
    case 'generate': {
      const base = await ports.github.defaultBranch(repository)
      const { waiting } = input.generation
      if (Object.keys(waiting?.memory ?? {}).length > 0) {
        const look = { ...input.generation, repository, collection: collectionOf(repository, base.name, ports), closest: [], isLook: true }
        return generated(await ports.provider.generate(look, say, signal), input, await branchFiles(input, ports, say))
      }
      const { given, branch } = await draftInput(input, base, ports, say)
      return generated(await ports.provider.generate(given, say, signal), input, branch)
    }
    case 'validate': {
      const base = await ports.github.defaultBranch(repository)
      const credential = await ports.github.cloneToken(repository)
      const name = `${repository.repositoryId}-${input.bundlePath}-${input.fence}`
      const source = { url: ports.cloneUrl(repository), ref: input.ref ?? base.sha, credential }
      const { bundlePath, files } = input
      const locks = await acceptanceLocks(input.plan)
      const report = await ports.sandbox.validate(name, { ...source, bundlePath, files, locks, rehearse: true }, say)
      return { kind: 'validated', report }
    }
    case 'index': {
      const { found, commit } = await ports.registry.indexRepository(repository.repositoryId, 'merge', input.slug, say)
      return { kind: 'indexed', found, commit }
    }
  }
}

function generated(output: GenerationOutput, input: Extract<JobInput, { kind: 'generate' }>, branch: DraftFile[] | null): JobReport {
  return { kind: 'generated', output: draftOf(output, input, branch) }
}

/** Collects log lines and sends them in order, with a heartbeat in between. */
function startProgress(issue: IssueStub, fence: number, step: Step) {
  let lines: string[] = []
  let sending = Promise.resolve()
  let timer: ReturnType<typeof setTimeout> | null = null
  const unwanted = new AbortController()
  const flush = () => {
    timer = null
    const batch = lines
    lines = []
    // A lost sign of life is not worth failing the work: the lease decides.
    sending = sending
      .then(() => issue.alive(fence, step, batch))
      .then((isWanted) => {
        if (!isWanted) unwanted.abort(new OutsideError('cancelled', 'The work is not wanted any more.', 'never'))
      }, noop)
  }
  const heartbeat = setInterval(flush, heartbeatMs)
  return {
    /** Aborted when the issue goes on without this work: it was cancelled, or somebody else does it. */
    signal: unwanted.signal,
    say: async (text: string) => {
      lines.push(text)
      timer ??= setTimeout(flush, flushMs)
    },
    stop: async () => {
      clearInterval(heartbeat)
      if (timer !== null) clearTimeout(timer)
      if (lines.length > 0) flush()
      await sending
    },
  }
}

function noop(): void {
  return undefined
}

function failure(job: JobKind, error: unknown): JobReport {
  if (error instanceof NotYet) return { kind: 'postponed', afterMs: error.afterMs, waiting: error.waiting }
  if (error instanceof OutsideError) {
    const { code, message, retry, retryAfterMs } = error
    return { kind: 'failed', job, code, message, retry, retryAfterMs, ...failedDraft(error) }
  }
  const message = error instanceof Error ? error.message : String(error)
  return { kind: 'failed', job, code: 'internal', message: `The step broke: ${message}`, retry: 'later' }
}

function failedDraft(error: OutsideError): { draft?: FailedDraft } {
  const isDraft = error instanceof GenerationError && error.provider !== null && error.code.startsWith('draft_')
  return isDraft ? { draft: { provider: error.provider ?? '', costMicros: error.spent.costMicros } } : {}
}

function stepOf(kind: JobKind): Step {
  return kind
}

import { GenerationError, NotYet, OutsideError, type Spent } from '../domain/failure.ts'
import { checkPatch } from '../domain/patch-policy.ts'
import { blockingFailures, findingText, type Report, warningsOf } from '../domain/report.ts'
import type { StageChoice } from '../domain/stage-models.ts'
import { kept, maxTrialDrafts, type TrialResult, type TrialSet, withDraft, withReport, withSpent } from '../domain/trial.ts'
import { acceptanceLocks, withoutAcceptance } from './acceptance.ts'
import { collectionOf, draftInput, draftOf } from './draft-work.ts'
import type { JobMessage } from './job-messages.ts'
import type { GenerationInput } from './ports.ts'
import type { FrozenRun, TrialAdvance, TrialPorts, TrialStep, TrialWork } from './trial-ports.ts'

type Trial = TrialStep & { run: NonNullable<TrialStep['run']> }

/** Longer than the longest call of a model and the longest validation; a consumer that is lost costs a trial this much. */
const leaseMs = 13 * 60_000
/** A message that is lost is sent again after this. */
const graceMs = 2 * 60_000
/** Consumers lost, or calls that may be tried again, for one step. */
const maxTries = 3
/** Findings that go back to the provider, as in a run. */
const maxFindings = 40
/** Pause before another try where the outside names none. */
const pauseMs = 15_000

/**
 * Does one step of a trial, a draft or its proof, and sends the next. A step that somebody else has or that is done changes nothing, so a message may come twice.
 * Throws only when the store or the queue cannot be reached: then the queue delivers the message again.
 */
export async function runTrial(
  { id, step }: Pick<Extract<JobMessage, { type: 'trial' }>, 'id' | 'step'>,
  ports: TrialPorts,
): Promise<void> {
  const now = ports.now()
  const trial = await ports.trials.claim(id, step, { now, until: now + leaseMs })
  if (trial === null) return
  const next = await stepOf(trial, ports).catch((error: unknown) => afterFailure(trial, error, ports))
  const { delayMs = 0, ...to } = next
  const isStored = await ports.trials.advance(id, step, { ...to, due: ports.now() + (isOver(to) ? 0 : delayMs + graceMs) })
  if (isStored && !isOver(to)) await ports.send({ type: 'trial', id, step: step + 1 }, delayMs)
}

type Next = Omit<TrialAdvance, 'due'> & { delayMs?: number }

function isOver({ stage }: Pick<TrialAdvance, 'stage'>): boolean {
  return stage === 'ended' || stage === 'stopped'
}

async function stepOf(step: TrialStep, ports: TrialPorts): Promise<Next> {
  const { run } = step
  if (run === null) return ended(step, 'There is no run to replay.')
  if (step.tries > maxTries)
    return ended(step, 'The worker on it was lost three times. Check that the queue and the sandbox run, then replay it again.')
  const [frozen, known] = await Promise.all([ports.frozen(run), ports.trials.set(step.setId)])
  if (frozen === null || known === null)
    return ended(step, 'Its issue keeps nothing of this run any more: only the newest rounds of an issue can be replayed.')
  const trial = { ...step, run }
  if (step.stage === 'stopped') return leave(trial, frozen, ports)
  return step.stage === 'draft' ? draft(trial, frozen, known.set, ports) : prove(trial, frozen, ports)
}

/** Names the draft for outside services and budgets. A trial has an issue's budget of its own, and takes nothing of that of the issue it replays. */
function nameOf({ id, run }: Trial, attempt: number): string {
  return `${run.key.split('#')[0]}#trial-${id}/1/${attempt}`
}

async function draft(trial: Trial, frozen: FrozenRun, set: TrialSet, ports: TrialPorts): Promise<Next> {
  const { result, work } = trial
  const { input } = frozen
  const attempt = result.attempts + 1
  const started = ports.now()
  const head = await ports.github.defaultBranch(input.repository)
  const { given, branch } = await draftInput(input, { ...head, sha: frozen.baseSha ?? head.sha }, ports, silent)
  const isRepair = attempt > 1
  const asked: GenerationInput = {
    ...given,
    ...{ run: nameOf(trial, attempt), attempt, payer: set.createdBy, strategy: 'same', avoid: [] },
    ...(isRepair ? { previous: withoutAcceptance(work.files, given.plan), feedback: [...given.feedback, ...work.feedback] } : {}),
    ...(work.waiting === undefined ? {} : { waiting: work.waiting, isLook: Object.keys(work.waiting.memory).length > 0 }),
    ...(set.instructions === null ? {} : { instructions: set.instructions }),
  }
  const choice: StageChoice = { provider: set.provider, model: set.model }
  const output = draftOf(await ports.draftBy(choice, asked, silent), input, branch)
  const drafted = withDraft({ ...result, slug: given.plan.slug }, output, (ports.now() - (work.waiting?.since ?? started)) / 1000)
  const verdict = checkPatch(withoutAcceptance(output.files, given.plan), { bundlePath: `codebundles/${given.plan.slug}` })
  if (verdict.ok) return { stage: 'prove', result: drafted, work: { ...passedOf(work), files: output.files, feedback: [] } }
  return again(
    drafted,
    verdict.violations.map(({ code, message }) => `${code}: ${message}`),
    work,
  )
}

/** Another draft with what failed, or the end; a draft that passed before is better than one that does not. */
function again(result: TrialResult, findings: readonly string[], { files, passed }: Omit<TrialWork, 'feedback'>): Next {
  if (result.attempts >= maxTrialDrafts)
    return passed === undefined ? over({ ...result, ok: false, failed: kept(findings) }, files) : use(result, passed)
  const said = { ...result, ok: false, failed: kept(findings) }
  return { stage: 'draft', result: said, work: { ...passedOf({ passed }), files, feedback: findings.slice(0, maxFindings) } }
}

type Passed = NonNullable<TrialWork['passed']>

function passedOf({ passed }: { passed?: Passed | undefined }): Pick<TrialWork, 'passed'> {
  return passed === undefined ? {} : { passed }
}

function over(result: TrialResult, files: TrialWork['files']): Next {
  return { stage: 'ended', result, work: { files, feedback: [] } }
}

function use(result: TrialResult, { said, files }: Passed): Next {
  return over({ ...result, ...said }, files)
}

/** A draft that passes goes back once for its warnings, as in a run; of two that pass, the one with fewer warnings counts. */
function afterPass(judged: TrialResult, report: Report, { files, passed }: TrialWork): Next {
  const warnings = warningsOf(report).map(findingText)
  const { ok, score, rehearsals, failed } = judged
  const own: Passed = { files, warnings: warnings.length, said: { ok, score, rehearsals, failed } }
  if (passed !== undefined) return use(judged, own.warnings < passed.warnings ? own : passed)
  if (warnings.length === 0 || judged.provider === 'exemplar' || judged.attempts >= maxTrialDrafts) return use(judged, own)
  return {
    stage: 'draft',
    result: judged,
    work: { files, feedback: warnings.slice(0, maxFindings).map((text) => `warn ${text}`), passed: own },
  }
}

async function prove({ id, step, result, work }: Trial, { input, baseSha }: FrozenRun, ports: TrialPorts): Promise<Next> {
  const { repository, generation } = input
  const started = ports.now()
  const ref = baseSha ?? (await ports.github.defaultBranch(repository)).sha
  const source = { url: ports.cloneUrl(repository), ref, credential: await ports.github.cloneToken(repository) }
  const what = {
    bundlePath: `codebundles/${generation.plan.slug}`,
    files: work.files,
    locks: await acceptanceLocks(generation.plan),
    rehearse: true,
  }
  const report = await ports.sandbox.validate(`trial-${id}-${step}`, { ...source, ...what }, silent)
  const judged = withReport(result, report, (ports.now() - started) / 1000)
  if (report.ok) return afterPass(judged, report, work)
  return again(judged, blockingFailures(report).map(findingText), work)
}

/** Nobody wants the draft any more that may be made elsewhere. */
async function leave(trial: Trial, { input: { repository } }: FrozenRun, ports: TrialPorts): Promise<Next> {
  const { result, work } = trial
  const stopped: Next = { ...over(result, work.files), stage: 'stopped' }
  if (work.waiting === undefined) return stopped
  const { name } = await ports.github.defaultBranch(repository)
  const spent = await ports.leave({
    run: nameOf(trial, result.attempts + 1),
    repository,
    collection: collectionOf(repository, name, ports),
  })
  return { ...stopped, result: { ...result, ...withSpent(result, spent) } }
}

/** What a failed step leads to: waiting for a draft that is made elsewhere, another try, or the end with what was said. */
function afterFailure(trial: TrialStep, error: unknown, ports: TrialPorts): Next {
  const { stage, work, tries } = trial
  if (error instanceof NotYet) return { stage, result: trial.result, work: { ...work, waiting: error.waiting }, delayMs: error.afterMs }
  const result = { ...trial.result, ...withSpent(trial.result, spentOn(error)) }
  if (error instanceof OutsideError && error.retry === 'later' && tries < maxTries) {
    return { stage, result, work, tries, delayMs: error.retryAfterMs ?? pauseMs }
  }
  if (stage === 'stopped') return { ...over(result, work.files), stage }
  if (!(error instanceof OutsideError)) ports.log('error', 'trial.broke', { trial: trial.id, error })
  return ended({ ...trial, result }, error instanceof OutsideError ? error.message : 'The step broke; the log of the Worker says where.')
}

function spentOn(error: unknown): Spent {
  return error instanceof GenerationError ? error.spent : { usage: null, costMicros: 0 }
}

function ended({ result, work }: Pick<TrialStep, 'result' | 'work'>, why: string): Next {
  if (work.passed !== undefined) return use(result, work.passed)
  return over({ ...result, ok: false, failed: kept([why, ...result.failed]) }, work.files)
}

async function silent(): Promise<void> {
  return undefined
}

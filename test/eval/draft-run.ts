import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { gatherMany } from '../../containers/assess/gather-many.ts'
import { describeAssembly, layDown, overlay } from '../../containers/validate/assemble.ts'
import { validateFiles } from '../../containers/validate/validate.ts'
import { OutsideError } from '../../worker/domain/failure.ts'
import { makePlan } from '../../worker/domain/make-plan.ts'
import { parseRequest } from '../../worker/domain/parse-request.ts'
import { checkPatch } from '../../worker/domain/patch-policy.ts'
import type { Plan } from '../../worker/domain/plan.ts'
import type { Lock } from '../../worker/domain/rehearsal/locks.ts'
import { blockingFailures, type Report } from '../../worker/domain/report.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { assess } from '../../worker/domain/score/score.ts'
import { acceptanceLocks, withAcceptance } from '../../worker/pipeline/acceptance.ts'
import type { GenerationOutput, GenerationProvider, Usage } from '../../worker/pipeline/ports.ts'
import { inWorkDir } from '../bench/public-bundles.ts'
import { generationInput } from '../generation-input.ts'
import type { RequestFile } from '../stack/request-file.ts'

/** Drafts of a round, as in the pipeline. */
const maxAttempts = 3

/** How a request fared with one provider. */
export interface DraftRun {
  request: string
  slug: string
  provider: string
  model: string | null
  attempts: number
  /** No blocking check failed, the standard rehearsals included. */
  ok: boolean
  /** Checks that still block, at most five; what the provider said when it gave up. */
  failed: string[]
  /** `everything-fails 2/2`. */
  rehearsals: string[]
  score: number | null
  /** Micro-dollars; null where a price is unknown. */
  costMicros: number | null
  usage: Usage | null
  /** Time of the provider and time of everything else, in seconds. */
  seconds: { provider: number; proof: number }
}

/** From a request to a proven draft: plan, draft, proof, and repair with the findings, at most three times. */
export async function draftRun(name: string, file: RequestFile, provider: GenerationProvider, venv: string): Promise<DraftRun> {
  const planned = makePlan(parseRequest(file))
  if (!('plan' in planned)) return failedRun(name, provider, planned.needsInfo.join(' '))
  const first = generationInput(file, { author: file.login })
  const { plan } = first
  const run: DraftRun = { ...failedRun(name, provider, ''), slug: plan.slug, failed: [], costMicros: 0 }
  let previous: DraftFile[] = []
  let feedback: string[] = []
  for (let attempt = 1; attempt <= maxAttempts && !run.ok; attempt += 1) {
    const input = { ...first, run: `eval/${name}/${attempt}`, attempt, previous, feedback }
    const started = performance.now()
    const output = await provider.generate(input, async () => undefined).catch((error: unknown) => sayFailure(run, error))
    if (output === null) break
    run.seconds.provider += (performance.now() - started) / 1000
    run.attempts = attempt
    count(run, output)
    previous = output.files
    feedback = await prove(run, plan, withAcceptance(output.files, plan), venv)
  }
  return run
}

/** A provider that writes no draft ends the run of a request; the others go on. */
function sayFailure(run: DraftRun, error: unknown): null {
  if (!(error instanceof OutsideError)) throw error
  run.failed = [error.message]
  return null
}

function failedRun(request: string, provider: GenerationProvider, why: string): DraftRun {
  const seconds = { provider: 0, proof: 0 }
  return {
    request,
    slug: '',
    provider: provider.name,
    model: null,
    attempts: 0,
    ok: false,
    failed: [why],
    rehearsals: [],
    score: null,
    costMicros: null,
    usage: null,
    seconds,
  }
}

function count(run: DraftRun, { provider, model, costMicros, usage }: GenerationOutput): void {
  run.provider = provider
  run.model = model
  run.costMicros = run.costMicros === null || costMicros === null ? null : run.costMicros + costMicros
  if (!usage) return
  run.usage = {
    inputTokens: (run.usage?.inputTokens ?? 0) + usage.inputTokens,
    outputTokens: (run.usage?.outputTokens ?? 0) + usage.outputTokens,
  }
}

/** Proves a draft as the pipeline does. Returns what goes back to the provider; empty when nothing blocks. */
async function prove(run: DraftRun, plan: Plan, files: DraftFile[], venv: string): Promise<string[]> {
  const started = performance.now()
  const locks = await acceptanceLocks(plan)
  const bundlePath = `codebundles/${plan.slug}`
  const policy = checkPatch(files, { bundlePath })
  const report = policy.ok ? await validated(bundlePath, { files, locks }, venv) : null
  const findings = report ? findingsOf(report) : policy.ok ? [] : policy.violations.map(({ code, message }) => `${code}: ${message}`)
  run.ok = findings.length === 0
  run.failed = findings.slice(0, 5)
  run.rehearsals = report?.rehearsal?.scenarios.map(({ name, met, expectations }) => `${name} ${met}/${expectations}`) ?? []
  run.score = policy.ok ? await scoreOf(bundlePath, files, venv) : null
  run.seconds.proof += (performance.now() - started) / 1000
  return findings
}

function findingsOf(report: Report): string[] {
  return blockingFailures(report).map(({ id, file, line, message }) => `${id} ${file ?? ''}${line === null ? '' : `:${line}`} ${message}`)
}

function validated(bundlePath: string, { files: draft, locks }: { files: DraftFile[]; locks: Lock[] }, venv: string): Promise<Report> {
  return inWorkDir((workDir) =>
    validateFiles({
      ...{ snapshot: null, bundlePath, base: [], draft, locks, rehearse: true },
      ...{ workDir, venv, allowUnconfined: true, started: performance.now(), progress: () => undefined },
    }),
  )
}

async function scoreOf(bundlePath: string, draft: DraftFile[], venv: string): Promise<number> {
  return inWorkDir(async (workDir) => {
    const [root, home] = [join(workDir, 'repository'), join(workDir, 'home')]
    await Promise.all([mkdir(root), mkdir(home)])
    const { files } = overlay([], draft, bundlePath)
    await layDown(root, files)
    const assembly = describeAssembly(root, { libraries: [], siblings: [], siblingTasks: {}, requirements: [] }, files)
    const [facts] = await gatherMany([{ bundlePath, assembly }], { root, venv, home, allowUnconfined: true })
    if (facts === undefined) throw new Error('no facts of the draft')
    return assess(facts, '').score
  })
}

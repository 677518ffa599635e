import { validateFiles } from '../../containers/validate/validate.ts'
import { OutsideError } from '../../worker/domain/failure.ts'
import { makePlan } from '../../worker/domain/make-plan.ts'
import { parseRequest } from '../../worker/domain/parse-request.ts'
import { checkPatch } from '../../worker/domain/patch-policy.ts'
import type { Lock } from '../../worker/domain/rehearsal/locks.ts'
import { blockingFailures, findingText, type Report } from '../../worker/domain/report.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { emptyResult, maxTrialDrafts, type TrialResult, withDraft, withReport } from '../../worker/domain/trial.ts'
import { acceptanceLocks, withAcceptance } from '../../worker/pipeline/acceptance.ts'
import type { GenerationProvider } from '../../worker/pipeline/ports.ts'
import { inWorkDir } from '../bench/public-bundles.ts'
import { generationInput } from '../generation-input.ts'
import type { RequestFile } from '../stack/request-file.ts'

/** How a request fared with one provider: what the page of evaluations imports (worker/domain/trial-form.ts). */
export interface DraftRun extends TrialResult {
  request: string
}

/** From a request to a proven draft: plan, draft, proof, and repair with the findings, at most three times. */
export async function draftRun(name: string, file: RequestFile, provider: GenerationProvider, venv: string): Promise<DraftRun> {
  const planned = makePlan(parseRequest(file))
  const nothing = { ...emptyResult('', provider.name), request: name }
  if (!('plan' in planned)) return { ...nothing, costMicros: null, failed: [planned.needsInfo.join(' ')] }
  const first = generationInput(file, { author: file.login })
  const { plan } = first
  let result: TrialResult = { ...nothing, slug: plan.slug }
  let previous: DraftFile[] = []
  let feedback: string[] = []
  for (let attempt = 1; attempt <= maxTrialDrafts && !result.ok; attempt += 1) {
    const started = performance.now()
    const input = { ...first, run: `eval/${name}/${attempt}`, attempt, previous, feedback }
    const output = await provider.generate(input, async () => undefined).catch(saidBy)
    // A provider that writes no draft ends the run of a request; the others go on.
    if (typeof output === 'string') return { ...result, request: name, failed: [output] }
    result = withDraft(result, output, secondsSince(started))
    previous = output.files
    const proven = await prove(
      result,
      `codebundles/${plan.slug}`,
      { files: withAcceptance(output.files, plan), locks: await acceptanceLocks(plan) },
      venv,
    )
    result = proven.result
    feedback = proven.findings
  }
  return { ...result, request: name }
}

function saidBy(error: unknown): string {
  if (!(error instanceof OutsideError)) throw error
  return error.message
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000
}

/** Proves a draft as the pipeline does. `findings` go back to the provider; none when nothing blocks. */
async function prove(before: TrialResult, bundlePath: string, draft: { files: DraftFile[]; locks: Lock[] }, venv: string) {
  const policy = checkPatch(draft.files, { bundlePath })
  if (!policy.ok) {
    const findings = policy.violations.map(({ code, message }) => `${code}: ${message}`)
    return { result: { ...before, failed: findings.slice(0, 5), score: null, rehearsals: [] }, findings }
  }
  const started = performance.now()
  const report = await validated(bundlePath, draft, venv)
  return { result: withReport(before, report, secondsSince(started)), findings: blockingFailures(report).map(findingText) }
}

function validated(bundlePath: string, { files: draft, locks }: { files: DraftFile[]; locks: Lock[] }, venv: string): Promise<Report> {
  return inWorkDir((workDir) =>
    validateFiles({
      ...{ snapshot: null, bundlePath, base: [], draft, locks, rehearse: true },
      ...{ workDir, venv, allowUnconfined: true, started: performance.now(), progress: () => undefined },
    }),
  )
}

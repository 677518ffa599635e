import { join } from 'node:path'
import { judgeLocks, type Lock, type LockVerdict, lockWords } from '../../worker/domain/rehearsal/locks.ts'
import type { RehearsalProof } from '../../worker/domain/rehearsal/rehearsal-proof.ts'
import { proofOf, stepsOf } from '../../worker/domain/rehearsal/summarise.ts'
import type { Check } from '../../worker/domain/report.ts'
import { type RehearseOptions, rehearse } from '../rehearse/rehearse.ts'
import { readScenario } from '../rehearse/scenario-files.ts'
import type { BundleFile } from './assemble.ts'
import type { StepLog } from './step-log.ts'

/** The proofs beyond the static checks: locked acceptance and the rehearsal. */

function check(id: string, status: Check['status'], message: string, hint: string | null = null): Check {
  return { id, status, severity: 'block', file: null, line: null, message, hint }
}

/** Name of the scenario in a file; null for another file and for one that cannot be read. */
function scenarioName(file: { path: string; kind: string; content: Uint8Array }): string | null {
  if (file.kind !== 'file' || !/\/\.test\/rehearsal\/[^/]+\.ya?ml$/i.test(file.path)) return null
  const parsed = readScenario(file.path, Buffer.from(file.content).toString('utf8'))
  return parsed.ok ? parsed.scenario.name : null
}

/** Whether the locked scenarios are as they were. Null when none is locked. */
export async function checkLocks(
  locks: readonly Lock[],
  files: readonly BundleFile[],
): Promise<{ check: Check; verdict: LockVerdict } | null> {
  if (locks.length === 0) return null
  const verdict = await judgeLocks(locks, files, scenarioName)
  const hint = 'Leave the files under .test/rehearsal/ that were agreed upon as they are; a new request is needed to change them.'
  const isKept = verdict.broken.length === 0
  return { check: check('acceptance/locked', isKept ? 'pass' : 'fail', lockWords(verdict), isKept ? null : hint), verdict }
}

export interface Rehearsed {
  checks: Check[]
  proof: RehearsalProof | undefined
}

/** Rehearses a bundle that passed its static checks. One that did not is not run: what it would show is known. */
export async function rehearseAfter(statics: readonly Check[], options: RehearseOptions, steps: StepLog): Promise<Rehearsed> {
  const blocked = statics.filter(({ status, severity }) => status === 'fail' && severity === 'block').length
  if (blocked > 0) {
    const why = `It was not run, because ${blocked === 1 ? 'a blocking check' : `${blocked} blocking checks`} failed before.`
    steps.skip('Rehearsal', why)
    return { checks: [check('rehearsal/everything-fails', 'skip', why)], proof: undefined }
  }
  const report = await rehearse({ ...options, workDir: join(options.workDir, 'rehearsal') })
  for (const step of stepsOf(report)) steps.add(step)
  if (report.scenarios.length === 0) steps.skip('Rehearsal', report.checks[0]?.message ?? 'Nothing could be run.')
  return { checks: report.checks, proof: report.scenarios.length > 0 ? proofOf(report) : undefined }
}

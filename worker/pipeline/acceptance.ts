import { scenarioFile, scenarioPath } from '../domain/make-plan/scenarios/plan-scenario.ts'
import type { Plan } from '../domain/plan.ts'
import { type Lock, lockFiles } from '../domain/rehearsal/locks.ts'
import type { DraftFile } from '../domain/sandbox-protocol.ts'

type Planned = Pick<Plan, 'slug' | 'scenarios'>

/** The files of the scenarios that a plan holds. */
export function acceptanceFiles({ slug, scenarios = [] }: Planned): DraftFile[] {
  return scenarios.map((scenario) => ({ path: scenarioPath(slug, scenario), mode: '100644', content: scenarioFile(scenario) }))
}

/** A draft with the plan's scenarios in place of whatever it holds there: no draft writes what it is measured by. */
export function withAcceptance(files: readonly DraftFile[], plan: Planned): DraftFile[] {
  return [...withoutAcceptance(files, plan), ...acceptanceFiles(plan)]
}

/** A draft as its provider has to write it. */
export function withoutAcceptance(files: readonly DraftFile[], plan: Planned): DraftFile[] {
  const paths = new Set((plan.scenarios ?? []).map((scenario) => scenarioPath(plan.slug, scenario)))
  return files.filter(({ path }) => !paths.has(path))
}

/** Hashes of the scenarios as they were agreed upon; a file that is not so blocks the draft. */
export function acceptanceLocks(plan: Planned): Promise<Lock[]> {
  const encoder = new TextEncoder()
  return lockFiles(acceptanceFiles(plan).map(({ path, content }) => ({ path, content: encoder.encode(content) })))
}

import type { Plan, PlanInputs } from '../plan.ts'
import type { Sample } from '../samples/sample.ts'
import { acceptanceScenarios } from './scenarios/acceptance.ts'

/** A plan with what a bundle for it is given, and with the scenarios that its drafts are measured by. `samples`: those of its platform. */
export function completePlan<P extends Omit<Plan, 'coverage'>>(plan: P, inputs: PlanInputs, samples: readonly Sample[]): P {
  const known = { ...plan, ...inputs }
  return { ...known, scenarios: acceptanceScenarios(known, samples) }
}

import type { Plan, PlanInputs } from '../plan.ts'
import { acceptanceScenarios } from './scenarios/acceptance.ts'

/** A plan with what a bundle for it is given, and with the scenarios that its drafts are measured by. */
export function completePlan<P extends Omit<Plan, 'coverage'>>(plan: P, inputs: PlanInputs): P {
  const known = { ...plan, ...inputs }
  return { ...known, scenarios: acceptanceScenarios(known) }
}

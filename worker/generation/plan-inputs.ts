import type { Plan, PlanInputs } from '../domain/plan.ts'
import type { ParsedRequest } from '../domain/request.ts'
import { profileOf } from './platform-profile.ts'
import type { Profile } from './profile.ts'
import { checkFor, mainRecipe } from './recipes/choose.ts'
import { text } from './setting.ts'

/** What a bundle for this plan is given, as far as the known patterns for its resources say: the scope, thresholds, the credential. */
export function planInputs(plan: Omit<Plan, 'coverage'>, request: ParsedRequest): PlanInputs {
  const whole = { ...plan, coverage: [] }
  const main = mainRecipe(whole, request.service)
  const checks = plan.tasks.map((task) => checkFor(task, whole, main))
  const { settings, secret, discovery } = profileOf(whole, main, checks)
  return {
    variables: settings.map(({ name, description, example, default: given }) => ({
      name,
      description,
      example: given ?? example,
      isRequired: given === null,
    })),
    secrets: secret === null ? [] : [{ name: secret.name, description: secret.description }],
    resourceTypes: discovery === null || discovery.resourceType === '' ? [] : [discovery.resourceType],
  }
}

/**
 * A profile as people changed it in the plan: variables that they added are imported too, and the resource type is theirs. What the checks
 * need stays, whether or not the plan still names it.
 */
export function withPlanInputs(profile: Profile, { variables = [], resourceTypes }: Pick<Plan, 'variables' | 'resourceTypes'>): Profile {
  const known = new Set(profile.settings.map(({ name }) => name))
  const added = variables
    .filter(({ name }) => !known.has(name))
    .map(({ name, description, example, isRequired }) =>
      text(name, description, example ?? 'value', null, { default: isRequired ? null : (example ?? '') }),
    )
  const [type] = resourceTypes ?? []
  const discovery = profile.discovery === null || type === undefined ? profile.discovery : { ...profile.discovery, resourceType: type }
  return { ...profile, settings: [...profile.settings, ...added], discovery: resourceTypes?.length === 0 ? null : discovery }
}

import { expectWords } from './make-plan/scenarios/expect-words.ts'
import type { Plan } from './plan.ts'

/**
 * The part of a plan that people may change, in the web page or below `/plan` in a comment: one line a setting, then one a task, then one
 * a scenario. What is left out stays as it is.
 */
export function planText(plan: Plan): string {
  const tasks = plan.tasks.map(({ title, raiseWhen, severity }, index) => {
    const bad = severity === undefined ? '' : `; severity ${severity}`
    const raise = raiseWhen === null ? '' : `; raise an issue ${raiseWhen}`
    return `${index + 1}. ${title}${bad}${raise}`
  })
  const variables = plan.variables?.map(({ name, example, isRequired }) => (isRequired || example === null ? name : `${name}=${example}`))
  const scenarios = (plan.scenarios ?? []).map(({ name, expect }) => `scenario ${name}: ${expectWords(expect)}`)
  return [
    `name: ${plan.displayName}`,
    `access: ${plan.access}`,
    `sli: ${plan.withSli ? 'yes' : 'no'}`,
    ...listed('resource types', plan.resourceTypes),
    ...listed('variables', variables),
    ...listed(
      'secrets',
      plan.secrets?.map(({ name }) => name),
    ),
    '',
    ...tasks,
    ...(scenarios.length === 0 ? [] : ['', ...scenarios]),
  ].join('\n')
}

function listed(name: string, values: readonly string[] | undefined): string[] {
  return values === undefined ? [] : [`${name}: ${values.join(', ') || 'none'}`]
}

import type { Plan } from './plan.ts'

/** The part of a plan that people may change, in the web page or below `/plan` in a comment: one line a setting, then one a task. */
export function planText(plan: Plan): string {
  const lines = plan.tasks.flatMap(({ title, raiseWhen }, index) => {
    const raise = raiseWhen === null ? '' : `; raise an issue ${raiseWhen}`
    return [`${index + 1}. ${title}${raise}`]
  })
  return [`name: ${plan.displayName}`, `access: ${plan.access}`, `sli: ${plan.withSli ? 'yes' : 'no'}`, '', ...lines].join('\n')
}

import { classifyCall } from '../domain/rehearsal/classify-call.ts'
import { leastPermissions } from '../domain/rehearsal/least-permissions.ts'
import type { BundleTask } from './bundle-model.ts'

/**
 * What the README declares: the least permissions of the commands that the scripts hold, by the same tables that a rehearsal compares them with. A command whose permission is not
 * known is described by its recipe's own words.
 */
export function neededPermissions(tasks: readonly BundleTask[]): string[] {
  const calls = tasks.flatMap(commandsOf).map(callOf)
  const { kubernetes, aws, azureRoles, gcpRoles } = leastPermissions(calls)
  const described = tasks.flatMap((task) =>
    commandsOf(task).some((command) => callOf(command).permissions.length === 0) || !isPlatform(task) ? [task.check.recipe.permission] : [],
  )
  return [
    ...new Set([
      ...kubernetes.map(({ verbs, resources }) => `${verbs.join(' and ')} on ${resources.join(', ')}`),
      ...aws.map((action) => `\`${action}\``),
      ...azureRoles.map((role) => `${role} on the resource group`),
      ...gcpRoles.map((role) => `\`${role}\``),
      ...described,
    ]),
  ]
}

/** Whether the platform has a permission system that is known here. */
function isPlatform({ check }: BundleTask): boolean {
  return /^(get|aws|az|gcloud)\b/.test(check.list)
}

function commandsOf({ check }: BundleTask): string[] {
  return [check.list, check.second, check.each?.command ?? null].flatMap((command) => (command === null ? [] : [command]))
}

function callOf(command: string) {
  // Recipes of Kubernetes name the verb alone; the script finds out which binary there is.
  const [tool = '', ...args] = (
    /^get\b/.test(command) ? `kubectl ${command}` : command.replace(/^"\$\{?KUBERNETES_[A-Z_]+\}?"/, 'kubectl')
  ).split(/\s+/)
  return { tool, command, ...classifyCall({ tool, args, stdin: '' }) }
}

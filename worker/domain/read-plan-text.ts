import { planTask, sliReason } from './make-plan/plan-tasks.ts'
import { listItems } from './parse-request/list-items.ts'
import { taskOfItem } from './parse-request/task-words.ts'
import type { Plan, PlanVariable } from './plan.ts'
import { withScenarioLines } from './read-plan-scenarios.ts'
import { sanitise } from './sanitise.ts'

/** As many as the plan itself takes. */
const maxTasks = 8
const maxInputs = 20

/** A setting of the plan with a new value, or a sentence about what is wrong with it. */
type Reader = (plan: Plan, value: string) => Plan | string

const readers: readonly (readonly [RegExp, Reader])[] = [
  [/^name$/i, (plan, value) => ({ ...plan, displayName: value.slice(0, 80) })],
  [/^access$/i, readAccess],
  [/^sli$/i, readSli],
  [/^resource types?$/i, readTypes],
  [/^variables?$/i, readVariables],
  [/^secrets?$/i, readSecrets],
]

/**
 * The plan with what the text says; what it does not name stays. A sentence says what is wrong with a text that cannot be taken.
 * A task whose title stays keeps its description. Scenarios are changed by their own lines only.
 */
export function withPlanText(plan: Plan, text: string): Plan | string {
  const { settings, scenarios, tasks } = partsOf(sanitise(text).text)
  let edited: Plan | string = plan
  for (const { name, value } of settings) {
    const read = readers.find(([known]) => known.test(name))?.[1]
    if (read !== undefined && typeof edited !== 'string') edited = read(edited, value)
  }
  if (typeof edited !== 'string') edited = readTasks(edited, tasks)
  if (typeof edited === 'string') return edited
  return withScenarioLines(edited, scenarios)
}

/** The lines of a text by what they are: settings before the first task, the list of tasks, and scenarios with the fence below them. */
function partsOf(text: string): { settings: { name: string; value: string }[]; tasks: string[]; scenarios: string[] } {
  const settings: { name: string; value: string }[] = []
  const lines = text.split('\n')
  const at = lines.findIndex((line) => /^\s*scenario\s+\S+\s*:/i.test(line))
  const scenarios = at < 0 ? [] : lines.slice(at)
  const tasks = (at < 0 ? lines : lines.slice(0, at)).filter((line) => {
    const found = /^\s*([A-Za-z][A-Za-z ]{1,20}?)\s*:\s*(.+)$/.exec(line)
    const isSetting = found !== null && readers.some(([known]) => known.test(found[1] ?? ''))
    if (isSetting) settings.push({ name: found[1] ?? '', value: (found[2] ?? '').trim() })
    return !isSetting
  })
  return { settings, tasks, scenarios }
}

function readAccess(plan: Plan, value: string): Plan | string {
  const access = value.toLowerCase()
  return access === 'read-only' || access === 'read-write' ? { ...plan, access } : 'access is read-only or read-write.'
}

function readSli(plan: Plan, value: string): Plan | string {
  if (!/^(yes|no)$/i.test(value)) return 'sli is yes or no.'
  const withSli = /^yes$/i.test(value)
  return withSli === plan.withSli
    ? plan
    : { ...plan, withSli, ...(plan.sliReason === undefined ? {} : { sliReason: sliReason(withSli, plan.access) }) }
}

function namesIn(value: string): string[] {
  if (/^none$/i.test(value)) return []
  return [...new Set(value.split(/[,\s]+/).filter((name) => name !== ''))]
}

function readTypes(plan: Plan, value: string): Plan | string {
  const resourceTypes = namesIn(value).slice(0, maxInputs)
  // Whether discovery knows it is for the check rules/resource-types: its list is too large for the edge.
  const unknown = resourceTypes.find((type) => !/^[a-z0-9][a-z0-9_.-]{1,99}$/.test(type))
  if (unknown !== undefined)
    return `"${unknown.slice(0, 60)}" is no name of a resource type, such as deployment, ec2_instances or plural.group.`
  return { ...plan, resourceTypes }
}

function readVariables(plan: Plan, value: string): Plan | string {
  const variables: PlanVariable[] = []
  for (const word of namesIn(value).slice(0, maxInputs)) {
    const found = /^([A-Za-z_][A-Za-z0-9_]{0,59})(?:=(\S{1,200}))?$/.exec(word)
    if (found === null) return `"${word.slice(0, 60)}" is no variable: give names such as NAMESPACE, with a default as MAX_AGE_DAYS=30.`
    const [, name = '', example = null] = found
    const known = plan.variables?.find((variable) => variable.name === name)
    variables.push({
      name,
      description: known?.description ?? 'Asked for in the plan.',
      example: example ?? known?.example ?? null,
      isRequired: example === null,
    })
  }
  return { ...plan, variables }
}

function readSecrets(plan: Plan, value: string): Plan | string {
  const names = namesIn(value).slice(0, maxInputs)
  const bad = names.find((name) => !/^[A-Za-z_][A-Za-z0-9_]{0,59}$/.test(name))
  if (bad !== undefined) return `"${bad.slice(0, 60)}" is no name of a secret. Give the name only, never its value.`
  const known = (name: string) => plan.secrets?.find((secret) => secret.name === name)
  return { ...plan, secrets: names.map((name) => known(name) ?? { name, description: 'Asked for in the plan.' }) }
}

const severityWords = /[;,]\s*severity\s+([1-4])\b/i

function readTasks(plan: Plan, lines: readonly string[]): Plan | string {
  const subject = `${plan.slug.replaceAll('-', ' ')}\n${plan.displayName}`
  const tasks = listItems(lines).flatMap((item) => {
    const severity = severityWords.exec(item.text)?.[1]
    const task = taskOfItem({ ...item, text: item.text.replace(severityWords, '') })
    if (task === null) return []
    const known = plan.tasks.find(({ title }) => title === task.title)
    const planned = known === undefined ? planTask(task, plan.platform, subject) : { ...known, raiseWhen: task.raiseWhen }
    return [severity === undefined ? planned : { ...planned, severity: Number(severity) }]
  })
  if (tasks.length > maxTasks) return `A CodeBundle holds ${maxTasks} tasks at most; the text lists ${tasks.length}.`
  const titles = new Set(tasks.map(({ title }) => title.toLowerCase()))
  if (titles.size < tasks.length) return 'Two tasks have the same title.'
  return tasks.length === 0 ? plan : { ...plan, tasks }
}

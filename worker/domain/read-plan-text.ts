import { listItems } from './parse-request/list-items.ts'
import { taskOfItem } from './parse-request/task-words.ts'
import type { Plan } from './plan.ts'
import { sanitise } from './sanitise.ts'

/** As many as the plan itself takes. */
const maxTasks = 8

/**
 * The plan with what the text says; what it does not name stays. A sentence says what is wrong with a text that cannot be taken.
 * A task whose title stays keeps its description.
 */
export function withPlanText(plan: Plan, text: string): Plan | string {
  const lines = sanitise(text).text.split('\n')
  const setting = (name: string) => lines.flatMap((line) => new RegExp(`^\\s*${name}\\s*:\\s*(.+)$`, 'i').exec(line)?.[1]?.trim() ?? [])[0]
  const access = setting('access')
  if (access !== undefined && access !== 'read-only' && access !== 'read-write') return 'access is read-only or read-write.'
  const sli = setting('sli')
  if (sli !== undefined && !/^(yes|no)$/i.test(sli)) return 'sli is yes or no.'
  const listed = listItems(lines).flatMap((item) => [taskOfItem(item) ?? []].flat())
  if (listed.length > maxTasks) return `A CodeBundle holds ${maxTasks} tasks at most; the text lists ${listed.length}.`
  const titles = new Set(listed.map(({ title }) => title.toLowerCase()))
  if (titles.size < listed.length) return 'Two tasks have the same title.'
  const tasks = listed.map((task) => {
    const known = plan.tasks.find(({ title }) => title === task.title)
    return known ? { ...known, raiseWhen: task.raiseWhen } : task
  })
  return {
    ...plan,
    displayName: setting('name')?.slice(0, 80) ?? plan.displayName,
    access: access ?? plan.access,
    withSli: sli === undefined ? plan.withSli : /^yes$/i.test(sli),
    tasks: tasks.length > 0 ? tasks : plan.tasks,
  }
}

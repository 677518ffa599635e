import type { Bundle, RobotFile, Secret, Task, Variable } from './catalogue.ts'

/** What the change from one version of a bundle to another means for those who use it. */

export interface VersionChange {
  kind: 'breaking' | 'addition' | 'change'
  /** What it is about, as named in the bundle. */
  subject: string
  text: string
}

const order = ['breaking', 'addition', 'change'] as const

/** Every difference that a user can notice, breaking first, then in the order of the bundle's parts. */
export function diffVersions(before: Bundle, after: Bundle): VersionChange[] {
  const changes = [
    ...parts(before, after),
    ...tasks('runbook', before.runbook, after.runbook),
    ...tasks('SLI', before.sli, after.sli),
    ...variables(before.variables, after.variables),
    ...secrets(before.secrets, after.secrets),
    ...names('service', before.services, after.services),
    ...names('platform variable', before.platformVariables, after.platformVariables),
    ...discovery(before, after),
    ...prose(before, after),
  ]
  return order.flatMap((kind) => changes.filter((change) => change.kind === kind))
}

const breaking = (subject: string, text: string): VersionChange => ({ kind: 'breaking', subject, text })
const addition = (subject: string, text: string): VersionChange => ({ kind: 'addition', subject, text })
const change = (subject: string, text: string): VersionChange => ({ kind: 'change', subject, text })
const quoted = (value: string | null) => (value === null ? 'nothing' : value === '' ? 'the empty text' : `“${value}”`)

function parts(before: Bundle, after: Bundle): VersionChange[] {
  return [['runbook', before.runbook, after.runbook] as const, ['SLI', before.sli, after.sli] as const].flatMap(([what, old, now]) => {
    if (old && !now) return [breaking(what, `The ${what} is gone: what runs it has nothing to run.`)]
    if (!old && now)
      return [addition(what, `There is a ${what} now, with ${now.tasks.length} ${now.tasks.length === 1 ? 'task' : 'tasks'}.`)]
    return []
  })
}

function tasks(what: string, before: RobotFile | null, after: RobotFile | null): VersionChange[] {
  // A file that came or went as a whole is one change, not one for each task.
  if (!before || !after) return []
  const [old, now] = [byName(before.tasks), byName(after.tasks)]
  const gone = before.tasks.filter((task) => !now.has(task.name))
  const fresh = after.tasks.filter((task) => !old.has(task.name))
  const renamed = renamedTasks(gone, fresh)
  const arrived = new Set([...renamed.values()].map((task) => task.name))
  return [
    ...gone.flatMap((task) => {
      const to = renamed.get(task.name)
      if (!to) return [breaking(task.name, `The ${what} has no such task any more.`)]
      return [breaking(task.name, `The task of the ${what} is now called ${quoted(to.name)}.`), ...access(task, to)]
    }),
    ...fresh.filter((task) => !arrived.has(task.name)).map((task) => newTask(what, task)),
    ...after.tasks.flatMap((task) => {
      const earlier = old.get(task.name)
      return earlier ? sameTask(earlier, task) : []
    }),
  ]
}

function newTask(what: string, task: Task): VersionChange {
  const writes = task.access === 'read-write' ? ' It may change things.' : ''
  return addition(task.name, `A new task of the ${what}.${writes}`)
}

function sameTask(before: Task, after: Task): VersionChange[] {
  const documented = before.documentation === after.documentation ? [] : [change(after.name, 'The task is described in other words.')]
  const [gone, fresh] = [missing(before.tags, after.tags), missing(after.tags, before.tags)].map((tags) =>
    tags.filter((tag) => !/^access:/i.test(tag)),
  )
  const tagged = [...(fresh ?? []).map((tag) => `+ ${tag}`), ...(gone ?? []).map((tag) => `− ${tag}`)]
  return [...access(before, after), ...documented, ...(tagged.length > 0 ? [change(after.name, `Tags: ${tagged.join(', ')}.`)] : [])]
}

function access(before: Task, after: Task): VersionChange[] {
  if (before.access === after.access) return []
  const text = `Access was ${before.access ?? 'not declared'} and is ${after.access ?? 'not declared'}.`
  // Who allowed reading has not allowed writing.
  return [after.access === 'read-write' && before.access === 'read-only' ? breaking(after.name, text) : change(after.name, text)]
}

/** A task that left and one that came are one renamed task when both say the same, or when half of the words of their names are the same. */
function renamedTasks(gone: readonly Task[], fresh: readonly Task[]): Map<string, Task> {
  const pairs = gone
    .flatMap((from) => fresh.map((to) => ({ from, to, likeness: likeness(from, to) })))
    .filter((pair) => pair.likeness >= 0.5)
  pairs.sort((a, b) => b.likeness - a.likeness)
  const renamed = new Map<string, Task>()
  const taken = new Set<string>()
  for (const { from, to } of pairs) {
    if (renamed.has(from.name) || taken.has(to.name)) continue
    renamed.set(from.name, to)
    taken.add(to.name)
  }
  return renamed
}

function likeness(a: Task, b: Task): number {
  if (a.documentation !== '' && a.documentation === b.documentation) return 1
  const words = (task: Task) => new Set(task.name.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [])
  const [x, y] = [words(a), words(b)]
  const common = [...x].filter((word) => y.has(word)).length
  return common / Math.max(1, x.size + y.size - common)
}

function variables(before: readonly Variable[], after: readonly Variable[]): VersionChange[] {
  const [old, now] = [byName(before), byName(after)]
  return [
    ...before
      .filter(({ name }) => !now.has(name))
      .map(({ name }) => breaking(name, 'The variable is not read any more: what is set in it has no effect.')),
    ...after.flatMap((variable) => {
      const earlier = old.get(variable.name)
      if (earlier) return sameVariable(earlier, variable)
      if (variable.required) return [breaking(variable.name, 'A new variable that must be set: it has no default.')]
      return [addition(variable.name, `A new variable; without a value it is ${quoted(variable.default)}.`)]
    }),
  ]
}

function sameVariable(before: Variable, after: Variable): VersionChange[] {
  const { name } = after
  const changes: VersionChange[] = []
  if (!before.required && after.required)
    changes.push(breaking(name, `The variable must be set now; it was ${quoted(before.default)} by default.`))
  else if (before.required && !after.required)
    changes.push(change(name, `The variable need not be set any more: it is ${quoted(after.default)} by default.`))
  else if (before.default !== after.default)
    changes.push(breaking(name, `The default was ${quoted(before.default)} and is ${quoted(after.default)}.`))
  if (before.type !== after.type) changes.push(breaking(name, `The type was ${quoted(before.type)} and is ${quoted(after.type)}.`))
  if (before.pattern !== after.pattern)
    changes.push(breaking(name, `The pattern was ${quoted(before.pattern)} and is ${quoted(after.pattern)}.`))
  changes.push(...values(name, before.enum, after.enum))
  if (before.description !== after.description) changes.push(change(name, 'The variable is described in other words.'))
  return changes
}

/** A value that is no longer allowed breaks; one more does not. */
function values(name: string, before: readonly string[] | null, after: readonly string[] | null): VersionChange[] {
  if (!after) return before ? [change(name, `Any value is allowed, not only ${before.join(', ')}.`)] : []
  if (!before) return [breaking(name, `Only ${after.join(', ')} are allowed now.`)]
  const [gone, fresh] = [missing(before, after), missing(after, before)]
  return [
    ...(gone.length > 0 ? [breaking(name, `No longer allowed: ${gone.join(', ')}.`)] : []),
    ...(fresh.length > 0 ? [addition(name, `Now allowed too: ${fresh.join(', ')}.`)] : []),
  ]
}

function secrets(before: readonly Secret[], after: readonly Secret[]): VersionChange[] {
  const [old, now] = [byName(before), byName(after)]
  return [
    ...before
      .filter(({ name }) => !now.has(name))
      .map(({ name }) => change(name, 'The secret is not used any more; it need not be given.')),
    ...after.flatMap((secret) => {
      const earlier = old.get(secret.name)
      if (!earlier)
        return [
          secret.optional
            ? addition(secret.name, 'A new secret that may be given.')
            : breaking(secret.name, 'A new secret that must be given.'),
        ]
      if (earlier.optional && !secret.optional) return [breaking(secret.name, 'The secret must be given now; it was optional.')]
      if (!earlier.optional && secret.optional) return [change(secret.name, 'The secret is optional now.')]
      return []
    }),
  ]
}

function names(what: string, before: readonly { name: string }[], after: readonly { name: string }[]): VersionChange[] {
  const [old, now] = [before.map(({ name }) => name), after.map(({ name }) => name)]
  return [
    ...missing(now, old).map((name) =>
      what === 'service' ? breaking(name, 'A new service that must be given.') : addition(name, `A new ${what}.`),
    ),
    ...missing(old, now).map((name) => change(name, `The ${what} is not used any more.`)),
  ]
}

function discovery(before: Bundle, after: Bundle): VersionChange[] {
  const [old, now] = [before.discovery, after.discovery]
  const changes = [
    ...missing(old.resourceTypes, now.resourceTypes).map((type) => breaking(type, 'Resources of this type are not discovered any more.')),
    ...missing(now.resourceTypes, old.resourceTypes).map((type) => addition(type, 'Resources of this type are discovered now.')),
  ]
  if (old.ruleFiles > 0 && now.ruleFiles === 0)
    changes.push(breaking('discovery', 'There are no generation rules any more: it must be set up by hand.'))
  if (old.ruleFiles === 0 && now.ruleFiles > 0) changes.push(addition('discovery', 'Generation rules set it up by themselves now.'))
  return changes
}

function prose(before: Bundle, after: Bundle): VersionChange[] {
  const changes: VersionChange[] = []
  if (before.displayName !== after.displayName)
    changes.push(change('name', `It was called ${quoted(before.displayName)}, now ${quoted(after.displayName)}.`))
  if (before.description !== after.description) changes.push(change('description', 'It is described in other words.'))
  if (before.author !== after.author)
    changes.push(change('author', `The author was ${quoted(before.author)} and is ${quoted(after.author)}.`))
  return changes
}

function byName<T extends { name: string }>(all: readonly T[]): Map<string, T> {
  return new Map(all.map((one) => [one.name, one]))
}

/** What is in `these` and not in `those`. */
function missing(these: readonly string[], those: readonly string[]): string[] {
  const known = new Set(those)
  return these.filter((one) => !known.has(one))
}

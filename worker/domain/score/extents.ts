import { type BundleFacts, taskFiles } from '../gates/facts.ts'
import { importsOf } from '../robot-imports.ts'
import { allCalls, normalName, type RobotCall, splitKeyword } from '../robot-model.ts'
import { shellTexts } from '../shell/bundle-shell.ts'

/** How much there is of what a rule looks at. */

type Extent = { count: number; noun: string } | { skip: string }

const counted = (count: number, noun: string, skip: string): Extent => (count > 0 ? { count, noun } : { skip })

export function taskExtent(facts: BundleFacts): Extent {
  const tasks = taskFiles(facts).reduce((sum, { model }) => sum + model.tasks.length, 0)
  return { count: Math.max(1, tasks), noun: 'tasks' }
}

export function fileExtent(facts: BundleFacts): Extent {
  return { count: Math.max(1, taskFiles(facts).length), noun: 'Robot files' }
}

/** The bundle as a whole. */
export function wholeExtent(): Extent {
  return { count: 1, noun: 'bundle' }
}

export function variableExtent(facts: BundleFacts): Extent {
  const variables = taskFiles(facts).flatMap(({ model }) => importsOf(model).filter(({ kind }) => kind === 'variable'))
  return counted(variables.length, 'variables', 'the bundle imports no variable.')
}

export function secretExtent(facts: BundleFacts): Extent {
  const secrets = taskFiles(facts).flatMap(({ model }) => importsOf(model).filter(({ kind }) => kind === 'secret'))
  return counted(secrets.length, 'secrets', 'the bundle imports no secret.')
}

export function nameExtent(facts: BundleFacts): Extent {
  const names = taskFiles(facts).flatMap(({ model }) =>
    importsOf(model).flatMap(({ kind, name }) => (kind === 'variable' || kind === 'secret' ? [name] : [])),
  )
  return counted(new Set(names).size, 'names', 'the bundle imports nothing.')
}

/** Scripts that run for a user. */
export function scriptExtent(facts: BundleFacts): Extent {
  return counted(facts.scripts.filter(({ path }) => !path.startsWith(`${facts.path}/.`)).length, 'scripts', 'the bundle has no script.')
}

export function scriptRunExtent(facts: BundleFacts): Extent {
  return counted(callsOf(facts, 'runbashfile').length, 'script runs', 'no task runs a script.')
}

/** Calls of a platform's tools. */
export function platformCallExtent(facts: BundleFacts): Extent {
  const calls = shellTexts(facts).flatMap((text) => text.calls.filter(({ effect }) => effect !== 'local'))
  return counted(calls.length, 'commands', 'no command of a platform is called from a script or a command line.')
}

export function issueExtent(facts: BundleFacts): Extent {
  return counted(callsOf(facts, 'addissue').length, 'issues', 'no issue is raised.')
}

export function ruleExtent(facts: BundleFacts): Extent {
  return counted(facts.rules.length, 'rule files', 'the bundle has no generation rules, so it is not offered by discovery.')
}

export function templateExtent(facts: BundleFacts): Extent {
  return counted(facts.templates.length, 'templates', 'the bundle has no templates for discovery.')
}

/** Calls of a keyword, by its normal name, in any library. */
export function callsOf(facts: BundleFacts, keyword: string): RobotCall[] {
  return taskFiles(facts).flatMap(({ model }) =>
    [...allCalls(model)].filter((call) => normalName(splitKeyword(call.keyword).name) === keyword),
  )
}

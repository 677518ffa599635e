import { variablesIn } from '../robot-cells.ts'
import { importsOf } from '../robot-imports.ts'
import { allCalls, normalName, type RobotBody, type RobotModel, settingsNamed, splitKeyword } from '../robot-model.ts'
import { taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'
import { tasksThat } from './robot-file.ts'

/** Rules about single tasks: documentation, tags, title. */

function tagsOf(task: RobotBody): string[] {
  return settingsNamed(task.settings, 'Tags').flatMap((setting) => setting.cells.map(([text]) => text.toLowerCase()))
}

export const taskDocumentation: Gate = {
  id: 'task/documentation',
  severity: 'block',
  title: 'Each task is documented.',
  reason: 'People and assistants choose a task by what its documentation says.',
  hint: 'Add a [Documentation] line that says what the task looks at and when it raises an issue.',
  check: (facts) =>
    tasksThat(
      facts,
      (task) => !settingsNamed(task.settings, 'Documentation').some((setting) => setting.cells.length > 0),
      'has no [Documentation]',
    ),
}

export const accessTag: Gate = {
  id: 'task/access-tag',
  severity: 'block',
  title: 'Each task declares its access.',
  reason: 'The tag decides who may run the task and with which permissions.',
  hint: 'Put exactly one of access:read-only and access:read-write into [Tags].',
  check: (facts) =>
    tasksThat(
      facts,
      (task) => {
        const tags = tagsOf(task).filter((tag) => tag.startsWith('access:'))
        return tags.length !== 1 || !/^access:read-(only|write)$/.test(tags[0] ?? '')
      },
      'does not have exactly one tag access:read-only or access:read-write',
    ),
}

export const dataTag: Gate = {
  id: 'task/data-tag',
  severity: 'block',
  title: 'Each task says what kind of data it returns.',
  reason: 'The tag tells consumers whether a report holds configuration, metrics or logs.',
  hint: 'Add a tag such as data:config, data:metrics, data:logs-bulk or data:logs-regexp.',
  check: (facts) => tasksThat(facts, (task) => !tagsOf(task).some((tag) => /^data:\S/.test(tag)), 'has no data: tag'),
}

export const titleVariables: Gate = {
  id: 'task/title-variables',
  severity: 'block',
  title: 'Every variable in a task title is imported.',
  reason: 'A variable that is not known leaves the bare placeholder in the title, in reports and in alerts.',
  hint: 'Import the variable in Suite Initialization, or take it out of the title.',
  check: (facts) =>
    taskFiles(facts).flatMap(({ path, model }) => {
      const known = knownVariables(model)
      return model.tasks.flatMap((task) =>
        variablesIn(task.name)
          .filter((name) => !known.has(normalName(name)))
          .map((name): Finding => ({ file: path, line: task.line, message: `The title's variable "${name}" is not imported.` })),
      )
    }),
}

/** Names that mean something in a title: imported, declared or set for the suite, and Robot's own. */
function knownVariables(model: RobotModel): Set<string> {
  const known = new Set(['empty', 'space', 'curdir', 'tempdir', 'suitename', 'true', 'false', 'none', 'null'])
  const add = (name: string) => known.add(normalName(name.replace(/^\\?[$@&]\{?|\}?\s*=?$/g, '')))
  for (const found of importsOf(model)) add(found.name)
  for (const variable of model.variables) add(variable.name)
  for (const call of allCalls(model)) {
    const target = call.args[0]?.[0]
    if (target && /^set(suite|global)variable$/.test(normalName(splitKeyword(call.keyword).name))) add(target)
  }
  return known
}

export const titleScope: Gate = {
  id: 'task/title-scope',
  severity: 'warn',
  title: 'Each task title says what and where.',
  reason: 'In a list over many systems a title without its scope cannot be told from the next.',
  hint: 'End the title with the scope in backticks, for example "in Namespace `$' + '{NAMESPACE}`".',
  check: (facts) => tasksThat(facts, (task) => !/`[^`]*\$\{[^`]+`/.test(task.name), 'has no scope variable in backticks in its title'),
}

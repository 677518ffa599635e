import { normalName } from '../robot-model.ts'
import { type BundleFacts, fileNamed, taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about a Robot file as a whole: it is there, it parses, it has tasks. */

export const runbookPresent: Gate = {
  id: 'robot/runbook-present',
  severity: 'block',
  title: 'There is a runbook.robot.',
  reason: 'Without a runbook there is nothing to run.',
  hint: 'Add runbook.robot with settings, tasks and a Suite Initialization keyword.',
  check: (facts) =>
    fileNamed(facts, 'runbook.robot')?.kind === 'file' ? [] : [{ message: `${facts.path}/runbook.robot does not exist.` }],
}

export const robotReadable: Gate = {
  id: 'robot/text',
  severity: 'block',
  title: 'The Robot files are text.',
  reason: 'Robot Framework reads UTF-8 text.',
  hint: 'Write the file anew as UTF-8 text under 256 KiB.',
  check: ({ files }) =>
    files
      .filter((file) => file.path.endsWith('.robot') && file.kind === 'file' && file.text === null)
      .map((file) => ({ file: file.path, message: 'The file is binary or too large to be read.' })),
}

export const robotParses: Gate = {
  id: 'robot/parses',
  severity: 'block',
  title: 'Robot Framework parses the Robot files.',
  reason: 'A file that does not parse runs no task, or fewer than it seems.',
  hint: 'Correct the line; `robot --dryrun` shows the same message.',
  check: ({ robots }) =>
    robots.flatMap(({ path, model }) => model.problems.map(({ line, message }): Finding => ({ file: path, line, message }))),
}

export const knownSections: Gate = {
  id: 'robot/sections',
  severity: 'block',
  title: 'All sections are known to Robot Framework and there are tasks.',
  reason: 'What stands in an unknown section is ignored.',
  hint: 'Use *** Settings ***, *** Variables ***, *** Tasks *** and *** Keywords ***.',
  check: (facts) =>
    taskFiles(facts).flatMap(({ path, model }) => {
      const invalid = model.sections.filter((section) => section.type === 'invalid')
      const findings: Finding[] = invalid.map(({ header, line }) => ({ file: path, line, message: `The section "${header}" is unknown.` }))
      if (!model.sections.some((section) => section.type === 'tasks'))
        findings.push({ file: path, message: 'There is no *** Tasks *** section.' })
      return findings
    }),
}

/** A runbook with more tasks is hard to read on one screen and slow to run. */
const maxTasks = 15

export const taskCount: Gate = {
  id: 'robot/task-count',
  severity: 'block',
  title: 'There are 1 to 15 tasks.',
  reason: 'Without a task nothing runs; with too many the report cannot be read.',
  hint: 'Aim at 4 to 8 tasks; split a larger bundle.',
  check: (facts) =>
    taskFiles(facts).flatMap(({ path, model }) => {
      const count = model.tasks.length
      return count >= 1 && count <= maxTasks ? [] : [{ file: path, message: `The file has ${count} tasks.` }]
    }),
}

export const noEmptyTask: Gate = {
  id: 'robot/task-empty',
  severity: 'block',
  title: 'No task is empty.',
  reason: 'Robot Framework fails an empty task.',
  hint: 'Write the steps of the task or delete it.',
  check: (facts) => tasksThat(facts, ({ steps }) => steps.length === 0, 'has no steps'),
}

export const uniqueTasks: Gate = {
  id: 'robot/task-unique',
  severity: 'block',
  title: 'Task names are unique within a file.',
  reason: 'A task is addressed by its name; of two with the same name only one is shown.',
  hint: 'Give each task a name of its own.',
  check: (facts) =>
    taskFiles(facts).flatMap(({ path, model }) => {
      const seen = new Set<string>()
      return model.tasks.flatMap((task): Finding[] => {
        const key = normalName(task.name)
        const isNew = !seen.has(key)
        seen.add(key)
        return isNew ? [] : [{ file: path, line: task.line, message: `The name "${task.name}" is used twice.` }]
      })
    }),
}

type Task = BundleFacts['robots'][number]['model']['tasks'][number]

/** One finding for each task that `isWrong`. */
export function tasksThat(facts: BundleFacts, isWrong: (task: Task) => boolean, words: string): Finding[] {
  return taskFiles(facts).flatMap(({ path, model }) =>
    model.tasks.filter(isWrong).map((task) => ({ file: path, line: task.line, message: `The task "${task.name}" ${words}.` })),
  )
}

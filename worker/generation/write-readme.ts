import type { DraftFile } from '../domain/sandbox-protocol.ts'
import type { BundleModel } from './bundle-model.ts'
import { neededPermissions } from './needed-permissions.ts'
import { markdownText } from './quoting.ts'
import { robotTitle } from './write-robot.ts'

/** The README: what the bundle does, task by task, its settings, credentials and permissions, and what the reviewers said. */
export function writeReadme(model: BundleModel): DraftFile {
  const content = [
    `# ${markdownText(model.displayName, 100)}`,
    '',
    markdownText(model.summary, 500),
    '',
    '## Tasks',
    '',
    ...model.tasks.flatMap((task) => [
      `### ${markdownText(robotTitle(model, task.title).replace(/ `\$\{([A-Z_]+)\}`$/, ''), 160)} \`${model.profile.scopeVariable}\``,
      '',
      `Asked for: ${markdownText(task.description, 1300)}`,
      ...(task.raiseWhen === null ? [] : ['', `Issue wanted: ${markdownText(task.raiseWhen, 400)}`]),
      '',
      `Judged by \`${task.name}.sh\`: an issue of severity ${task.check.severity} with the title "${markdownText(task.check.finding, 150)}". Access: ${task.access}.`,
      ...(task.check.exact
        ? []
        : [
            '',
            'No ready-made check covers this wording exactly; the script judges the general state of the resource. A reviewer should decide whether that is enough.',
          ]),
      '',
    ]),
    'A command that fails, or an answer that cannot be understood, raises an issue that says so. It never counts as healthy.',
    '',
    ...sliSection(model),
    ...configuration(model),
    ...permissions(model),
    ...reviewNotes(model),
  ].join('\n')
  return { path: `${model.path}/README.md`, mode: '100644', content: `${content.trimEnd()}\n` }
}

function sliSection(model: BundleModel): string[] {
  if (!model.withSli) return []
  return ['## SLI', '', 'Scores each kind of check as 1 or 0 and pushes their mean. A check that cannot run counts as 0.', '']
}

function configuration(model: BundleModel): string[] {
  const { settings, secret } = model.profile
  return [
    '## Configuration',
    '',
    '| setting | meaning | default |',
    '| --- | --- | --- |',
    ...settings.map(
      (setting) =>
        `| \`${setting.name}\` | ${setting.description} | ${setting.default === null ? 'required' : setting.default === '' ? 'empty' : `\`${setting.default}\``} |`,
    ),
    ...(secret === null ? [] : ['', '| secret | meaning |', '| --- | --- |', `| \`${secret.name}\` | ${secret.description} |`]),
    '',
  ]
}

function permissions(model: BundleModel): string[] {
  const needed = neededPermissions(model.tasks)
  const changes = model.tasks.filter((task) => task.change !== null)
  return [
    '## Permissions needed',
    '',
    ...needed.map((permission) => `* ${permission}`),
    ...(changes.length === 0
      ? []
      : [
          '* for the tasks with access read-write, the right to make the change that the script names; they act only with `APPLY_CHANGES` set to `true`',
        ]),
    '',
  ]
}

function reviewNotes(model: BundleModel): string[] {
  const { words, done } = model.adjustments
  if (words.length === 0) return []
  return [
    '## Review notes',
    '',
    ...words.slice(0, 30).map((line) => `* ${markdownText(line, 600)}`),
    '',
    ...(done.length === 0
      ? ['None of them could be carried out without a person or a model.']
      : ['Carried out:', '', ...done.map((line) => `* ${line}`)]),
    '',
  ]
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import * as z from 'zod'
import { gates } from '../../worker/domain/gates/all.ts'
import type { Gate } from '../../worker/domain/gates/gate.ts'
import { rehearsalRules } from '../../worker/domain/rehearsal/rehearsal-rules.ts'

/** docs/checks: a page for each check, made of what the check says of itself and of its examples. */

type Rule = Omit<Gate, 'check'>

const folder = 'docs/checks'

const examplesSchema = z.record(z.string(), z.strictObject({ bad: z.string().min(1), good: z.string().min(1) }))

const severities = {
  block: 'It stops a draft.',
  warn: 'It is shown to the reviewer and stops nothing.',
  advise: 'It is a suggestion.',
} as const

const languages: Record<string, string> = {
  script: 'sh',
  shell: 'sh',
  tls: 'sh',
  command: 'sh',
  rules: 'yaml',
  templates: 'yaml',
  harness: 'yaml',
  readme: 'markdown',
  robot: 'robotframework',
  settings: 'robotframework',
  task: 'robotframework',
  import: 'robotframework',
  issue: 'robotframework',
  sli: 'robotframework',
}

/** Every check there is, static ones first. */
export const everyRule: readonly Rule[] = [...gates, ...rehearsalRules]

function fenced(id: string, text: string): string {
  return `\`\`\`${languages[id.split('/')[0] ?? ''] ?? 'text'}\n${text.trimEnd()}\n\`\`\``
}

function pageOf({ id, severity, title, reason, hint }: Rule, example: { bad: string; good: string }): string {
  return `# ${id}

**${severity}**: ${severities[severity]}

Passes when: ${title}

**Why.** ${reason}

**How to mend it.** ${hint}

## Bad

${fenced(id, example.bad)}

## Good

${fenced(id, example.good)}
`
}

function indexOf(rules: readonly Rule[]): string {
  const rows = [...rules]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title.replaceAll('|', '\\|')} |`)
  return `# Checks

Written by \`npm run rules\` from the checks and from examples.yaml; do not edit it by hand. Ids stay the same from version to version.

*block* stops a draft: the bundle would fail, lie, or never be found, or lacks what every bundle must have. *warn* is shown to the reviewer. *advise* is a suggestion.
Some findings of a check weigh less than the check itself, and say so in the report: a script that no task runs, a library that could not be imported here.

| check | severity | passes when |
| --- | --- | --- |
${rows.join('\n')}

[rehearsal.md](rehearsal.md) describes scenarios and what a rehearsal proves, [confinement.md](confinement.md) how a bundle is shut off while it runs.
`
}

/** The pages as they should be. Throws with the ids that have no example, and with examples of no check. */
export function checkPages(root: string): { path: string; text: string }[] {
  const examples = examplesSchema.parse(parse(readFileSync(join(root, folder, 'examples.yaml'), 'utf8')))
  const ids = new Set(everyRule.map(({ id }) => id))
  const missing = [...ids].filter((id) => !Object.hasOwn(examples, id))
  const unknown = Object.keys(examples).filter((id) => !ids.has(id))
  if (missing.length > 0 || unknown.length > 0) {
    throw new Error(
      `${folder}/examples.yaml has no example of ${missing.join(', ') || 'nothing'}, and examples of unknown checks: ${unknown.join(', ') || 'none'}.`,
    )
  }
  const pages = everyRule.flatMap((rule) => {
    const example = examples[rule.id]
    return example ? [{ path: `${folder}/${rule.id}.md`, text: pageOf(rule, example) }] : []
  })
  return [...pages, { path: `${folder}/README.md`, text: indexOf(everyRule) }]
}

import { importsOf } from '../robot-imports.ts'
import { type BundleFacts, taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about README.md. */

export const readmePresent: Gate = {
  id: 'readme/present',
  severity: 'block',
  title: 'There is a README.md.',
  reason: 'It is the page people read before they use the bundle.',
  hint: 'Add README.md with an overview, the tasks and the configuration.',
  check: ({ readme, path }) => (readme ? [] : [{ message: `${path}/README.md does not exist or is not text.` }]),
}

/** Headings with their level, without code blocks. */
function headings(text: string): string[] {
  const plain = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '')
  return [...plain.matchAll(/^#{1,6}\s+(.+)$/gm)].map((match) => (match[1] ?? '').toLowerCase())
}

const sections: { name: string; pattern: RegExp; hint: string }[] = [
  {
    name: 'tasks',
    pattern: /task|runbook|check|monitor|tool|what (it|this)|capabilit|feature/,
    hint: 'Add a section "## Tasks" with one line a task.',
  },
  {
    name: 'configuration',
    pattern: /config|variable|input|parameter|setting|setup|requirement|prerequisite|secret/,
    hint: 'Add a section "## Configuration" with every variable and secret.',
  },
]

export const readmeSections: Gate = {
  id: 'readme/sections',
  severity: 'block',
  title: 'The README has an overview, the tasks and the configuration.',
  reason: 'These three questions every reader has: what is it, what does it do, what does it need.',
  hint: 'Add the section.',
  check: ({ readme }) => {
    if (!readme) return { skip: 'There is no README.' }
    const found = headings(readme.text)
    const findings: Finding[] = sections
      .filter(({ pattern }) => !found.some((heading) => pattern.test(heading)))
      .map(({ name, hint }) => ({ file: readme.path, message: `No heading names the ${name}.`, hint }))
    if (!hasOverview(readme.text, found)) {
      findings.unshift({
        file: readme.path,
        message: 'There is no overview.',
        hint: 'Begin with a paragraph that says what the bundle is for.',
      })
    }
    return findings
  },
}

/** A section of that name, or a sentence of prose before the second heading. */
function hasOverview(text: string, found: readonly string[]): boolean {
  if (found.some((heading) => /overview|objective|summary|description|introduction|about|purpose/.test(heading))) return true
  const opening = text.replace(/^\s*#\s.*\n/, '').split(/^#{1,6}\s/m)[0] ?? ''
  return opening.trim().split(/\s+/).length >= 6
}

export const readmeNames: Gate = {
  id: 'readme/names',
  severity: 'block',
  title: 'The README names every variable and secret.',
  reason: 'A value that the README does not name is found by trial.',
  hint: 'Add the name to the configuration section, with what it means.',
  check: (facts) => {
    const { readme } = facts
    if (!readme) return { skip: 'There is no README.' }
    return namesOf(facts)
      .filter((name) => !new RegExp(`(?<![A-Za-z0-9_])${name.replace(/[^\w]/g, '\\$&')}(?![A-Za-z0-9_])`, 'i').test(readme.text))
      .map((name) => ({ file: readme.path, message: `${name} is imported and not named in the README.` }))
  },
}

function namesOf(facts: BundleFacts): string[] {
  const imports = taskFiles(facts).flatMap(({ model }) => importsOf(model))
  return [...new Set(imports.filter(({ kind, literal }) => literal && (kind === 'variable' || kind === 'secret')).map(({ name }) => name))]
}

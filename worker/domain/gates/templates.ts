import { importsOf } from '../robot-imports.ts'
import { type BundleFacts, fileNamed, type TemplateFact } from './facts.ts'
import type { Finding, Gate } from './gate.ts'
import { field, listField, textField } from './yaml-value.ts'

/** Rules about the templates from which discovery makes configuration. */

function lineOf(template: TemplateFact, text: string): number | null {
  const index = template.text.split('\n').findIndex((line) => line.includes(text))
  return index < 0 ? null : index + 1
}

export const templatesRender: Gate = {
  id: 'templates/render',
  severity: 'block',
  title: 'Every template renders to valid YAML.',
  reason: 'A template that does not render gives no configuration, for any resource.',
  hint: 'Correct the Jinja or the YAML; values that may hold a colon need quotes.',
  check: ({ templates }) =>
    templates.flatMap((template) =>
      template.fault ? [{ file: template.path, line: template.fault.line, message: template.fault.message }] : [],
    ),
}

/** The Robot file a template points at; null when it points at none. */
function robotPath(template: TemplateFact): string | null {
  const spec = field(template.value, 'spec')
  return textField(field(spec, 'codeBundle'), 'pathToRobot') ?? null
}

/** True when the template fixes the repository itself, so that it may point into another collection. */
function pointsElsewhere(template: TemplateFact): boolean {
  const urls = [...template.text.matchAll(/^\s*repoUrl:\s*(.+)$/gm)].map((match) => match[1] ?? '')
  return urls.length > 0 && urls.every((url) => !url.includes('{{'))
}

export const pathToRobot: Gate = {
  id: 'templates/path-to-robot',
  severity: 'block',
  title: 'Every pathToRobot leads to a Robot file.',
  reason: 'The platform runs the file at this path; a wrong one fails on every run.',
  hint: "Write codebundles/<this bundle's directory>/runbook.robot (or sli.robot).",
  check: (facts) =>
    facts.templates.flatMap((template): Finding[] => {
      const path = robotPath(template)
      if (path === null) return []
      const place = { file: template.path, line: lineOf(template, 'pathToRobot') }
      const [, slug, name] = /^codebundles\/([^/]+)\/([^/]+)$/.exec(path) ?? []
      if (!slug || !name)
        return pointsElsewhere(template) ? [] : [{ ...place, message: `pathToRobot ${path} is not codebundles/<name>/<file>.` }]
      if (slug === facts.slug) return fileNamed(facts, name) ? [] : [{ ...place, message: `pathToRobot ${path} does not exist.` }]
      if (pointsElsewhere(template)) return []
      if (facts.siblings.includes(slug))
        return [{ ...place, message: `pathToRobot leads to another CodeBundle, ${slug}.`, severity: 'warn' }]
      return [{ ...place, message: `pathToRobot leads to ${slug}, which is not in this repository.` }]
    }),
}

/** Names under `configProvided` of a template that runs this bundle's file, with that file's imports. */
function configOf(facts: BundleFacts, template: TemplateFact) {
  const path = robotPath(template)
  const robot = facts.robots.find((candidate) => candidate.path === path)
  if (!robot) return null
  const spec = field(template.value, 'spec')
  const given = listField(spec, 'configProvided').flatMap((entry) => textField(entry, 'name') ?? [])
  return { robot, given, imports: importsOf(robot.model).filter((found) => found.kind === 'variable' && found.literal) }
}

export const configComplete: Gate = {
  id: 'templates/config-required',
  severity: 'block',
  title: 'Every variable without a default is provided.',
  reason: 'The run fails in Suite Initialization when a variable has no value.',
  hint: 'Add the variable to configProvided, or give its import a default.',
  check: (facts) =>
    facts.templates.flatMap((template) => {
      const config = configOf(facts, template)
      if (!config) return []
      const required = new Set(config.imports.filter((found) => !found.options.has('default')).map((found) => found.name))
      const missing = [...required].filter((name) => !config.given.includes(name))
      return missing.map(
        (name): Finding => ({
          file: template.path,
          line: lineOf(template, 'configProvided'),
          message: `${name} has no default and is not in configProvided.`,
        }),
      )
    }),
}

export const configKnown: Gate = {
  id: 'templates/config-known',
  severity: 'warn',
  title: 'Nothing is provided that the Robot file does not import.',
  reason: 'A value that nobody reads misleads whoever configures the bundle.',
  hint: 'Remove the entry from configProvided or import the variable.',
  check: (facts) =>
    facts.templates.flatMap((template) => {
      const config = configOf(facts, template)
      if (!config) return []
      const known = new Set(config.imports.map((found) => found.name))
      return config.given
        .filter((name) => !known.has(name))
        .map((name): Finding => ({ file: template.path, line: lineOf(template, name), message: `${name} is provided but not imported.` }))
    }),
}

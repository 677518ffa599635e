import { holdsVariable } from '../robot-cells.ts'
import { importsOf, type RobotImport } from '../robot-imports.ts'
import { normalName } from '../robot-model.ts'
import { type BundleFacts, type RobotFact, taskFiles } from './facts.ts'
import type { Finding, Gate } from './gate.ts'

/** Rules about imported variables and secrets. */

/** One finding for each import of the wanted kinds about which `say` has something to say. */
function importsThat(
  facts: BundleFacts,
  kinds: RobotImport['kind'][],
  say: (found: RobotImport, robot: RobotFact) => string | null,
): Finding[] {
  return taskFiles(facts).flatMap((robot) =>
    importsOf(robot.model).flatMap((found): Finding[] => {
      const message = kinds.includes(found.kind) ? say(found, robot) : null
      return message === null ? [] : [{ file: robot.path, line: found.line, message }]
    }),
  )
}

export const importComplete: Gate = {
  id: 'import/complete',
  severity: 'block',
  title: 'Every variable has description, type, pattern or enum, and an example or default.',
  reason: 'The form in which people enter a value is made from them.',
  hint: 'Give Import User Variable the arguments description=, type=, pattern= and example= or default=.',
  check: (facts) =>
    importsThat(facts, ['variable'], ({ name, options }) => {
      // A list of the values says more than a pattern.
      const wanted = options.get('enum')?.trim() ? ['description', 'type'] : ['description', 'type', 'pattern']
      const missing = wanted.filter((option) => !options.get(option)?.trim())
      if (!options.has('example') && !options.has('default')) missing.push('example or default')
      return missing.length > 0 ? `The variable ${name} has no ${missing.join(', ')}.` : null
    }),
}

export const secretComplete: Gate = {
  id: 'import/secret-complete',
  severity: 'warn',
  title: 'Every secret has a description.',
  reason: 'People must know which credential is meant and what it may do.',
  hint: 'Give Import Secret the arguments type=, description= and pattern=.',
  check: (facts) =>
    importsThat(facts, ['secret'], ({ name, options }) =>
      options.get('description')?.trim() ? null : `The secret ${name} has no description.`,
    ),
}

/** Values an import's pattern has to accept: example, default and each enum value, as far as they are literal and not empty. */
function valuesOf(facts: BundleFacts, found: RobotImport, results: readonly string[]): string[] {
  const pattern = found.options.get('pattern')
  const wanted = new Set([found.options.get('example'), found.options.get('default')].filter((text) => text && !holdsVariable(text)))
  return facts.patterns
    .filter((fact) => fact.pattern === pattern && wanted.has(fact.text) && results.includes(fact.result))
    .map((fact) => fact.text)
}

export const patternAccepts: Gate = {
  id: 'import/pattern',
  severity: 'block',
  title: "Every variable's pattern accepts its example and default.",
  reason: 'A pattern that refuses its own example refuses every value people enter.',
  hint: 'Correct the pattern; it is a regular expression without quotes around it.',
  check: (facts) =>
    importsThat(facts, ['variable'], (found) => {
      const pattern = found.options.get('pattern')
      const broken = facts.patterns.find((fact) => fact.pattern === pattern && (fact.result === 'invalid' || fact.result === 'slow'))
      if (broken?.result === 'invalid') return `The pattern ${pattern} of ${found.name} is not a regular expression.`
      if (broken) return `The pattern ${pattern} of ${found.name} takes too long to match.`
      const refused = valuesOf(facts, found, ['none'])[0]
      return refused === undefined ? null : `The pattern ${pattern} of ${found.name} does not accept "${refused.slice(0, 80)}".`
    }),
}

export const patternWhole: Gate = {
  id: 'import/pattern-whole',
  severity: 'warn',
  title: "Every variable's pattern describes the whole value.",
  reason: 'A pattern that matches only a part of a value checks nothing: \\w* accepts any text.',
  hint: 'Write the pattern for the whole value, with ^ and $, for example ^[a-z0-9-]+$.',
  check: (facts) =>
    importsThat(facts, ['variable'], (found) => {
      const part = valuesOf(facts, found, ['part'])[0]
      return part === undefined
        ? null
        : `The pattern ${found.options.get('pattern')} of ${found.name} matches only a part of "${part.slice(0, 80)}".`
    }),
}

export const importName: Gate = {
  id: 'import/name',
  severity: 'block',
  title: 'Every import is assigned to the variable of its own name.',
  reason: 'The platform sets the variable under the imported name; another name hides where a value comes from.',
  hint: 'Assign the import to the variable with the same name.',
  check: (facts) =>
    importsThat(facts, ['variable', 'secret', 'platform'], ({ name, assign, literal }) => {
      const target = (assign[0] ?? '').replace(/^[$@&]\{|\}?\s*=?\s*\}?$/g, '').replace(/=$/, '')
      if (!literal || assign.length === 0 || normalName(target) === normalName(name)) return null
      return `"${name}" is assigned to "${target}".`
    }),
}

export const platformPrefix: Gate = {
  id: 'import/platform-prefix',
  severity: 'block',
  title: 'No user variable has the platform prefix RW_.',
  reason: 'The platform refuses them when the bundle starts; only RW_LOOKBACK_WINDOW may be overridden, and only in a runbook.',
  hint: 'Use Import Platform Variable, or another name.',
  check: (facts) =>
    importsThat(facts, ['variable'], ({ name }, robot) => {
      if (!name.startsWith('RW_') || (name === 'RW_LOOKBACK_WINDOW' && robot.role === 'runbook')) return null
      return `${name} is imported as a user variable.`
    }),
}

const credentialName = /(^|_)(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY(_ID)?|PRIVATE_?KEY|CREDENTIALS?(_JSON)?)$/i

export const noCredentialVariables: Gate = {
  id: 'import/credential',
  severity: 'block',
  title: 'Credentials are imported as secrets.',
  reason: 'A user variable is stored and shown in plain text.',
  hint: 'Use Import Secret and pass it as secret__<name> or secret_file__<name>.',
  check: (facts) =>
    importsThat(facts, ['variable'], ({ name }) =>
      credentialName.test(name) ? `${name} looks like a credential and is imported as a user variable.` : null,
    ),
}

export const importLeftovers: Gate = {
  id: 'import/leftovers',
  severity: 'warn',
  title: 'No import has stray text.',
  reason: 'Two spaces inside a description start a new cell, and the rest of the text is lost.',
  hint: 'Use single spaces inside a value, or escape them.',
  check: (facts) =>
    importsThat(facts, ['variable', 'secret'], ({ name, leftovers }) =>
      leftovers.length > 0
        ? `The import of ${name} has text that belongs to no argument: "${(leftovers[0]?.[0] ?? '').slice(0, 60)}".`
        : null,
    ),
}

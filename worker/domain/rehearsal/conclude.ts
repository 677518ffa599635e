import type { Check } from '../report.ts'
import type { AccessProof } from './rehearsal-proof.ts'
import type { ScenarioReport } from './rehearsal-report.ts'

/** Turns what a rehearsal saw into checks. Their ids stay the same from version to version. */

function check(id: string, status: Check['status'], severity: Check['severity'], message: string, more: Partial<Check> = {}): Check {
  return { id: `rehearsal/${id}`, status, severity, file: null, line: null, message, hint: null, ...more }
}

/** The bundle has nothing to run. */
export function noBundle(bundlePath: string): Check {
  return check('bundle', 'fail', 'block', `${bundlePath} has neither a runbook.robot nor a sli.robot, so there is nothing to rehearse.`, {
    hint: 'Give the directory of a CodeBundle.',
  })
}

/** A scenario's file cannot be used. */
export function badScenario(file: string, message: string): Check {
  return check('scenario-file', 'fail', 'block', message, { file, hint: 'docs/checks/rehearsal.md describes every field.' })
}

/** Robot Framework does not understand a part of the file, so what runs is not what is written. */
export function unreadable(file: string, problems: readonly { line: number | null; message: string }[]): Check[] {
  return problems.slice(0, 10).map(({ line, message }) =>
    check('runs', 'fail', 'block', message, {
      file,
      line: line !== null && line > 0 ? line : null,
      hint: 'Robot Framework must be able to read the whole file.',
    }),
  )
}

const hints: Record<string, string> = {
  'everything-fails': 'Check the exit code of each command, and raise an issue or let the task fail when nothing could be checked.',
  'nothing-there': 'Read an empty list without failing: `.items[]?`, `// []`, `length`.',
}

/** One check for each thing a scenario expects that was not met; one that passes when all were. */
export function checksOf(scenario: ScenarioReport): Check[] {
  const id = scenario.source === null ? scenario.name : 'scenario'
  const file = scenario.source === null ? {} : { file: scenario.source }
  if (!scenario.ran) return [check(id, 'skip', 'block', `${scenario.name} was not run. ${scenario.skipped}`, file)]
  const broken = scenario.files.filter(({ outcome }) => outcome === 'broken')
  const unmet = scenario.expectations.filter(({ met }) => !met)
  const failed = [
    ...broken.map((robot) => check('runs', 'fail', 'block', `${robot.file} cannot be run: ${robot.why}`, { file: robot.file })),
    ...unmet.map(({ what, reason, severity }) =>
      check(id, 'fail', severity, `${scenario.name}: ${what}: no. ${reason}`, { ...file, hint: hints[scenario.name] ?? null }),
    ),
  ]
  return failed.length > 0
    ? failed
    : [check(id, 'pass', 'block', `${scenario.name}: all ${scenario.expectations.length} expectations met.`, file)]
}

/** What was declared about access against what was seen. */
export function accessCheck(access: AccessProof): Check {
  const status = { held: 'pass', refuted: 'fail', unproven: 'skip' } as const
  return check('read-only', status[access.readOnly], 'block', access.because, {
    hint: access.readOnly === 'refuted' ? 'Take the command out, or tag the task access:read-write.' : null,
  })
}

/** Findings of the same words from several scenarios are one. */
export function distinct(checks: readonly Check[]): Check[] {
  const seen = new Map(checks.map((entry) => [`${entry.id}\0${entry.file}\0${entry.message}`, entry]))
  return [...seen.values()]
}

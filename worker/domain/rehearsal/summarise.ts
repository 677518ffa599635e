import type { Report, Step } from '../report.ts'
import type { RehearsalProof } from './rehearsal-proof.ts'
import type { RehearsalReport, ScenarioReport } from './rehearsal-report.ts'

/** Titles of issues that a reviewer is shown of each file. */
const maxIssues = 20

/** What a rehearsal proved, without the record of every call. */
export function proofOf(report: RehearsalReport): RehearsalProof {
  const { access, permissions, network, files } = report
  return { scenarios: report.scenarios.map(scenarioOf), access, permissions, network, files }
}

function scenarioOf({ name, source, ran, skipped, files, expectations }: ScenarioReport): RehearsalProof['scenarios'][number] {
  return {
    name,
    source,
    ran,
    skipped,
    met: expectations.filter(({ met }) => met).length,
    expectations: expectations.length,
    files: files.map(({ role, outcome, why, issues, verdict }) => ({
      role,
      outcome,
      why,
      issues: issues.slice(0, maxIssues).map(({ severity, title }) => `${severity ?? '?'}: ${title}`.slice(0, 300)),
      verdict,
    })),
  }
}

/** Each scenario as a step of the whole proof. */
export function stepsOf(report: RehearsalReport): Step[] {
  return report.scenarios.map(({ name, ran, skipped, callCount, durationMs }) => ({
    name: `Rehearsal: ${name}`,
    status: ran ? 'ran' : 'skipped',
    about: ran ? `${callCount} ${callCount === 1 ? 'command' : 'commands'}` : (skipped ?? 'It was not run.'),
    durationMs,
  }))
}

/** A rehearsal by itself in the shape of a whole report, for the formats that both share. */
export function reportOfRehearsal(report: RehearsalReport): Report {
  const { ok, bundle, checks, tools, durationMs } = report
  return { ok, bundle, checks, steps: stepsOf(report), tools, rehearsal: proofOf(report), durationMs }
}

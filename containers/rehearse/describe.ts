import type { RehearsalReport, RehearsedFile, ScenarioReport } from '../../worker/domain/rehearsal/rehearsal-report.ts'

/** A rehearsal's report for people, on a terminal. */
export function describeRehearsal(report: RehearsalReport): string {
  const { access, permissions } = report
  const lines = [
    `${report.bundle}: ${report.ok ? 'ok' : 'not ok'} (${(report.durationMs / 1000).toFixed(1)} s, network: ${report.network}, files: ${report.files}, limits: ${report.limits})`,
    '',
    ...report.scenarios.flatMap(describeScenario),
    `read-only: ${access.readOnly}. ${access.because}`,
    ...access.against.map((command) => `  writes: ${command}`),
    ...permissions.kubernetes.map((rule) => `needs: [${rule.apiGroups}] ${rule.resources.join(', ')}: ${rule.verbs.join(', ')}`),
    ...[...permissions.aws, ...permissions.azure, ...permissions.azureRoles, ...permissions.gcp, ...permissions.gcpRoles].map(
      (operation) => `needs: ${operation}`,
    ),
    ...permissions.unknown.map((what) => `needs, not known what: ${what}`),
    '',
    ...report.checks.map(({ id, status, severity, message, hint }) =>
      [`${status.toUpperCase()} ${id}${status === 'fail' ? ` (${severity})` : ''}: ${message}`, ...(hint ? [`     ${hint}`] : [])].join(
        '\n',
      ),
    ),
  ]
  return `${lines.map(printable).join('\n')}\n`
}

function describeScenario(scenario: ScenarioReport): string[] {
  const seconds = (scenario.durationMs / 1000).toFixed(1)
  const head = `${scenario.name} (${seconds} s, ${scenario.callCount} commands)${scenario.ran ? '' : `: not run. ${scenario.skipped}`}`
  return [head, ...scenario.files.flatMap(describeFile), '']
}

function describeFile(file: RehearsedFile): string[] {
  const name = file.file.split('/').at(-1)
  const verdict = file.verdict ? `looks ${file.verdict.looks}. ${file.verdict.because}` : `${file.outcome}. ${file.why}`
  return [
    `  ${name}: ${verdict}`,
    ...file.tasks.map((task) => `    ${task.status} ${task.name} (${task.failedCalls} of ${task.calls} commands failed)`),
    ...file.issues.map(({ severity, title }) => `    issue ${severity ?? '?'}: ${title}`),
    ...file.metrics.map(({ subName, value }) => `    metric ${subName ?? '(final)'}: ${value ?? 'no number'}`),
  ]
}

/** What came out of a bundle must not steer the terminal. */
function printable(text: string): string {
  return text.replace(/[^\P{C}\n]/gu, '�')
}

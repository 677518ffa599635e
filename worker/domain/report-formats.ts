import type { Gate } from './gates/gate.ts'
import { blockingFailures, type Check, type Report } from './report.ts'
import { quoteForMarkdown } from './sanitise.ts'

/** The forms in which a validation report is given to people and to other tools. */
export const reportFormats = ['json', 'text', 'markdown', 'sarif'] as const
export type ReportFormat = (typeof reportFormats)[number]

function failures(report: Report): Check[] {
  return report.checks.filter((check) => check.status === 'fail')
}

function place({ file, line }: Check): string {
  return file === null ? '' : `${file}${line === null ? '' : `:${line}`}`
}

function summary(report: Report): string {
  const failed = failures(report)
  const passed = report.checks.filter((check) => check.status === 'pass').length
  const skipped = report.checks.length - passed - failed.length
  const verdict = report.ok ? 'No blocking check failed.' : `${blockingFailures(report).length} blocking checks failed.`
  return `${verdict} ${passed} passed, ${failed.length} failed, ${skipped} skipped, in ${(report.durationMs / 1000).toFixed(1)} s.`
}

/** A report for a terminal: a line for each failed check with its place, its hint below, and what was skipped and why. */
export function reportText(report: Report): string {
  const failed = failures(report).flatMap((check) => [
    `${check.severity.toUpperCase().padEnd(6)} ${[place(check), check.id, check.message].filter((part) => part !== '').join('  ')}`,
    ...(check.hint === null ? [] : [`       ${check.hint}`]),
  ])
  const skipped = report.checks.filter((check) => check.status === 'skip').map((check) => `skipped ${check.id}  ${check.message}`)
  return [...failed, ...skipped, summary(report)].join('\n')
}

/** A report in Markdown that is safe to post, with at most `maxListed` findings. */
export function reportMarkdown(report: Report, maxListed: number): string[] {
  const failed = failures(report)
  const tools = Object.entries(report.tools).map(([name, version]) => `${name} ${version}`)
  return [
    summary(report),
    '',
    ...(failed.length === 0
      ? []
      : ['| severity | check | where | what |', '| --- | --- | --- | --- |', ...failed.slice(0, maxListed).map(row)]),
    ...(failed.length > maxListed ? ['', `… and ${failed.length - maxListed} more.`] : []),
    '',
    tools.length === 0 ? '' : `Tools: ${quoteForMarkdown(tools.join(', '))}`,
  ]
}

function row(check: Check): string {
  const where = check.file === null ? '' : `\`${cell(place(check))}\``
  return `| ${check.severity} | \`${cell(check.id)}\` | ${where} | ${cell(quoteForMarkdown(check.message))} |`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('`', "'").slice(0, 300)
}

const levels = { block: 'error', warn: 'warning', advise: 'note' } as const

/**
 * A report as SARIF 2.1.0, which code scanning reads. A finding about the bundle as a whole stands at its directory, since a result without a
 * place is refused there. Skipped checks are told as notifications of the run.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportSarif(report: Report, gates: readonly Gate[], bundlePath: string): object {
  const rules = gates.map(({ id, title, reason, hint, severity }) => ({
    id,
    shortDescription: { text: title },
    fullDescription: { text: reason },
    help: { text: hint },
    defaultConfiguration: { level: levels[severity] },
  }))
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]))
  const skipped = report.checks.filter(({ status }) => status === 'skip')
  const run = {
    tool: { driver: { name: 'CodeCollection Registry', version: '1', rules } },
    columnKind: 'utf16CodeUnits',
    results: failures(report).map((check) => ({
      ruleId: check.id,
      ...(indexOf.has(check.id) ? { ruleIndex: indexOf.get(check.id) } : {}),
      level: levels[check.severity],
      message: { text: check.hint === null ? check.message : `${check.message} ${check.hint}` },
      locations: [{ physicalLocation: physicalLocation(check, bundlePath) }],
    })),
    invocations: [
      {
        executionSuccessful: true,
        toolExecutionNotifications: skipped.map(({ id, message }) => ({
          level: 'note',
          message: { text: `${id} was skipped: ${message}` },
        })),
      },
    ],
  }
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }
}

function physicalLocation({ file, line }: Check, bundlePath: string): object {
  const uri = (file ?? bundlePath).split('/').map(encodeURIComponent).join('/')
  return { artifactLocation: { uri }, ...(line === null ? {} : { region: { startLine: line } }) }
}

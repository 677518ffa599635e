import { lockWords } from './rehearsal/locks.ts'
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

/** A report for a terminal: a line for each failed check with its place, its hint below, what was skipped and why, and what was seen when the bundle ran. */
export function reportText(report: Report): string {
  const failed = failures(report).flatMap((check) => [
    `${check.severity.toUpperCase().padEnd(6)} ${[place(check), check.id, check.message].filter((part) => part !== '').join('  ')}`,
    ...(check.excerpt === undefined ? [] : [`       | ${check.excerpt}`]),
    ...(check.hint === null ? [] : [`       ${check.hint}`]),
  ])
  const skipped = report.checks.filter((check) => check.status === 'skip').map((check) => `skipped ${check.id}  ${check.message}`)
  const lines = [...failed, ...skipped, ...proofLines(report), summary(report), ...(report.hash ? [`Report ${report.hash}`] : [])]
  // What came out of a bundle must not steer the terminal.
  return lines.map((line) => line.replace(/[^\P{C}\n]/gu, '\uFFFD')).join('\n')
}

/** What was locked, and what the bundle looked like in each scenario. */
function proofLines({ locks, rehearsal }: Report): string[] {
  const scenarios = (rehearsal?.scenarios ?? []).map(
    (scenario) => `${scenario.name}: ${scenario.ran ? looksOf(scenario) : `not run. ${scenario.skipped}`}`,
  )
  const access = rehearsal ? [`read-only: ${rehearsal.access.readOnly}. ${rehearsal.access.because}`] : []
  return [...(locks ? [lockWords(locks)] : []), ...scenarios, ...access]
}

type Scenario = NonNullable<Report['rehearsal']>['scenarios'][number]

/** `runbook not healthy, SLI healthy; 1 of 2 expectations met`. */
function looksOf({ files, met, expectations }: Scenario): string {
  const looks = files.map(({ role, verdict, outcome }) => `${role === 'sli' ? 'SLI' : role} ${verdict?.looks ?? outcome}`)
  return `${looks.join(', ')}; ${met} of ${expectations} expectations met`
}

/** A report in Markdown that is safe to post, with at most `maxListed` findings. */
export function reportMarkdown(report: Report, maxListed: number): string[] {
  const failed = failures(report)
  const tools = Object.entries(report.tools).map(([name, version]) => `${name} ${version}`)
  const facts = [
    ...(report.locks ? [lockWords(report.locks)] : []),
    ...(tools.length === 0 ? [] : [`Tools: ${tools.join(', ')}`]),
    ...(report.image ? [`Image: ${report.image}`] : []),
  ]
  return [
    summary(report),
    '',
    ...(failed.length === 0
      ? []
      : ['| severity | check | where | what |', '| --- | --- | --- | --- |', ...failed.slice(0, maxListed).map(row)]),
    ...(failed.length > maxListed ? ['', `… and ${failed.length - maxListed} more.`] : []),
    '',
    ...rehearsalMarkdown(report),
    ...facts.flatMap((fact) => [quoteForMarkdown(fact), '']),
    ...(report.hash ? [`Report \`${report.hash}\``] : []),
  ]
}

function rehearsalMarkdown({ rehearsal }: Report): string[] {
  if (!rehearsal) return []
  const rows = rehearsal.scenarios.map((scenario) => {
    const seen = scenario.ran ? looksOf(scenario) : `not run: ${scenario.skipped ?? ''}`
    return `| \`${cell(scenario.name)}\` | ${cell(quoteForMarkdown(seen))} |`
  })
  const { access } = rehearsal
  return ['| rehearsed | seen |', '| --- | --- |', ...rows, '', `Read-only: ${access.readOnly}. ${quoteForMarkdown(access.because)}`, '']
}

function row(check: Check): string {
  const where = check.file === null ? '' : `\`${cell(place(check))}\``
  return `| ${check.severity} | \`${cell(check.id)}\` | ${where} | ${cell(quoteForMarkdown(check.message))} |`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').replaceAll('`', "'").slice(0, 300)
}

import { gates } from '../../worker/domain/gates/all.ts'
import { rehearsalRules } from '../../worker/domain/rehearsal/rehearsal-rules.ts'
import type { Report } from '../../worker/domain/report.ts'
import { type ReportFormat, reportFormats, reportMarkdown, reportText } from '../../worker/domain/report-formats.ts'
import { reportSarif } from '../../worker/domain/report-sarif.ts'

/** Findings listed in Markdown, which may go into a comment of at most 65,536 characters. */
const maxListed = 100

/** The format of that name; undefined when there is none. */
export function formatNamed(name: string): ReportFormat | undefined {
  return reportFormats.find((one) => one === name)
}

/** A report in a format for people or for another tool. JSON is for the caller, whose object may hold more. */
export function written(report: Report, format: Exclude<ReportFormat, 'json'>, bundlePath: string): string {
  switch (format) {
    case 'text':
      return reportText(report)
    case 'markdown':
      return reportMarkdown(report, maxListed).join('\n')
    case 'sarif':
      return JSON.stringify(reportSarif(report, [...gates, ...rehearsalRules], bundlePath), null, 2)
  }
}

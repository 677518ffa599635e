import { authorsOf } from '../domain/attribution.ts'
import type { IssueEvent } from '../domain/issue-events.ts'
import type { DraftSummary, IssueRecord } from '../domain/issue-record.ts'
import { checkPatch } from '../domain/patch-policy.ts'
import { blockingFailures, findingText, type Report, warningsOf } from '../domain/report.ts'
import { acceptanceFiles, withoutAcceptance } from './acceptance.ts'
import { bundlePathOf } from './issue-view.ts'
import type { FailedDraft, JobReport } from './job-messages.ts'
import { digest, type Journal } from './journal.ts'
import type { GenerationOutput } from './ports.ts'

/** Turns a consumer's report into the event it means, storing files and report on the way. Runs inside the object's transaction. */
export function readReport(fence: number, report: JobReport, record: IssueRecord, journal: Journal): IssueEvent {
  switch (report.kind) {
    case 'generated':
      return readDraft(fence, report.output, record, journal)
    case 'validated': {
      journal.saveReport(report.report)
      keepBest(report.report, record, journal)
      return { type: 'DraftValidated', fence, ok: report.report.ok, score: report.report.score ?? null, ...failureOf(report.report) }
    }
    case 'indexed':
      return { type: 'BundleIndexed', fence, found: report.found, commit: report.commit }
    case 'postponed':
      return { type: 'JobPostponed', fence, afterMs: report.afterMs, waiting: report.waiting }
    case 'failed':
      if (report.draft) return readFailedDraft(fence, report, report.draft)
      return readFailure(fence, report)
  }
}

function readFailure(fence: number, { code, message, retry, retryAfterMs }: Extract<JobReport, { kind: 'failed' }>): IssueEvent {
  return { type: 'JobFailed', fence, code, message, retry, retryAfterMs: retryAfterMs ?? null }
}

/** An answer that is no draft is an attempt like one that fails its checks: counted, paid for, and made another way the next time. */
function readFailedDraft(fence: number, { code, message }: { code: string; message: string }, failed: FailedDraft): IssueEvent {
  const draft: DraftSummary = { hash: code, provider: failed.provider, model: null, costMicros: failed.costMicros, notes: [], files: 0 }
  return { type: 'DraftRefused', fence, draft, violations: [message] }
}

/** Keeps the draft with the fewest failures; among those that pass, with the fewest warnings. */
function keepBest(report: Report, { roundAt, draft }: IssueRecord, journal: Journal): void {
  const failed = blockingFailures(report).length * 1000 + warningsOf(report).length
  const best = journal.best(roundAt)
  if (draft === null || draft.provider === 'human' || (best !== null && best.failed <= failed)) return
  journal.saveBest({ roundAt, failed, draft, files: journal.files(), written: journal.written(), report })
}

/** The model proposes, code disposes: a draft that breaks the patch policy is stored nowhere. */
function readDraft(fence: number, output: GenerationOutput, record: IssueRecord, journal: Journal): IssueEvent {
  const draft: DraftSummary = {
    hash: digest(JSON.stringify(output.files)),
    provider: output.provider,
    model: output.model,
    costMicros: output.costMicros,
    usage: output.usage ?? null,
    authors: authorsOf({
      files: output.files,
      written: output.written ?? output.files,
      planned: new Set(record.plan === null ? [] : acceptanceFiles(record.plan).map(({ path }) => path)),
      by: [output.provider, output.model ?? []].flat().join(' '),
      before: { files: journal.files(), authors: record.draft?.authors ?? {} },
    }),
    notes: output.notes,
    files: output.files.length,
    ...(output.changed === undefined ? {} : { changed: output.changed }),
  }
  // The scenarios are not the provider's: they take none of its room.
  const own = record.plan === null ? output.files : withoutAcceptance(output.files, record.plan)
  const verdict = checkPatch(own, { bundlePath: bundlePathOf(record) })
  if (!verdict.ok) {
    return {
      type: 'DraftRefused',
      fence,
      draft,
      violations: verdict.violations.map((violation) => `${violation.code}: ${violation.message}`),
    }
  }
  journal.replaceFiles(output.files)
  journal.saveWritten(output.written ?? output.files)
  journal.saveReport(null)
  return { type: 'DraftWritten', fence, draft }
}

/** Two reports with the same signature failed for the same reasons. */
function failureOf(report: Report): { signature: string; findings: string[]; warnings: string[] } {
  const findings = blockingFailures(report).map(findingText)
  return { signature: digest([...findings].sort().join('\n')), findings, warnings: warningsOf(report).map(findingText) }
}

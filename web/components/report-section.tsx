import type { Check, Report } from '../../worker/domain/report.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { count } from '../format/text.ts'
import { groupChecks } from '../state/check-groups.ts'
import { lineId } from './file-viewer.tsx'
import { RehearsalSection, ReportDetails } from './rehearsal-section.tsx'

function Place({ check, files }: { check: Check; files: DraftFile[] }) {
  if (check.file === null) return null
  const text = check.line === null ? check.file : `${check.file}:${check.line}`
  const index = files.findIndex((file) => file.path === check.file)
  if (index < 0) return <code class="text-muted font-mono text-xs wrap-anywhere">{text}</code>
  return (
    <a class="link-plain font-mono text-xs wrap-anywhere" href={`#${lineId(index, check.line ?? 1)}`}>
      {text}
    </a>
  )
}

function CheckRow({ check, files }: { check: Check; files: DraftFile[] }) {
  return (
    <li class="grid gap-x-4 gap-y-0.5 py-2 text-sm md:grid-cols-[15rem_minmax(0,1fr)]">
      <code class="font-mono text-xs leading-5 wrap-anywhere">{check.id}</code>
      <div class="min-w-0">
        <p class="wrap-anywhere">{check.message}</p>
        <Place check={check} files={files} />
        {check.excerpt && <code class="text-muted mt-0.5 block font-mono text-xs wrap-anywhere">{check.excerpt}</code>}
        {check.hint && check.status === 'fail' && <p class="text-muted mt-0.5 wrap-anywhere">Hint: {check.hint}</p>}
      </div>
    </li>
  )
}

function Groups({ report, files }: { report: Report; files: DraftFile[] }) {
  return (
    <>
      {groupChecks(report.checks).map((group) => (
        <details key={group.id} class="check-group" open={group.id === 'block' || group.id === 'warn'}>
          <summary class="text-sm">
            <span class={`tone ${group.tone}`}>
              {group.title} <span class="font-normal">{group.checks.length}</span>
            </span>
          </summary>
          <ul class="rows mt-2">
            {group.checks.map((check) => (
              <CheckRow key={`${check.id} ${check.file} ${check.line} ${check.message}`} check={check} files={files} />
            ))}
          </ul>
        </details>
      ))}
    </>
  )
}

/** The evidence for the draft: failing checks first, with file, line and hint. */
export function ReportSection({ report, files }: { report: Report | null; files: DraftFile[] }) {
  const blocking = report?.checks.filter((check) => check.status === 'fail' && check.severity === 'block').length ?? 0
  return (
    <section id="report" aria-labelledby="report-title" class="mt-10">
      <h2 id="report-title" class="section-title">
        Validation
      </h2>
      {report === null ? (
        <p class="text-muted mt-2 text-sm">The report appears here once a draft has been tested.</p>
      ) : (
        <>
          <p class="mt-2 mb-4 text-sm">
            <strong class={report.ok ? 'text-success' : 'text-error'}>
              {report.ok ? 'No blocking failures' : count(blocking, 'blocking failure')}
            </strong>{' '}
            <span class="text-muted">
              in {count(report.checks.length, 'check')}, {(report.durationMs / 1000).toFixed(1)} s
            </span>
          </p>
          <Groups report={report} files={files} />
          {report.rehearsal && <RehearsalSection rehearsal={report.rehearsal} />}
          {report.steps && <ReportDetails report={report} />}
        </>
      )}
    </section>
  )
}

import type { SecurityFinding, SecurityReport } from '../../worker/domain/assessment.ts'
import type { BundleView } from '../../worker/domain/views.ts'
import { fileHref } from '../format/source.ts'
import { count } from '../format/text.ts'
import { Icon } from './icon.tsx'

const severities = {
  block: { label: 'serious', tone: 'bad' },
  warn: { label: 'warning', tone: 'wait' },
  advise: { label: 'advice', tone: 'work' },
} as const

const levels: Record<SecurityReport['level'], { text: string; tone: string }> = {
  none: { text: 'Nothing was found.', tone: 'good' },
  advise: { text: 'Only advice.', tone: 'work' },
  warn: { text: 'There are warnings.', tone: 'wait' },
  block: { text: 'Something serious was found.', tone: 'bad' },
}

function Spot({ view, file, line }: { view: BundleView; file: string; line: number | null }) {
  const text = `${file}${line === null ? '' : `:${line}`}`
  const path = file.startsWith(`${view.bundle.path}/`) ? file : `${view.bundle.path}/${file}`
  const href = fileHref(view.collection.url, view.collection.commit ?? view.collection.defaultBranch, path, line)
  if (href === null) return <span class="font-mono text-xs wrap-anywhere">{text}</span>
  return (
    <a class="link-plain font-mono text-xs wrap-anywhere" href={href}>
      {text}
    </a>
  )
}

function Finding({ view, finding }: { view: BundleView; finding: SecurityFinding }) {
  const { label, tone } = severities[finding.severity]
  return (
    <li class="py-3 text-sm">
      <p class="flex flex-wrap items-baseline gap-x-3">
        <span class={`tone tone-${tone}`}>{label}</span>
        <Spot view={view} file={finding.file} line={finding.line} />
      </p>
      <p class="mt-1 wrap-anywhere">{finding.message}</p>
      <p class="text-muted mt-0.5 wrap-anywhere">{finding.hint}</p>
    </li>
  )
}

function Access({ view, access }: { view: BundleView; access: SecurityReport['access'] }) {
  if (access.writes.length === 0) {
    return <p class="mt-3 text-sm">It says {access.declared}, and no command in its files changes anything.</p>
  }
  const contradicts = access.declared === 'read-only'
  return (
    <div class={`notice mt-3 text-sm ${contradicts ? 'tone-bad' : 'tone-wait'}`}>
      <p class="font-medium">
        {contradicts ? 'It says read-only, but ' : `It says ${access.declared}; `}
        {count(access.writes.length, 'command')} in its files {access.writes.length === 1 ? 'changes' : 'change'} the system:
      </p>
      <ul class="mt-1 space-y-1">
        {access.writes.map((write) => (
          <li key={`${write.file}:${write.line}:${write.command}`}>
            <code class="chip">{write.command}</code> <Spot view={view} file={write.file} line={write.line} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Report({ view, report }: { view: BundleView; report: SecurityReport }) {
  const { text, tone } = levels[report.level]
  return (
    <>
      <p class="mt-2">
        <span class={`tone tone-${tone}`}>{text}</span>
      </p>
      <Access view={view} access={report.access} />
      {report.findings.length > 0 && (
        <ol class="rows mt-4">
          {report.findings.map((finding) => (
            <Finding key={`${finding.id} ${finding.file} ${finding.line}`} view={view} finding={finding} />
          ))}
        </ol>
      )}
      {report.skipped.length > 0 && <p class="text-muted mt-3 text-sm">The report is not whole: {report.skipped.join('; ')}.</p>}
    </>
  )
}

/** Secrets, dangerous commands, and whether its files keep the word of its tags. */
export function SecuritySection({ view }: { view: BundleView }) {
  return (
    <section id="security" aria-labelledby="security-title" class="mt-12">
      <h2 id="security-title" class="section-title flex items-center gap-2">
        <Icon name="shield" /> Security
      </h2>
      {view.assessment === null ? (
        <p class="text-muted mt-2 text-sm">It has not been looked through yet.</p>
      ) : (
        <Report view={view} report={view.assessment.security} />
      )}
    </section>
  )
}

import { moneyText } from '../../worker/domain/budget.ts'
import { platformNames } from '../../worker/domain/platform.ts'
import type { IssueView } from '../../worker/domain/views.ts'
import { safeHref } from '../format/text.ts'
import { Ago } from './ago.tsx'
import { SpendMeter } from './spend-meter.tsx'

const shaChars = 7

function Pull({ view }: { view: IssueView }) {
  const { pull } = view.summary
  if (pull === null) return <>not opened yet</>
  const href = safeHref(pull.url)
  return (
    <>
      {href === null ? `#${pull.number}` : <a class="link-plain font-medium" href={href}>{`#${pull.number}`}</a>}{' '}
      <span class="text-muted">at</span> <code class="chip">{pull.headSha.slice(0, shaChars)}</code>
    </>
  )
}

function Approval({ approval, now }: { approval: IssueView['approval']; now: number }) {
  if (approval === null) return <>none</>
  return (
    <>
      {approval.login}, <Ago at={approval.at} now={now} />
    </>
  )
}

function costText({ spentMicros, spentIsWhole }: IssueView): string {
  if (spentMicros === null) return 'nothing yet'
  if (spentMicros === 0) return spentIsWhole ? 'nothing' : 'unknown'
  return `${moneyText(spentMicros)}${spentIsWhole ? '' : ', and more at unknown prices'}`
}

/** What is known about the run, beside its activity. */
export function IssueFacts({ view, now }: { view: IssueView; now: number }) {
  const { summary } = view
  return (
    <aside aria-labelledby="facts-title">
      <h2 id="facts-title" class="section-title">
        Details
      </h2>
      <dl class="facts mt-3">
        <dt>Pull request</dt>
        <dd>
          <Pull view={view} />
        </dd>
        <dt>CodeBundle</dt>
        <dd>{summary.slug === null ? 'not named yet' : <span class="font-mono text-[0.8125rem]">{summary.slug}</span>}</dd>
        <dt>Platform</dt>
        <dd>{summary.platform === null ? 'not known yet' : platformNames[summary.platform]}</dd>
        <dt>Written by</dt>
        <dd>
          {summary.provider ?? 'nobody yet'}
          {view.draft?.model && <span class="text-muted"> with {view.draft.model}</span>}
        </dd>
        <dt>Cost</dt>
        <dd>{costText(view)}</dd>
        <dt>Round</dt>
        <dd>
          {summary.round}, attempt {summary.attempt}
        </dd>
        <dt>Approval</dt>
        <dd>
          <Approval approval={view.approval} now={now} />
        </dd>
        <dt>Last event</dt>
        <dd>
          <Ago at={summary.updatedAt} now={now} />
        </dd>
      </dl>
      <SpendMeter meter={view.meter} now={now} />
    </aside>
  )
}

import { isTerminal } from '../../worker/domain/states.ts'
import type { IssueView, Viewer } from '../../worker/domain/views.ts'
import { stateTexts } from '../format/stages.ts'
import { absolute, relative } from '../format/time.ts'
import type { IssueState } from '../state/issue-state.ts'
import { ActionBar } from './action-bar.tsx'
import { Ago } from './ago.tsx'
import { StateBadge } from './badges.tsx'

function Outcome({ view }: { view: IssueView }) {
  const { outcome } = view.summary
  if (outcome === null) return null
  return (
    <div class="mt-2 text-sm">
      <p>{outcome.reason}</p>
      {outcome.nextAction && (
        <p class="mt-1">
          <span class="font-semibold">Next:</span> {outcome.nextAction}
        </p>
      )}
    </div>
  )
}

function Waits({ view: { waits, summary } }: { view: IssueView }) {
  if (!waits || summary.state !== 'awaiting_plan_approval') return null
  return (
    <div class="mt-2 text-sm">
      <p>{waits}</p>
      <p class="mt-1">
        <span class="font-semibold">Next:</span> A reviewer approves the plan, or changes it first.
      </p>
    </div>
  )
}

function PublishedLink({ view }: { view: IssueView }) {
  const { state, slug } = view.summary
  if (state !== 'published' || slug === null) return null
  // The collection's slug is the registry’s own; search finds the bundle whatever it is.
  return (
    <a class="btn btn-sm btn-primary mt-3" href={`/search?${new URLSearchParams({ q: slug })}`}>
      Find it in the registry
    </a>
  )
}

/** What is going on, what it waits for, and what the viewer can do about it. */
export function StatusPanel({ state, viewer, now }: { state: IssueState; viewer: Viewer | null; now: number }) {
  const view = state.view.value
  const { summary, deadline } = view
  const text = stateTexts[summary.state]
  return (
    <section aria-labelledby="status-title" class={`notice tone-${text.tone} mt-6`}>
      <div class="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 id="status-title" data-state={summary.state}>
          <StateBadge state={summary.state} now />
        </h2>
        <p class="text-sm">{text.says}</p>
        <p class="text-muted ml-auto text-xs">
          since <Ago at={summary.since} now={now} />
          {deadline !== null && !isTerminal(summary.state) && <span title={absolute(deadline)}> · deadline {relative(deadline, now)}</span>}
        </p>
      </div>
      <Outcome view={view} />
      <Waits view={view} />
      <PublishedLink view={view} />
      <ActionBar state={state} viewer={viewer} />
    </section>
  )
}

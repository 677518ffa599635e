import type { IssueSummary } from '../../worker/domain/views.ts'
import { issuePath } from '../api/client.ts'
import { Ago } from './ago.tsx'
import { StateBadge } from './badges.tsx'
import { SmallTrack } from './track.tsx'

/** The furthest stage that a summary alone proves: a pull request means review, a slug means a plan. */
function reachedBy(issue: IssueSummary) {
  if (issue.pull !== null) return 'in_review'
  return issue.slug === null ? null : 'generating'
}

/** One request in a list. */
export function IssueRow({ issue, now }: { issue: IssueSummary; now: number }) {
  return (
    <article class="grid gap-x-6 gap-y-1.5 py-3.5 md:grid-cols-[minmax(0,1fr)_auto] md:items-center">
      <div class="min-w-0">
        <h3 class="text-[0.9375rem]">
          <a class="row-title wrap-anywhere" href={`/issues/${issuePath(issue)}`}>
            {issue.title}
          </a>
        </h3>
        <p class="text-muted text-xs">
          <span class="font-mono wrap-anywhere">
            {issue.owner}/{issue.repo}#{issue.number}
          </span>{' '}
          by {issue.requester}, opened <Ago at={issue.openedAt} now={now} />
          {issue.round > 1 && `, round ${issue.round}`}
        </p>
      </div>
      <div class="flex items-center gap-4 md:justify-end">
        <SmallTrack state={issue.state} reached={reachedBy(issue)} />
        <span class="md:w-40">
          <StateBadge state={issue.state} now />
        </span>
        <span class="text-muted ml-auto text-xs md:w-20 md:text-right" title="Time in this state">
          <Ago at={issue.since} now={now} />
        </span>
      </div>
    </article>
  )
}

import type { IssueSummary } from '../../worker/domain/views.ts'
import { groupIssues } from '../state/feed-state.ts'
import { Empty } from './empty.tsx'
import { IssueRow } from './issue-row.tsx'

const emptyTexts = {
  waiting: 'Nothing waits for a person.',
  working: 'Nothing is being worked on.',
  ended: 'Nothing has finished yet.',
}

/** The dashboard: what waits for a person, what is in progress, what has ended. */
export function IssueGroups({ issues, now }: { issues: IssueSummary[]; now: number }) {
  if (issues.length === 0) {
    return (
      <Empty title="No requests yet">
        Open an issue on one of the collections and give it the label <code class="chip">codebundle:generate</code>.
      </Empty>
    )
  }
  return (
    <>
      {groupIssues(issues).map((group) => (
        <section key={group.id} aria-labelledby={`group-${group.id}`} class="mt-8 first:mt-0">
          <h2 id={`group-${group.id}`} class="section-title flex items-baseline gap-2">
            {group.title}
            <span class="text-muted text-sm font-normal">{group.issues.length}</span>
          </h2>
          {group.issues.length === 0 ? (
            <p class="border-line text-muted mt-2 border-y py-4 text-sm">{emptyTexts[group.id]}</p>
          ) : (
            <ul class="rows mt-2">
              {group.issues.map((issue) => (
                <li key={issue.key}>
                  <IssueRow issue={issue} now={now} />
                </li>
              ))}
            </ul>
          )}
        </section>
      ))}
    </>
  )
}

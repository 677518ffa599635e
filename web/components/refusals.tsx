import type { IssueAction, IssueSummary, Viewer } from '../../worker/domain/views.ts'
import { issuePath } from '../api/client.ts'
import { permissionFor } from '../state/permissions.ts'

interface Props {
  offered: IssueAction[]
  viewer: Viewer | null
  summary: IssueSummary
}

/** Says why actions that the state allows are not offered to this viewer. */
export function Refusals({ offered, viewer, summary }: Props) {
  const reasons = new Set(
    offered.map((action) => permissionFor(action, viewer, summary)).flatMap((answer) => (answer.allowed ? [] : [answer.why])),
  )
  if (reasons.size === 0) return null
  if (reasons.has('signed-out')) {
    return (
      <p class="flex flex-wrap items-center gap-3 text-sm">
        <a class="btn btn-sm btn-primary" href={`/auth/login?return=${encodeURIComponent(`/issues/${issuePath(summary)}`)}`}>
          Sign in with GitHub
        </a>
        Reviewers decide here.
      </p>
    )
  }
  return (
    <p class="mb-2 text-sm">
      {reasons.has('requester') && 'You requested this, so somebody else approves it. '}
      {reasons.has('role') && 'The other decisions are a reviewer’s.'}
    </p>
  )
}

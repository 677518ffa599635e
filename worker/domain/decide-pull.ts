import { cancel } from './decide-request.ts'
import type { IssueEvent } from './issue-events.ts'
import { answerAsks } from './revision.ts'
import { end, enqueue, go, type Turn } from './turn.ts'

type PullEvent = Extract<
  IssueEvent,
  { type: 'PullRequestOpened' | 'HeadMoved' | 'PullRequestMerged' | 'PullRequestClosed' | 'MergeRefused' }
>

/** What happens to the pull request: by us, or by people on GitHub. */
export function decidePull(turn: Turn, event: PullEvent): void {
  const { record } = turn
  switch (event.type) {
    case 'PullRequestOpened':
      return decideOpened(turn, event)
    case 'HeadMoved':
      return decideHeadMoved(turn, event)
    case 'PullRequestMerged':
      if (record.pull === null || ['merged', 'indexing', 'published'].includes(record.state)) return
      turn.notes.push(`Merged by ${event.login} as ${event.sha.slice(0, 12)}.`)
      go(turn, 'merged')
      go(turn, 'indexing')
      return enqueue(turn, 'index')
    case 'PullRequestClosed':
      if (
        record.pull === null ||
        !['in_review', 'opening_pull_request', 'changes_requested', 'queued', 'generating', 'validating', 'repairing', 'paused'].includes(
          record.state,
        )
      )
        return
      return end(
        turn,
        'cancelled',
        `${event.login} closed the pull request without merging it.`,
        'Reopen the pull request on GitHub, then choose Retry.',
      )
    case 'MergeRefused':
      if (record.state !== 'merging') return
      record.approval = null
      turn.notes.push(`GitHub did not merge: ${event.detail}`)
      if (event.reason === 'closed')
        return cancel(turn, 'The pull request was closed before it could be merged.', 'Reopen it on GitHub, then choose Retry.')
      return go(turn, 'in_review')
  }
}

function decideOpened(turn: Turn, event: Extract<PullEvent, { type: 'PullRequestOpened' }>): void {
  const { record } = turn
  if (record.state !== 'opening_pull_request') return
  record.pull = event.pull
  record.humanHead = null
  record.approval = null
  turn.changed.push('pull')
  if (event.merged) {
    go(turn, 'merged')
    go(turn, 'indexing')
    return enqueue(turn, 'index')
  }
  if (event.state === 'closed') {
    return end(turn, 'cancelled', 'The pull request of this issue was closed by a person.', 'Reopen it on GitHub, then choose Retry.')
  }
  go(turn, 'in_review')
  answerAsks(turn, event.pull.headSha)
}

/** Somebody pushed to the branch: the approval is void, and the new head is proven like any draft. */
function decideHeadMoved(turn: Turn, event: Extract<PullEvent, { type: 'HeadMoved' }>): void {
  const { record } = turn
  if (record.pull === null || record.pull.headSha === event.headSha) return
  if (
    !['in_review', 'approved', 'merging'].includes(record.state) &&
    !(record.state === 'validating' && record.draft?.provider === 'human')
  )
    return
  record.pull = { ...record.pull, headSha: event.headSha }
  record.humanHead = event.headSha
  record.approval = null
  record.reportOk = null
  record.draft = { hash: event.headSha, provider: 'human', model: null, costMicros: null, notes: [`Pushed by ${event.login}.`], files: 0 }
  turn.notes.push(`Pushed ${event.headSha.slice(0, 12)}; it is checked again.`)
  turn.changed.push('pull')
  go(turn, 'validating')
  enqueue(turn, 'validate')
}

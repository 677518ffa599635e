import { endGone } from './decide-request.ts'
import type { IssueEvent } from './issue-events.ts'
import { cancel, makeAnew } from './request-steps.ts'
import { answerAsks } from './revision.ts'
import { isTerminal, type StateName } from './states.ts'
import { takeUp } from './take-up.ts'
import { end, enqueue, go, type Turn } from './turn.ts'

type PullEvent = Extract<
  IssueEvent,
  {
    type:
      | 'PullRequestOpened'
      | 'HeadMoved'
      | 'BranchMoved'
      | 'PullRequestMerged'
      | 'PullRequestClosed'
      | 'PullRequestReopened'
      | 'MergeRefused'
  }
>

/** GitHub opens no pull request whose branch is gone; the page of a closed one has a button that brings it back. */
const reopenIt = 'Reopen the pull request on GitHub (restore its branch there if it was deleted), then choose Retry.'

/** What happens to the pull request: by us, or by people on GitHub. */
export function decidePull(turn: Turn, event: PullEvent): void {
  const { record } = turn
  switch (event.type) {
    case 'PullRequestOpened':
      return decideOpened(turn, event)
    case 'HeadMoved':
      return decideHeadMoved(turn, event)
    case 'BranchMoved':
      return decideBranchMoved(turn, event)
    case 'PullRequestReopened':
      return decideReopened(turn, event)
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
      record.isClosedByUs = false
      return end(turn, 'cancelled', `${event.login} closed the pull request without merging it.`, reopenIt)
    case 'MergeRefused':
      if (record.state !== 'merging') return
      record.approval = null
      turn.notes.push(`GitHub did not merge: ${event.detail}`)
      if (event.reason === 'closed') return cancel(turn, 'The pull request was closed before it could be merged.', reopenIt)
      go(turn, 'in_review')
      return endGone(turn)
  }
}

function decideOpened(turn: Turn, event: Extract<PullEvent, { type: 'PullRequestOpened' }>): void {
  const { record } = turn
  if (record.state !== 'opening_pull_request') return
  record.pull = event.pull
  record.isClosedByUs = false
  if (!event.isKnown) record.humanHead = null
  record.approval = null
  turn.changed.push('pull')
  if (event.merged) {
    go(turn, 'merged')
    go(turn, 'indexing')
    return enqueue(turn, 'index')
  }
  if (event.state === 'closed') {
    return end(turn, 'cancelled', 'The pull request of this issue is closed.', reopenIt)
  }
  go(turn, 'in_review')
  answerAsks(turn, event.pull.headSha)
}

/** States in which a draft of ours is made for the branch: it has to be made upon what was pushed. */
const making: readonly StateName[] = ['changes_requested', 'generating', 'validating', 'repairing']
/** Ends at which the pull request is still open: a person who pushes takes the draft over by hand. */
const openEnds: readonly StateName[] = ['failed', 'stuck', 'expired']

/** Somebody pushed to the branch: the approval is void, and the new head is proven like any draft, or built upon where one is on its way. */
function decideHeadMoved(turn: Turn, event: Extract<PullEvent, { type: 'HeadMoved' }>): void {
  const { record } = turn
  if (record.pull === null || record.pull.headSha === event.headSha) return
  const { state, interrupted } = record
  const isTheirs = record.draft?.provider === 'human'
  if (['in_review', 'approved', 'merging', ...openEnds].includes(state) || (state === 'validating' && isTheirs)) {
    takeHead(turn, event)
    go(turn, 'validating')
    return enqueue(turn, 'validate')
  }
  if (making.includes(state)) {
    keepHead(turn, event.headSha)
    turn.notes.push(`Pushed ${event.headSha.slice(0, 12)}; the draft is made anew, upon it.`)
    return makeAnew(turn)
  }
  if (state === 'paused' && (interrupted === 'in_review' || (interrupted === 'validating' && isTheirs))) {
    takeHead(turn, event)
    record.interrupted = 'validating'
  } else if (state === 'paused' || state === 'cancelled') keepHead(turn, event.headSha)
}

/** What a person pushed is the draft now. */
function takeHead(turn: Turn, { headSha, login }: { headSha: string; login: string }): void {
  keepHead(turn, headSha)
  turn.record.draft = { hash: headSha, provider: 'human', model: null, costMicros: null, notes: [`Pushed by ${login}.`], files: 0 }
  turn.notes.push(`Pushed ${headSha.slice(0, 12)}; it is checked again.`)
}

/** The next draft is made upon this commit. */
function keepHead({ record, changed }: Turn, headSha: string): void {
  if (record.pull !== null) record.pull = { ...record.pull, headSha }
  record.humanHead = headSha
  record.approval = null
  record.reportOk = null
  changed.push('pull')
}

/** The draft could not be committed: somebody else's commits are on the branch. */
function decideBranchMoved(turn: Turn, event: Extract<PullEvent, { type: 'BranchMoved' }>): void {
  const { record } = turn
  if (record.state !== 'opening_pull_request') return
  if (record.pull === null || event.headSha === null) {
    return end(
      turn,
      'failed',
      `${event.detail}. No pull request was opened, so that nothing of theirs is lost.`,
      `Rename or delete the branch ${record.branch} on GitHub, then choose Retry.`,
    )
  }
  keepHead(turn, event.headSha)
  turn.notes.push(`The branch is at ${event.headSha.slice(0, 12)}, which this registry did not make; the draft is made anew, upon it.`)
  makeAnew(turn)
}

/** A person opened the pull request again: the request goes on with the draft that is there. */
function decideReopened(turn: Turn, event: Extract<PullEvent, { type: 'PullRequestReopened' }>): void {
  const { record } = turn
  record.isClosedByUs = false
  if (record.pull === null || !isTerminal(record.state) || record.state === 'published') return
  turn.notes.push('The pull request is open again.')
  record.interrupted = null
  if (record.pull.headSha !== event.headSha) takeHead(turn, event)
  else if (record.reportOk) return go(turn, 'in_review')
  if (record.draft?.provider !== 'human') return takeUp(turn, event.login)
  go(turn, 'validating')
  enqueue(turn, 'validate')
}

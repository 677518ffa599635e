import type { IssueEvent } from './issue-events.ts'
import { lossText } from './outside-words.ts'
import { cancel } from './request-steps.ts'
import { isTerminal, type StateName } from './states.ts'
import { resume } from './take-up.ts'
import { end, enqueue, go, type Turn } from './turn.ts'

type OutsideEvent = Extract<IssueEvent, { type: 'IssueLocked' | 'IssueUnlocked' | 'TriggerRemoved' | 'RepositoryGone' | 'RepositoryMoved' }>

/** What happens to the issue, its repository and the App on GitHub, beside closing and opening. */
export function decideOutside(turn: Turn, event: OutsideEvent): void {
  switch (event.type) {
    case 'IssueLocked':
      return decideLocked(turn, event.login)
    case 'IssueUnlocked':
      // What a locked issue did not take is said now.
      turn.effects.push({ type: 'UpdateComment' })
      if (turn.record.state !== 'paused' || turn.record.outcome?.reason !== lockReason) return
      turn.notes.push('The issue was unlocked; the request goes on.')
      return resume(turn)
    case 'TriggerRemoved':
      return decideTriggerRemoved(turn, event)
    case 'RepositoryGone':
      return decideGone(turn, event)
    case 'RepositoryMoved':
      return decideMoved(turn, event)
  }
}

const lockReason = 'The issue was locked.'

/** States in which people decide in the pull request, or GitHub has decided already: a lock of the issue stops nothing there. */
const beyondIssue: readonly StateName[] = ['in_review', 'approved', 'merging', 'merged', 'indexing']

/** Nobody can say anything to a locked issue, so nothing is spent on it until it is unlocked or somebody resumes it. */
function decideLocked(turn: Turn, login: string): void {
  const { record } = turn
  if (isTerminal(record.state) || record.state === 'paused') return
  if (beyondIssue.includes(record.state)) {
    turn.notes.push(`${login} locked the issue; the pull request goes on.`)
    return
  }
  pause(turn, lockReason, 'Unlock the issue, or choose Resume.')
}

/** Holds a request where it is, with the reason and what to do about it. */
export function pause(turn: Turn, reason: string, nextAction: string): void {
  const { record } = turn
  record.interrupted = record.state
  record.job = null
  go(turn, 'paused')
  record.outcome = { reason, nextAction }
}

function decideTriggerRemoved(turn: Turn, { login, label }: Extract<OutsideEvent, { type: 'TriggerRemoved' }>): void {
  const { record } = turn
  if (isTerminal(record.state)) return
  if (record.pull !== null || beyondIssue.includes(record.state)) {
    turn.notes.push(`${login} took the label ${label} off; the pull request goes on.`)
    return
  }
  cancel(turn, `${login} took the label ${label} off.`, 'Put the label back to take the request up again.')
}

/** The repository cannot be reached, written to or shown any more. A late word about an installation says nothing of the one that is there now. */
function decideGone(turn: Turn, { how, installationId }: Extract<OutsideEvent, { type: 'RepositoryGone' }>): void {
  const { repository, state } = turn.record
  if (isTerminal(state) || (installationId ?? repository.installationId) !== repository.installationId) return
  // What is merged is only read, which an archive allows.
  if (how === 'archived' && (state === 'merged' || state === 'indexing')) return
  end(turn, 'failed', ...lossText(how, repository))
  turn.isOutside = true
  // Nothing can be said on an issue that is out of reach.
  if (how !== 'privatized') turn.effects = turn.effects.filter(({ type }) => type !== 'SetLabel' && type !== 'UpdateComment')
}

/** The repository has another name, owner or installation, or can be reached again: from now on it is called and reached by that. Older news than what is known changes nothing. */
function decideMoved(turn: Turn, { repository, at = turn.now }: Extract<OutsideEvent, { type: 'RepositoryMoved' }>): void {
  const { record } = turn
  const [before, after] = [record.repository, repository].map(({ owner, repo }) => `${owner}/${repo}`)
  if (at < (record.repository.at ?? 0)) return
  record.repository = { ...repository, at }
  // What ended for want of the repository could not be said on the issue.
  if (record.state === 'failed') turn.effects.push({ type: 'SetLabel' }, { type: 'UpdateComment' })
  if (before === after) return
  const renamed = (url: string) => url.replace(`/${before}/`, () => `/${after}/`)
  record.url = renamed(record.url)
  if (record.pull !== null) record.pull = { ...record.pull, url: renamed(record.pull.url) }
  turn.notes.push(`The repository ${before} is now ${after}.`)
  turn.effects.push({ type: 'UpdateComment' }, { type: 'Project' })
  // What is cloned is cloned by its name.
  const { job } = record
  if (job?.begun && job.kind !== 'generate') enqueue(turn, job.kind, { tries: job.tries })
}

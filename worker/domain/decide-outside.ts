import type { IssueEvent } from './issue-events.ts'
import { cancel } from './request-steps.ts'
import { isTerminal, type StateName } from './states.ts'
import { resume } from './take-up.ts'
import { end, go, type Turn } from './turn.ts'
import { wayOn } from './way-on.ts'

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
      return decideGone(turn, event.how)
    case 'RepositoryMoved':
      return decideMoved(turn, event.repository)
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

type WayToLose = Extract<OutsideEvent, { type: 'RepositoryGone' }>['how']

const gone: Record<WayToLose, [reason: string, nextAction: string]> = {
  uninstalled: ['The GitHub App was uninstalled.', wayOn('app_not_installed', '')],
  suspended: ['The GitHub App was suspended.', wayOn('app_suspended', '')],
  removed: ['The repository was taken away from the GitHub App.', 'Give the App access to the repository again, then choose Retry.'],
  archived: ['The repository was archived, so nothing can be written to it.', wayOn('repository_archived', '')],
  deleted: ['The repository was deleted.', 'File the request in another repository.'],
}

/** The repository cannot be reached or written any more: nothing is told to it. */
function decideGone(turn: Turn, how: WayToLose): void {
  if (isTerminal(turn.record.state)) return
  end(turn, 'failed', ...gone[how])
  turn.effects = turn.effects.filter(({ type }) => type !== 'SetLabel' && type !== 'UpdateComment')
}

/** The repository has another name, owner or installation: from now on it is called by that. */
function decideMoved(turn: Turn, repository: Extract<OutsideEvent, { type: 'RepositoryMoved' }>['repository']): void {
  const { record } = turn
  const { owner, repo, installationId } = record.repository
  if (owner === repository.owner && repo === repository.repo && installationId === repository.installationId) return
  record.repository = repository
  const renamed = (url: string) => url.replace(`/${owner}/${repo}/`, () => `/${repository.owner}/${repository.repo}/`)
  record.url = renamed(record.url)
  if (record.pull !== null) record.pull = { ...record.pull, url: renamed(record.pull.url) }
  turn.effects.push({ type: 'Project' })
}

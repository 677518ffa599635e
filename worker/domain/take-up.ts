import { awaitApproval, judgement, makeAnew, queueGeneration } from './request-steps.ts'
import type { StateName } from './states.ts'
import { enqueue, go, type Turn } from './turn.ts'

/** States in which a draft is with its reviewers. */
const shown: readonly StateName[] = ['opening_pull_request', 'in_review', 'approved', 'merging']

/** True for a round of which no draft was made yet: the one that passed is of the round before. */
export function isUnmade(state: StateName | null): boolean {
  return state === 'queued' || state === 'changes_requested' || state === 'generating' || state === 'repairing'
}

/** Takes a request up again that has ended: it goes on where the end came when what was before still holds; otherwise it starts anew. `login` stands for it. */
export function takeUp(turn: Turn, login: string): void {
  const { record } = turn
  const { interrupted, pull, reportOk } = record
  const was = record.state
  record.interrupted = null
  if (interrupted !== null && ['merged', 'indexing'].includes(interrupted)) {
    go(turn, 'indexing')
    return enqueue(turn, 'index')
  }
  if (pull !== null && isUnmade(interrupted)) return makeAnew(turn)
  if (interrupted === 'opening_pull_request' && reportOk) return openPull(turn)
  if (pull !== null && (reportOk || (reportOk === false && interrupted !== null && shown.includes(interrupted)))) return openPull(turn)
  // What was not judged is judged, and not made again.
  if (interrupted === 'validating' && reportOk === null) {
    go(turn, interrupted)
    return enqueue(turn, 'validate')
  }
  if (was === 'denied' || was === 'duplicate') record.override = login
  // Taken up again is not approved: what is above the cost line waits as it did.
  const waited = interrupted === 'awaiting_plan_approval' && (record.waits || was !== 'expired')
  if (record.isReconsidered || waited) return awaitApproval(turn)
  if (record.plan !== null && record.trust !== null && (was !== 'expired' || record.trust.verdict === 'allowed')) {
    record.trust = { verdict: 'allowed', reason: `${login} asked for it.` }
    record.planApproval ??= { by: login, reason: 'A reviewer asked for another try', at: turn.now }
    return queueGeneration(turn)
  }
  record.trust = { verdict: 'allowed', reason: `${login} asked for it.` }
  planAnew(turn)
}

/** On to the pull request with the draft there is. */
function openPull(turn: Turn): void {
  go(turn, 'opening_pull_request')
  turn.effects.push({ type: 'PublishDraft', round: turn.record.round })
}

function planAnew(turn: Turn): void {
  go(turn, 'triaged')
  turn.effects.push({ type: 'MakePlan' })
}

/** Goes on after a pause, from the state that it came in. */
export function resume(turn: Turn): void {
  const { record } = turn
  const to: StateName = record.interrupted ?? 'in_review'
  record.interrupted = null
  switch (to) {
    case 'received':
      go(turn, to)
      turn.effects.push(judgement(record))
      return
    case 'triaged':
    case 'planned':
      return planAnew(turn)
    case 'awaiting_plan_approval':
      return awaitApproval(turn)
    case 'in_review':
      return go(turn, to)
    case 'opening_pull_request':
      return openPull(turn)
    case 'validating':
      go(turn, to)
      return enqueue(turn, 'validate')
    default:
      go(turn, to === 'repairing' ? to : 'queued')
      return enqueue(turn, 'generate')
  }
}

import { awaitApproval, judgement, queueGeneration } from './request-steps.ts'
import type { StateName } from './states.ts'
import { enqueue, go, type Turn } from './turn.ts'

/** Takes a request up again that has ended: it goes on where the end came when what was before still holds; otherwise it starts anew. `login` stands for it. */
export function takeUp(turn: Turn, login: string): void {
  const { record } = turn
  const { interrupted } = record
  const was = record.state
  record.interrupted = null
  if (interrupted !== null && ['merged', 'indexing'].includes(interrupted)) {
    go(turn, 'indexing')
    return enqueue(turn, 'index')
  }
  if (interrupted === 'opening_pull_request' && record.reportOk) return openPull(turn)
  if (record.pull !== null && record.reportOk) return openPull(turn)
  if (was === 'denied' || was === 'duplicate') record.override = login
  // Taken up again is not approved: what is above the cost line waits as it did.
  if (record.isReconsidered || (record.waits && interrupted === 'awaiting_plan_approval')) return awaitApproval(turn)
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

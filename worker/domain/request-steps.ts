import type { IssueRecord } from './issue-record.ts'
import { end, enqueue, go, type Turn } from './turn.ts'

/** The question whether whoever triggered the request may. */
export function judgement(record: IssueRecord) {
  const { login, association, senderType } = record.trigger
  return { type: 'JudgeTrust' as const, login, association, senderType }
}

/** Back to waiting for a person; what follows from a changed plan may have been dropped meanwhile. */
export function awaitApproval(turn: Turn): void {
  go(turn, 'awaiting_plan_approval')
  if (turn.record.isReconsidered) turn.effects.push({ type: 'ReconsiderPlan' })
}

/** From an approved plan to the queue: a fresh round of drafts. */
export function queueGeneration(turn: Turn, by?: Turn['steps'][number]['by']): void {
  turn.record.waits = null
  turn.record.roundAt = turn.now
  turn.record.attempt = 0
  turn.record.failures = []
  go(turn, 'queued', by)
  enqueue(turn, 'generate')
}

/** The round begins again, with what was asked in it. */
export function makeAnew(turn: Turn): void {
  const { record } = turn
  record.attempt = 0
  record.failures = []
  record.roundAt = turn.now
  go(turn, 'changes_requested')
  enqueue(turn, 'generate')
}

/** Ends the request; a pull request that is still open is closed with it. */
export function cancel(turn: Turn, reason: string, nextAction: string): void {
  end(turn, 'cancelled', reason, nextAction)
  if (turn.record.pull === null) return
  turn.record.isClosedByUs = true
  turn.effects.push({ type: 'ClosePullRequest' })
}

import type { Forecast } from './forecast.ts'
import { aboutMoney } from './forecast-text.ts'

/**
 * What is generated without a person approving its plan. `line`: what is expected to cost the line at most; `line-or-unknown`: that, and what nobody
 * knows the price of; `person`: nothing.
 */
export const approvalModes = ['line', 'line-or-unknown', 'person'] as const
export type ApprovalMode = (typeof approvalModes)[number]

export interface ApprovalPolicy {
  mode: ApprovalMode
  /** Micro-dollars; the upper end of the forecast is held against it. */
  lineMicros: number
  /** Whose it is: of the repository itself, or what holds for all. */
  isOwn: boolean
}

/** Holds until an admin sets another. */
export const defaultPolicy: ApprovalPolicy = { mode: 'line', lineMicros: 1_000_000, isOwn: false }

/** Says whether a plan goes on by itself, and why or why not, in a sentence without its full stop. */
export function judgeCost({ mode, lineMicros, isOwn }: ApprovalPolicy, forecast: Forecast | null): { approved: boolean; reason: string } {
  const line = `the line ${aboutMoney(lineMicros)} of ${isOwn ? 'this repository' : 'this registry'}`
  if (mode === 'person')
    return { approved: false, reason: `every plan of ${isOwn ? 'this repository' : 'this registry'} waits for a person` }
  const cost = forecast?.cost ?? null
  if (cost === null) {
    const who = forecast === null ? 'no forecast was made' : `the price of ${forecast.model ?? forecast.provider} is not known`
    const approved = mode === 'line-or-unknown'
    return { approved, reason: approved ? `${who}, which the policy takes as fine` : `${who}, so nothing says that it is under ${line}` }
  }
  const likely = aboutMoney(cost.likely)
  if (cost.high <= lineMicros)
    return { approved: true, reason: `forecast ${likely} is ${cost.high === lineMicros ? 'at' : 'under'} ${line}` }
  return { approved: false, reason: `forecast ${likely}, and up to ${aboutMoney(cost.high, 'up')}, is above ${line}` }
}

import type { BudgetMeter } from './budget.ts'
import type { Run } from './ended-run.ts'
import type { Forecast } from './forecast.ts'

/** What the budgets of a round of drafts and of its whole issue have taken, spent and held for calls under way. */
export interface SpendMeter {
  /** When it was read. */
  at: number
  run: BudgetMeter
  issue: BudgetMeter
}

/** What an issue page shows of expected and real cost. All null, or absent in answers of an earlier version, until it is known. */
export interface IssueMoney {
  /** What the plan's draft is expected to take, who or what let it be made, or why it waits. */
  forecast?: Forecast | null | undefined
  planApproval?: { by: string; reason: string; at: number } | null | undefined
  waits?: string | null | undefined
  /** The newest round of drafts, to be held against the forecast. */
  run?: Run | null | undefined
  /** As it was last read; absent before the first job. */
  meter?: SpendMeter | null | undefined
}

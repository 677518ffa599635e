import type { BudgetKind, BudgetLimit } from './budget.ts'

/** Limits that hold until an admin sets others. Money in micro-dollars (1,000,000 = $1). */
export const budgetDefaults: Record<BudgetKind, BudgetLimit> = {
  // Three attempts of a large model on one draft, with room for one that talks too much.
  run: { micros: 2_000_000, tokens: 1_500_000 },
  // A first draft and four rounds of review.
  issue: { micros: 6_000_000, tokens: 5_000_000 },
  // A person who files a handful of requests on one day.
  user: { micros: 15_000_000, tokens: 12_000_000 },
  repository: { micros: 30_000_000, tokens: 25_000_000 },
  // What an operator can lose in a day on which everything goes wrong.
  day: { micros: 60_000_000, tokens: 50_000_000 },
}

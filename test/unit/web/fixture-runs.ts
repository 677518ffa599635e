import { budgetDefaults } from '../../../worker/domain/budget-defaults.ts'
import type { EndedRun } from '../../../worker/domain/ended-run.ts'
import type { Forecast } from '../../../worker/domain/forecast.ts'
import type { IssueMoney } from '../../../worker/domain/issue-money.ts'
import { fixtureNow } from './fixture-time.ts'

const minute = 60_000

/** A run of two tasks on Kubernetes that passed with one draft. */
export function endedRun(part: Partial<EndedRun> = {}): EndedRun {
  return {
    key: '7#1',
    roundAt: fixtureNow - 3 * 86_400_000,
    round: 1,
    repository: 'meridian-ops/cluster-care-codecollection',
    platform: 'kubernetes',
    tasks: 2,
    withSli: true,
    provider: 'openai',
    model: 'gpt-5.4',
    attempts: 1,
    costMicros: 100_000,
    tokens: 30_000,
    minutes: 3,
    outcome: 'passed',
    endedAt: fixtureNow - 3 * 86_400_000 + 3 * minute,
    forecastMicros: 120_000,
    forecastMinutes: 4,
    forecastChance: 0.8,
    score: 96,
    ...part,
  }
}

export const endedRuns = [
  endedRun(),
  endedRun({ key: '7#2', costMicros: 60_000, forecastChance: 0.95 }),
  endedRun({ key: '7#3', costMicros: null, minutes: 9, outcome: 'failed', forecastChance: 0.4 }),
  endedRun({ key: '7#4', minutes: 5, outcome: 'stuck' }),
]

const forecast: Forecast = {
  at: fixtureNow - 20 * minute,
  provider: 'openai',
  model: 'gpt-5.4',
  runs: 10,
  cost: { likely: 150_000, low: 60_000, high: 410_000 },
  minutes: { likely: 3, low: 2, high: 6.5 },
  chance: { passed: 8, of: 10, share: 0.77 },
}

/** A round that took a little more than was expected, within budgets of which a third is gone. */
export const money: IssueMoney = {
  forecast,
  planApproval: { by: 'policy', reason: 'forecast $0.15 is under the line $1.00 of this repository', at: fixtureNow - 20 * minute },
  waits: null,
  run: {
    ...{ at: fixtureNow - 20 * minute, round: 1, startedAt: fixtureNow - 20 * minute, provider: 'openai', model: 'gpt-5.4', drafts: 2 },
    ...{ costMicros: 184_300, tokens: 61_200, forecast, outcome: 'passed', endedAt: fixtureNow - 16 * minute },
  },
  meter: {
    at: fixtureNow - minute,
    run: {
      scope: { kind: 'run', key: 'run:7#12/1' },
      limit: budgetDefaults.run,
      use: { spentMicros: 184_300, heldMicros: 520_000, spentTokens: 61_200, heldTokens: 120_000, unpricedCalls: 0 },
    },
    issue: {
      scope: { kind: 'issue', key: 'issue:meridian-ops/cluster-care-codecollection#12' },
      limit: budgetDefaults.issue,
      use: { spentMicros: 1_184_300, heldMicros: 520_000, spentTokens: 361_200, heldTokens: 120_000, unpricedCalls: 1 },
    },
  },
}

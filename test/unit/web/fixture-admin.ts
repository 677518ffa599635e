import type { AdminChange } from '../../../worker/domain/admin-view.ts'
import type { ApprovalPolicy } from '../../../worker/domain/approval-policy.ts'
import { type BudgetMeter, dayScope, nothingUsed, scopesOf } from '../../../worker/domain/budget.ts'
import { budgetDefaults } from '../../../worker/domain/budget-defaults.ts'
import type { StoredKey } from '../../../worker/domain/provider-key.ts'
import type { AdminDeps } from '../../../worker/routes/admin.ts'
import { endedRuns } from './fixture-runs.ts'
import { fixtureNow } from './fixture-time.ts'

const hour = 3_600_000

const openai: StoredKey = {
  name: 'openai',
  lastFour: 'x7Qp',
  setAt: fixtureNow - 50 * hour,
  setBy: 'ada',
  test: {
    at: fixtureNow - hour,
    ok: false,
    message: 'The provider does not know it (401). It may have been revoked or cut off; set it again.',
  },
  sealedWith: '2026-05',
}

const uses = [
  { spentMicros: 1_850_000, heldMicros: 120_000, spentTokens: 812_000, heldTokens: 40_000, unpricedCalls: 0 },
  { spentMicros: 4_300_000, heldMicros: 120_000, spentTokens: 2_400_000, heldTokens: 40_000, unpricedCalls: 2 },
  { spentMicros: 6_200_000, heldMicros: 0, spentTokens: 3_100_000, heldTokens: 0, unpricedCalls: 2 },
  { spentMicros: 6_200_000, heldMicros: 0, spentTokens: 3_100_000, heldTokens: 0, unpricedCalls: 2 },
]

const scopes = scopesOf({
  run: 'meridian-ops/cluster-care-codecollection#12.r1.a2',
  issue: 'meridian-ops/cluster-care-codecollection#12',
  user: 'cora',
  repository: 'meridian-ops/cluster-care-codecollection',
  now: fixtureNow,
})

const busiest = uses.flatMap((use, index): BudgetMeter[] => {
  const scope = scopes[index]
  return scope === undefined ? [] : [{ scope, use, limit: budgetDefaults[scope.kind] }]
})

const models = [
  { provider: 'openai', model: 'large', inputMicros: 1_250_000, outputMicros: 10_000_000, asOf: '2026-11-01' },
  { provider: 'cursor', model: 'default', inputMicros: null, outputMicros: null, asOf: '2026-11-01' },
]

const policies: (ApprovalPolicy & { repository: string })[] = [
  { repository: '', mode: 'line', lineMicros: 1_000_000, isOwn: false },
  { repository: 'meridian-ops/cluster-care-codecollection', mode: 'person', lineMicros: 250_000, isOwn: true },
]

const changes: AdminChange[] = [
  { at: fixtureNow - hour, login: 'ada', change: 'set the budget per day to $60.00, 50,000,000 tokens' },
  { at: fixtureNow - 50 * hour, login: 'ada', change: 'set the key of OpenAI' },
]

/** The admin page with a busy day, a key that no longer works and one sealed long ago; or on a registry just set up. */
export function fixtureAdmin(kind: 'full' | 'empty'): AdminDeps {
  const full = kind === 'full'
  const use = full
    ? { spentMicros: 51_300_000, heldMicros: 120_000, spentTokens: 9_300_000, heldTokens: 40_000, unpricedCalls: 2 }
    : nothingUsed
  return {
    budgets: {
      used: async () => ({ scope: dayScope(fixtureNow), use, limit: budgetDefaults.day }),
      changedSince: async () => (full ? busiest : []),
      limits: async () => budgetDefaults,
      setLimits: async () => undefined,
      generation: async () => ({ enabled: full, changedAt: full ? null : fixtureNow - hour, changedBy: full ? null : 'ada' }),
      setGeneration: async () => undefined,
    },
    defaults: budgetDefaults,
    breakers: {
      list: async () =>
        full
          ? [
              {
                provider: 'openai',
                breaker: { state: 'open', until: fixtureNow + hour / 4, trips: 1, reason: 'OpenAI refused the key (401).' },
              },
            ]
          : [],
      reset: async () => undefined,
    },
    keys: {
      get: async () => null,
      list: async () => (full ? [openai] : []),
      set: async () => undefined,
      remove: async () => false,
      recordTest: async () => undefined,
      rotate: async () => 0,
    },
    keyring: () => (full ? [{ id: '2026-11', key: new Uint8Array(32) }] : []),
    probe: async () => ({ ok: true, message: '' }),
    models: full ? models : [],
    policies: { list: async () => (full ? policies : []), set: async () => undefined, remove: async () => false },
    runs: { forecast: async () => (full ? endedRuns : []) },
    changes: { add: async () => undefined, newest: async () => (full ? changes : []) },
    now: () => fixtureNow,
  }
}

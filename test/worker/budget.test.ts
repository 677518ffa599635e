import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { createBudgetStore } from '../../worker/db/budget-store.ts'
import { type BudgetScope, type BudgetUse, refusalText, scopesOf } from '../../worker/domain/budget.ts'
import { budgetDefaults } from '../../worker/domain/budget-defaults.ts'

const database = (env as unknown as { DB: D1Database }).DB
const now = Date.UTC(2026, 10, 23, 12)
const hour = 3_600_000
const store = createBudgetStore(database, budgetDefaults)

let world = 0
/** Budgets that no other test of this file has touched. */
function scopes(run = 'r1'): BudgetScope[] {
  return scopesOf({
    run: `${world}-${run}`,
    issue: `o/r${world}#7`,
    user: `ada${world}`,
    repository: `o/r${world}`,
    now: now + world * 24 * hour,
  })
}
const id = (name: string) => `${world}-${name}`
const pick = (list: BudgetScope[], kind: BudgetScope['kind']) => {
  const found = list.find((scope) => scope.kind === kind)
  if (found === undefined) throw new Error(`no ${kind}`)
  return found
}
const use = async (scope: BudgetScope): Promise<BudgetUse> => (await store.used(scope)).use
const total = ({ spentMicros, heldMicros }: BudgetUse) => spentMicros + heldMicros

beforeEach(async () => {
  world += 1
  const tables = ['budget_limits', 'budget_totals', 'budget_calls', 'settings']
  await database.batch(tables.map((table) => database.prepare(`delete from ${table}`)))
})

describe('reserving', () => {
  it('lets through exactly what 50 concurrent runs may spend together, and never more', async () => {
    await store.setLimits({ issue: { micros: 2_000_000, tokens: null }, run: { micros: null, tokens: null } })
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        store.reserve({ id: id(`c${n}`), scopes: scopes(`run${n}`), micros: 90_000, tokens: 1_000, now }),
      ),
    )
    const through = answers.filter(({ ok }) => ok).length
    const issue = await use(pick(scopes(), 'issue'))
    console.log(`50 concurrent runs of $0.09 against $2.00: ${through} let through, $${(total(issue) / 1e6).toFixed(2)} held`)
    expect(through).toBe(22)
    expect(issue.heldMicros).toBe(22 * 90_000)
    // What was refused is counted nowhere.
    expect((await use(pick(scopes(), 'day'))).heldMicros).toBe(22 * 90_000)
    const runs = await Promise.all(answers.map((_, n) => use(pick(scopes(`run${n}`), 'run'))))
    expect(runs.map(total)).toEqual(answers.map(({ ok }) => (ok ? 90_000 : 0)))
  })

  it('stays below the limit while 50 runs reserve, settle and come back at once', async () => {
    const limit = 3_000_000
    await store.setLimits({ issue: { micros: limit, tokens: null }, run: { micros: null, tokens: null } })
    const issue = pick(scopes(), 'issue')
    let spent = 0
    let highest = 0
    let refused = 0
    const run = async (n: number) => {
      for (let call = 0; call < 6; call += 1) {
        const name = id(`${n}.${call}`)
        const micros = 20_000 + ((n * 7919 + call * 104_729) % 180_000)
        const answer = await store.reserve({ id: name, scopes: scopes(`run${n}`), micros, tokens: 10, now })
        if (!answer.ok) {
          refused += 1
          continue
        }
        const took = Math.floor(micros / (1 + (call % 3)))
        await store.settle({ id: name, micros: took, tokens: 5, now })
        spent += took
        highest = Math.max(highest, total(await use(issue)))
      }
    }
    await Promise.all(Array.from({ length: 50 }, (_, n) => run(n)))
    const end = await use(issue)
    console.log(
      `300 calls of 50 runs against $3.00: $${(end.spentMicros / 1e6).toFixed(4)} spent, never above $${(highest / 1e6).toFixed(4)}, ${refused} refused`,
    )
    expect(end).toMatchObject({ spentMicros: spent, heldMicros: 0, heldTokens: 0 })
    expect(highest).toBeLessThanOrEqual(limit)
    expect(refused).toBeGreaterThan(0)
    // The budget was used, not merely guarded.
    expect(spent).toBeGreaterThan(limit * 0.9)
  }, 60_000)

  it('counts one id once, also when it is asked for 20 times at once', async () => {
    const ask = { id: id('same'), scopes: scopes(), micros: 100_000, tokens: 500, now }
    const answers = await Promise.all(Array.from({ length: 20 }, () => store.reserve(ask)))
    expect(answers.filter((answer) => answer.ok && !answer.repeated)).toHaveLength(1)
    expect(answers.filter((answer) => answer.ok && answer.repeated)).toHaveLength(19)
    for (const scope of scopes()) expect(await use(scope)).toMatchObject({ heldMicros: 100_000, heldTokens: 500 })
  })

  it('answers the same id with its reservation when the budget is full by now', async () => {
    await store.setLimits({ run: { micros: 100_000, tokens: null } })
    const ask = { id: id('full'), scopes: scopes(), micros: 100_000, tokens: 1, now }
    await store.reserve(ask)
    expect(await store.reserve({ ...ask, now: now + hour / 2 })).toEqual({ ok: true, repeated: true })
    // The repetition renewed the lease.
    expect(await store.lapse(now + hour)).toBe(0)
  })

  it('refuses when the tokens do not fit although the money does, and says which budget it is', async () => {
    await store.setLimits({ user: { micros: null, tokens: 1_000 } })
    const answer = await store.reserve({ id: id('tokens'), scopes: scopes(), micros: 1, tokens: 1_001, now })
    expect(answer).toMatchObject({ ok: false, why: 'over', meter: { scope: { kind: 'user' }, limit: { tokens: 1_000 } } })
    if (!answer.ok) expect(refusalText(answer)).toContain(`ada${world}`)
    for (const scope of scopes()) expect(total(await use(scope))).toBe(0)
  })

  it('reserves tokens alone for an unknown price and counts the call as unpriced', async () => {
    await store.setLimits({ run: { micros: 0, tokens: 100 } })
    expect(await store.reserve({ id: id('u1'), scopes: scopes(), micros: null, tokens: 60, now })).toEqual({ ok: true, repeated: false })
    expect(await store.reserve({ id: id('u2'), scopes: scopes(), micros: null, tokens: 60, now })).toMatchObject({ ok: false, why: 'over' })
    await store.settle({ id: id('u1'), micros: null, tokens: 40, now })
    expect(await use(pick(scopes(), 'run'))).toEqual({ spentMicros: 0, heldMicros: 0, spentTokens: 40, heldTokens: 0, unpricedCalls: 1 })
  })

  it('lets a call of unknown price through in a budget whose money is overspent, and refuses one with a price', async () => {
    await store.reserve({ id: id('before'), scopes: scopes(), micros: 100, tokens: 1, now })
    await store.setLimits({ run: { micros: 50, tokens: 100 } })
    expect((await store.reserve({ id: id('unknown'), scopes: scopes(), micros: null, tokens: 1, now })).ok).toBe(true)
    expect(await store.reserve({ id: id('priced'), scopes: scopes(), micros: 1, tokens: 1, now })).toMatchObject({ ok: false, why: 'over' })
  })

  it('takes a changed limit at once, in both directions', async () => {
    await store.setLimits({ issue: { micros: 10, tokens: null } })
    const ask = (name: string) => store.reserve({ id: id(name), scopes: scopes(), micros: 10, tokens: 0, now })
    expect((await ask('a')).ok).toBe(true)
    expect((await ask('b')).ok).toBe(false)
    await store.setLimits({ issue: { micros: 20, tokens: null } })
    expect((await ask('c')).ok).toBe(true)
    await store.setLimits({ issue: { micros: 5, tokens: null } })
    expect((await ask('d')).ok).toBe(false)
  })

  it.for([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])('throws for an amount of %s', async (amount) => {
    await expect(store.reserve({ id: id('odd'), scopes: scopes(), micros: amount, tokens: 1, now })).rejects.toThrow(RangeError)
    await expect(store.reserve({ id: id('odd'), scopes: scopes(), micros: 1, tokens: amount, now })).rejects.toThrow(RangeError)
    await expect(store.settle({ id: id('odd'), micros: amount, tokens: 1, now })).rejects.toThrow(RangeError)
  })
})

it('agrees with a plain ledger over random reservations, bills, lapses and repetitions', async () => {
  const limits = { run: { micros: 500, tokens: 400 }, day: { micros: 1_500, tokens: null } }
  await store.setLimits(limits)
  const names = ['a', 'b', 'c']
  let seed = 20_261_123
  const random = (below: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((seed / 2_147_483_648) * below)
  }
  const ledger = new Map<string, { run: string; micros: number | null; tokens: number; open: boolean }>()
  const sum = (run: string | null, what: 'micros' | 'tokens') =>
    [...ledger.values()].reduce((total, call) => total + (run === null || call.run === run ? (call[what] ?? 0) : 0), 0)
  let clock = now
  let refused = 0
  for (let step = 0; step < 300; step += 1) {
    clock += random(120_000)
    const call = id(`m${random(90)}`)
    const known = ledger.get(call)
    const act = random(10)
    if (act < 6) {
      const run = known?.run ?? names[random(3)] ?? 'a'
      const [micros, tokens] = [random(4) === 0 ? null : random(120), random(60)]
      const answer = await store.reserve({ id: call, scopes: scopes(run), micros, tokens, now: clock, leaseMs: hour })
      const over = (limit: number | null, spent: number, asked: number) => limit !== null && asked > 0 && spent + asked > limit
      const full =
        over(limits.run.micros, sum(run, 'micros'), micros ?? 0) ||
        over(limits.run.tokens, sum(run, 'tokens'), tokens) ||
        over(limits.day.micros, sum(null, 'micros'), micros ?? 0)
      if (known !== undefined) expect(answer).toEqual(known.open ? { ok: true, repeated: true } : { ok: false, why: 'settled' })
      else expect(answer.ok, `step ${step}`).toBe(!full)
      if (known === undefined && answer.ok) ledger.set(call, { run, micros, tokens, open: true })
      if (!answer.ok) refused += 1
    } else if (act < 9) {
      const [micros, tokens] = [random(3) === 0 ? null : random(known?.micros ?? 100), random(3) === 0 ? null : random(known?.tokens ?? 50)]
      const { settled } = await store.settle({ id: call, micros, tokens, now: clock })
      expect(settled).toBe(known?.open ?? false)
      if (known?.open) ledger.set(call, { ...known, micros: micros ?? known.micros, tokens: tokens ?? known.tokens, open: false })
    } else await store.lapse(clock)
  }
  for (const run of [...names, null]) {
    const { use: sums } = await store.used(pick(scopes(run ?? 'a'), run === null ? 'day' : 'run'))
    expect(sums.spentMicros + sums.heldMicros).toBe(sum(run, 'micros'))
    expect(sums.spentTokens + sums.heldTokens).toBe(sum(run, 'tokens'))
    expect(sums.unpricedCalls).toBe(
      [...ledger.values()].filter((call) => (run === null || call.run === run) && call.micros === null).length,
    )
  }
  expect(refused).toBeGreaterThan(20)
}, 60_000)

describe('settling', () => {
  it('puts what the call took in the place of the reservation, once', async () => {
    await store.reserve({ id: id('s'), scopes: scopes(), micros: 100, tokens: 100, now })
    const answers = await Promise.all(Array.from({ length: 10 }, () => store.settle({ id: id('s'), micros: 30, tokens: 40, now })))
    expect(answers.filter(({ settled }) => settled)).toHaveLength(1)
    for (const scope of scopes())
      expect(await use(scope)).toEqual({ spentMicros: 30, heldMicros: 0, spentTokens: 40, heldTokens: 0, unpricedCalls: 0 })
    expect(await store.reserve({ id: id('s'), scopes: scopes(), micros: 100, tokens: 100, now })).toEqual({ ok: false, why: 'settled' })
  })

  it('counts the reserved amount when the service does not say what the call took', async () => {
    await store.reserve({ id: id('q'), scopes: scopes(), micros: 100, tokens: 70, now })
    await store.settle({ id: id('q'), micros: null, tokens: null, now })
    expect(await use(pick(scopes(), 'run'))).toMatchObject({ spentMicros: 100, spentTokens: 70, heldMicros: 0 })
  })

  it('counts a price that became known afterwards', async () => {
    await store.reserve({ id: id('p'), scopes: scopes(), micros: null, tokens: 70, now })
    await store.settle({ id: id('p'), micros: 11, tokens: 7, now })
    expect(await use(pick(scopes(), 'run'))).toEqual({ spentMicros: 11, heldMicros: 0, spentTokens: 7, heldTokens: 0, unpricedCalls: 0 })
  })

  it('tells of a bill beyond the reservation and counts it in full', async () => {
    await store.reserve({ id: id('o'), scopes: scopes(), micros: 100, tokens: 70, now })
    expect(await store.settle({ id: id('o'), micros: 130, tokens: 80, now })).toEqual({
      settled: true,
      overrunMicros: 30,
      overrunTokens: 10,
    })
    expect((await use(pick(scopes(), 'run'))).spentMicros).toBe(130)
  })

  it('changes nothing for an id that was never reserved', async () => {
    expect(await store.settle({ id: id('never'), micros: 5, tokens: 5, now })).toEqual({
      settled: false,
      overrunMicros: 0,
      overrunTokens: 0,
    })
  })
})

describe('a reservation nobody settles', () => {
  it('counts as spent after its lease, and a late bill still puts it right', async () => {
    for (const name of ['l1', 'l2']) await store.reserve({ id: id(name), scopes: scopes(), micros: 100, tokens: 10, now })
    expect(await store.lapse(now + hour - 1)).toBe(0)
    expect(await store.lapse(now + hour)).toBe(2)
    expect(await store.lapse(now + hour)).toBe(0)
    expect(await use(pick(scopes(), 'issue'))).toMatchObject({ spentMicros: 200, heldMicros: 0, spentTokens: 20, heldTokens: 0 })
    await store.settle({ id: id('l1'), micros: 40, tokens: 4, now: now + 2 * hour })
    expect(await use(pick(scopes(), 'issue'))).toMatchObject({ spentMicros: 140, heldMicros: 0, spentTokens: 14, heldTokens: 0 })
  })

  it('is kept for as long as the caller says', async () => {
    await store.reserve({ id: id('long'), scopes: scopes(), micros: 1, tokens: 1, now, leaseMs: 3 * hour })
    expect(await store.lapse(now + 2 * hour)).toBe(0)
    expect(await store.lapse(now + 3 * hour)).toBe(1)
  })
})

describe('the kill switch', () => {
  it('refuses every call from the moment it is thrown, repeated ones too, and lets bills through', async () => {
    await store.reserve({ id: id('k1'), scopes: scopes(), micros: 100, tokens: 1, now })
    await store.setGeneration(false, 'ada', now)
    expect(await store.generation()).toEqual({ enabled: false, changedAt: now, changedBy: 'ada' })
    for (const name of ['k1', 'k2'])
      expect(await store.reserve({ id: id(name), scopes: scopes(), micros: 1, tokens: 1, now })).toEqual({ ok: false, why: 'stopped' })
    await store.settle({ id: id('k1'), micros: 60, tokens: 1, now })
    expect(await use(pick(scopes(), 'day'))).toMatchObject({ spentMicros: 60, heldMicros: 0 })
    await store.setGeneration(true, 'ada', now + 1)
    expect((await store.reserve({ id: id('k2'), scopes: scopes(), micros: 1, tokens: 1, now })).ok).toBe(true)
  })
})

describe('meters and old rows', () => {
  it('lists what changed on a day, the dearest first', async () => {
    const at = now + world * 24 * hour
    await store.reserve({ id: id('m1'), scopes: scopes('a'), micros: 100, tokens: 1, now: at })
    await store.reserve({ id: id('m2'), scopes: scopes('b'), micros: 300, tokens: 1, now: at })
    const meters = await store.changedSince(at, 40)
    const runs = meters.filter(({ scope }) => scope.kind === 'run')
    expect(runs.map(({ scope, use }) => [scope.key, use.heldMicros])).toEqual([
      [`run:${world}-b`, 300],
      [`run:${world}-a`, 100],
    ])
    expect(meters.find(({ scope }) => scope.kind === 'day')?.limit).toEqual(budgetDefaults.day)
  })

  it('forgets old days and runs, and keeps what an issue has taken', async () => {
    await store.reserve({ id: id('old'), scopes: scopes(), micros: 100, tokens: 1, now })
    await store.settle({ id: id('old'), micros: 100, tokens: 1, now })
    await store.prune(now + 1)
    expect((await use(pick(scopes(), 'run'))).spentMicros).toBe(0)
    expect((await use(pick(scopes(), 'issue'))).spentMicros).toBe(100)
  })
})

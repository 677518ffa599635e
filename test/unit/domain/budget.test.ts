import { describe, it } from 'vitest'
import {
  type BudgetMeter,
  isOver,
  leftOf,
  moneyText,
  nothingUsed,
  refusalText,
  scopesOf,
  subjectOf,
} from '../../../worker/domain/budget.ts'
import { lastFourOf, readKey } from '../../../worker/domain/provider-key.ts'

const now = Date.UTC(2026, 10, 23, 23, 59)
const call = { run: 'r1', issue: 'Ops/Care#7', user: 'Ada', repository: 'Ops/Care', now }

function meter(kind: 'run' | 'user', spent: number, limit: number | null): BudgetMeter {
  const scope = scopesOf(call).find((one) => one.kind === kind)
  if (scope === undefined) throw new Error(`no ${kind}`)
  return { scope, limit: { micros: limit, tokens: 1_000 }, use: { ...nothingUsed, spentMicros: spent, heldMicros: 50_000 } }
}

describe('what a call counts against', () => {
  it('is its run and issue for good, and its user, repository and registry for the day', ({ expect }) => {
    expect(scopesOf(call).map(({ key }) => key)).toEqual([
      'run:r1',
      'issue:ops/care#7',
      'user:ada@2026-11-23',
      'repository:ops/care@2026-11-23',
      'day:2026-11-23',
    ])
    const tomorrow = scopesOf({ ...call, now: now + 60_000 }).map(({ key }) => key)
    expect(tomorrow).toEqual(['run:r1', 'issue:ops/care#7', 'user:ada@2026-11-24', 'repository:ops/care@2026-11-24', 'day:2026-11-24'])
  })

  it('has no user where nobody asked', ({ expect }) => {
    expect(scopesOf({ ...call, user: null }).map(({ kind }) => kind)).toEqual(['run', 'issue', 'repository', 'day'])
  })

  it('names who a budget belongs to', ({ expect }) => {
    expect(scopesOf(call).map(subjectOf)).toEqual(['r1', 'ops/care#7', 'ada', 'ops/care', '2026-11-23'])
  })
})

describe('what is left', () => {
  it('is the limit without what is spent and held, and never below nothing', ({ expect }) => {
    expect(leftOf(meter('run', 100_000, 400_000))).toEqual({ micros: 250_000, tokens: 1_000 })
    expect(leftOf(meter('run', 500_000, 400_000)).micros).toBe(0)
    expect(leftOf(meter('run', 500_000, null)).micros).toBeNull()
  })

  it('takes an amount up to the last micro-dollar', ({ expect }) => {
    expect(isOver(meter('run', 100_000, 400_000), { micros: 250_000, tokens: 1 })).toBe(false)
    expect(isOver(meter('run', 100_000, 400_000), { micros: 250_001, tokens: 1 })).toBe(true)
    expect(isOver(meter('run', 400_000, 400_000), { micros: null, tokens: 1_000 })).toBe(false)
    expect(isOver(meter('run', 0, 400_000), { micros: null, tokens: 1_001 })).toBe(true)
  })
})

describe('words', () => {
  it('writes money so that small amounts are seen, and what is not known as unknown', ({ expect }) => {
    expect([0, 1_234, 99_999, 100_000, 2_500_000, 1_234_567_890, null].map(moneyText)).toEqual([
      '$0.00',
      '$0.0012',
      '$0.1000',
      '$0.10',
      '$2.50',
      '$1,234.57',
      'unknown',
    ])
  })

  it('says which budget has no room, what the call needs and what to do', ({ expect }) => {
    const over = (one: BudgetMeter, micros: number | null, tokens: number) =>
      refusalText({ ok: false, why: 'over', meter: one, asked: { micros, tokens } })
    expect(over(meter('run', 1_900_000, 2_000_000), 600_000, 10)).toBe(
      'The budget of this run has no room: the next call may take up to $0.60, and $0.0500 of $2.00 is left. An admin can raise the limit of a run at /admin; then retry.',
    )
    expect(over(meter('user', 0, null), null, 2_000)).toBe(
      'The budget of ada for today has no room: the next call may take up to 2,000 tokens, and 1,000 of 1,000 tokens is left. Retry after midnight UTC, or an admin raises the limit at /admin.',
    )
    expect(refusalText({ ok: false, why: 'stopped' })).toContain('stopped by an admin')
  })
})

describe('a pasted key', () => {
  it('loses the white space around it, and is refused when it can be none', ({ expect }) => {
    expect(readKey('  sk-abc\n')).toBe('sk-abc')
    for (const given of ['', '  ', 'two words', 'a\nb', 'schlüssel', 'x'.repeat(1_001)]) expect(readKey(given)).toBeNull()
  })

  it('is told by its last four characters, unless they would be much of it', ({ expect }) => {
    expect(lastFourOf('0123456789abcdef')).toBe('cdef')
    expect(lastFourOf('0123456789abcde')).toBe('')
  })
})

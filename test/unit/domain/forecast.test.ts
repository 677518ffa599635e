import { describe, it } from 'vitest'
import { defaultPolicy, judgeCost } from '../../../worker/domain/approval-policy.ts'
import { type Forecast, type ForecastAsk, forecastOf } from '../../../worker/domain/forecast.ts'
import { qualityOf } from '../../../worker/domain/forecast-quality.ts'
import { forecastText } from '../../../worker/domain/forecast-text.ts'
import { readPolicy } from '../../../worker/domain/policy-form.ts'
import { firstAsked } from '../../../worker/generation/first-asked.ts'
import { priorOf } from '../../../worker/generation/forecast-prior.ts'
import { endedRun } from '../web/fixture-runs.ts'
import { fixtureNow } from '../web/fixture-time.ts'

const prior = { cost: { likely: 300_000, low: 100_000, high: 900_000 }, minutes: { likely: 4, low: 2, high: 36 } }

function ask(part: Partial<ForecastAsk> = {}): ForecastAsk {
  const about = { repository: 'meridian-ops/cluster-care-codecollection', platform: 'kubernetes', tasks: 2, withSli: true }
  return { ...about, provider: 'openai', model: 'gpt-5.4', prior, runs: [], now: fixtureNow, ...part }
}

const runs = (count: number, part: (index: number) => Parameters<typeof endedRun>[0] = () => ({})) =>
  Array.from({ length: count }, (_, index) => endedRun({ key: `7#${index}`, ...part(index) }))

describe('a forecast', () => {
  it('is the prior without similar runs, and the chance is not known yet', ({ expect }) => {
    for (const few of [[], runs(2)]) {
      const forecast = forecastOf(ask({ runs: few }))
      expect(forecast).toMatchObject({ ...prior, runs: few.length, chance: null })
      expect(forecastText(forecast)).toMatch(/^about \$0\.30 \(\$0\.10–\$0\.90\), 4 minutes \(2–36 min\), chance not known yet: /)
    }
  })

  it('rests on runs that are alike, with a range that holds them', ({ expect }) => {
    const forecast = forecastOf(
      ask({ runs: runs(10, (index) => ({ costMicros: 10_000 * (index + 1), outcome: index < 8 ? 'passed' : 'failed' })) }),
    )
    expect(forecast.cost?.likely).toBe(50_000)
    expect(forecast.cost?.low).toBeLessThanOrEqual(10_000)
    expect(forecast.cost?.high).toBeGreaterThanOrEqual(90_000)
    expect(forecast.chance).toMatchObject({ passed: 8, of: 10 })
    expect(forecast.chance?.share).toBeGreaterThan(0.7)
    expect(forecastText(forecast)).toBe('about $0.05 ($0.01–$0.10), 3 minutes (2.7–3.3 min), 8 of 10 similar runs passed')
  })

  it('leaves out what is not alike: other models in money, other sizes, long ago, and what people cancelled', ({ expect }) => {
    const dear = { costMicros: 5_000_000 }
    expect(forecastOf(ask({ runs: runs(9, () => ({ ...dear, model: 'gpt-6' })) })).cost).toEqual(prior.cost)
    expect(forecastOf(ask({ runs: runs(9, () => ({ ...dear, tasks: 15 })) })).runs).toBe(0)
    expect(forecastOf(ask({ runs: runs(9, () => ({ ...dear, endedAt: fixtureNow - 150 * 86_400_000 })) })).runs).toBe(0)
    expect(forecastOf(ask({ runs: runs(9, () => ({ ...dear, outcome: 'cancelled' as const })) })).runs).toBe(0)
    // A service that is asked for its default says afterwards which model that was.
    expect(forecastOf(ask({ model: null, runs: runs(9) })).cost?.likely).toBe(100_000)
  })

  it('weighs the near ones more', ({ expect }) => {
    const near = runs(5, () => ({ minutes: 2 }))
    const far = runs(6, () => ({ minutes: 20, platform: 'aws', repository: 'other/one' }))
    expect(forecastOf(ask({ runs: [...far, ...near] })).minutes?.likely).toBe(2)
  })

  it('never takes an unknown price for nothing', ({ expect }) => {
    const unknown = { ...prior, cost: null }
    expect(forecastOf(ask({ prior: unknown })).cost).toBeNull()
    expect(forecastOf(ask({ prior: unknown, runs: runs(9, () => ({ costMicros: null })) })).cost).toBeNull()
    const mostly = runs(9, (index) => ({ costMicros: index < 3 ? 10 : null }))
    expect(forecastOf(ask({ prior: unknown, runs: mostly })).cost).toBeNull()
  })
})

describe('what holds without similar runs', () => {
  const plan = { tasks: [{ title: 'One', description: '', raiseWhen: null }], withSli: false }
  const settings = { cursor: { baseUrl: null, model: null }, workersAi: null } as const
  const openai = (model: string) => ({
    ...settings,
    openai: { baseURL: null, model, capabilities: { responses: true, strictSchema: true } },
  })
  const keys = (...names: string[]) => ({ get: async (name: string) => (names.includes(name) ? 'key' : null) })
  const known = { plan, contextCharacters: 40_000, attemptMs: 600_000 }

  it('is of the model that is asked first, at its price', async ({ expect }) => {
    const first = await firstAsked(openai('gpt-5.4'), keys('openai'))
    const { cost } = priorOf({ first, ...known })
    // 12,000 tokens in and 5,500 out at $2.50 and $15 a million.
    expect(cost?.low).toBe(112_500)
    expect(cost?.high).toBeGreaterThan(3 * 112_500)
    const larger = priorOf({ first, ...known, plan: { tasks: [...plan.tasks, ...plan.tasks], withSli: true } })
    expect(larger.cost?.likely).toBeGreaterThan(cost?.likely ?? 0)
  })

  it('costs nothing offline, and is unknown where the price is', async ({ expect }) => {
    expect(priorOf({ first: await firstAsked(openai('gpt-5.4'), keys()), ...known }).cost).toEqual({ likely: 0, low: 0, high: 0 })
    expect(priorOf({ first: await firstAsked(openai('of-tomorrow'), keys('openai')), ...known }).cost).toBeNull()
    expect(await firstAsked(openai('gpt-5.4'), keys('openai', 'cursor'))).toEqual({ provider: 'cursor', model: null, price: null })
  })
})

describe('a cost line', () => {
  const forecast = (high: number | null): Forecast => ({
    ...forecastOf(ask()),
    cost: high === null ? null : { likely: 40_000, low: 20_000, high },
  })
  const own = { ...defaultPolicy, isOwn: true }

  it('lets through what costs its amount at the most, by the upper end', ({ expect }) => {
    expect(judgeCost(own, forecast(90_000))).toEqual({
      approved: true,
      reason: 'forecast $0.04 is under the line $1.00 of this repository',
    })
    expect(judgeCost(own, forecast(1_000_000)).approved).toBe(true)
    expect(judgeCost(own, forecast(1_000_001))).toEqual({
      approved: false,
      reason: 'forecast $0.04, and up to $1.01, is above the line $1.00 of this repository',
    })
  })

  it('holds back an unknown cost unless the policy takes it, and everything where a person is wanted', ({ expect }) => {
    for (const unknown of [forecast(null), null]) {
      expect(judgeCost(defaultPolicy, unknown).approved).toBe(false)
      expect(judgeCost({ ...own, mode: 'line-or-unknown' }, unknown).approved).toBe(true)
    }
    expect(judgeCost({ ...own, mode: 'line-or-unknown' }, forecast(2_000_000)).approved).toBe(false)
    expect(judgeCost({ ...own, mode: 'person' }, forecast(0)).approved).toBe(false)
  })

  it('is read from a form, or not at all', ({ expect }) => {
    const read = (fields: Record<string, string>) => readPolicy((name) => fields[name] ?? null)
    expect(read({ repository: ' Owner/Repo.x ', mode: 'line', dollars: '$0.50' })).toEqual({
      repository: 'owner/repo.x',
      policy: { mode: 'line', lineMicros: 500_000 },
    })
    const bad = [{ dollars: '' }, { dollars: '-1' }, { dollars: 'much' }, { mode: 'all' }, { repository: 'owner' }, { repository: '../x' }]
    for (const part of bad) expect(read({ repository: 'owner/repo', mode: 'line', dollars: '1', ...part }), JSON.stringify(part)).toBeNull()
  })
})

describe('how good forecasts were', () => {
  it('is the median error of what is known on both sides, and who passed by the chance that was said', ({ expect }) => {
    const quality = qualityOf([
      endedRun({ forecastMicros: 150_000, costMicros: 100_000, forecastChance: 0.8 }),
      endedRun({ forecastMicros: 100_000, costMicros: 100_000, forecastChance: 0.84, outcome: 'failed' }),
      endedRun({ forecastMicros: 100_000, costMicros: 200_000, forecastChance: 1 }),
      endedRun({ forecastMicros: null, costMicros: 7, forecastChance: null }),
      endedRun({ forecastMicros: 9_000_000, outcome: 'cancelled' }),
    ])
    expect(quality.runs).toBe(4)
    expect(quality.cost).toEqual({ error: 0.5, of: 3 })
    expect(quality.chance.map(({ from, passed, of }) => [from, passed, of])).toEqual([
      [0.75, 1, 2],
      [0.9, 1, 1],
    ])
    expect(quality.chance[0]?.expected).toBeCloseTo(0.82)
  })

  it('takes nothing for right where nothing was expected, and says so where nothing is known', ({ expect }) => {
    expect(qualityOf([endedRun({ forecastMicros: 0, costMicros: 0 })]).cost).toEqual({ error: 0, of: 1 })
    expect(qualityOf([endedRun({ forecastMicros: 5, costMicros: 0 })]).cost).toEqual({ error: 1, of: 1 })
    expect(qualityOf([])).toEqual({ runs: 0, cost: null, minutes: null, chance: [] })
  })
})

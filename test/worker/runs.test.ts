import { env } from 'cloudflare:workers'
import { beforeEach, describe, it } from 'vitest'
import { createIssueStore } from '../../worker/db/issue-store.ts'
import { createPolicyStore } from '../../worker/db/policy-store.ts'
import { createRunStore } from '../../worker/db/run-store.ts'
import { defaultPolicy } from '../../worker/domain/approval-policy.ts'
import type { IssueSummary } from '../../worker/domain/views.ts'
import { createOutlook } from '../../worker/generation/outlook.ts'
import { filing, plan } from '../unit/domain/lives.ts'
import { endedRun } from '../unit/web/fixture-runs.ts'
import { fixtureNow } from '../unit/web/fixture-time.ts'

const database = (env as unknown as { DB: D1Database }).DB
const issues = createIssueStore(database)
const runs = createRunStore(database)
const policies = createPolicyStore(database)
const by = { login: 'ada', now: fixtureNow }

const summary: IssueSummary = {
  ...{ key: '7#1', owner: 'o', repo: 'r', number: 1, title: 'T', url: 'u', requester: 'mina', state: 'in_review', seq: 9 },
  ...{ since: 1, openedAt: 1, updatedAt: 1, round: 1, attempt: 1, slug: null, platform: null, provider: null, pull: null, outcome: null },
}

beforeEach(async () => {
  await database.batch(['issue_runs', 'approval_policies', 'issues'].map((table) => database.prepare(`delete from ${table}`)))
})

describe('runs that have ended', () => {
  it('are there once, however often they are told, and as they were told last', async ({ expect }) => {
    const first = endedRun({ outcome: 'failed' })
    for (let time = 0; time < 3; time += 1) await issues.project(summary, [], [first, endedRun({ roundAt: first.roundAt + 1, round: 2 })])
    await issues.project(summary, [], [endedRun()])
    expect(await runs.firstRounds(0, 10)).toEqual([endedRun()])
    expect(await runs.forecast(0, 10)).toHaveLength(2)
  })

  it('are read newest first, since a day, and for the quality only where something was expected', async ({ expect }) => {
    const unexpected = { forecastMicros: null, forecastMinutes: null, forecastChance: null }
    const ended = [1, 2, 3].map((n) => endedRun({ key: `7#${n}`, endedAt: n, costMicros: null, ...(n === 3 ? unexpected : {}) }))
    await issues.project(summary, [], ended)
    expect((await runs.firstRounds(2, 10)).map(({ key }) => key)).toEqual(['7#3', '7#2'])
    expect((await runs.firstRounds(0, 1)).map(({ costMicros }) => costMicros)).toEqual([null])
    expect((await runs.forecast(0, 10)).map(({ key }) => key)).toEqual(['7#2', '7#1'])
  })
})

describe('policies of approval', () => {
  it('hold for one repository, else for all, else by default', async ({ expect }) => {
    expect(await policies.of('o/r')).toEqual(defaultPolicy)
    await policies.set('', { mode: 'line', lineMicros: 5 }, by)
    await policies.set('o/r', { mode: 'line', lineMicros: 7 }, by)
    await policies.set('o/r', { mode: 'person', lineMicros: 9 }, by)
    expect(await policies.of('o/r')).toEqual({ mode: 'person', lineMicros: 9, isOwn: true })
    expect(await policies.of('o/other')).toEqual({ mode: 'line', lineMicros: 5, isOwn: false })
    expect((await policies.list()).map(({ repository }) => repository)).toEqual(['', 'o/r'])
    expect([await policies.remove('o/r'), await policies.remove('o/r')]).toEqual([true, false])
    expect((await policies.of('o/r')).lineMicros).toBe(5)
  })
})

it('a plan is looked at with what is stored: forecast and policy of its repository', async ({ expect }) => {
  const outlook = createOutlook({
    first: async () => ({ provider: 'openai', model: 'gpt-5.4', price: null }),
    ...{ runs, policies, registry: { closest: async () => [] }, attemptMs: 600_000, now: () => fixtureNow },
  })
  const { repository, request } = filing()
  const look = () => outlook.look({ repository, request, plan, author: 'mina' })
  await policies.set('meridian-ops/cluster-care-codecollection', { mode: 'line', lineMicros: 7 }, by)
  expect(await look()).toMatchObject({ forecast: { cost: null, chance: null, runs: 0 }, policy: { lineMicros: 7, isOwn: true } })
  await issues.project(
    summary,
    [],
    [1, 2, 3, 4].map((n) => endedRun({ key: `7#${n}` })),
  )
  expect((await look()).forecast).toMatchObject({ runs: 4, cost: { likely: 100_000 }, chance: { passed: 4, of: 4 } })
})

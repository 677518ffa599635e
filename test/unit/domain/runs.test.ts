import { describe, it } from 'vitest'
import type { EndedRun } from '../../../worker/domain/ended-run.ts'
import type { IssueEvent, Outlook } from '../../../worker/domain/issue-events.ts'
import { planBasis } from '../../../worker/domain/make-plan/scenarios/acceptance.ts'
import { statusComment } from '../../../worker/domain/status-comment.ts'
import { filing, Life, outlook, plan } from './lives.ts'

/** What an answer about the plan as it is now rests on. */
const basisOf = ({ record }: Life) => (record.plan === null ? '' : planBasis(record.plan))

/** A life that keeps the runs it has ended. */
class Watched extends Life {
  ended: EndedRun[] = []

  override tell(event: IssueEvent, afterMs = 1_000) {
    const turn = super.tell(event, afterMs)
    this.ended.push(...(turn.ended ?? []))
    return turn
  }

  draft(costMicros: number | null, tokens: number | null) {
    this.tell({ type: 'JobBegun', fence: this.fence })
    const usage = tokens === null ? null : { inputTokens: tokens - 1_000, outputTokens: 1_000 }
    const draft = { hash: `d${this.now}`, provider: 'openai', model: 'gpt-5.4', costMicros, usage, notes: [], files: 5 }
    this.tell({ type: 'DraftWritten', fence: this.fence, draft })
    this.tell({ type: 'JobBegun', fence: this.fence })
  }

  judged(ok: boolean) {
    const { now } = this
    this.tell({ type: 'DraftValidated', fence: this.fence, ok, signature: ok ? '' : `s${now}`, findings: ok ? [] : [`f${now}`] })
  }

  planned(part: Partial<Outlook> = {}, verdict: 'allowed' | 'needs_approval' = 'allowed') {
    this.tell({ type: 'RequestFiled', filing: filing() })
    this.tell({ type: 'TrustJudged', verdict, reason: 'write' })
    return this.tell({ type: 'PlanMade', plan, ...outlook, ...part })
  }
}

const dear: Partial<Outlook> = {
  forecast: { ...(outlook.forecast as NonNullable<Outlook['forecast']>), cost: { likely: 700_000, low: 1, high: 3_000_000 } },
}
const opened = { pull: { number: 1, nodeId: 'P', url: 'u', headSha: 's' }, state: 'open' as const, merged: false }

describe('a run of drafts', () => {
  it('sums its drafts and ends once, with its forecast, when its pull request is there', ({ expect }) => {
    const life = new Watched()
    life.planned()
    life.draft(30_000, 9_000)
    life.judged(false)
    life.draft(20_000, 5_000)
    life.judged(true)
    life.tell({ type: 'PullRequestOpened', ...opened })
    life.tell({ type: 'PullRequestClosed', login: 'rex' })
    expect(life.ended).toHaveLength(1)
    expect(life.ended[0]).toMatchObject({
      ...{ key: '77#9', round: 1, repository: 'meridian-ops/cluster-care-codecollection', platform: 'kubernetes', tasks: 1, withSli: true },
      ...{
        provider: 'openai',
        model: 'gpt-5.4',
        attempts: 2,
        costMicros: 50_000,
        tokens: 14_000,
        outcome: 'passed',
        forecastMicros: 40_000,
      },
    })
    // Queued, then nine steps of a second each.
    expect(life.ended[0]?.minutes).toBeCloseTo(9 / 60)
  })

  it('has an unknown cost as soon as one draft has, and none of a late worker', ({ expect }) => {
    const life = new Watched()
    life.planned()
    const late = life.fence
    life.draft(30_000, 9_000)
    life.tell({ type: 'DraftWritten', fence: late, draft: { hash: 'x', provider: 'p', model: null, costMicros: 1e9, notes: [], files: 1 } })
    life.judged(false)
    life.draft(null, null)
    life.tell({ type: 'CancelAsked', login: 'rex' })
    expect(life.ended).toMatchObject([{ costMicros: null, tokens: null, attempts: 2, outcome: 'cancelled' }])
  })

  it('is another one after a retry and in a round of review, of which nothing was expected', ({ expect }) => {
    const life = new Watched()
    life.planned()
    life.tell({ type: 'JobBegun', fence: life.fence })
    life.tell({ type: 'JobFailed', fence: life.fence, code: 'x', message: 'No.', retry: 'never' })
    life.tell({ type: 'RetryAsked', login: 'rex' })
    life.draft(10_000, 1_000)
    life.judged(true)
    life.tell({ type: 'PullRequestOpened', ...opened })
    life.tell({ type: 'ChangesRequested', login: 'rex', text: 'shorter' })
    life.draft(5_000, 500)
    life.judged(true)
    life.tell({ type: 'PullRequestOpened', ...opened })
    expect(life.ended.map(({ outcome, round, costMicros, forecastMicros }) => [outcome, round, costMicros, forecastMicros])).toEqual([
      ['failed', 1, null, 40_000],
      ['passed', 1, 10_000, 40_000],
      ['passed', 2, 5_000, null],
    ])
    expect(new Set(life.ended.map(({ roundAt }) => roundAt)).size).toBe(3)
  })

  it('does not count the time it was paused', ({ expect }) => {
    const life = new Watched()
    life.planned()
    life.tell({ type: 'PauseAsked', login: 'rex' })
    life.tell({ type: 'ResumeAsked', login: 'rex' }, 3_600_000)
    life.draft(1, 1)
    life.judged(true)
    life.tell({ type: 'PullRequestOpened', ...opened })
    expect(life.ended[0]?.minutes).toBeLessThan(0.2)
  })
})

describe('approval by policy', () => {
  it('lets a plan under the line go on, and says who did it', ({ expect }) => {
    const life = new Watched()
    const turn = life.planned()
    expect(turn.steps.at(-1)).toMatchObject({
      ...{ from: 'planned', to: 'queued' },
      by: { actor: 'policy', cause: 'approved by policy: forecast $0.04 is under the line $1.00 of this registry' },
    })
    expect(life.record.planApproval?.by).toBe('policy')
    expect(statusComment(life.record, 'http://registry.test')).toContain(
      'Expected: about $0.04 ($0.02–$0.09), a time that is not known, chance not known',
    )
  })

  it('makes a plan above it wait, with the reason and what to do, until a person approves it', ({ expect }) => {
    const life = new Watched()
    life.planned(dear)
    expect(life.record.state).toBe('awaiting_plan_approval')
    const comment = statusComment(life.record, 'http://registry.test')
    expect(comment).toContain('up to $3.00, is above the line $1.00')
    expect(comment).toContain('What to do next: a reviewer approves the plan')
    life.tell({ type: 'PlanApproved', login: 'rex' })
    expect(life.record).toMatchObject({ state: 'queued', waits: null, planApproval: { by: 'rex' } })
  })

  it('never replaces the person who must look at the request of a stranger', ({ expect }) => {
    const life = new Watched()
    life.planned({}, 'needs_approval')
    expect(life.record.state).toBe('awaiting_plan_approval')
    life.tell({ type: 'PlanEdited', login: 'rex', text: '1. List claims that are not bound' })
    life.tell({ type: 'PlanReconsidered', basis: basisOf(life), scenarios: [], ...outlook })
    expect(life.record.state).toBe('awaiting_plan_approval')
  })

  it('forgets the forecast of a plan that was changed until there is another, and goes on waiting', ({ expect }) => {
    const life = new Watched()
    life.planned(dear)
    life.tell({ type: 'PlanEdited', login: 'rex', text: '1. List claims that are not bound' })
    expect(life.record.forecast).toBeNull()
    expect(life.effects).toContain('ReconsiderPlan')
    life.tell({ type: 'PlanReconsidered', basis: basisOf(life), scenarios: [], ...outlook })
    expect(life.record).toMatchObject({ state: 'awaiting_plan_approval', forecast: outlook.forecast })
    life.tell({ type: 'PlanApproved', login: 'rex' })
    life.tell({ type: 'PlanReconsidered', basis: basisOf(life), scenarios: [], ...outlook, ...dear })
    expect(life.record.run?.forecast).toEqual(outlook.forecast)
    expect(life.record.forecast).toEqual(outlook.forecast)
  })

  it('lets an approval of a changed plan wait for the scenarios of the change, not for those of an earlier one', ({ expect }) => {
    const life = new Watched()
    life.planned(dear)
    life.tell({ type: 'PlanEdited', login: 'rex', text: '1. List claims that are not bound' })
    const early = basisOf(life)
    life.tell({ type: 'PlanEdited', login: 'rex', text: '1. List nodes that are not ready' })
    life.tell({ type: 'PlanApproved', login: 'rex' })
    expect(life.record.state).toBe('awaiting_plan_approval')
    life.tell({ type: 'PlanReconsidered', basis: early, scenarios: [], ...outlook })
    expect(life.record.state).toBe('awaiting_plan_approval')
    life.tell({ type: 'PlanReconsidered', basis: basisOf(life), scenarios: [], ...outlook })
    expect(life.record).toMatchObject({ state: 'queued', planApproval: { by: 'rex' }, isReconsidered: false })
  })

  it('makes anew after a pause what was dropped in it, and an approval is void once the plan is changed again', ({ expect }) => {
    const life = new Watched()
    life.planned(dear)
    life.tell({ type: 'PlanEdited', login: 'rex', text: '1. List claims that are not bound' })
    life.tell({ type: 'PlanApproved', login: 'rex' })
    life.tell({ type: 'PlanEdited', login: 'eve', text: '1. List nodes that are not ready' })
    expect(life.record.planApproval).toBeNull()
    life.tell({ type: 'PauseAsked', login: 'rex' })
    life.tell({ type: 'ResumeAsked', login: 'rex' })
    expect(life.last?.effects).toContainEqual({ type: 'ReconsiderPlan' })
    life.tell({ type: 'PlanReconsidered', basis: basisOf(life), scenarios: [], ...outlook })
    expect(life.record.state).toBe('awaiting_plan_approval')
  })

  it('takes up again what waited above the line as it was, not as approved', ({ expect }) => {
    const life = new Watched()
    life.planned(dear)
    life.tell({ type: 'CancelAsked', login: 'rex' })
    expect(life.ended).toEqual([])
    life.tell({ type: 'RetryAsked', login: 'rex' })
    expect(life.record.state).toBe('awaiting_plan_approval')
  })
})

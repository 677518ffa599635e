import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IssueEvent } from '../../../worker/domain/issue-events.ts'
import { maxJobTries } from '../../../worker/domain/issue-record.ts'
import { isTerminal } from '../../../worker/domain/states.ts'
import { transition } from '../../../worker/domain/transition.ts'
import { filing, Life, outlook, plan, start } from './lives.ts'

describe('a request that goes well', () => {
  it('passes from received to published, each state once', () => {
    const life = new Life().toQueued().toValidating().toReview()
    life.tell({ type: 'DraftApproved', login: 'rex', headSha: 'sha1' })
    expect(life.record.state).toBe('merging')
    expect(life.effects).toContain('MergePullRequest')
    life.tell({ type: 'PullRequestMerged', sha: 'm1', login: 'rex' })
    expect(life.record.state).toBe('indexing')
    life.tell({ type: 'BundleIndexed', fence: life.fence, found: true, commit: 'm1' })
    expect(life.record.state).toBe('published')
    expect(life.record.outcome?.nextAction).toBeTruthy()
  })

  it('waits for a reviewer when the requester is only a contributor', () => {
    const life = new Life()
    life.tell({ type: 'RequestFiled', filing: filing() })
    life.tell({ type: 'TrustJudged', verdict: 'needs_approval', reason: 'read' })
    life.tell({ type: 'PlanMade', plan, ...outlook })
    expect(life.record.state).toBe('awaiting_plan_approval')
    life.tell({ type: 'PlanApproved', login: 'rex' })
    expect(life.record.state).toBe('queued')
    expect(life.effects).toContain('EnqueueJob')
  })
})

describe('who may approve what', () => {
  it('refuses the requester', () => {
    const life = new Life().toQueued().toValidating().toReview()
    const turn = life.tell({ type: 'DraftApproved', login: 'mina', headSha: 'sha1' })
    expect(turn.refusal).toContain('requester')
    expect(life.record.state).toBe('in_review')
  })

  it('refuses an approval of a head that is no longer there', () => {
    const life = new Life().toQueued().toValidating().toReview('sha2')
    expect(life.tell({ type: 'DraftApproved', login: 'rex', headSha: 'sha1' }).refusal).toContain('changed')
  })

  it('voids the approval when somebody pushes, and proves the new head before anyone may approve it', () => {
    const life = new Life().toQueued().toValidating().toReview()
    life.tell({ type: 'DraftApproved', login: 'rex', headSha: 'sha1' })
    life.tell({ type: 'HeadMoved', headSha: 'sha9', login: 'olga' })
    expect(life.record.state).toBe('validating')
    expect(life.record.approval).toBeNull()
    life.tell({ type: 'DraftValidated', fence: life.fence, ok: false, signature: 's', findings: ['f'] })
    expect(life.record.state).toBe('in_review')
    expect(life.tell({ type: 'DraftApproved', login: 'rex', headSha: 'sha9' }).refusal).toBeTruthy()
  })
})

describe('jobs and leases', () => {
  it('gives a silent worker up under a new number and refuses its late result', () => {
    const life = new Life().toQueued()
    const old = life.fence
    life.tell({ type: 'JobBegun', fence: old })
    life.tell({ type: 'JobLost' }, 60_000)
    expect(life.fence).toBe(old + 1)
    const turn = life.tell({
      type: 'DraftWritten',
      fence: old,
      draft: { hash: 'x', provider: 'p', model: null, costMicros: null, notes: [], files: 1 },
    })
    expect(turn.steps).toEqual([])
    expect(life.record.draft).toBeNull()
  })

  it('sends a message again that nobody took, under the same number', () => {
    const life = new Life().toQueued()
    const { fence } = life
    life.tell({ type: 'JobLost' }, 60_000)
    expect(life.fence).toBe(fence)
    expect(life.effects).toEqual(['EnqueueJob'])
  })

  it('does nothing before the lease has run out', () => {
    const life = new Life().toQueued()
    expect(life.tell({ type: 'JobLost' }, 1).effects).toEqual([])
  })

  it('fails with a reason when workers vanish again and again', () => {
    const life = new Life().toQueued()
    for (let lost = 0; lost <= maxJobTries; lost += 1) {
      life.tell({ type: 'JobBegun', fence: life.fence })
      life.tell({ type: 'JobLost' }, 60_000)
    }
    expect(life.record.state).toBe('failed')
    expect(life.record.outcome?.nextAction).toBeTruthy()
  })

  it('tries a passing fault again and ends on a lasting one', () => {
    const life = new Life().toQueued()
    life.tell({ type: 'JobBegun', fence: life.fence })
    life.tell({ type: 'JobFailed', fence: life.fence, code: 'busy', message: 'busy.', retry: 'later' })
    expect(life.record.state).toBe('generating')
    life.tell({ type: 'JobBegun', fence: life.fence })
    life.tell({ type: 'JobFailed', fence: life.fence, code: 'x', message: 'never.', retry: 'never' })
    expect(life.record.state).toBe('failed')
  })
})

describe('retry', () => {
  it('goes on with indexing when the merge is done', () => {
    const life = new Life().toQueued().toValidating().toReview()
    life.tell({ type: 'PullRequestMerged', sha: 'm', login: 'olga' })
    life.tell({ type: 'JobFailed', fence: life.fence, code: 'x', message: 'no.', retry: 'never' })
    expect(life.record.state).toBe('failed')
    life.tell({ type: 'RetryAsked', login: 'rex' })
    expect(life.record.state).toBe('indexing')
  })

  it('lets a reviewer overrule a refusal and a duplicate', () => {
    const life = new Life()
    life.tell({ type: 'RequestFiled', filing: filing() })
    life.tell({ type: 'TrustJudged', verdict: 'denied', reason: 'no permission' })
    expect(life.record.state).toBe('denied')
    life.tell({ type: 'RetryAsked', login: 'rex' })
    expect(life.record.state).toBe('triaged')
    life.tell({ type: 'DuplicateFound', plan, collection: 'c', slug: 's', percent: 99, ...outlook })
    expect(life.record.state).toBe('queued')
  })

  it('does not start twice for two deliveries of one request', () => {
    const life = new Life().toQueued()
    const turn = life.tell({ type: 'RequestFiled', filing: filing() })
    expect(turn.steps).toEqual([])
  })
})

describe('pause, cancel and time', () => {
  it('comes back to where it was', () => {
    const life = new Life().toQueued().toValidating()
    life.tell({ type: 'PauseAsked', login: 'rex' })
    expect(life.record.state).toBe('paused')
    expect(life.record.job).toBeNull()
    life.tell({ type: 'ResumeAsked', login: 'rex' })
    expect(life.record.state).toBe('validating')
    expect(life.record.job?.kind).toBe('validate')
  })

  it('closes the pull request of a cancelled issue', () => {
    const life = new Life().toQueued().toValidating().toReview()
    life.tell({ type: 'CancelAsked', login: 'rex' })
    expect(life.effects).toContain('ClosePullRequest')
  })

  it('expires a review nobody answers and fails a machine step that hangs', () => {
    const review = new Life().toQueued().toValidating().toReview()
    review.tell({ type: 'DeadlinePassed' }, 31 * 24 * 3_600_000)
    expect(review.record.state).toBe('expired')
    const step = new Life().toQueued()
    step.tell({ type: 'DeadlinePassed' }, 2 * 3_600_000)
    expect(step.record.state).toBe('failed')
  })
})

it('is total: any event in any state leaves a record with a deadline, a reason in every terminal state, and the input untouched', {
  timeout: 60_000,
}, () => {
  const lives = [new Life(), new Life().toQueued(), new Life().toQueued().toValidating(), new Life().toQueued().toValidating().toReview()]
  const fence = fc.nat(6)
  const login = fc.constantFrom('rex', 'mina')
  const event: fc.Arbitrary<IssueEvent> = fc.oneof(
    fc
      .constantFrom('RequestFiled' as const, 'RequestEdited' as const, 'IssueClosed' as const)
      .chain((type) => fc.nat(5_000).map((ms) => ({ type, filing: filing({ updatedAt: start + ms, bodyHash: `h${ms % 3}` }) }))),
    fc
      .constantFrom('allowed' as const, 'needs_approval' as const, 'denied' as const)
      .map((verdict) => ({ type: 'TrustJudged' as const, verdict, reason: 'r' })),
    fc.constantFrom<IssueEvent>(
      { type: 'JobLost' },
      { type: 'DeadlinePassed' as const },
      { type: 'PlanMade' as const, plan, ...outlook },
      { type: 'InfoNeeded' as const, questions: ['which?'] },
    ),
    fence.map((number) => ({ type: 'JobBegun' as const, fence: number })),
    fence.map((number) => ({ type: 'DraftValidated' as const, fence: number, ok: number % 2 === 0, signature: 's', findings: ['f'] })),
    fence.map((number) => ({ type: 'BundleIndexed' as const, fence: number, found: number % 2 === 0, commit: 'c' })),
    login.chain((who) =>
      fc
        .constantFrom('PlanApproved' as const, 'CancelAsked' as const, 'RetryAsked' as const, 'PauseAsked' as const, 'ResumeAsked' as const)
        .map((type) => ({ type, login: who })),
    ),
    login.map((who) => ({ type: 'DraftApproved' as const, login: who, headSha: 'sha1' })),
    login.map((who) => ({ type: 'PullRequestMerged' as const, sha: 'm', login: who })),
    login.map((who) => ({ type: 'HeadMoved' as const, headSha: 'sha7', login: who })),
  )
  fc.assert(
    fc.property(fc.constantFrom(...lives), fc.array(fc.tuple(event, fc.nat(120_000)), { maxLength: 30 }), (life, events) => {
      let { record, now } = life
      for (const [next, ms] of events) {
        now += ms
        const before = structuredClone(record)
        const turn = transition(record, next, now)
        expect(record).toEqual(before)
        for (const [index, step] of turn.steps.entries()) expect(step.from).toBe(index === 0 ? record.state : turn.steps[index - 1]?.to)
        record = turn.record
        expect(record.deadline).toBeGreaterThan(0)
        if (isTerminal(record.state)) expect(record.outcome?.nextAction).toBeTruthy()
      }
    }),
    { numRuns: 2_000 },
  )
})

import { describe, expect, it } from 'vitest'
import type { IssueEvent } from '../../../worker/domain/issue-events.ts'
import type { IssueRecord } from '../../../worker/domain/issue-record.ts'
import { isTerminal, type StateName, states } from '../../../worker/domain/states.ts'
import { transition } from '../../../worker/domain/transition.ts'
import { filing, Life } from './lives.ts'

const beforePull: readonly StateName[] = [
  'received',
  'denied',
  'triaged',
  'needs_info',
  'duplicate',
  'planned',
  'awaiting_plan_approval',
  'queued',
]
const working: readonly StateName[] = ['queued', 'generating', 'validating', 'repairing', 'changes_requested', 'merged', 'indexing']
const reviewed: readonly StateName[] = ['in_review', 'approved', 'merging', 'merged', 'indexing', 'published']
const pull = { number: 100, nodeId: 'PR', url: 'http://forge.test/meridian-ops/cluster-care-codecollection/pull/100', headSha: 'sha1' }

/** A record in each state, as it may be there: with a plan, a draft, a job, a pull request where there is one. */
function inState(state: StateName): IssueRecord {
  const { record } = new Life().toQueued().toValidating().toReview()
  const hasPull = !beforePull.includes(state)
  const outcome = { reason: 'As it was.', nextAction: 'As it was.' }
  return {
    ...record,
    state,
    pull: hasPull ? pull : null,
    approval: ['approved', 'merging'].includes(state) ? { login: 'rex', headSha: 'sha1', at: 1 } : null,
    reportOk: reviewed.includes(state) ? true : null,
    job: working.includes(state) ? { kind: 'generate', fence: record.fence, begun: true, leaseUntil: 9e15, tries: 0 } : null,
    interrupted: state === 'paused' ? 'generating' : null,
    outcome: isTerminal(state) ? outcome : null,
  }
}

const gone = ['uninstalled', 'suspended', 'removed', 'archived', 'deleted'] as const
const events: [name: string, event: IssueEvent][] = [
  ['closed', { type: 'IssueClosed', filing: filing({ updatedAt: 9e15 }) }],
  ['deleted', { type: 'IssueClosed', filing: filing({ updatedAt: 9e15 }), how: 'deleted' }],
  ['transferred', { type: 'IssueClosed', filing: filing({ updatedAt: 9e15 }), how: 'transferred' }],
  ['reopened', { type: 'RequestFiled', filing: filing({ updatedAt: 9e15 }), how: 'reopened' }],
  ['labelled again', { type: 'RequestFiled', filing: filing({ updatedAt: 9e15 }), how: 'labeled' }],
  ['locked', { type: 'IssueLocked', login: 'ops' }],
  ['unlocked', { type: 'IssueUnlocked', login: 'ops' }],
  ['label off', { type: 'TriggerRemoved', login: 'ops', label: 'codebundle:generate' }],
  ['pushed', { type: 'HeadMoved', headSha: 'sha2', login: 'ops' }],
  ['branch taken', { type: 'BranchMoved', headSha: 'sha2', detail: 'The branch holds commits that this registry did not make' }],
  ['branch lost', { type: 'BranchMoved', headSha: null, detail: 'The branch holds commits that this registry did not make' }],
  ['pull request closed', { type: 'PullRequestClosed', login: 'ops' }],
  ['pull request reopened', { type: 'PullRequestReopened', headSha: 'sha2', login: 'ops' }],
  ['plan edited', { type: 'PlanEdited', login: 'rex', text: '1. List claims that are not bound' }],
  ['moved', { type: 'RepositoryMoved', repository: { installationId: 7, repositoryId: 77, owner: 'new', repo: 'name' } }],
  ...gone.map((how): [string, IssueEvent] => [`App or repository ${how}`, { type: 'RepositoryGone', how }]),
]
const moment = 2_000_000_000_000

describe.each(events)('whatever the state: %s', (_name, event) => {
  it.each(states)('%s is followed by work, by people who are asked, or by an end with reason and next action', (state) => {
    const before = inState(state)
    const { record, effects } = transition(before, event, moment)
    if (isTerminal(record.state) || record.state !== state) expect(record.deadline).toBeGreaterThan(0)
    if (isTerminal(record.state) || record.state === 'paused') {
      if (record.state !== before.state)
        expect([record.outcome?.reason, record.outcome?.nextAction]).toEqual([expect.any(String), expect.any(String)])
      expect(record.job).toBe(isTerminal(before.state) || record.state !== before.state ? null : before.job)
    }
    // Nothing is begun twice: one draft, one publication.
    expect(effects.filter(({ type }) => type === 'EnqueueJob').length).toBeLessThanOrEqual(1)
    expect(effects.filter(({ type }) => type === 'PublishDraft').length).toBeLessThanOrEqual(1)
    // A state in which something is to happen by itself has somebody who does it.
    const busy = ['queued', 'generating', 'validating', 'repairing', 'changes_requested', 'indexing']
    if (busy.includes(record.state) && record.state !== state) expect(record.job).not.toBe(null)
  })
})

describe('a lock', () => {
  it.each([
    'received',
    'triaged',
    'planned',
    'awaiting_plan_approval',
    'queued',
    'generating',
    'validating',
    'repairing',
    'opening_pull_request',
  ] as const)('holds what is in %s until the issue is unlocked', (state) => {
    const locked = transition(inState(state), { type: 'IssueLocked', login: 'ops' }, moment).record
    expect(locked).toMatchObject({ state: 'paused', job: null, outcome: { reason: 'The issue was locked.' } })
    const { record } = transition(locked, { type: 'IssueUnlocked', login: 'ops' }, moment + 1)
    expect(record.outcome).toBe(null)
    const to = { planned: 'triaged', generating: 'queued' }[state as string] ?? state
    expect(record.state).toBe(to)
  })

  it('leaves the review alone, and a pause that a person wanted', () => {
    expect(transition(inState('in_review'), { type: 'IssueLocked', login: 'ops' }, moment).record.state).toBe('in_review')
    const paused = transition(inState('generating'), { type: 'PauseAsked', login: 'rex' }, moment).record
    expect(paused.outcome).toEqual({ reason: 'Paused by rex.', nextAction: 'Choose Resume to go on.' })
    expect(transition(paused, { type: 'IssueUnlocked', login: 'ops' }, moment).record.state).toBe('paused')
  })
})

describe('the label taken off', () => {
  it('ends a request without a pull request, and set again it is read anew', () => {
    const { record } = transition(inState('queued'), { type: 'TriggerRemoved', login: 'ops', label: 'intake' }, moment)
    expect(record).toMatchObject({ state: 'cancelled', outcome: { reason: 'ops took the label intake off.' } })
    expect(transition(record, { type: 'RequestFiled', filing: filing({ updatedAt: 9e15 }), how: 'labeled' }, moment).record.state).toBe(
      'received',
    )
  })

  it('changes nothing once people look at the draft', () => {
    const turn = transition(inState('in_review'), { type: 'TriggerRemoved', login: 'ops', label: 'intake' }, moment)
    expect([turn.record.state, turn.notes.length]).toEqual(['in_review', 1])
  })
})

describe('a request that was closed in review', () => {
  const closed = () => transition(inState('in_review'), { type: 'IssueClosed', filing: filing({ updatedAt: 9e14 }) }, moment)

  it('has its pull request closed with it, and opened again with it', () => {
    expect(closed().effects.map(({ type }) => type)).toContain('ClosePullRequest')
    expect(closed().record.isClosedByUs).toBe(true)
    const again = transition(closed().record, { type: 'RequestFiled', filing: filing({ updatedAt: 9e15 }), how: 'reopened' }, moment)
    expect([again.record.state, again.effects.some(({ type }) => type === 'PublishDraft')]).toEqual(['opening_pull_request', true])
  })

  it('pays for no new draft because somebody reopens it', () => {
    const unfinished = { ...closed().record, reportOk: null }
    const again = transition(unfinished, { type: 'RequestFiled', filing: filing({ updatedAt: 9e15 }), how: 'reopened' }, moment)
    expect(again.record).toMatchObject({ state: 'cancelled', job: null, outcome: { nextAction: expect.stringContaining('Retry') } })
    const labelled = transition(unfinished, { type: 'RequestFiled', filing: filing({ updatedAt: 9e15 }), how: 'labeled' }, moment)
    expect(labelled.record.state).toBe('queued')
  })

  it('says that it is gone for good when the issue is deleted after it had ended', () => {
    const failed = transition(inState('failed'), { type: 'IssueClosed', filing: filing({ updatedAt: 9e15 }), how: 'deleted' }, moment)
    expect(failed.record.outcome?.nextAction).toContain('new issue')
  })
})

describe('commits of people', () => {
  it.each(['changes_requested', 'generating', 'validating', 'repairing'] as const)(
    'pushed while the draft is in %s are built upon',
    (state) => {
      const before = inState(state)
      const { record } = transition(before, { type: 'HeadMoved', headSha: 'sha2', login: 'ops' }, moment)
      expect(record).toMatchObject({ state: 'changes_requested', humanHead: 'sha2', pull: { headSha: 'sha2' }, job: { kind: 'generate' } })
      expect(record.job?.fence).toBeGreaterThan(before.fence)
    },
  )

  it('pushed between the last check and the commit are built upon, and a branch that is not ours is left alone', () => {
    const event = { type: 'BranchMoved', headSha: 'sha2', detail: 'The branch holds other commits' } as const
    const { record } = transition(inState('opening_pull_request'), event, moment)
    expect(record).toMatchObject({ state: 'changes_requested', humanHead: 'sha2', pull: { headSha: 'sha2' }, job: { kind: 'generate' } })
    const first = transition({ ...inState('opening_pull_request'), pull: null, reportOk: true }, event, moment).record
    expect(first).toMatchObject({ state: 'failed', outcome: { nextAction: expect.stringContaining('Rename or delete the branch') } })
    expect(transition(first, { type: 'RetryAsked', login: 'rex' }, moment).record.state).toBe('opening_pull_request')
  })

  it.each(['failed', 'stuck', 'expired'] as const)('pushed after it %s are checked: somebody takes the draft over by hand', (state) => {
    const { record } = transition(inState(state), { type: 'HeadMoved', headSha: 'sha2', login: 'ops' }, moment)
    expect(record).toMatchObject({ state: 'validating', draft: { provider: 'human' }, job: { kind: 'validate' } })
  })

  it('pushed during a pause are checked when it is over', () => {
    const paused = { ...inState('paused'), interrupted: 'in_review' as const, reportOk: true }
    const { record } = transition(paused, { type: 'HeadMoved', headSha: 'sha2', login: 'ops' }, moment)
    expect(transition(record, { type: 'ResumeAsked', login: 'rex' }, moment).record).toMatchObject({
      state: 'validating',
      job: { kind: 'validate' },
    })
  })
})

describe('a pull request', () => {
  it('that a person closed and opened again goes on with the draft that is there', () => {
    const closed = transition(inState('in_review'), { type: 'PullRequestClosed', login: 'ops' }, moment).record
    expect(closed).toMatchObject({ state: 'cancelled', outcome: { nextAction: expect.stringContaining('Reopen the pull request') } })
    expect(transition(closed, { type: 'PullRequestReopened', headSha: 'sha1', login: 'ops' }, moment).record.state).toBe('in_review')
    const pushed = transition(closed, { type: 'PullRequestReopened', headSha: 'sha2', login: 'ops' }, moment).record
    expect(pushed).toMatchObject({ state: 'validating', humanHead: 'sha2' })
  })
})

it('refuses to change a plan while its draft is made, and says how to have another', () => {
  const turn = transition(inState('generating'), { type: 'PlanEdited', login: 'rex', text: '1. Other' }, moment)
  expect(turn.refusal).toContain('An approved plan is frozen')
  expect(turn.refusal).toContain('put the label on again')
})

describe('a round that reviewers asked for', () => {
  it('is not taken for done when it was cancelled before its draft was', () => {
    const asked = transition(inState('in_review'), { type: 'ChangesRequested', login: 'rex', text: 'shorter' }, moment).record
    const cancelled = transition(asked, { type: 'CancelAsked', login: 'rex' }, moment).record
    expect(transition(cancelled, { type: 'RetryAsked', login: 'rex' }, moment).record).toMatchObject({
      state: 'changes_requested',
      job: { kind: 'generate' },
    })
  })
})

describe('an issue that goes while its pull request is merged', () => {
  const going = (how?: 'deleted') => {
    const event: IssueEvent = { type: 'IssueClosed', filing: filing({ updatedAt: 9e14 }), ...(how === undefined ? {} : { how }) }
    return transition(inState('merging'), event, moment).record
  }

  it('lets the merge end, and ends itself where GitHub refuses it', () => {
    expect(going().state).toBe('merging')
    const refused = transition(going(), { type: 'MergeRefused', reason: 'not_mergeable', detail: 'conflicts' }, moment).record
    expect(refused).toMatchObject({ state: 'cancelled', outcome: { reason: 'The issue was closed.' } })
  })

  it('is not taken up by a delivery that comes late, once it is deleted', () => {
    const { record } = transition(going('deleted'), { type: 'RequestFiled', filing: filing({ updatedAt: 9e15 }), how: 'labeled' }, moment)
    expect(record.state).toBe('merging')
    const failed = transition(
      inState('failed'),
      { type: 'IssueClosed', filing: filing({ updatedAt: 9e14 }), how: 'deleted' },
      moment,
    ).record
    expect(transition(failed, { type: 'RequestFiled', filing: filing({ updatedAt: 9e15 }), how: 'labeled' }, moment).record).toMatchObject({
      state: 'cancelled',
      job: null,
    })
  })
})

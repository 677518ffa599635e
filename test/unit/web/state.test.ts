import fc from 'fast-check'
import { describe, it } from 'vitest'
import { groupChecks } from '../../../web/state/check-groups.ts'
import { groupIssues, isFeedMessage, mergeSummaries } from '../../../web/state/feed-state.ts'
import { createIssueState, isSocketMessage, mergeEvents } from '../../../web/state/issue-state.ts'
import { permissionFor } from '../../../web/state/permissions.ts'
import { groupEvents } from '../../../web/state/timeline.ts'
import type { LiveEvent } from '../../../worker/domain/views.ts'
import { people } from './fixture-app.ts'
import { history, issues, issueView, report, summary } from './fixture-issues.ts'

const log = (seq: number): LiveEvent => ({ seq, at: seq, type: 'log', step: 'generate', text: `line ${seq}` })
const numbers = (events: LiveEvent[]) => events.map((event) => event.seq)

describe('events of an issue', () => {
  it('come out in order and once, however they arrive', ({ expect }) => {
    const batches = fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 12 }), { maxLength: 12 })
    fc.assert(
      fc.property(batches, (given) => {
        const merged = given.reduce<LiveEvent[]>((held, batch) => mergeEvents(held, batch.map(log)), [])
        expect(numbers(merged)).toEqual([...new Set(given.flat())].sort((a, b) => a - b))
      }),
    )
  })

  it('ask for a new reading when files, plan or state changed, or when one is missing', ({ expect }) => {
    const state = createIssueState({ ...issueView(), events: [log(1)], summary: summary(1, 'generating', { seq: 1 }) })
    const send = (event: LiveEvent) =>
      state.receive({ type: 'events', events: [event], summary: summary(1, 'generating', { seq: event.seq }), actions: [] })
    expect(send(log(2))).toBe(false)
    expect(send({ seq: 3, at: 3, type: 'changed', what: 'files' })).toBe(true)
    expect(send({ seq: 3, at: 3, type: 'changed', what: 'files' })).toBe(false)
    expect(send(log(5))).toBe(true)
    expect(state.lastSeq.value).toBe(5)
  })

  it('are not undone by an HTTP answer that was on its way', ({ expect }) => {
    const old = { ...issueView(), events: [log(1)], summary: summary(1, 'generating', { seq: 1 }) }
    const state = createIssueState(old)
    state.receive({ type: 'events', events: [log(2)], summary: summary(1, 'validating', { seq: 2 }), actions: ['cancel'] })
    state.replace({ ...old, deadline: 99 })
    const { view } = state
    expect([numbers(view.value.events), view.value.summary.state, view.value.actions, view.value.deadline]).toEqual([
      [1, 2],
      'validating',
      ['cancel'],
      99,
    ])
  })

  it('are cut into a group per transition', ({ expect }) => {
    const groups = groupEvents([log(1), ...history()])
    expect(groups.map((group) => group.head?.to ?? null)).toEqual([
      null,
      'triaged',
      'planned',
      'queued',
      'generating',
      'validating',
      'opening_pull_request',
      'in_review',
    ])
  })

  it('bring the meter as it was read last, whichever came first', ({ expect }) => {
    const { meter } = issueView()
    if (!meter) throw new Error('the fixture has a meter')
    const state = createIssueState(issueView({ meter: null }))
    const message = (at: number) => ({
      type: 'events' as const,
      events: [],
      summary: issueView().summary,
      actions: [],
      meter: { ...meter, at },
    })
    expect(state.receive(message(20))).toBe(false)
    expect(state.view.value.meter?.at).toBe(20)
    state.receive(message(10))
    state.replace(issueView({ meter: { ...meter, at: 15 } }))
    state.receive({ type: 'events', events: [], summary: issueView().summary, actions: [] })
    expect(state.view.value.meter?.at).toBe(20)
  })

  it('are taken only from messages of their own shape', ({ expect }) => {
    expect([null, 1, {}, { type: 'events' }, { type: 'summaries', summaries: [] }].map(isSocketMessage)).toEqual([
      false,
      false,
      false,
      false,
      false,
    ])
    expect([isFeedMessage({ type: 'summaries', summaries: [] }), isFeedMessage({ type: 'events' })]).toEqual([true, false])
  })
})

describe('the dashboard', () => {
  it('never shows an older state over a newer one', ({ expect }) => {
    const held = [summary(1, 'in_review', { seq: 9 })]
    expect(mergeSummaries(held, [summary(1, 'generating', { seq: 5 })])[0]?.state).toBe('in_review')
    expect(mergeSummaries(held, [summary(1, 'merged', { seq: 12 })])[0]?.state).toBe('merged')
  })

  it('shows every request in exactly one group', ({ expect }) => {
    expect(groupIssues(issues).map((group) => [group.id, group.issues.map((issue) => issue.number)])).toEqual([
      ['waiting', [12, 16]],
      ['working', [14, 15]],
      ['ended', [9, 8, 5]],
    ])
  })
})

describe('what a person is offered', () => {
  const { rex = null, mina = null, cora = null } = people
  const request = { requester: 'Mina' }

  it('is nothing for visitors, and everything for a reviewer', ({ expect }) => {
    expect(permissionFor('approve', null, request)).toMatchObject({ allowed: false, why: 'signed-out' })
    expect(permissionFor('approve', rex, request).allowed).toBe(true)
  })

  it('is no approval for the requester, even a reviewer, whatever the case of the login', ({ expect }) => {
    expect(permissionFor('approve', mina, request)).toMatchObject({ allowed: false, why: 'requester' })
    expect(permissionFor('approve-plan', mina, request)).toMatchObject({ allowed: false, why: 'requester' })
    expect(permissionFor('request-changes', mina, request).allowed).toBe(true)
  })

  it('is cancelling alone for a contributor, and only of their own request', ({ expect }) => {
    expect(permissionFor('cancel', cora, { requester: 'cora' }).allowed).toBe(true)
    expect(permissionFor('cancel', cora, request)).toMatchObject({ allowed: false, why: 'role' })
    expect(permissionFor('retry', cora, { requester: 'cora' })).toMatchObject({ allowed: false, why: 'role' })
  })
})

describe('a validation report', () => {
  it('puts what stops the draft first and what passed last', ({ expect }) => {
    expect(groupChecks(report.checks).map((group) => [group.id, group.checks.length])).toEqual([
      ['block', 1],
      ['warn', 1],
      ['skip', 1],
      ['pass', 2],
    ])
  })
})

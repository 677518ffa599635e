import { describe, expect, it } from 'vitest'
import type { DeliveryEvent } from '../../../worker/domain/delivery-event.ts'
import { issueOf, readDelivery } from '../../../worker/domain/from-delivery.ts'
import type { IssueRecord } from '../../../worker/domain/issue-record.ts'
import { deliveriesAt, mergedDelivery } from '../../model/deliveries.ts'
import { Life, start } from './lives.ts'

type PullRequestEvent = Extract<DeliveryEvent, { event: 'pull_request' }>

const deliveries = deliveriesAt(start)
const merged = mergedDelivery('sha1', 'm1', start) as PullRequestEvent

function read(event: DeliveryEvent, known: IssueRecord | null = null) {
  return readDelivery(event, { known, appLogin: 'registry[bot]', hash: (text) => text })
}

function opened(change: Partial<Extract<DeliveryEvent, { event: 'issues' }>>): DeliveryEvent {
  return { ...(deliveries.opened as Extract<DeliveryEvent, { event: 'issues' }>), ...change }
}

const plainIssue = {
  ...(deliveries.opened as Extract<DeliveryEvent, { event: 'issues' }>).issue,
  title: 'Typo in the README',
  body: 'There is a typo.',
  labels: [],
}

describe('which issue a delivery is about', () => {
  it('is the issue itself', () => {
    expect(issueOf(deliveries.opened)?.key).toBe('77#9')
  })

  it('is found through the branch of its pull request', () => {
    expect(issueOf(merged)?.key).toBe('77#9')
  })

  it('is none for a branch of the same name in a fork, for another branch, and outside of an installation', () => {
    expect(issueOf({ ...merged, pull: { ...merged.pull, headRepositoryId: 78 } })).toBeNull()
    expect(issueOf({ ...merged, pull: { ...merged.pull, headRef: 'feature/9' } })).toBeNull()
    expect(issueOf({ ...merged, installationId: null })).toBeNull()
  })
})

describe('what a delivery means', () => {
  it('is a request when one is filed, labelled or edited into one', () => {
    expect(read(deliveries.opened)?.type).toBe('RequestFiled')
    expect(read(deliveries.labeled)?.type).toBe('RequestFiled')
    expect(read(deliveries.edited)?.type).toBe('RequestFiled')
  })

  it('is an edit when the request is known', () => {
    expect(read(deliveries.edited, new Life().record)?.type).toBe('RequestEdited')
  })

  it('is the end of the wish when the trigger label is taken off, and nothing when another is, or one stays', () => {
    const issue = { ...plainIssue, title: 'Pods' }
    const off = (label: string, labels: string[] = []) =>
      read(opened({ action: 'unlabeled', label, issue: { ...issue, labels } }), new Life().record)
    expect(off('codebundle:generate')).toEqual({ type: 'TriggerRemoved', login: 'mina', label: 'codebundle:generate' })
    expect([off('intake'), off('codebundle:generate', ['intake']), off('bug')]).toEqual([null, null, null])
  })

  it('is nothing for an issue that asks for no CodeBundle', () => {
    expect(read(opened({ issue: plainIssue }))).toBeNull()
    expect(read(opened({ action: 'closed', issue: { ...plainIssue, state: 'closed' } }))).toBeNull()
  })

  it.each(['deleted', 'transferred'] as const)('keeps apart that an issue was %s', (action) => {
    expect(read({ ...deliveries.edited, action } as typeof deliveries.edited, new Life().record)).toMatchObject({
      type: 'IssueClosed',
      how: action,
    })
  })

  it('is nothing when a bot files, labels or comments', () => {
    const bot = { login: 'renovate[bot]', id: 1, type: 'Bot' }
    expect(read(opened({ sender: bot }))).toBeNull()
    const comment = { id: 1, body: '/cancel', author: bot, association: 'NONE', createdAt: start, updatedAt: start }
    const { repository, issue, installationId } = deliveries.opened as Extract<DeliveryEvent, { event: 'issues' }>
    expect(
      read({ event: 'issue_comment', action: 'created', repository, issue, installationId, sender: bot, comment }, new Life().record),
    ).toBeNull()
  })

  it('is nothing for a label that is not a trigger', () => {
    const labeled = deliveries.labeled as Extract<DeliveryEvent, { event: 'issues' }>
    expect(read({ ...labeled, label: 'bug' }, new Life().record)).toBeNull()
  })

  it('tells a merge from a refusal, and ignores what the App itself closed or pushed', () => {
    const { record } = new Life().toQueued().toValidating().toReview()
    const closed: PullRequestEvent = { ...merged, pull: { ...merged.pull, merged: false } }
    const person = { login: 'olga', id: 4, type: 'User' }
    expect(read(merged, record)).toMatchObject({ type: 'PullRequestMerged', sha: 'm1' })
    expect(read({ ...closed, sender: person }, record)).toEqual({ type: 'PullRequestClosed', login: 'olga' })
    expect(read(closed, record)).toBeNull()
    expect(read({ ...closed, action: 'synchronize' }, record)).toBeNull()
    expect(read({ ...closed, action: 'synchronize', sender: person }, record)).toMatchObject({ type: 'HeadMoved', login: 'olga' })
  })
})

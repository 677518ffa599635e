import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createIssueStore } from '../../worker/db/issue-store.ts'
import type { IssueSummary } from '../../worker/domain/views.ts'
import type { AuditRow } from '../../worker/pipeline/ports.ts'

const store = createIssueStore(env.DB)

function summary(number: number, seq: number, more: Partial<IssueSummary> = {}): IssueSummary {
  return {
    key: `7#${number}`,
    owner: 'meridian',
    repo: 'care',
    number,
    title: `Issue ${number} at ${seq}`,
    url: 'http://forge.test',
    requester: 'olga',
    state: 'received',
    since: seq,
    openedAt: 1,
    updatedAt: number * 100 + seq,
    round: 1,
    attempt: 0,
    slug: null,
    platform: null,
    provider: null,
    pull: null,
    outcome: null,
    seq,
    ...more,
  }
}

function auditRow(key: string, seq: number): AuditRow {
  const blank = { actor: 'a', cause: 'c', event: 'e', from: 'received', to: 'triaged', inputHash: '', previousHash: '' }
  return { key, seq, at: seq, ...blank, hash: `h${seq}` }
}

it('ends with the newest summary in whatever order and however often summaries arrive', async () => {
  let number = 100
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 }), async (order) => {
      number += 1
      for (const seq of order) await store.project(summary(number, seq), [])
      expect(await store.get('meridian', 'care', number)).toEqual(summary(number, Math.max(...order)))
    }),
    { numRuns: 30 },
  )
})

it('keeps the first audit row of each number, however many come at once and however often', async () => {
  const rows = Array.from({ length: 25 }, (_, index) => auditRow('7#1', index + 1))
  await store.project(summary(1, 25), rows)
  await store.project(summary(1, 25), [...rows.map((row) => ({ ...row, hash: 'forged' })), auditRow('7#1', 26)])
  const stored = await store.auditOf('7#1')
  expect(stored).toEqual([...rows, auditRow('7#1', 26)])
})

it('gives the address of an issue to the newest repository of that name', async () => {
  await store.project(summary(2, 5), [])
  await store.project({ ...summary(2, 1), key: '8#2', title: 'Made again' }, [])
  expect((await store.get('meridian', 'care', 2))?.title).toBe('Made again')
})

it('pages through issues, newest change first, each once', async () => {
  const owner = 'paged'
  for (let number = 1; number <= 7; number += 1) {
    await store.project(
      summary(number, 1, { owner, key: `9#${number}`, updatedAt: 10_000_000 + (number % 3), state: number === 4 ? 'published' : 'denied' }),
      [],
    )
  }
  const seen: IssueSummary[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof store.list>> = await store.list({ cursor, limit: 3, states: ['published', 'denied'] })
    seen.push(...page.issues)
    cursor = page.next
  } while (cursor !== null)
  expect(seen.map((one) => one.number).toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(seen.map((one) => one.updatedAt)).toEqual(seen.map((one) => one.updatedAt).toSorted((a, b) => b - a))
  expect((await store.list({ states: ['published'] })).issues.map((one) => one.key)).toEqual(['9#4'])
  expect((await store.list({ cursor: 'nonsense', limit: 1 })).issues).toHaveLength(1)
})

it('names the issues that are at work and stand still, longest first, and none that wait for nobody', async () => {
  await store.project(summary(501, 1, { key: '10#1', updatedAt: 5, state: 'validating' }), [])
  await store.project(summary(502, 1, { key: '10#2', updatedAt: 3, state: 'in_review' }), [])
  await store.project(summary(503, 1, { key: '10#3', updatedAt: 2, state: 'published' }), [])
  await store.project(summary(504, 1, { key: '10#4', updatedAt: 90, state: 'merging' }), [])
  expect(await store.overdue(50)).toEqual(['10#2', '10#1'])
  expect((await store.countByState()).validating).toBe(1)
})

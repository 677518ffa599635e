import { expect, it } from 'vitest'
import { readCursor, writeCursor } from '../../../worker/registry/search-cursor.ts'
import { matchExpression, wordsOf } from '../../../worker/registry/search-query.ts'

it('splits a name as the index does, folds case and drops repeats', () => {
  expect(wordsOf('k8s-PVC_health k8s.pvc')).toEqual(['k8s', 'pvc', 'health'])
})

it('leaves stop words out unless there is nothing else', () => {
  expect(wordsOf('how do I check the pods')).toEqual(['check', 'pods'])
  expect(wordsOf('to be')).toEqual(['to', 'be'])
})

it('quotes every word, gives each its other names and lets the last one be a beginning', () => {
  expect(matchExpression('k8s pod')?.all).toBe('("k8s" OR "kubernetes" OR "kube") AND "pod" *')
  expect(matchExpression('k8s pod')?.any).toBe('("k8s" OR "kubernetes" OR "kube") OR "pod" *')
})

it('knows when there is nothing to search for', () => {
  for (const text of ['', ' ', '"*"', '🔥', '\u0301', '\u0000', '\ud800']) expect(matchExpression(text)).toBeNull()
})

it('uses the first sixteen words and says that it left some out', () => {
  const words = Array.from({ length: 20 }, (_, index) => `w${index}`).join(' ')
  expect(matchExpression(words)).toMatchObject({ words: 16, truncated: true })
  expect(matchExpression('one two')).toMatchObject({ words: 2, truncated: false })
})

it('reads back the cursors it wrote and no others', () => {
  for (const cursor of [{ in: 'any', score: -12.345678901234567, id: 3 } as const, { in: 'newest', updatedAt: 1e12, id: 9 } as const]) {
    expect(readCursor(writeCursor(cursor))).toEqual(cursor)
    expect(writeCursor(cursor)).toMatch(/^[\w-]+$/)
  }
  for (const text of ['', 'e30', btoa('{"in":"all","score":"1","id":1}'), btoa('{"in":"newest","updatedAt":1.5,"id":1}'), '!!'])
    expect(readCursor(text)).toBeNull()
})

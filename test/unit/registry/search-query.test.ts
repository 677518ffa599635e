import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readCursor, writeCursor } from '../../../worker/registry/search/order.ts'
import { parseQuery } from '../../../worker/registry/search/query-language.ts'
import { createIntern, decodeSegment, encodeSegment } from '../../../worker/registry/search/segment.ts'
import { markWords, phraseMatch } from '../../../worker/registry/search/snippet.ts'
import { editDistance } from '../../../worker/registry/search/spelling.ts'
import { nameKey, titleMark, wordsOf } from '../../../worker/registry/search/words.ts'

const wordsIn = (text: string) => wordsOf(text).map(({ word }) => word)

it('splits names at their hyphens and compounds at their capitals, and keeps the compound', () => {
  expect(wordsIn('k8s-PVC_health')).toEqual(['k8s', 'pvc', 'health'])
  expect(wordsIn('CloudSQL crashLoopBackOff PVCs')).toEqual([
    'cloud',
    'sql',
    'cloudsql',
    'crash',
    'loop',
    'back',
    'off',
    'crashloopbackoff',
    'pvcs',
  ])
  expect(wordsIn('Café')).toEqual(['cafe'])
})

it('takes two spellings of a name as one', () => {
  expect(new Set(['Cloud SQL', 'CloudSQL', 'cloud-sql', 'CLOUD_SQL'].map(nameKey)).size).toBe(1)
  expect(titleMark(`Check \`$${'{NAMESPACE}'}\` Now`)).toBe(titleMark('check namespace now'))
  expect(titleMark('check now')).not.toBe(titleMark('now check'))
})

it('reads qualifiers, quoted values, lists and negations', () => {
  const query = parseQuery('restart platform:aws,gcp -tag:"Cloud Run" author:"Shea Stewart" has:sli -has:readme -chaos "out of memory"')
  expect(query.words.map(({ word }) => word)).toEqual(['restart', 'out', 'memory'])
  expect(query.filters).toEqual([
    { name: 'platform', value: 'aws', isNegative: false },
    { name: 'platform', value: 'gcp', isNegative: false },
    { name: 'tag', value: 'Cloud Run', isNegative: true },
    { name: 'author', value: 'Shea Stewart', isNegative: false },
  ])
  expect(query.having).toEqual([
    { what: 'sli', isNegative: false },
    { what: 'readme', isNegative: true },
  ])
  expect(query.without.map(({ word }) => word)).toEqual(['chaos'])
  expect(query.phrases).toEqual(['out of memory'])
  expect(query.notices).toEqual([])
})

it('says what it did not understand and searches for it as words', () => {
  const query = parseQuery('colour:red has:wings tag: https://example.org/x')
  expect(query.words.map(({ word }) => word)).toEqual(['colour', 'red', 'https', 'example', 'org', 'x'])
  expect(query.notices.join(' ')).toMatch(/“colour:” is not a qualifier.*“has:” knows.*“tag:” has no value/)
})

it('leaves stop words out unless there is nothing else, and knows when there is no word', () => {
  expect(parseQuery('how do I check the pods').words.map(({ word }) => word)).toEqual(['check', 'pods'])
  expect(parseQuery('to be').words).toHaveLength(2)
  for (const text of ['', ' ', '"*"', '🔥', '\u0301', '\u0000', '\ud800']) expect(parseQuery(text).words).toEqual([])
})

it('uses the first sixteen words and says so', () => {
  const long = parseQuery(Array.from({ length: 20 }, (_, index) => `w${index}`).join(' '))
  expect([long.words.length, long.notices.length]).toEqual([16, 1])
})

it('takes any text apart', { timeout: 60_000 }, () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => parseQuery(text).words.length <= 16))
})

it('reads back the cursors it wrote and no others', () => {
  for (const key of [-123_456, 'café ☕', ''])
    for (const sort of ['relevance', 'name'] as const) {
      const cursor = { sort, kind: 'tasks' as const, key, id: 3, task: 0 }
      expect(readCursor(writeCursor(cursor))).toEqual(cursor)
      expect(writeCursor(cursor)).toMatch(/^[\w-]+$/)
    }
  for (const text of ['', 'e30', btoa('{"sort":"all","key":1,"id":1}'), '!!', '💥']) expect(readCursor(text)).toBeNull()
})

it('counts typing errors: a letter more, less, other, or two swapped', () => {
  expect(['kuberntes', 'kubernetess', 'kubernatos', 'kubenretes'].map((word) => editDistance(word, 'kubernetes', 2))).toEqual([1, 1, 2, 1])
  expect(editDistance('redis', 'kafka', 2)).toBe(3)
})

it('quotes every word of a phrase and marks words in a text', () => {
  expect(phraseMatch(['a" OR b', '*', 'x'])).toBe('"a or b" OR "x"')
  expect(markWords('Lists pods that restarted', ['restart'])).toBe('Lists pods that \u0001restarted\u0002')
  expect(markWords('Lists pods', ['queue'])).toBeNull()
})

it('gives back the postings and facts that a segment was made of', () => {
  const task = (mark: number) => ({ isSli: mark === 2, access: 'read-write', mark, terms: { pod: 9 } })
  const entry = (id: number, terms: Record<string, number>) => ({
    ...{
      id,
      slug: `s${id}`,
      displayName: 'S',
      collection: 'c',
      platform: 'aws',
      access: 'unknown',
      author: null,
      tags: [],
      resourceTypes: [],
    },
    ...{ hasRunbook: true, hasSli: false, hasDiscovery: false, hasReadme: false, score: null, updatedAt: 1 },
    ...{ terms, tasks: [task(1), task(2)], written: { pod: 'pods' } },
  })
  const entries = Array.from({ length: 300 }, (_, at) => entry(at, at % 250 === 0 ? { pod: 7, rare: 255 } : { pod: 1 }))
  const segment = decodeSegment(encodeSegment(entries), createIntern())
  expect(segment.stems).toEqual(['pod', 'rare'])
  expect(segment.bundles).toHaveLength(300)
  expect([...segment.taskMarks.subarray(0, 2), ...segment.taskFlags.subarray(0, 2)]).toEqual([1, 2, 2, 3])
  const rare = segment.bundlePostings.subarray(segment.bundleStarts[1], segment.bundleStarts[2])
  // Two postings: bundle 0 (a gap of 1 from the start) and bundle 250 (a gap of 250, in two bytes).
  expect([...rare]).toEqual([2, 1, 255, (250 & 127) | 128, 1, 255])
})

import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { everything } from '../../worker/domain/views.ts'
import { indexCollection } from '../../worker/registry/index-collection.ts'
import { search } from '../../worker/registry/search.ts'
import { bundle, deps, makeCollection, robotFile, stores } from './registry-fixtures.ts'

const sample = [
  bundle('k8s-pvc-health', 'a', {
    displayName: 'Kubernetes Persistent Volume Healthcheck',
    runbook: robotFile(['List PVCs over 90%']),
  }),
  bundle('k8s-deployment-triage', 'a', { displayName: 'Deployment Triage', description: 'Finds crashing pods behind a deployment.' }),
  bundle('aws-s3-public', 'a', { supports: ['AWS'], displayName: 'S3 Public Access', description: 'Buckets anyone can read.' }),
  bundle('gcp-node-prices', 'a', { supports: ['GCP'], displayName: 'Café Prices', description: 'Spot prices per region. deployment' }),
  ...Array.from({ length: 30 }, (_, index) =>
    bundle(`azure-filler-${String(index).padStart(2, '0')}`, 'a', { supports: ['Azure'], displayName: `Filler ${index}` }),
  ),
]

beforeAll(async () => {
  const { id } = await makeCollection('searchable')
  await indexCollection(id, 'test', deps({ tree: sample, commit: 'c1' }))
})

const find = (query: string, cursor: string | null = null, limit?: number) =>
  search(stores, { ...everything, query, cursor, ...(limit ? { limit } : {}) })
const slugsOf = async (query: string) => (await find(query)).cards.map((card) => card.slug)

it('finds a bundle by its name, by part of its name and by the beginning of a word', async () => {
  expect((await slugsOf('k8s-pvc-health'))[0]).toBe('k8s-pvc-health')
  expect((await slugsOf('pvc'))[0]).toBe('k8s-pvc-health')
  expect((await slugsOf('persist'))[0]).toBe('k8s-pvc-health')
  expect(await slugsOf('cafe pric')).toEqual(['gcp-node-prices'])
})

it('ranks a word of the display name over the same word of the documentation', async () => {
  expect(await slugsOf('deployment')).toEqual(['k8s-deployment-triage', 'gcp-node-prices'])
})

it('finds the other names of a thing', async () => {
  expect(await slugsOf('kubernetes deployment triage')).toContain('k8s-deployment-triage')
  expect(await slugsOf('persistent volume')).toContain('k8s-pvc-health')
  expect(await slugsOf('bucket')).toEqual(['aws-s3-public'])
  expect(await slugsOf('amazon s3')).toEqual(['aws-s3-public'])
})

it('leaves the small words of a question out', async () => {
  expect((await slugsOf('how do I find crashing pods?'))[0]).toBe('k8s-deployment-triage')
})

it('shows bundles with some of the words when none has all, and says so', async () => {
  const results = await find('pvc zzzzqqq')
  expect(results.cards.map((card) => card.slug)).toEqual(['k8s-pvc-health'])
  expect(results.notice).toContain('some of them')
  expect(await find('zzzzqqq')).toMatchObject({ total: 0, cards: [], notice: expect.stringContaining('No CodeBundle') })
})

it('marks the matches in the snippet', async () => {
  const [card] = (await find('crashing')).cards
  expect(card?.snippet).toContain('\u0001crashing\u0002')
})

it('pages through all matches and through the newest, each once and in a stable order', async () => {
  for (const query of ['filler', '']) {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof find>> = await find(query, cursor, 7)
      expect(page.total).toBe(query === '' ? sample.length : 30)
      seen.push(...page.cards.map((card) => card.slug))
      cursor = page.next
    } while (cursor !== null)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBe(query === '' ? sample.length : 30)
  }
})

it('lists 24 newest bundles for an empty query', async () => {
  const results = await find('   ')
  expect([results.cards.length, results.total, results.notice]).toEqual([24, sample.length, null])
})

it('says when a query has no word or a page marker is not ours', async () => {
  expect((await find('"*" -- ;;')).notice).toContain('no letters or digits')
  for (const cursor of ['x', '%', btoa('{"in":"all"}'), btoa('[]'), '💥']) {
    expect((await find('pvc', cursor)).notice).toContain('page marker')
  }
})

it.each([
  '"',
  '""',
  "it's",
  'NEAR(pvc health, 2)',
  'name:pvc',
  '{name display_name}: pvc',
  'pvc AND',
  'pvc OR',
  'NOT pvc',
  '^pvc',
  'pvc*',
  '-pvc',
  '+pvc + health',
  "'; DROP TABLE bundles; --",
  '👩‍🔧 pvc 🔥',
  '\u0000pvc\u0000',
  '\ud800 pvc',
  '\u0301\u0301',
  'ﬃ ǅ İ ß',
])('answers the query %j', async (query) => {
  expect(await find(query)).toMatchObject({ query })
})

it('answers a query of ten kilobytes, and says that it used the first words', async () => {
  const long = Array.from({ length: 1_500 }, (_, index) => `word${index}`).join(' ')
  expect((await find(`${long} pvc`)).total).toBe(0)
  expect((await find(`filler ${'filler '.repeat(1_400)}`)).notice).toContain('only its first words')
  expect((await find('x'.repeat(10_240))).total).toBe(0)
})

it('answers any text at all', { timeout: 60_000 }, async () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.string({ unit: 'grapheme', maxLength: 80 }),
    fc
      .array(fc.constantFrom('pvc', '"', '*', 'AND', 'OR', 'NOT', 'NEAR', '(', ')', ':', '-', '^', '{', '}', '\u0000', 'é', '日本'), {
        maxLength: 30,
      })
      .map((parts) => parts.join(' ')),
  )
  await fc.assert(
    fc.asyncProperty(text, text, async (query, cursor) => {
      const results = await find(query, cursor === '' ? null : cursor)
      expect(results.total).toBeGreaterThanOrEqual(results.cards.length)
      const tasks = await search(stores, { ...everything, query, kind: 'tasks', sort: 'name', filters: { tag: [cursor], author: [query] } })
      expect(tasks.facets.length).toBe(6)
    }),
    { numRuns: 300 },
  )
})

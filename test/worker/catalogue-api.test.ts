import { Hono } from 'hono'
import { beforeAll, expect, it } from 'vitest'
import type { CoverageAnswer } from '../../worker/domain/plan.ts'
import { catalogueCache } from '../../worker/middleware/catalogue-cache.ts'
import type { AppEnv } from '../../worker/middleware/context.ts'
import { errorHandler, notFoundHandler } from '../../worker/middleware/errors.ts'
import { indexCollection } from '../../worker/registry/index-collection.ts'
import { createPageData } from '../../worker/registry/page-data.ts'
import { catalogueOperations } from '../../worker/routes/api/catalogue-operations.ts'
import { allowedMethods, apiRoutes } from '../../worker/routes/api/mount.ts'
import { broken, bundle, deps, mainDatabase, makeCollection, robotFile, stores } from './registry-fixtures.ts'

const pages = createPageData(stores)
const operations = catalogueOperations({
  ...pages,
  collection: pages.collectionPage,
  figures: async () => ({ ...(await pages.figures()), openIssues: 0 }),
})
let time = 0
// Each request is later than the version is remembered for.
const keep = catalogueCache({ version: pages.catalogueVersion, build: '', shared: () => null, now: () => (time += 2_000) })
const app = new Hono<AppEnv>()
  .use(allowedMethods(operations))
  .route('/', apiRoutes(operations, { publicUrl: 'http://registry.test', keep }))
app.notFound(notFoundHandler({ log: () => undefined, page: () => '' }))
app.onError(errorHandler({ log: () => undefined, page: () => '' }))
let id = 0

beforeAll(async () => {
  const row = await makeCollection('care')
  id = row.id
  const tree = [
    bundle('k8s-pod-health', 'a', { sli: robotFile(['Score pods']) }),
    bundle('aws-s3-public', 'a', { displayName: 'Audit buckets', supports: ['AWS', 'S3'], runbook: robotFile(['Find open buckets'], []) }),
  ]
  const problems = [{ file: 'codebundles/huge', line: null, code: 'too_large', message: 'Too large.' }]
  await indexCollection(id, 'test', deps({ tree, commit: 'abc123', problems }))
})

const get = async (path: string, headers = {}) => app.request(path, { headers })

it('lists the newest bundles and searches them', async () => {
  const all = await (await get('/api/v1/codebundles')).json()
  expect(all).toMatchObject({ query: '', total: 2, next: null, notice: null })
  const found = await (await get('/api/v1/codebundles?q=bucket&limit=5')).json()
  expect(found).toMatchObject({
    total: 1,
    cards: [{ collection: 'care', slug: 'aws-s3-public', platform: 'aws', access: 'read-only', tasks: 1 }],
  })
})

it('answers one bundle with its texts and a link to its source at the indexed commit', async () => {
  expect(await (await get('/api/v1/codebundles/care/k8s-pod-health')).json()).toMatchObject({
    card: { tasks: 2, hasRunbook: true, hasSli: true },
    bundle: { slug: 'k8s-pod-health' },
    readme: expect.stringContaining('# Display'),
    runbookSource: '*** Tasks ***',
    sliSource: null,
    sourceUrl: expect.stringMatching(/^http:\/\/forge\.test\/meridian\/care-\d+\/tree\/abc123\/codebundles\/k8s-pod-health$/),
    stale: false,
  })
})

it('answers collections with their figures, the state of their index and their bundles by name', async () => {
  const [collection] = await pages.collections()
  expect(collection).toMatchObject({
    slug: 'care',
    bundles: 2,
    tasks: 3,
    commit: 'abc123',
    lastRun: { status: 'ok', error: null, problems: 1 },
  })
  expect(await (await get('/api/v1/collections')).json()).toEqual([collection])
  const page = await (await get('/api/v1/collections/care')).json()
  expect(page).toMatchObject({ collection, cards: [{ displayName: 'Audit buckets' }, { displayName: 'Display of k8s-pod-health' }] })
  expect(await (await get('/api/v1/collections/care/health')).json()).toMatchObject({ problems: [{ code: 'too_large', bundle: null }] })
})

it('answers 404 for what is not there', async () => {
  for (const path of ['codebundles/care/none', 'codebundles/none/k8s-pod-health', 'collections/none', 'collections/none/health']) {
    expect((await get(`/api/v1/${path}`)).status).toBe(404)
  }
})

it('answers 400 with the reason for parameters out of range', async () => {
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'limit=1.5', `cursor=${'x'.repeat(1_001)}`, `q=${'x'.repeat(20_001)}`]) {
    const answer = await get(`/api/v1/codebundles?${query}`)
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringMatching(/limit|cursor|characters/)])
  }
})

it('answers 304 until the catalogue changes', async () => {
  const first = await get('/api/v1/codebundles?q=pod')
  const etag = first.headers.get('etag') ?? ''
  expect((await get('/api/v1/codebundles?q=pod', { 'if-none-match': `"other", W/${etag}` })).status).toBe(304)
  expect((await get('/api/v1/collections', { 'if-none-match': etag })).status).toBe(304)
  await indexCollection(id, 'test', deps({ tree: [bundle('k8s-pod-health', 'b'), broken('aws-s3-public', 'b')], commit: 'c2' }))
  const after = await get('/api/v1/codebundles?q=pod', { 'if-none-match': etag })
  expect([after.status, after.headers.get('etag') === etag]).toEqual([200, false])
})

it('answers HEAD as GET, without a body', async () => {
  const [head, whole] = [await app.request('/api/v1/tags', { method: 'HEAD' }), await get('/api/v1/tags')]
  expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', whole.headers.get('etag')])
})

it('refuses other methods with what is allowed', async () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    const answer = await app.request('/api/v1/codebundles/care/k8s-pod-health', { method })
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    expect(await answer.json()).toMatchObject({ status: 405, type: expect.stringContaining('method_not_allowed') })
  }
})

it('opens reads to pages of every site, errors too, and nothing else', async () => {
  const asked = await app.request('/api/v1/collections', { method: 'OPTIONS', headers: { origin: 'http://other.test' } })
  expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'GET, HEAD, OPTIONS'])
  for (const path of ['/api/v1/collections', '/api/v1/collections/none', '/api/v1/codebundles?limit=0']) {
    const answer = await get(path, { origin: 'http://other.test' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('*')
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
  }
  expect((await get('/api/v1/figures')).headers.has('access-control-allow-origin')).toBe(false)
})

it('describes every operation, and answers as described', async () => {
  const document = (await (await get('/api/v1/openapi.json')).json()) as { paths: Record<string, { get: { responses: object } }> }
  expect(Object.keys(document.paths).sort()).toEqual(operations.map((one) => one.path).sort())
  const text = JSON.stringify(document)
  const named = Object.keys((document as unknown as { components: { schemas: object } }).components.schemas)
  for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) expect(named).toContain(name)
  expect(text).not.toContain('$defs')
  for (const one of operations.filter(({ path }) => !path.includes('compare'))) {
    const path = one.path.replace('{collection}/{bundle}', 'care/k8s-pod-health').replace('{slug}', 'care')
    const answer = await get(one.id === 'getCoverage' ? `${path}?text=find%20open%20S3%20buckets` : path)
    const parsed = one.answer.safeParse(await answer.json())
    expect([path, answer.status, parsed.error?.issues]).toEqual([path, 200, undefined])
  }
})

it('says what exists already of a request, and what the request leaves open', async () => {
  const ask = async (text: string) => (await get(`/api/v1/coverage?text=${encodeURIComponent(text)}`)).json()
  const { coverage, questions } = (await ask('find open S3 buckets')) as CoverageAnswer
  expect(questions).toEqual([])
  expect(coverage[0]).toMatchObject({ collection: 'care', slug: 'aws-s3-public', why: expect.any(String) })
  expect(coverage[0]?.percent).toBeGreaterThan(40)
  expect(await ask('help')).toMatchObject({ coverage: [], questions: [expect.any(String)] })
  expect((await get('/api/v1/coverage?text=ab')).status).toBe(400)
})

it('counts the visible catalogue', async () => {
  const figures = await pages.figures()
  expect(figures).toMatchObject({ collections: 1, bundles: 2, tasks: 2 })
  expect(figures.platforms.find((one) => one.platform === 'aws')).toEqual({ platform: 'aws', bundles: 1 })
  await mainDatabase.prepare("UPDATE collections SET visibility = 'hidden' WHERE id = ?").bind(id).run()
  expect(await pages.figures()).toMatchObject({ collections: 0, bundles: 0, tasks: 0 })
})

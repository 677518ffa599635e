import { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { catalogueCache } from '../../worker/middleware/catalogue-cache.ts'
import type { AppEnv } from '../../worker/middleware/context.ts'
import { errorHandler } from '../../worker/middleware/errors.ts'
import { indexCollection } from '../../worker/registry/index-collection.ts'
import { createPageData } from '../../worker/registry/page-data.ts'
import { keptPages } from '../../worker/routes/kept-pages.ts'
import type { PageData } from '../../worker/routes/page-data.ts'
import { bundle, deps, makeCollection, stores } from './registry-fixtures.ts'

const publicUrl = 'http://registry.test'
const pages = createPageData(stores)
const asked: Parameters<PageData['search']>[0][] = []
const data = {
  ...pages,
  collection: pages.collectionPage,
  search: (request: Parameters<PageData['search']>[0]) => {
    asked.push(request)
    return pages.search({ ...request, filters: {} })
  },
  tags: async () => [{ tag: 'C#/.NET [x](javascript:alert(1))', bundles: 1 }],
  authors: async () => [{ author: 'Ann <b>', bundles: 2, tasks: 3, collections: ['care'] }],
  figures: async () => ({ ...(await pages.figures()), openIssues: 0 }),
} as unknown as PageData
let time = 0
const keep = catalogueCache({ version: pages.catalogueVersion, build: '', shared: () => null, now: () => (time += 2_500) })
const app = new Hono<AppEnv>()
app.onError(errorHandler({ log: () => undefined, page: () => '' }))
app.route('/', keptPages({ data, publicUrl, keep, issuesMark: async () => '0' }))
app.get('*', (c) => c.html('<p>page</p>'))
const get = async (path: string, headers = {}) => app.request(path, { headers })

beforeAll(async () => {
  const row = await makeCollection('care')
  const tree = [bundle('k8s-pod-health', 'a', { displayName: 'Pods | [x](javascript:alert(1))' }), bundle('aws-s3', 'a', {})]
  await indexCollection(row.id, 'test', deps({ tree, commit: 'abc123' }))
})

const addresses = [
  '/codebundles',
  '/search',
  '/tasks',
  '/tags',
  '/tags/kubernetes',
  '/authors',
  '/authors/Ann',
  '/collections',
  '/collections/care',
  '/collections/care/codebundles/k8s-pod-health',
]

describe('the Markdown twin', () => {
  it.each(addresses)('of %s is at its address with .md, and at the address itself for who asks for Markdown', async (path) => {
    const twin = await get(`${path}.md`)
    expect([twin.status, twin.headers.get('content-type')]).toEqual([200, 'text/markdown; charset=utf-8'])
    const text = await twin.text()
    expect(text).toMatch(/^# .+\n/)
    const same = await get(path, { accept: 'text/markdown' })
    expect(same.headers.get('vary')).toContain('Accept')
    expect(await same.text()).toBe(text)
    expect(await (await get(path, { accept: 'text/html, text/markdown' })).text()).toBe('<p>page</p>')
    expect(await (await get(path)).text()).toBe('<p>page</p>')
  })

  it('of the first page is index.md', async () => {
    expect(await (await get('/index.md')).text()).toBe(await (await get('/', { accept: 'text/markdown' })).text())
  })

  it('links only to itself, whatever the texts of others hold', async () => {
    for (const path of [...addresses, '/index']) {
      // A README is given as it is written.
      const [text = ''] = (await (await get(`${path}.md`)).text()).split('\n## README\n')
      const links = [...text.matchAll(/(?<!\\)\]\(([^)]*)\)/g)].map(([, href = '']) => href)
      expect(links.filter((href) => !href.startsWith(`${publicUrl}/`))).toEqual([])
    }
  })

  it('asks for what its page asks for', async () => {
    asked.length = 0
    await get('/tags/a%2Fb.md?author=x')
    await get('/tasks.md?q=pods')
    expect(asked).toMatchObject([{ filters: { tag: ['a/b'], author: ['x'] } }, { query: 'pods', kind: 'tasks' }])
  })

  it('is not there for what is not there, and says what is wrong with a search', async () => {
    for (const path of ['/collections/none.md', '/collections/care/codebundles/none.md']) expect((await get(path)).status).toBe(404)
    expect((await get('/search.md?limit=0')).status).toBe(400)
  })
})

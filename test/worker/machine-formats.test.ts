import { Hono } from 'hono'
import { beforeAll, describe, expect, it } from 'vitest'
import { createListingStore } from '../../worker/db/listing-store.ts'
import { everything } from '../../worker/domain/views.ts'
import { catalogueCache } from '../../worker/middleware/catalogue-cache.ts'
import type { AppEnv } from '../../worker/middleware/context.ts'
import { errorHandler } from '../../worker/middleware/errors.ts'
import { securityHeaders } from '../../worker/middleware/security-headers.ts'
import { createLetters } from '../../worker/pictures/letters.ts'
import { indexCollection } from '../../worker/registry/index-collection.ts'
import { createPageData } from '../../worker/registry/page-data.ts'
import { machineRoutes } from '../../worker/routes/machines/machine-routes.ts'
import { sitemapIndex, sitemapPart } from '../../worker/routes/machines/site-files.ts'
import type { PageData } from '../../worker/routes/page-data.ts'
import { bundle, deps, mainDatabase, makeCollection, robotFile, stores } from './registry-fixtures.ts'

const publicUrl = 'http://registry.test'
const pages = createPageData(stores)
const data: PageData = {
  ...pages,
  collection: pages.collectionPage,
  authors: async () => [{ author: 'Ann "O" & Co', bundles: 1, tasks: 1, collections: ['care'] }],
  issues: async () => [],
  issue: async () => null,
  figures: async () => ({ ...(await pages.figures()), openIssues: 0 }),
} as PageData
let time = 0
const keep = catalogueCache({ version: pages.catalogueVersion, build: '', shared: () => null, now: () => (time += 2_000) })
const app = new Hono<AppEnv>()
app.onError(errorHandler({ log: () => undefined, page: () => '' }))
app.use(securityHeaders({ publicUrl, githubUrl: 'http://forge.test' }))
app.use(async (c, next) => {
  c.set('nonce', `nonce-${time}`)
  await next()
})
const block: [number, string] = [400, 'M0 0L0 -400L300 -400L300 0Z']
const font = Object.fromEntries([...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -…'].map((letter) => [letter, block]))
const letters = createLetters({ square: 500, fonts: { regular: font, bold: font } })
const listing = createListingStore(mainDatabase).bundles
let areLettersThere = true
app.route('/', machineRoutes({ data, listing, letters: async () => (areLettersThere ? letters : null), publicUrl, keep }))
const get = async (path: string, headers = {}) => app.request(path, { headers })

beforeAll(async () => {
  const row = await makeCollection('care')
  const hard = { displayName: 'Pods <b>&"\'\u0001 in ]]> \u{1f680}', description: '<script>alert(1)</script>' }
  const tree = [bundle('k8s-pod-health', 'a', hard), bundle('aws-s3', 'a', { sli: robotFile(['Score buckets']) })]
  await indexCollection(row.id, 'test', deps({ tree, commit: 'abc123' }))
})

/** Why `text` is not well-formed; null when it is. Knows elements, attributes, the declaration and text: all that is written here. */
function xmlFault(text: string): string | null {
  const open: string[] = []
  for (const [token] of text.replace(/^<\?xml[^?]*\?>/, '').matchAll(/<[^>]*>|[^<]+/g)) {
    if (!token.startsWith('<')) {
      if (/&(?!(amp|lt|gt|quot|#39);)/.test(token) || [...token].some((one) => one < '\t')) return `text: ${token}`
      continue
    }
    const tag = /^<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>$/.exec(token)
    if (tag === null) return `tag: ${token}`
    if (tag[1] === '/' && open.pop() !== tag[2]) return `end: ${token}`
    if (tag[1] === '' && tag[4] === '') open.push(tag[2] ?? '')
  }
  return open.length === 0 ? null : `open: ${open.join(' ')}`
}

describe('a feed', () => {
  it('is well-formed Atom with ids that do not hold the host', async () => {
    for (const folder of ['', '/collections/care', '/platforms/kubernetes', `/authors/${encodeURIComponent('Ann "O" & Co')}`]) {
      const answer = await get(`${folder}/feed.atom`)
      const text = await answer.text()
      expect([folder, answer.status, xmlFault(text)]).toEqual([folder, 200, null])
      expect(answer.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8')
      const ids = [...text.matchAll(/<id>(.*?)<\/id>/g)].map(([, id]) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const id of ids) expect(id).toMatch(/^urn:/)
      expect((await get(`${folder}/feed.atom`, { 'if-none-match': answer.headers.get('etag') })).status).toBe(304)
    }
    expect(await (await get('/feed.atom')).text()).toContain('urn:codecollection-registry:codebundle:care:k8s-pod-health')
  })

  it('is a JSON feed, too', async () => {
    const feed = (await (await get('/collections/care/feed.json')).json()) as { items: { id: string; url: string }[] }
    expect(feed).toMatchObject({ version: 'https://jsonfeed.org/version/1.1', feed_url: `${publicUrl}/collections/care/feed.json` })
    expect(feed.items.map(({ url }) => url)).toContain(`${publicUrl}/collections/care/codebundles/k8s-pod-health`)
  })

  it('is not there for what is not there', async () => {
    for (const folder of ['/collections/none', '/platforms/mainframe', '/authors/nobody']) {
      expect((await get(`${folder}/feed.atom`)).status).toBe(404)
    }
  })
})

describe('a badge', () => {
  it('is a picture that other sites may show', async () => {
    const texts = { score: 'score: not yet assessed', tasks: 'task: 1', access: 'access: read-only', version: 'version: abc123' }
    for (const [name, text] of Object.entries(texts)) {
      const answer = await get(`/badges/care/k8s-pod-health/${name}.svg`)
      const body = await answer.text()
      expect([answer.status, xmlFault(body)]).toEqual([200, null])
      expect(body).toContain(`<title>${text}</title>`)
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      expect(answer.headers.get('content-type')).toContain('image/svg+xml')
    }
    expect(await (await get('/badges/care/bundles.svg')).text()).toContain('<title>CodeBundles: 2</title>')
    expect((await get('/badges/none/bundles.svg')).status).toBe(404)
    expect((await get('/badges/care/k8s-pod-health/toString.svg')).status).toBe(404)
    expect((await get('/badges/care/none/score.svg')).status).toBe(404)
  })
})

describe('the label of a badge', () => {
  it('may be another one, is text and nothing else, and stays short', async () => {
    const labelled = async (label: string) => (await get(`/badges/care/k8s-pod-health/tasks.svg?label=${encodeURIComponent(label)}`)).text()
    expect(await labelled('"><script>alert(1)</script>')).not.toContain('<script')
    for (const label of ['checks', '"&<>\u0001', 'x'.repeat(10_000), '\ud83d\ude80'.repeat(500)]) {
      const body = await labelled(label)
      expect(xmlFault(body)).toBeNull()
      expect(body.length).toBeLessThan(2_500)
    }
    expect(await labelled('checks')).toContain('<title>checks: 1</title>')
    expect(await labelled('  ')).toContain('<title>task: 1</title>')
  })
})

describe('a preview picture', () => {
  it('is there for the site, a collection and a CodeBundle, and other sites may show it', async () => {
    for (const path of ['/og.png', '/og/care.png', '/og/care/k8s-pod-health.png']) {
      const answer = await get(path)
      const bytes = new Uint8Array(await answer.arrayBuffer())
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([path, 200, 'image/png'])
      expect(new TextDecoder('latin1').decode(bytes.subarray(1, 4))).toBe('PNG')
      expect(answer.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
      expect((await get(path, { 'if-none-match': answer.headers.get('etag') ?? '' })).status).toBe(304)
    }
  })

  it('is not there for what is not there, and says so while it cannot be drawn', async () => {
    for (const path of ['/og/none.png', '/og/care/none.png', '/og/care/k8s-pod-health']) expect((await get(path)).status).toBe(404)
    areLettersThere = false
    const [first] = (await data.search({ ...everything, limit: 2 })).cards.filter(({ slug }) => slug === 'aws-s3')
    expect((await get(`/og/care/${first?.slug}.png`)).status).toBe(503)
    areLettersThere = true
    expect((await get('/og/care/aws-s3.png')).status).toBe(200)
  })
})

describe('a card', () => {
  const page = `${publicUrl}/collections/care/codebundles/k8s-pod-health`

  it('is described by oEmbed and framed by any site, with nothing in it that runs', async () => {
    const about = (await (await get(`/oembed?format=json&maxwidth=300&url=${encodeURIComponent(page)}`)).json()) as { html: string }
    expect(about).toMatchObject({ version: '1.0', type: 'rich', width: 300, height: 170 })
    const source = /src="([^"]+)"/.exec(about.html)?.[1] ?? ''
    const card = await get(new URL(source).pathname)
    const policy = card.headers.get('content-security-policy') ?? ''
    expect(policy).toContain('frame-ancestors *')
    expect(policy).not.toContain('script-src')
    const html = await card.text()
    expect(html).not.toContain('<script>')
    expect(policy).toContain(`style-src 'nonce-${/style nonce="([^"]+)"/.exec(html)?.[1]}'`)
  })

  it('is described in XML when that is asked for', async () => {
    const answer = await get(`/oembed?format=xml&url=${encodeURIComponent(page)}`)
    const text = await answer.text()
    expect([answer.status, answer.headers.get('content-type'), xmlFault(text)]).toEqual([200, 'text/xml; charset=utf-8', null])
    expect(text).toContain('<html>&lt;iframe src=')
    expect(text).toContain('<width>480</width>')
  })

  it('is refused for other addresses', async () => {
    const statuses = [
      ['url=x', 400],
      ['', 400],
      [`format=yaml&url=${page}`, 400],
      [`url=${publicUrl}/collections/care/codebundles/none`, 404],
      ['url=http://other.test/collections/care/codebundles/k8s-pod-health', 404],
      [`url=${publicUrl}/collections/%25E0/codebundles/x`, 404],
    ] as const
    for (const [query, status] of statuses) expect([query, (await get(`/oembed?${query}`)).status]).toEqual([query, status])
  })
})

describe('a file about the site', () => {
  it('lists every page for search engines', async () => {
    const index = await (await get('/sitemap.xml')).text()
    expect(xmlFault(index)).toBeNull()
    expect([...index.matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => address)).toEqual([`${publicUrl}/sitemaps/1.xml`])
    const text = await (await get('/sitemaps/1.xml')).text()
    expect(xmlFault(text)).toBeNull()
    for (const path of ['/sitemaps/2.xml', '/sitemaps/0.xml', '/sitemaps/x.xml']) expect((await get(path)).status).toBe(404)
    expect(text).toContain(`<loc>${publicUrl}/collections/care/codebundles/aws-s3</loc>`)
    const robots = await (await get('/robots.txt')).text()
    expect(robots).toContain(`Sitemap: ${publicUrl}/sitemap.xml`)
    // A question may be found, its narrowed forms may not.
    expect(robots).not.toMatch(/^Disallow: \/search$/m)
    expect(robots).toContain('Disallow: /search?*&')
    expect(await (await get('/llms.txt')).text()).toContain('2 CodeBundles')
  })

  it('names each address once when there are more than one sitemap may hold', () => {
    const listed = Array.from({ length: 25 }, (_, index) => ({ path: `/${index}`, at: index === 24 ? 1_700_000_000_000 : null }))
    const locations = (text: string | null) => [...(text ?? '').matchAll(/<loc>(.*?)<\/loc>/g)].map(([, address]) => address)
    const index = sitemapIndex(listed, publicUrl, 10)
    expect(locations(index)).toEqual([1, 2, 3].map((number) => `${publicUrl}/sitemaps/${number}.xml`))
    expect(index.match(/<lastmod>/g)).toHaveLength(1)
    const all = [1, 2, 3].flatMap((number) => locations(sitemapPart(listed, publicUrl, number, 10)))
    expect(all).toEqual(listed.map(({ path }) => publicUrl + path))
    expect(sitemapPart(listed, publicUrl, 4, 10)).toBeNull()
  })

  it('holds all bundles and tasks for a search offline', async () => {
    const answer = await get('/index/v1.json')
    const { fields, bundles } = (await answer.json()) as { fields: string[]; bundles: unknown[][] }
    const listed = bundles.map((row) => Object.fromEntries(fields.map((field, at) => [field, row[at]])))
    expect(listed).toHaveLength(2)
    expect(listed.find(({ slug }) => slug === 'aws-s3')).toMatchObject({
      collection: 'care',
      tasks: [expect.stringContaining('Check aws-s3'), 'Score buckets'],
      tags: ['Kubernetes'],
    })
    expect((await get('/index/v1.json', { 'if-none-match': answer.headers.get('etag') })).status).toBe(304)
  })
})

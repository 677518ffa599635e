import { Hono } from 'hono'
import type { ListedBundle } from '../../db/listing-store.ts'
import { PublicError } from '../../domain/errors.ts'
import type { Keep } from '../../middleware/catalogue-cache.ts'
import type { AppEnv } from '../../middleware/context.ts'
import type { PageData } from '../page-data.ts'
import { bundlePath, collectionPath } from './addresses.ts'
import { xmlText } from './xml.ts'

export interface SiteFileDeps {
  data: Pick<PageData, 'collections' | 'figures' | 'tags' | 'authors'>
  /** Every visible CodeBundle. */
  listing(): Promise<ListedBundle[]>
  publicUrl: string
  keep: Keep
}

const sections = ['/', '/codebundles', '/tasks', '/collections', '/tags', '/authors', '/about', '/api']
/** More addresses than this do not belong in one sitemap. */
const sitemapAddresses = 50_000
const sitemapSpace = 'http://www.sitemaps.org/schemas/sitemap/0.9'

interface Listed {
  path: string
  /** Milliseconds since 1970; null where it is not known. */
  at: number | null
}

/** Every public page. */
async function addresses({ data, listing }: SiteFileDeps): Promise<Listed[]> {
  const [collections, bundles, tags, authors] = await Promise.all([data.collections(), listing(), data.tags(), data.authors()])
  const newest = (slug: string) => bundles.reduce((at, one) => (one.collection === slug ? Math.max(at, one.updatedAt) : at), 0)
  return [
    ...sections.map((path) => ({ path, at: null })),
    ...collections.map(({ slug }) => ({ path: collectionPath(slug), at: newest(slug) || null })),
    ...bundles.map((bundle) => ({ path: bundlePath(bundle), at: bundle.updatedAt })),
    ...tags.map(({ tag }) => ({ path: `/tags/${encodeURIComponent(tag)}`, at: null })),
    ...authors.map(({ author }) => ({ path: `/authors/${encodeURIComponent(author)}`, at: null })),
  ]
}

function sitemapOf(kind: 'urlset' | 'sitemapindex', listed: readonly Listed[], publicUrl: string): string {
  const element = kind === 'urlset' ? 'url' : 'sitemap'
  const lines = listed.map(({ path, at }) => {
    const changed = at === null ? '' : `<lastmod>${new Date(at).toISOString()}</lastmod>`
    return `<${element}><loc>${xmlText(publicUrl + path)}</loc>${changed}</${element}>`
  })
  return `<?xml version="1.0" encoding="utf-8"?>\n<${kind} xmlns="${sitemapSpace}">\n${lines.join('\n')}\n</${kind}>\n`
}

/** The list of the parts that the addresses are divided into; a part names at most `size` of them. */
export function sitemapIndex(listed: readonly Listed[], publicUrl: string, size = sitemapAddresses): string {
  const parts = Array.from({ length: Math.max(1, Math.ceil(listed.length / size)) }, (_, index) => {
    const newest = Math.max(...listed.slice(index * size, (index + 1) * size).map(({ at }) => at ?? 0), 0)
    return { path: `/sitemaps/${index + 1}.xml`, at: newest || null }
  })
  return sitemapOf('sitemapindex', parts, publicUrl)
}

/** The part with this number, from 1; null past the last. */
export function sitemapPart(listed: readonly Listed[], publicUrl: string, number: number, size = sitemapAddresses): string | null {
  const part = listed.slice((number - 1) * size, number * size)
  return part.length === 0 ? null : sitemapOf('urlset', part, publicUrl)
}

/** Questions may be found; the many ways to narrow and to turn the pages of each may not. */
function robots(publicUrl: string): string {
  return `User-agent: *\nDisallow: /auth/\nDisallow: /*?*cursor=\nDisallow: /search?*&\nSitemap: ${publicUrl}/sitemap.xml\n`
}

async function llms({ data, publicUrl }: SiteFileDeps): Promise<string> {
  const [collections, figures] = await Promise.all([data.collections(), data.figures()])
  const lines = collections.map(({ slug, name, bundles, tasks, description }) => {
    const about = description === '' ? '' : ` ${description}`
    return `- [${name}](${publicUrl}${collectionPath(slug)}.md): ${bundles} CodeBundles, ${tasks} tasks.${about}`
  })
  return `# CodeCollection Registry

> CodeBundles for troubleshooting: ${figures.bundles} of them with ${figures.tasks} tasks, from ${figures.collections} git repositories. Each is a set of tasks in Robot Framework that look at one kind of system and say what is wrong with it.

Every page about the catalogue (search, CodeBundles, tasks, tags, authors, collections) has a Markdown twin at its address with \`.md\` appended, or by \`Accept: text/markdown\`; that of the first page is ${publicUrl}/index.md.

## Find a CodeBundle

- [Search](${publicUrl}/search.md?q=kubernetes): \`q\` takes words and qualifiers such as \`platform:aws\`, \`access:read-only\`, \`tag:x\`, \`collection:x\`
- [Search as JSON](${publicUrl}/api/v1/search?q=kubernetes): the same, with facets
- [Index of all CodeBundles and tasks](${publicUrl}/index/v1.json): one file, to search offline
- [API description](${publicUrl}/api/v1/openapi.json): OpenAPI 3.1

## Collections

${lines.join('\n')}

## News

- [Atom feed](${publicUrl}/feed.atom)
- [JSON feed](${publicUrl}/feed.json)
`
}

/** What a client needs to search offline, with short names since it is one file: see `fields`. */
async function offlineIndex({ listing, publicUrl }: SiteFileDeps): Promise<unknown> {
  const fields = [
    'collection',
    'slug',
    'name',
    'description',
    'platform',
    'access',
    'author',
    'tags',
    'score',
    'updatedAt',
    'tasks',
  ] as const
  const page = `${publicUrl}/collections/{collection}/codebundles/{slug}`
  return { format: 1, page, fields, bundles: (await listing()).map((bundle) => fields.map((field) => bundle[field])) }
}

const sitemapParts = '/sitemaps/:part{[1-9][0-9]{0,4}\\.xml}'

/** Files about the whole site: sitemap, robots, llms.txt and the offline index. */
export function siteFileRoutes(deps: SiteFileDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const text = (type: string) => ({ 'content-type': `${type}; charset=utf-8` })
  for (const path of ['/sitemap.xml', sitemapParts, '/llms.txt', '/index/v1.json']) app.use(path, deps.keep({ names: [] }))
  app.get('/sitemap.xml', async (c) => c.body(sitemapIndex(await addresses(deps), deps.publicUrl), 200, text('application/xml')))
  app.get(sitemapParts, async (c) => {
    const part = sitemapPart(await addresses(deps), deps.publicUrl, Number.parseInt(c.req.param('part'), 10))
    if (part === null) throw new PublicError('not_found', 'There are not that many parts of the sitemap.')
    return c.body(part, 200, text('application/xml'))
  })
  app.get('/robots.txt', (c) => c.body(robots(deps.publicUrl), 200, text('text/plain')))
  app.get('/llms.txt', async (c) => c.body(await llms(deps), 200, text('text/plain')))
  app.get('/index/v1.json', async (c) =>
    c.body(JSON.stringify(await offlineIndex(deps)), 200, { ...text('application/json'), 'access-control-allow-origin': '*' }),
  )
  return app
}

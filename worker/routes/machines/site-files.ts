import { Hono } from 'hono'
import type { ListedBundle } from '../../db/listing-store.ts'
import type { Keep } from '../../middleware/catalogue-cache.ts'
import type { AppEnv } from '../../middleware/context.ts'
import type { PageData } from '../page-data.ts'
import { bundlePath, collectionPath } from './addresses.ts'
import { xmlText } from './xml.ts'

export interface SiteFileDeps {
  data: Pick<PageData, 'collections' | 'figures'>
  /** Every visible CodeBundle. */
  listing(): Promise<ListedBundle[]>
  publicUrl: string
  keep: Keep
}

const sections = ['/', '/codebundles', '/tasks', '/collections', '/tags', '/authors', '/about', '/api']
/** More addresses than this do not belong in one sitemap. */
const sitemapAddresses = 50_000

async function sitemap({ data, listing, publicUrl }: SiteFileDeps): Promise<string> {
  const [collections, bundles] = await Promise.all([data.collections(), listing()])
  const entry = (path: string, at: number | null) =>
    `<url><loc>${xmlText(publicUrl + path)}</loc>${at === null ? '' : `<lastmod>${new Date(at).toISOString()}</lastmod>`}</url>`
  const all = [
    ...sections.map((path) => entry(path, null)),
    ...collections.map(({ slug, indexedAt }) => entry(collectionPath(slug), indexedAt)),
    ...bundles.map((bundle) => entry(bundlePath(bundle), bundle.updatedAt)),
  ]
  const listed = all.slice(0, sitemapAddresses).join('\n')
  return `<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${listed}\n</urlset>\n`
}

function robots(publicUrl: string): string {
  return `User-agent: *\nDisallow: /auth/\nDisallow: /search\nSitemap: ${publicUrl}/sitemap.xml\n`
}

async function llms({ data, publicUrl }: SiteFileDeps): Promise<string> {
  const [collections, figures] = await Promise.all([data.collections(), data.figures()])
  const lines = collections.map(({ slug, name, bundles, tasks, description }) => {
    const about = description === '' ? '' : ` ${description}`
    return `- [${name}](${publicUrl}${collectionPath(slug)}.md): ${bundles} CodeBundles, ${tasks} tasks.${about}`
  })
  return `# CodeCollection Registry

> CodeBundles for troubleshooting: ${figures.bundles} of them with ${figures.tasks} tasks, from ${figures.collections} git repositories. Each is a set of tasks in Robot Framework that look at one kind of system and say what is wrong with it.

Every page has a Markdown twin at its address with \`.md\` appended, or by \`Accept: text/markdown\`.

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

/** Files about the whole site: sitemap, robots, llms.txt and the offline index. */
export function siteFileRoutes(deps: SiteFileDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const text = (type: string) => ({ 'content-type': `${type}; charset=utf-8` })
  for (const path of ['/sitemap.xml', '/llms.txt', '/index/v1.json']) app.use(path, deps.keep({ names: [] }))
  app.get('/sitemap.xml', async (c) => c.body(await sitemap(deps), 200, text('application/xml')))
  app.get('/robots.txt', (c) => c.body(robots(deps.publicUrl), 200, text('text/plain')))
  app.get('/llms.txt', async (c) => c.body(await llms(deps), 200, text('text/plain')))
  app.get('/index/v1.json', async (c) =>
    c.body(JSON.stringify(await offlineIndex(deps)), 200, { ...text('application/json'), 'access-control-allow-origin': '*' }),
  )
  return app
}

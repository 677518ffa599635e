import { type Context, Hono } from 'hono'
import { PublicError } from '../../domain/errors.ts'
import { platformNames, platforms } from '../../domain/platform.ts'
import { type BundleCard, everything, type SearchFilters } from '../../domain/views.ts'
import type { Keep } from '../../middleware/catalogue-cache.ts'
import type { AppEnv } from '../../middleware/context.ts'
import type { PageData } from '../page-data.ts'
import { bundlePath } from './addresses.ts'
import { xmlText } from './xml.ts'

export interface FeedDeps {
  data: Pick<PageData, 'search' | 'collection' | 'authors'>
  publicUrl: string
  keep: Keep
}

interface Feed {
  title: string
  /** Of the page that shows the same, and of the feed itself; without the origin. */
  page: string
  self: string
  cards: BundleCard[]
}

const entries = 50

function when(at: number): string {
  return new Date(at).toISOString()
}

/** Stays the same when the registry moves to another host. */
function idOf({ collection, slug }: BundleCard): string {
  return `urn:codecollection-registry:codebundle:${encodeURIComponent(collection)}:${encodeURIComponent(slug)}`
}

function updatedOf(cards: readonly BundleCard[]): string {
  return when(cards.reduce((newest, card) => Math.max(newest, card.updatedAt), 0))
}

function atomEntry(card: BundleCard, publicUrl: string): string {
  return `  <entry>
    <id>${xmlText(idOf(card))}</id>
    <title>${xmlText(card.displayName)}</title>
    <link rel="alternate" type="text/html" href="${xmlText(publicUrl + bundlePath(card))}"/>
    <updated>${when(card.updatedAt)}</updated>
    <author><name>${xmlText(card.author ?? card.collection)}</name></author>
    <category term="${card.platform}"/>
    <summary>${xmlText(card.description)}</summary>
  </entry>`
}

function atom({ title, page, self, cards }: Feed, publicUrl: string): Response {
  const body = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>urn:codecollection-registry:feed:${xmlText(encodeURI(self))}</id>
  <title>${xmlText(title)}</title>
  <link rel="self" type="application/atom+xml" href="${xmlText(publicUrl + self)}"/>
  <link rel="alternate" type="text/html" href="${xmlText(publicUrl + page)}"/>
  <updated>${updatedOf(cards)}</updated>
${cards.map((card) => atomEntry(card, publicUrl)).join('\n')}
</feed>
`
  return new Response(body, { headers: { 'content-type': 'application/atom+xml; charset=utf-8' } })
}

function json({ title, page, self, cards }: Feed, publicUrl: string): Response {
  const items = cards.map((card) => ({
    id: idOf(card),
    url: publicUrl + bundlePath(card),
    title: card.displayName,
    content_text: card.description,
    date_modified: when(card.updatedAt),
    authors: [{ name: card.author ?? card.collection }],
    tags: [card.platform, ...card.supports],
  }))
  const feed = { version: 'https://jsonfeed.org/version/1.1', title, home_page_url: publicUrl + page, feed_url: publicUrl + self, items }
  return new Response(JSON.stringify(feed), { headers: { 'content-type': 'application/feed+json; charset=utf-8' } })
}

function newestFirst(cards: readonly BundleCard[]): BundleCard[] {
  return cards.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, entries)
}

/** Atom and JSON feeds of what is new: of everything, of a collection, of a platform and of an author. */
export function feedRoutes({ data, publicUrl, keep }: FeedDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const newest = async (filters: SearchFilters) =>
    newestFirst((await data.search({ ...everything, sort: 'newest', filters, limit: entries })).cards)
  const serve = (folder: string, make: (c: Context<AppEnv>, name: string) => Promise<Omit<Feed, 'self'>>) => {
    for (const [file, write] of [['feed.atom', atom] as const, ['feed.json', json] as const]) {
      app.use(`${folder}/${file}`, keep({ names: [] }))
      app.get(`${folder}/${file}`, async (c) => {
        const { name = '' } = c.req.param() as { name?: string }
        return write({ ...(await make(c, name)), self: new URL(c.req.url).pathname }, publicUrl)
      })
    }
  }

  serve('', async () => ({ title: 'New and changed CodeBundles', page: '/codebundles', cards: await newest({}) }))
  serve('/collections/:name', async (_c, name) => {
    const found = await data.collection(name)
    if (found === null) throw new PublicError('not_found', 'There is no such collection in this registry.')
    return {
      title: `CodeBundles of ${found.collection.name}`,
      page: `/collections/${encodeURIComponent(name)}`,
      cards: await newest({ collection: [name] }),
    }
  })
  serve('/platforms/:name', async (_c, name) => {
    const platform = platforms.find((one) => one === name)
    if (platform === undefined) throw new PublicError('not_found', `The platforms are ${platforms.join(', ')}.`)
    return {
      title: `CodeBundles for ${platform === 'other' ? 'other platforms' : platformNames[platform]}`,
      page: `/search?platform=${platform}`,
      cards: await newest({ platform: [platform] }),
    }
  })
  serve('/authors/:name', async (_c, name) => {
    if (!(await data.authors()).some(({ author }) => author === name)) throw new PublicError('not_found', 'No CodeBundle has this author.')
    return { title: `CodeBundles by ${name}`, page: `/authors/${encodeURIComponent(name)}`, cards: await newest({ author: [name] }) }
  })
  return app
}

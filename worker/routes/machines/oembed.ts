import { Hono } from 'hono'
import * as z from 'zod'
import { PublicError } from '../../domain/errors.ts'
import type { BundleView } from '../../domain/views.ts'
import type { Keep } from '../../middleware/catalogue-cache.ts'
import type { AppEnv } from '../../middleware/context.ts'
import type { PageData } from '../page-data.ts'
import { bundlePath } from './addresses.ts'
import { xmlText } from './xml.ts'

export interface OembedDeps {
  data: Pick<PageData, 'bundle'>
  publicUrl: string
  keep: Keep
}

const width = 480
const height = 170

const querySchema = z.object({
  url: z.url('url is the address of a CodeBundle').max(2_000, 'url is longer than 2,000 characters'),
  format: z.enum(['json', 'xml'], 'format is json or xml').default('json'),
  maxwidth: z.coerce.number('maxwidth is a number').int().min(1).default(width),
  maxheight: z.coerce.number('maxheight is a number').int().min(1).default(height),
})

const pagePath = /^\/collections\/([^/]+)\/codebundles\/([^/]+)$/

/** The slugs in the address of a CodeBundle's page; null for any other address. */
function slugsIn(address: string, publicUrl: string): { collection: string; bundle: string } | null {
  const url = new URL(address)
  const [, collection, bundle] = (url.origin === new URL(publicUrl).origin && pagePath.exec(url.pathname)) || []
  if (collection === undefined || bundle === undefined) return null
  try {
    return { collection: decodeURIComponent(collection), bundle: decodeURIComponent(bundle) }
  } catch {
    return null
  }
}

function card({ card: one, collection }: BundleView, publicUrl: string, nonce: string): string {
  const score = one.score === null ? '' : ` · score ${Math.round(one.score)}`
  const facts = `${one.tasks} ${one.tasks === 1 ? 'task' : 'tasks'} · ${one.access} · ${one.platform}${score}`
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="robots" content="noindex"><title>${xmlText(one.displayName)}</title><style nonce="${nonce}">
:root{color-scheme:light dark}*{box-sizing:border-box}body{margin:0;font:14px/1.45 system-ui,sans-serif}
a{display:block;height:100vh;padding:16px 18px;border:1px solid #8c959f66;border-radius:10px;color:inherit;text-decoration:none;overflow:hidden}
a:hover h1,a:focus-visible h1{text-decoration:underline}h1{margin:2px 0 6px;font-size:17px}p{margin:0}.quiet{opacity:.75;font-size:12.5px}
.text{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden;margin-bottom:8px}
</style></head><body><a href="${xmlText(publicUrl + bundlePath(one))}" target="_top" rel="noopener"><p class="quiet">${xmlText(collection.name)}</p><h1>${xmlText(one.displayName)}</h1><p class="text">${xmlText(one.description)}</p><p class="quiet">${xmlText(facts)}</p></a></body></html>`
}

/** The same answer in the other form that oEmbed has. */
function asXml(about: Record<string, string | number>): string {
  const fields = Object.entries(about).map(([name, value]) => `  <${name}>${xmlText(String(value))}</${name}>`)
  return `<?xml version="1.0" encoding="utf-8"?>\n<oembed>\n${fields.join('\n')}\n</oembed>\n`
}

/** The card of a CodeBundle that other sites show in a frame, and the oEmbed answer that leads them to it. */
export function oembedRoutes({ data, publicUrl, keep }: OembedDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const viewAt = async (collection: string, bundle: string) => {
    const view = await data.bundle(collection, bundle)
    if (view === null) throw new PublicError('not_found', 'There is no such CodeBundle in this registry.')
    return view
  }
  app.use('/oembed', keep({ names: ['url', 'format', 'maxwidth', 'maxheight'] }))
  app.get('/oembed', async (c) => {
    const parsed = querySchema.safeParse(c.req.query())
    if (!parsed.success) throw new PublicError('bad_request', parsed.error.issues.map(({ message }) => message).join('; '))
    const slugs = slugsIn(parsed.data.url, publicUrl)
    if (slugs === null) throw new PublicError('not_found', 'Only addresses of CodeBundles of this registry have a card.')
    const { card: one } = await viewAt(slugs.collection, slugs.bundle)
    const size = { width: Math.min(width, parsed.data.maxwidth), height: Math.min(height, parsed.data.maxheight) }
    const source = `${publicUrl}/embed/${encodeURIComponent(one.collection)}/${encodeURIComponent(one.slug)}`
    const title = xmlText(one.displayName)
    const html = `<iframe src="${xmlText(source)}" title="${title}" width="${size.width}" height="${size.height}" style="border:0" loading="lazy"></iframe>`
    const about = {
      version: '1.0',
      type: 'rich',
      title: one.displayName,
      provider_name: 'CodeCollection Registry',
      provider_url: publicUrl,
      ...(one.author === null ? {} : { author_name: one.author }),
      cache_age: 3_600,
      ...size,
      html,
    }
    const open = { 'access-control-allow-origin': '*' }
    if (parsed.data.format === 'json') return c.json(about, 200, open)
    return c.body(asXml(about), 200, { ...open, 'content-type': 'text/xml; charset=utf-8' })
  })
  const path = '/embed/:collection/:bundle'
  app.use(path, keep({ names: [] }))
  app.get(path, async (c) => {
    const { collection, bundle } = c.req.param()
    const html = card(await viewAt(collection, bundle), publicUrl, c.get('nonce') ?? '')
    return c.html(html, 200, { 'cross-origin-resource-policy': 'cross-origin' })
  })
  return app
}

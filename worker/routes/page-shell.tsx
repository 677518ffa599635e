import type { Context } from 'hono'
import type { VNode } from 'preact'
import type { Section } from '../../web/components/header.tsx'
import type { IslandName } from '../../web/components/island.tsx'
import { type BuiltFiles, renderDocument } from '../../web/document.tsx'
import { MessagePage } from '../../web/pages/message.tsx'
import type { Viewer } from '../domain/views.ts'
import type { AppEnv } from '../middleware/context.ts'
import type { PageData } from './page-data.ts'

/** What the pages are given. */
export interface PageDeps {
  data: PageData
  /** Hashed names of the browser build (page-assets.ts); null while there is none. */
  built: () => Promise<BuiltFiles | null>
  /** Milliseconds since 1970. */
  now: () => number
}

export type PageContext = Context<AppEnv>

export interface Page {
  title: string
  description?: string
  section: Section
  /** False on pages that begin with their own search field. */
  search?: boolean
  islands?: IslandName[]
  viewer: Viewer | null
  body: VNode
}

const siteName = 'CodeCollection Registry'
const siteDescription = 'CodeBundles for troubleshooting: search them, read them, or have a missing one drafted, tested and merged.'

/** The response for a page. Pages show who is signed in, so no shared cache keeps them. */
export async function respond(c: PageContext, deps: PageDeps, page: Page, status: 200 | 404 | 500 = 200): Promise<Response> {
  const url = new URL(c.req.url)
  const html = await renderDocument(
    {
      title: page.title === '' ? siteName : `${page.title} · ${siteName}`,
      description: page.description ?? siteDescription,
      section: page.section,
      search: page.search ?? true,
      islands: page.islands ?? [],
      viewer: page.viewer,
      path: `${url.pathname}${url.search}`,
      nonce: c.get('nonce') ?? '',
      built: await deps.built(),
    },
    page.body,
  )
  c.header('cache-control', 'private, no-cache')
  c.header('vary', 'Cookie')
  return c.html(html, status)
}

/** The page for an address that leads nowhere. */
export async function notFoundPage(c: PageContext, deps: PageDeps): Promise<Response> {
  const body = (
    <MessagePage
      status={404}
      title="Nothing here"
      text="The page does not exist, or what it showed is gone. Search for it instead."
      traceId={null}
    />
  )
  return respond(c, deps, { title: 'Not found', section: 'none', search: false, viewer: await deps.data.viewer(c.req.raw), body }, 404)
}

/** The page for a failure on our side; reads nothing, since reading may be what failed. */
export async function failurePage(c: PageContext, deps: PageDeps, traceId: string | null): Promise<Response> {
  const text = 'The registry could not answer. Your request changed nothing; try again in a moment.'
  const body = <MessagePage status={500} title="Something went wrong" text={text} traceId={traceId} />
  return respond(c, deps, { title: 'Error', section: 'none', search: false, viewer: null, body }, 500)
}

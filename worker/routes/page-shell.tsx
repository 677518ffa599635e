import type { Context } from 'hono'
import type { VNode } from 'preact'
import type { Section } from '../../web/components/header.tsx'
import type { IslandName } from '../../web/components/island.tsx'
import { type BuiltFiles, renderDocument } from '../../web/document.tsx'
import { MessagePage } from '../../web/pages/message.tsx'
import type { ProblemDetails } from '../domain/views.ts'
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
  body: VNode
}

const siteName = 'CodeCollection Registry'
const siteDescription = 'CodeBundles for troubleshooting: search them, read them, or have a missing one drafted, tested and merged.'

/** The HTML of a page as a visitor with this request sees it. */
async function html(c: PageContext, deps: Pick<PageDeps, 'built'>, page: Page): Promise<string> {
  const url = new URL(c.req.url)
  const { title, description = siteDescription, section, search = true, islands = [] } = page
  return renderDocument(
    {
      title: title === '' ? siteName : `${title} · ${siteName}`,
      description,
      section,
      search,
      islands,
      // The session and trace middleware set these; an error before them still gets its page.
      viewer: c.get('viewer') ?? null,
      nonce: c.get('nonce') ?? '',
      path: `${url.pathname}${url.search}`,
      built: await deps.built(),
    },
    page.body,
  )
}

/** The response for a page. Pages show who is signed in, so no shared cache keeps them. */
export async function respond(c: PageContext, deps: PageDeps, page: Page): Promise<Response> {
  const body = await html(c, deps, page)
  return c.html(body, 200, { 'cache-control': 'private, no-cache', vary: 'Cookie' })
}

/** Makes the page for an error (errors.ts `ErrorPage`): what happened, what to do about it, and the id to quote. Reads no data, since reading may be what failed. */
export function errorPage(deps: Pick<PageDeps, 'built'>): (details: ProblemDetails, c: PageContext) => Promise<string> {
  return (details, c) => {
    const body = <MessagePage problem={details} />
    return html(c, deps, { title: details.title, section: 'none', search: false, body })
  }
}

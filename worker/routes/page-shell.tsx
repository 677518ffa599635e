import type { Context } from 'hono'
import type { VNode } from 'preact'
import type { Section } from '../../web/components/header.tsx'
import type { IslandName } from '../../web/components/island.tsx'
import { type BuiltFiles, renderDocument } from '../../web/document.tsx'
import type { Metadata } from '../../web/metadata.tsx'
import { MessagePage } from '../../web/pages/message.tsx'
import type { ProblemDetails } from '../domain/views.ts'
import type { AppEnv } from '../middleware/context.ts'
import type { PageData } from './page-data.ts'
import { plainMetadata, unlistedMetadata } from './page-metadata.ts'
import { nearby } from './page-near.ts'

/** What the pages are given. */
export interface PageDeps {
  data: PageData
  /** Hashed names of the browser build (page-assets.ts); null while there is none. */
  built: () => Promise<BuiltFiles | null>
  /** Milliseconds since 1970. */
  now: () => number
  /** Where the pages are reached, without a slash at the end. */
  publicUrl: string
}

export type PageContext = Context<AppEnv>

export interface Page {
  title: string
  description?: string
  section: Section
  /** False on pages that begin with their own search field. */
  search?: boolean
  islands?: IslandName[]
  /** For a page without, its own path is all it says of itself. */
  metadata?: Metadata
  body: VNode
}

const siteName = 'CodeCollection Registry'
const siteDescription = 'CodeBundles for troubleshooting: search them, read them, or have a missing one drafted, tested and merged.'
/** Longer descriptions are cut by those who show them, in the middle of a word. */
const descriptionChars = 300

/** The first sentences of a text on one line; that of the site where there is none. */
function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return siteDescription
  return line.length <= descriptionChars ? line : `${line.slice(0, descriptionChars).replace(/\s\S*$/, '')} …`
}

/** The HTML of a page as a visitor with this request sees it. */
async function html(c: PageContext, deps: Pick<PageDeps, 'built' | 'publicUrl'>, page: Page): Promise<string> {
  const url = new URL(c.req.url)
  const { title, description = '', section, search = true, islands = [], metadata } = page
  return renderDocument(
    {
      title: title === '' ? siteName : `${title} · ${siteName}`,
      description: oneLine(description),
      section,
      search,
      islands,
      // The session and trace middleware set these; an error before them still gets its page.
      viewer: c.get('viewer') ?? null,
      nonce: c.get('nonce') ?? '',
      path: `${url.pathname}${url.search}`,
      built: await deps.built(),
      metadata: metadata ?? plainMetadata(deps.publicUrl, url.pathname),
    },
    page.body,
  )
}

/** The response for a page. Pages show who is signed in, so no shared cache keeps them. */
export async function respond(c: PageContext, deps: PageDeps, page: Page, status: 200 | 410 = 200): Promise<Response> {
  const body = await html(c, deps, page)
  return c.html(body, status, { 'cache-control': 'private, no-cache', vary: 'Cookie' })
}

/**
 * Makes the page for an error (errors.ts `ErrorPage`): what happened, what to do about it, and the id to quote. Only for an address that
 * is not there does it read data, to suggest what the address may have meant; for every other error reading may be what failed.
 */
export function errorPage(deps: PageDeps): (details: ProblemDetails, c: PageContext) => Promise<string> {
  return async (details, c) => {
    const near = details.status === 404 ? await nearby(deps, c.req.path) : undefined
    // A form cannot be come back to.
    const signInFor = details.status === 401 && c.req.method === 'GET' ? c.req.path : undefined
    const body = <MessagePage problem={details} signInFor={signInFor} {...(near === undefined ? {} : { near })} />
    const metadata = unlistedMetadata(deps.publicUrl, c.req.path)
    return html(c, deps, { title: details.title, section: 'none', search: false, metadata, body })
  }
}

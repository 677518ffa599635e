import { type BundleTab, bundleTabs } from '../../web/components/bundle-head.tsx'
import { bundleHref } from '../../web/components/bundle-row.tsx'
import { BundlePage } from '../../web/pages/bundle.tsx'
import { ComparePage } from '../../web/pages/compare.tsx'
import { MessagePage } from '../../web/pages/message.tsx'
import { bundleMetadata, unlistedMetadata } from './page-metadata.ts'
import { nearby } from './page-near.ts'
import { type PageContext, type PageDeps, respond } from './page-shell.tsx'

/** Where a CodeBundle is looked for: slugs, as the address gives them. */
export interface BundleAddress {
  collection: string
  bundle: string
  /** What follows the address of the bundle itself, for redirects: `/compare` or nothing. */
  rest: string
}

/** For an address without a CodeBundle: 301 to where it went, 410 when it is gone for good, 404 when it was never there. */
async function left(c: PageContext, deps: PageDeps, { collection, bundle, rest }: BundleAddress): Promise<Response> {
  const moved = await deps.data.movedTo(collection, bundle)
  if (moved === null) return c.notFound() as Promise<Response>
  if (moved.slug !== null) {
    const { search } = new URL(c.req.url)
    return c.redirect(`${bundleHref({ collection, slug: moved.slug })}${rest}${search}`, 301)
  }
  const near = await nearby(deps, `/${bundle}`)
  const problem = {
    status: 410,
    title: 'This CodeBundle is gone',
    detail: `${bundle} was in the collection ${collection} and has been removed from it.`,
    suggestion: near.cards.length > 0 ? 'One of the CodeBundles below may do the same.' : 'Search for another, or request it.',
    traceId: c.get('traceId') ?? '',
  }
  const body = <MessagePage problem={problem} near={near} />
  const metadata = unlistedMetadata(deps.publicUrl, c.req.path)
  return respond(c, deps, { title: problem.title, section: 'codebundles', search: false, metadata, body }, 410)
}

function tabOf(value: string | undefined): BundleTab {
  return bundleTabs.find((tab) => tab === value) ?? 'overview'
}

export async function bundle(c: PageContext, deps: PageDeps, address: BundleAddress): Promise<Response> {
  const view = await deps.data.bundle(address.collection, address.bundle)
  if (view === null) return left(c, deps, address)
  const { tab, file = '' } = c.req.query()
  const body = <BundlePage view={view} tab={tabOf(tab)} file={file} publicUrl={deps.publicUrl} now={deps.now()} />
  const { displayName, description } = view.card
  const metadata = bundleMetadata(deps.publicUrl, view)
  return respond(c, deps, { title: displayName, description, section: 'codebundles', metadata, body })
}

/** What differs between `?from=` and `?to=`, tree hashes of two versions; without both, a choice of them. */
export async function compare(c: PageContext, deps: PageDeps, address: BundleAddress): Promise<Response> {
  const view = await deps.data.bundle(address.collection, address.bundle)
  if (view === null) return left(c, deps, address)
  const { from, to } = c.req.query()
  const isChosen = from !== undefined && to !== undefined
  const diff = isChosen ? await deps.data.compare(address.collection, address.bundle, from, to) : null
  if (isChosen && diff === null) return c.notFound()
  const metadata = unlistedMetadata(deps.publicUrl, c.req.path)
  const title = `${view.card.displayName} · Compare versions`
  return respond(c, deps, { title, section: 'codebundles', metadata, body: <ComparePage view={view} diff={diff} /> })
}

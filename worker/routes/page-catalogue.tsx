import { CollectionPage } from '../../web/pages/collection.tsx'
import { CollectionsPage } from '../../web/pages/collections.tsx'
import { HomePage } from '../../web/pages/home.tsx'
import { ListPage } from '../../web/pages/list.tsx'
import { askedHref, readHref, unknownParameters } from '../../web/state/asked.ts'
import { isTerminal } from '../domain/states.ts'
import { everything } from '../domain/views.ts'
import { collectionMetadata, plainMetadata, siteMetadata } from './page-metadata.ts'
import { type PageContext, type PageDeps, respond } from './page-shell.tsx'
import { mayReindex } from './reindex.ts'

/** Rows on the home page: enough to show life, few enough to stay one screen. */
const homeRows = 5

export async function home(c: PageContext, deps: PageDeps): Promise<Response> {
  const { data } = deps
  const [figures, newest, issues, collections] = await Promise.all([
    data.figures(),
    data.search({ ...everything, sort: 'newest', limit: homeRows }),
    data.issues(),
    data.collections(),
  ])
  const open = issues.filter((issue) => !isTerminal(issue.state))
  const body = (
    <HomePage
      figures={figures}
      newest={newest.cards.slice(0, homeRows)}
      open={open.slice(0, homeRows)}
      collections={collections}
      now={deps.now()}
    />
  )
  return respond(c, deps, { title: '', section: 'home', search: false, metadata: siteMetadata(deps.publicUrl, '/'), body })
}

/** CodeBundles or tasks: all of them, or those of a query and filters; one page of either. */
export async function list(c: PageContext, deps: PageDeps): Promise<Response> {
  const { searchParams } = new URL(c.req.url)
  const asked = readHref(c.req.url)
  const results = await deps.data.search(asked)
  const body = <ListPage asked={asked} results={results} unknown={unknownParameters(searchParams)} now={deps.now()} />
  const href = askedHref(asked)
  const isList = href === '/codebundles' || href === '/tasks'
  const name = asked.kind === 'tasks' ? 'Tasks' : 'CodeBundles'
  return respond(c, deps, {
    title: asked.query === '' ? name : `${asked.query} · Search`,
    section: asked.kind === 'tasks' ? 'tasks' : 'codebundles',
    search: false,
    islands: ['search-room'],
    metadata: isList ? siteMetadata(deps.publicUrl, href) : plainMetadata(deps.publicUrl, href),
    body,
  })
}

export async function collections(c: PageContext, deps: PageDeps): Promise<Response> {
  const body = <CollectionsPage collections={await deps.data.collections()} now={deps.now()} />
  return respond(c, deps, { title: 'Collections', section: 'collections', body })
}

export async function collection(c: PageContext, deps: PageDeps, slug: string): Promise<Response> {
  const [found, health] = await Promise.all([deps.data.collection(slug), deps.data.health(slug)])
  if (found === null) return c.notFound()
  const viewer = c.get('viewer') ?? null
  const mayAsk = viewer !== null && mayReindex(viewer, found.collection.owner)
  const body = <CollectionPage collection={found.collection} cards={found.cards} health={health} mayReindex={mayAsk} now={deps.now()} />
  const { name, description } = found.collection
  const metadata = collectionMetadata(deps.publicUrl, found.collection)
  return respond(c, deps, { title: name, description, section: 'collections', islands: mayAsk ? ['reindex-button'] : [], metadata, body })
}

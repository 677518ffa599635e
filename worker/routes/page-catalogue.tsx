import { BundlePage } from '../../web/pages/bundle.tsx'
import { CollectionPage } from '../../web/pages/collection.tsx'
import { CollectionsPage } from '../../web/pages/collections.tsx'
import { HomePage } from '../../web/pages/home.tsx'
import { ListPage } from '../../web/pages/list.tsx'
import { isTerminal } from '../domain/states.ts'
import { notFoundPage, type PageContext, type PageDeps, respond } from './page-shell.tsx'

/** Rows on the home page: enough to show life, few enough to stay one screen. */
const homeRows = 5
/** Longest query passed on; the search field stops at the same length. */
const maxQueryChars = 200

export async function home(c: PageContext, deps: PageDeps): Promise<Response> {
  const { data } = deps
  const [figures, list, issues, collections, viewer] = await Promise.all([
    data.figures(),
    data.listBundles('', null),
    data.issues(),
    data.collections(),
    data.viewer(c.req.raw),
  ])
  const newest = list.cards.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, homeRows)
  const open = issues.filter((issue) => !isTerminal(issue.state)).slice(0, homeRows)
  const body = <HomePage figures={figures} newest={newest} open={open} collections={collections} now={deps.now()} />
  return respond(c, deps, { title: '', section: 'home', search: false, viewer, body })
}

/** All CodeBundles (`query` empty) or a search; one page of either. */
export async function list(c: PageContext, deps: PageDeps, query: string): Promise<Response> {
  const [results, viewer] = await Promise.all([
    deps.data.listBundles(query.slice(0, maxQueryChars), c.req.query('cursor') ?? null),
    deps.data.viewer(c.req.raw),
  ])
  const body = <ListPage results={results} now={deps.now()} />
  const title = query === '' ? 'CodeBundles' : `${query} · Search`
  return respond(c, deps, { title, section: 'codebundles', search: false, islands: ['search-room'], viewer, body })
}

export async function bundle(c: PageContext, deps: PageDeps, collection: string, slug: string): Promise<Response> {
  const [view, viewer] = await Promise.all([deps.data.bundle(collection, slug), deps.data.viewer(c.req.raw)])
  if (view === null) return notFoundPage(c, deps)
  const tab = c.req.query('tab') === 'source' ? 'source' : 'overview'
  const body = <BundlePage view={view} tab={tab} now={deps.now()} />
  return respond(c, deps, { title: view.card.displayName, description: view.card.description, section: 'codebundles', viewer, body })
}

export async function collections(c: PageContext, deps: PageDeps): Promise<Response> {
  const [rows, viewer] = await Promise.all([deps.data.collections(), deps.data.viewer(c.req.raw)])
  const body = <CollectionsPage collections={rows} now={deps.now()} />
  return respond(c, deps, { title: 'Collections', section: 'collections', viewer, body })
}

export async function collection(c: PageContext, deps: PageDeps, slug: string): Promise<Response> {
  const [found, viewer] = await Promise.all([deps.data.collection(slug), deps.data.viewer(c.req.raw)])
  if (found === null) return notFoundPage(c, deps)
  const body = <CollectionPage collection={found.collection} cards={found.cards} now={deps.now()} />
  return respond(c, deps, { title: found.collection.name, description: found.collection.description, section: 'collections', viewer, body })
}

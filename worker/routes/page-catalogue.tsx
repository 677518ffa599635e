import { BundlePage } from '../../web/pages/bundle.tsx'
import { CollectionPage } from '../../web/pages/collection.tsx'
import { CollectionsPage } from '../../web/pages/collections.tsx'
import { HomePage } from '../../web/pages/home.tsx'
import { ListPage } from '../../web/pages/list.tsx'
import { isTerminal } from '../domain/states.ts'
import { everything } from '../domain/views.ts'
import { type PageContext, type PageDeps, respond } from './page-shell.tsx'

/** Rows on the home page: enough to show life, few enough to stay one screen. */
const homeRows = 5
/** Longest query passed on; the search field stops at the same length. */
const maxQueryChars = 200

export async function home(c: PageContext, deps: PageDeps): Promise<Response> {
  const { data } = deps
  const [figures, newest, issues, collections] = await Promise.all([
    data.figures(),
    data.search(everything),
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
  return respond(c, deps, { title: '', section: 'home', search: false, body })
}

/** All CodeBundles (`query` empty) or a search; one page of either. */
export async function list(c: PageContext, deps: PageDeps, query: string): Promise<Response> {
  const results = await deps.data.search({ ...everything, query: query.slice(0, maxQueryChars), cursor: c.req.query('cursor') ?? null })
  const body = <ListPage results={results} now={deps.now()} />
  const title = query === '' ? 'CodeBundles' : `${query} · Search`
  return respond(c, deps, { title, section: 'codebundles', search: false, islands: ['search-room'], body })
}

export async function bundle(c: PageContext, deps: PageDeps, collection: string, slug: string): Promise<Response> {
  const view = await deps.data.bundle(collection, slug)
  if (view === null) return c.notFound()
  const tab = c.req.query('tab') === 'source' ? 'source' : 'overview'
  const body = <BundlePage view={view} tab={tab} now={deps.now()} />
  return respond(c, deps, { title: view.card.displayName, description: view.card.description, section: 'codebundles', body })
}

export async function collections(c: PageContext, deps: PageDeps): Promise<Response> {
  const body = <CollectionsPage collections={await deps.data.collections()} now={deps.now()} />
  return respond(c, deps, { title: 'Collections', section: 'collections', body })
}

export async function collection(c: PageContext, deps: PageDeps, slug: string): Promise<Response> {
  const found = await deps.data.collection(slug)
  if (found === null) return c.notFound()
  const body = <CollectionPage collection={found.collection} cards={found.cards} now={deps.now()} />
  return respond(c, deps, { title: found.collection.name, description: found.collection.description, section: 'collections', body })
}

import { AboutPage } from '../../web/pages/about.tsx'
import { AuthorsPage, NamedListPage } from '../../web/pages/authors.tsx'
import { TagsPage } from '../../web/pages/tags.tsx'
import { askedHref } from '../../web/state/asked.ts'
import { everything, type SearchRequest } from '../domain/views.ts'
import { plainMetadata } from './page-metadata.ts'
import { type PageContext, type PageDeps, respond } from './page-shell.tsx'

export async function tags(c: PageContext, deps: PageDeps): Promise<Response> {
  return respond(c, deps, { title: 'Tags', section: 'none', body: <TagsPage tags={await deps.data.tags()} /> })
}

export async function authors(c: PageContext, deps: PageDeps): Promise<Response> {
  return respond(c, deps, { title: 'Authors', section: 'none', body: <AuthorsPage authors={await deps.data.authors()} /> })
}

export async function about(c: PageContext, deps: PageDeps): Promise<Response> {
  const body = <AboutPage collections={await deps.data.collections()} />
  return respond(c, deps, { title: 'About', section: 'none', body })
}

interface Named {
  name: string
  /** What its CodeBundles have in common, in words. */
  says: string
  asked: SearchRequest
  path: string
}

async function named(c: PageContext, deps: PageDeps, { name, says, asked, path }: Named): Promise<Response> {
  const results = await deps.data.search(asked)
  if (results.total === 0) return c.notFound()
  const body = <NamedListPage title={name} says={says} searchHref={askedHref(asked)} results={results} now={deps.now()} />
  return respond(c, deps, { title: name, section: 'none', metadata: plainMetadata(deps.publicUrl, path), body })
}

/** The CodeBundles with a tag; one that none has is not there. */
export function tag(c: PageContext, deps: PageDeps, name: string): Promise<Response> {
  const path = `/tags/${encodeURIComponent(name)}`
  return named(c, deps, { name, path, says: 'with this tag', asked: { ...everything, filters: { tag: [name] } } })
}

export function author(c: PageContext, deps: PageDeps, name: string): Promise<Response> {
  const path = `/authors/${encodeURIComponent(name)}`
  return named(c, deps, { name, path, says: 'by this author', asked: { ...everything, filters: { author: [name] } } })
}

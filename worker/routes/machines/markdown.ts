import type { Context } from 'hono'
import { PublicError } from '../../domain/errors.ts'
import { everything, type SearchRequest } from '../../domain/views.ts'
import type { AppEnv } from '../../middleware/context.ts'
import type { PageData } from '../page-data.ts'
import { searchQuery, searchRequestOf } from '../search-request.ts'
import { bundlePath, collectionPath } from './addresses.ts'
import { bundleMarkdown, collectionMarkdown, homeMarkdown, inline, searchMarkdown, sections } from './markdown-pages.ts'

export interface MarkdownDeps {
  data: PageData
  publicUrl: string
}

const newestShown = 10

function markdown(text: string): Response {
  return new Response(text, { headers: { 'content-type': 'text/markdown; charset=utf-8', vary: 'Accept, Cookie' } })
}

export async function home({ data, publicUrl }: MarkdownDeps): Promise<Response> {
  const [figures, collections, newest] = await Promise.all([data.figures(), data.collections(), data.search(everything)])
  return markdown(homeMarkdown(figures, collections, newest.cards.slice(0, newestShown), publicUrl))
}

/** A list of what is asked, with its next page at `path`. */
async function listed({ data, publicUrl }: MarkdownDeps, c: Context<AppEnv>, { path, request, title = null }: List): Promise<Response> {
  const results = await data.search(request)
  if (title !== null && results.total === 0) throw new PublicError('not_found')
  const following = new URLSearchParams(searchQuery(new URL(c.req.url).searchParams))
  following.set('cursor', results.next ?? '')
  return markdown(searchMarkdown(results, results.next === null ? null : `${publicUrl}${path}?${following}`, publicUrl, title))
}

interface List {
  path: string
  request: SearchRequest
  /** Of a list that is not there when nothing is in it; null for a search. */
  title?: string | null
}

function asked(c: Context<AppEnv>): SearchRequest {
  return searchRequestOf(new URL(c.req.url).searchParams)
}

export function search(deps: MarkdownDeps, c: Context<AppEnv>): Promise<Response> {
  return listed(deps, c, { path: '/search.md', request: asked(c) })
}

export function tasks(deps: MarkdownDeps, c: Context<AppEnv>): Promise<Response> {
  return listed(deps, c, { path: '/tasks.md', request: { ...asked(c), kind: 'tasks' } })
}

/** The CodeBundles with a tag, or by an author. */
export function named(deps: MarkdownDeps, c: Context<AppEnv>, facet: 'tag' | 'author', name: string): Promise<Response> {
  const request = asked(c)
  const path = `/${facet}s/${encodeURIComponent(name)}.md`
  return listed(deps, c, {
    path,
    title: `${facet === 'tag' ? 'Tag' : 'Author'}: ${name}`,
    request: { ...request, filters: { ...request.filters, [facet]: [name] } },
  })
}

function counted(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`
}

export async function tags({ data, publicUrl }: MarkdownDeps): Promise<Response> {
  const rows = (await data.tags()).map(
    ({ tag, bundles }) => `- [${inline(tag)}](${publicUrl}/tags/${encodeURIComponent(tag)}.md): ${counted(bundles, 'CodeBundle')}`,
  )
  return markdown(sections(['# Tags', rows.join('\n') || 'None.']))
}

export async function authors({ data, publicUrl }: MarkdownDeps): Promise<Response> {
  const rows = (await data.authors()).map(
    ({ author, bundles, tasks: all }) =>
      `- [${inline(author)}](${publicUrl}/authors/${encodeURIComponent(author)}.md): ${counted(bundles, 'CodeBundle')}, ${counted(all, 'task')}`,
  )
  return markdown(sections(['# Authors', rows.join('\n') || 'None.']))
}

export async function collections({ data, publicUrl }: MarkdownDeps): Promise<Response> {
  const rows = (await data.collections()).map(({ slug, name, bundles, tasks: all, description }) =>
    `- [${inline(name)}](${publicUrl}${collectionPath(slug)}.md): ${counted(bundles, 'CodeBundle')}, ${counted(all, 'task')}. ${inline(description)}`.trimEnd(),
  )
  return markdown(sections(['# Collections', rows.join('\n') || 'None.']))
}

export async function collection({ data, publicUrl }: MarkdownDeps, slug: string): Promise<Response> {
  const found = await data.collection(slug)
  if (found === null) throw new PublicError('not_found', 'There is no such collection in this registry.')
  return markdown(collectionMarkdown(found.collection, found.cards, publicUrl))
}

export async function bundle({ data, publicUrl }: MarkdownDeps, at: { collection: string; bundle: string }): Promise<Response> {
  const view = await data.bundle(at.collection, at.bundle)
  if (view !== null) return markdown(bundleMarkdown(view, publicUrl))
  const moved = await data.movedTo(at.collection, at.bundle)
  if (moved === null) throw new PublicError('not_found', 'There is no such CodeBundle in this collection.')
  if (moved.slug === null) throw new PublicError('gone', 'This CodeBundle has been removed from its collection.')
  return new Response(null, { status: 301, headers: { location: `${bundlePath({ collection: at.collection, slug: moved.slug })}.md` } })
}

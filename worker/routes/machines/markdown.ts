import type { Context } from 'hono'
import { PublicError } from '../../domain/errors.ts'
import { everything } from '../../domain/views.ts'
import type { AppEnv } from '../../middleware/context.ts'
import type { PageData } from '../page-data.ts'
import { searchQuery, searchRequestOf } from '../search-request.ts'
import { bundlePath } from './addresses.ts'
import { bundleMarkdown, collectionMarkdown, homeMarkdown, searchMarkdown } from './markdown-pages.ts'

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

export async function search({ data, publicUrl }: MarkdownDeps, c: Context<AppEnv>): Promise<Response> {
  const { searchParams } = new URL(c.req.url)
  const results = await data.search(searchRequestOf(searchParams))
  const following = new URLSearchParams(searchQuery(searchParams))
  following.set('cursor', results.next ?? '')
  return markdown(searchMarkdown(results, results.next === null ? null : `${publicUrl}/search.md?${following}`, publicUrl))
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

import { type Context, Hono, type MiddlewareHandler } from 'hono'
import type { Keep, KeepOptions } from '../middleware/catalogue-cache.ts'
import type { AppEnv } from '../middleware/context.ts'
import * as markdown from './machines/markdown.ts'
import { searchNames } from './search-request.ts'

export interface KeptPageDeps extends markdown.MarkdownDeps {
  keep: Keep
  /** Changes with any issue: the first page shows some of them. */
  issuesMark(): Promise<string>
}

const bundlePattern = '/collections/:collection/codebundles/:bundle'

/** Pages about the catalogue, and what each depends on besides its path. Pages about issues are never kept. */
const pages: Record<string, readonly string[]> = {
  '/codebundles': searchNames,
  '/search': searchNames,
  '/tasks': searchNames,
  '/tags': [],
  '/tags/:tag': searchNames,
  '/authors': [],
  '/authors/:author': searchNames,
  '/about': [],
  '/api': [],
  '/collections': [],
  '/collections/:slug': searchNames,
  [bundlePattern]: ['tab', 'file'],
  [`${bundlePattern}/compare`]: ['from', 'to'],
}

/** Lists with a Markdown twin of the same form. */
const lists: Record<string, (deps: markdown.MarkdownDeps, c: Context<AppEnv>) => Promise<Response>> = {
  '/codebundles': markdown.search,
  '/search': markdown.search,
  '/tasks': markdown.tasks,
  '/tags': markdown.tags,
  '/authors': markdown.authors,
  '/collections': markdown.collections,
}

/** True when Markdown is asked for by name, and HTML is not. */
function wantsMarkdown(accept: string): boolean {
  return /\btext\/markdown\b/.test(accept) && !/\btext\/html\b/.test(accept)
}

const form: NonNullable<KeepOptions['form']> = (accept) => (wantsMarkdown(accept) ? 'markdown' : 'page')

/** What the slug of an address is without the ending of its Markdown twin; null without that ending. */
function twinOf(name: string): string | null {
  return name.endsWith('.md') ? name.slice(0, -'.md'.length) : null
}

type Answer = (c: Parameters<MiddlewareHandler<AppEnv>>[0]) => Promise<Response>

/** Answers in Markdown when that is asked for; otherwise the page comes after. */
function orMarkdown(answer: Answer): MiddlewareHandler<AppEnv> {
  return (c, next) => (wantsMarkdown(c.req.header('accept') ?? '') ? answer(c) : next())
}

/** Keeps the pages of the catalogue and adds their Markdown twins. Mount it before the pages. */
export function keptPages(deps: KeptPageDeps): Hono<AppEnv> {
  const { keep } = deps
  const app = new Hono<AppEnv>()
  app.use('/', keep({ names: [], mark: deps.issuesMark, form }))
  for (const path of ['/index.md', ...Object.keys(lists).map((path) => `${path}.md`)]) app.use(path, keep({ names: searchNames }))
  for (const [path, names] of Object.entries(pages)) app.use(path, keep({ names, form, saysUnknown: names === searchNames }))

  app.get(
    '/',
    orMarkdown(() => markdown.home(deps)),
  )
  app.get('/index.md', () => markdown.home(deps))
  for (const [path, answer] of Object.entries(lists)) {
    app.get(
      path,
      orMarkdown((c) => answer(deps, c)),
    )
    app.get(`${path}.md`, (c) => answer(deps, c))
  }
  for (const facet of ['tag', 'author'] as const) {
    app.get(`/${facet}s/:name`, (c, next) => {
      const name = c.req.param('name')
      const twin = twinOf(name)
      if (twin !== null) return markdown.named(deps, c, facet, twin)
      return orMarkdown(() => markdown.named(deps, c, facet, name))(c, next)
    })
  }
  app.get('/collections/:slug', (c, next) => {
    const slug = c.req.param('slug')
    const twin = twinOf(slug)
    if (twin !== null) return markdown.collection(deps, twin)
    return orMarkdown(() => markdown.collection(deps, slug))(c, next)
  })
  app.get(bundlePattern, (c, next) => {
    const { collection, bundle } = c.req.param()
    const twin = twinOf(bundle)
    if (twin !== null) return markdown.bundle(deps, { collection, bundle: twin })
    return orMarkdown(() => markdown.bundle(deps, { collection, bundle }))(c, next)
  })
  return app
}

import { Hono } from 'hono'
import { readAsked } from '../../../web/state/asked.ts'
import { platforms } from '../../../worker/domain/platform.ts'
import type { Viewer } from '../../../worker/domain/views.ts'
import type { AppEnv } from '../../../worker/middleware/context.ts'
import { adminRoutes } from '../../../worker/routes/page-admin.tsx'
import { readManifest } from '../../../worker/routes/page-assets.ts'
import type { PageData } from '../../../worker/routes/page-data.ts'
import { errorPage, type PageDeps } from '../../../worker/routes/page-shell.tsx'
import { trialRoutes } from '../../../worker/routes/page-trials.tsx'
import { pageRoutes } from '../../../worker/routes/pages.tsx'
import { fixtureAdmin } from './fixture-admin.ts'
import { bareBundleView, bundleView, cards, collections } from './fixture-catalogue.ts'
import { freshIssueView, issues, issueView } from './fixture-issues.ts'
import { authors, diff, health, tags } from './fixture-rich.ts'
import { fixtureSearch } from './fixture-search.ts'
import { fixtureNow } from './fixture-time.ts'
import { fixtureTrials } from './fixture-trials.ts'

export const people: Record<string, Viewer> = {
  rex: { login: 'rex', name: 'Rex', avatarUrl: '', role: 'reviewer' },
  mina: { login: 'mina', name: 'Mina', avatarUrl: '', role: 'reviewer' },
  ada: { login: 'ada', name: 'Ada', avatarUrl: '', role: 'admin' },
  cora: { login: 'cora', name: 'Cora', avatarUrl: '', role: 'contributor' },
}

/** Where the fixtures say they are reached. */
export const fixtureUrl = 'https://registry.example'

/** Page data made of the fixtures. */
function fixtureData(kind: 'full' | 'empty'): PageData {
  const full = kind === 'full'
  return {
    search: async (request) => fixtureSearch(kind, request),
    coverage: async () => ({ coverage: [], questions: [] }),
    bundle: async (_collection, slug) => (full ? ({ 'k8s-pvc-usage': bundleView(), bare: bareBundleView() }[slug] ?? null) : null),
    movedTo: async (_collection, slug) => ({ 'k8s-pvc': { slug: 'k8s-pvc-usage' }, 'k8s-pod-gone': { slug: null } })[slug] ?? null,
    compare: async (_collection, _slug, from, to) => (from === diff.from.treeHash && to === diff.to.treeHash ? diff : null),
    tags: async () => (full ? tags : []),
    authors: async () => (full ? authors : []),
    health: async (slug) => (slug === 'cluster-care' ? health : null),
    catalogueVersion: async () => 'fixture',
    collections: async () => (full ? collections : []),
    collection: async (slug) => {
      const collection = collections.find((item) => item.slug === slug)
      return collection === undefined ? null : { collection, cards: full ? cards.filter((card) => card.collection === slug) : [] }
    },
    issues: async () => (full ? issues : []),
    issue: async (_owner, _repo, number) => ({ 12: issueView(), 20: freshIssueView() })[number] ?? null,
    figures: async () => ({
      collections: full ? 2 : 0,
      bundles: full ? 12 : 0,
      tasks: full ? 50 : 0,
      openIssues: full ? 4 : 0,
      platforms: platforms.map((platform) => ({ platform, bundles: full ? cards.filter((card) => card.platform === platform).length : 0 })),
    }),
  }
}

/** Names of the built files, as the Worker reads them. */
export const manifestFiles = readManifest

export function fixtureDeps(kind: 'full' | 'empty', built: PageDeps['built'] = async () => null): PageDeps {
  return { data: fixtureData(kind), built, now: () => fixtureNow, publicUrl: fixtureUrl }
}

const badge = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><rect width="90" height="20" rx="3"/></svg>'

/** The pages behind the content security policy they are made for. The viewer is whom the cookie `viewer` names. */
export function fixtureApp(deps: PageDeps, kind: 'full' | 'empty' = 'full'): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.use(async (c, next) => {
    const nonce = crypto.randomUUID()
    c.set('nonce', nonce)
    c.set('viewer', people[/viewer=(\w+)/.exec(c.req.header('cookie') ?? '')?.[1] ?? ''] ?? null)
    await next()
    const script = `script-src 'nonce-${nonce}' 'strict-dynamic'`
    c.header(
      'content-security-policy',
      `default-src 'none'; ${script}; style-src 'self' 'nonce-${nonce}'; img-src 'self' https: data:; connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    )
  })
  const problem = { type: 'about:blank', detail: 'What you asked for is not here.', suggestion: 'Search for it.', traceId: 'trace-1' }
  app.notFound(async (c) => c.html(await errorPage(deps)({ ...problem, title: 'Not found', status: 404 }, c), 404))
  app.onError(async (_error, c) => c.html(await errorPage(deps)({ ...problem, title: 'Something went wrong', status: 500 }, c), 500))
  app.get('/api/v1/search', async (c) => c.json(await deps.data.search(readAsked(new URL(c.req.url).searchParams))))
  app.get('/badges/*', (c) => c.body(badge, 200, { 'content-type': 'image/svg+xml' }))
  app.route('/', adminRoutes(fixtureAdmin(kind), deps))
  app.route('/', trialRoutes(fixtureTrials(kind), deps))
  app.route('/', pageRoutes(deps))
  return app
}

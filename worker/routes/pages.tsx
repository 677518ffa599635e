import { Hono } from 'hono'
import type { AppEnv } from '../middleware/context.ts'
import { bundle, collection, collections, home, list } from './page-catalogue.tsx'
import { issue, issues } from './page-issues.tsx'
import { notFoundPage, type PageDeps } from './page-shell.tsx'

/** Paths that answer machines: an unknown one below them is not a page. */
const machinePaths = /^\/(api|webhooks|auth|assets)(\/|$)/

/** The HTML pages. Mount last: what no route knows and no machine asks for becomes the 404 page. */
export function pageRoutes(deps: PageDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.get('/', (c) => home(c, deps))
  app.get('/codebundles', (c) => list(c, deps, ''))
  app.get('/search', (c) => list(c, deps, (c.req.query('q') ?? '').trim()))
  app.get('/collections', (c) => collections(c, deps))
  app.get('/collections/:slug', (c) => collection(c, deps, c.req.param('slug')))
  app.get('/collections/:collection/codebundles/:bundle', (c) => bundle(c, deps, c.req.param('collection'), c.req.param('bundle')))
  app.get('/issues', (c) => issues(c, deps))
  app.get('/issues/:owner/:repo/:number', (c) => issue(c, deps, c.req.param('owner'), c.req.param('repo'), c.req.param('number')))
  app.get('*', (c, next) => (machinePaths.test(c.req.path) ? next() : notFoundPage(c, deps)))
  return app
}

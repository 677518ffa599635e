import { Hono } from 'hono'
import type { AppEnv } from '../middleware/context.ts'
import { bundle, collection, collections, home, list } from './page-catalogue.tsx'
import { issue, issues } from './page-issues.tsx'
import type { PageDeps } from './page-shell.tsx'

/** The HTML pages. What is not there goes to the app's not-found handler, which renders `errorPage` (page-shell.tsx). */
export function pageRoutes(deps: PageDeps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', (c) => home(c, deps))
    .get('/codebundles', (c) => list(c, deps, ''))
    .get('/search', (c) => list(c, deps, (c.req.query('q') ?? '').trim()))
    .get('/collections', (c) => collections(c, deps))
    .get('/collections/:slug', (c) => collection(c, deps, c.req.param('slug')))
    .get('/collections/:collection/codebundles/:bundle', (c) => bundle(c, deps, c.req.param('collection'), c.req.param('bundle')))
    .get('/issues', (c) => issues(c, deps))
    .get('/issues/:owner/:repo/:number', (c) => issue(c, deps, c.req.param('owner'), c.req.param('repo'), c.req.param('number')))
}

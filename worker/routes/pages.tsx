import { Hono } from 'hono'
import type { AppEnv } from '../middleware/context.ts'
import { bundle, compare } from './page-bundle.tsx'
import { collection, collections, home, list } from './page-catalogue.tsx'
import { issue, issues } from './page-issues.tsx'
import { about, author, authors, tag, tags } from './page-names.tsx'
import type { PageDeps } from './page-shell.tsx'

const bundlePath = '/collections/:collection/codebundles/:bundle'

/** The HTML pages. What is not there goes to the app's not-found handler, which renders `errorPage` (page-shell.tsx). */
export function pageRoutes(deps: PageDeps): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .get('/', (c) => home(c, deps))
    .get('/codebundles', (c) => list(c, deps))
    .get('/search', (c) => list(c, deps))
    .get('/tasks', (c) => list(c, deps))
    .get('/tags', (c) => tags(c, deps))
    .get('/tags/:tag', (c) => tag(c, deps, c.req.param('tag')))
    .get('/authors', (c) => authors(c, deps))
    .get('/authors/:author', (c) => author(c, deps, c.req.param('author')))
    .get('/about', (c) => about(c, deps))
    .get('/collections', (c) => collections(c, deps))
    .get('/collections/:slug', (c) => collection(c, deps, c.req.param('slug')))
    .get(bundlePath, (c) => bundle(c, deps, { ...c.req.param(), rest: '' }))
    .get(`${bundlePath}/compare`, (c) => compare(c, deps, { ...c.req.param(), rest: '/compare' }))
    .get('/issues', (c) => issues(c, deps))
    .get('/issues/:owner/:repo/:number', (c) => issue(c, deps, c.req.param('owner'), c.req.param('repo'), c.req.param('number')))
}

import { Hono } from 'hono'
import type { Log } from './lib/log.ts'
import { bodyLimit } from './middleware/body-limit.ts'
import { type CatalogueCacheConfig, catalogueCache } from './middleware/catalogue-cache.ts'
import type { AppEnv } from './middleware/context.ts'
import { errorHandler, notFoundHandler } from './middleware/errors.ts'
import { jsonOnly, originCheck } from './middleware/origin.ts'
import { type RateLimiter, rateLimit } from './middleware/rate-limit.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { sessionMiddleware } from './middleware/session.ts'
import { trace } from './middleware/trace.ts'
import type { AdminDeps } from './routes/admin.ts'
import type { TrialDeps } from './routes/admin-trials.ts'
import { type CatalogueOperationDeps, catalogueOperations } from './routes/api/catalogue-operations.ts'
import { allowedMethods, apiRoutes } from './routes/api/mount.ts'
import { type AuthDeps, authRoutes } from './routes/auth.ts'
import { type CursorWebhookDeps, cursorWebhookRoutes } from './routes/cursor-webhook.ts'
import { type IssueRouteDeps, issueOperations, liveRoutes } from './routes/issues.ts'
import { type KeptPageDeps, keptPages } from './routes/kept-pages.ts'
import { type MachineRouteDeps, machineRoutes } from './routes/machines/machine-routes.ts'
import { adminRoutes } from './routes/page-admin.tsx'
import { apiPageRoutes } from './routes/page-api.tsx'
import { errorPage, type PageDeps } from './routes/page-shell.tsx'
import { trialRoutes } from './routes/page-trials.tsx'
import { pageRoutes } from './routes/pages.tsx'
import { type ReindexDeps, reindexOperations } from './routes/reindex.ts'
import { type WebhookDeps, webhookRoutes } from './routes/webhooks.ts'

export interface AppDeps {
  publicUrl: string
  githubUrl: string
  sandboxMode: string
  log: Log
  writeLimit: RateLimiter
  auth: AuthDeps
  webhooks: WebhookDeps
  cursorWebhook: CursorWebhookDeps
  issues: IssueRouteDeps
  catalogue: CatalogueOperationDeps
  machines: MachineRouteDeps & Pick<KeptPageDeps, 'issuesMark'>
  cache: CatalogueCacheConfig
  reindex: ReindexDeps
  admin: AdminDeps
  trials: TrialDeps
  pages: PageDeps
}

/** Writes from the web are small: an action and a few words. */
const apiBodyBytes = 64_000

/** The whole HTTP side, in the order in which a request passes: trace, headers, origin, limits, session, routes, pages. */
export function createApp(deps: AppDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const { log } = deps
  const operations = [...catalogueOperations(deps.catalogue), ...reindexOperations(deps.reindex), ...issueOperations(deps.issues)]
  const publicUrl = deps.publicUrl.replace(/\/$/, '')
  const keep = catalogueCache(deps.cache)
  const page = errorPage(deps.pages)
  app.onError(errorHandler({ log, page }))
  app.notFound(notFoundHandler({ log, page }))

  app.use(securityHeaders({ publicUrl: deps.publicUrl, githubUrl: deps.githubUrl }))
  app.use(trace({ log, now: Date.now }))
  app.use('/api/*', allowedMethods(operations))
  app.use(originCheck({ publicUrl: deps.publicUrl, except: ['/webhooks/github', '/webhooks/cursor'] }))
  app.route('/', webhookRoutes(deps.webhooks))
  app.route('/', cursorWebhookRoutes(deps.cursorWebhook))
  app.get('/api/health', (c) => c.json({ status: 'ok', sandboxMode: deps.sandboxMode }))
  app.use('/api/*', rateLimit({ limiter: deps.writeLimit, name: 'api', log }), jsonOnly(), bodyLimit(apiBodyBytes))
  app.use('/admin/*', rateLimit({ limiter: deps.writeLimit, name: 'admin', log }), bodyLimit(apiBodyBytes))
  app.use(sessionMiddleware(deps.auth.sessions.viewerOf))
  app.route('/', authRoutes(deps.auth))
  app.route('/', liveRoutes(deps.issues))
  app.route('/', apiRoutes(operations, { publicUrl, keep }))
  app.route('/', machineRoutes({ ...deps.machines, publicUrl, keep }))
  app.route('/', adminRoutes(deps.admin, deps.pages))
  app.route('/', trialRoutes(deps.trials, deps.pages))
  app.route('/', keptPages({ ...deps.machines, publicUrl, keep }))
  app.route('/', apiPageRoutes(operations, deps.pages))
  app.route('/', pageRoutes(deps.pages))
  return app
}

import { Hono } from 'hono'
import { PublicError } from '../domain/errors.ts'
import { hasRole } from '../domain/roles.ts'
import type { AppEnv } from '../middleware/context.ts'

export interface ReindexDeps {
  /** Asks for an index run of a visible collection. Null when there is none of this name. */
  reindex(slug: string, cause: string): Promise<'wanted' | 'already wanted' | 'too soon' | null>
}

/** `POST /api/v1/collections/:slug/reindex`: for an admin who does not want to wait for the next push. The run's outcome stands in the collection's health. */
export function reindexRoutes(deps: ReindexDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.post('/api/v1/collections/:slug/reindex', async (c) => {
    const viewer = c.get('viewer')
    if (viewer === null) throw new PublicError('sign_in_needed', 'Sign in with GitHub first.')
    if (!hasRole(viewer.role, 'admin')) throw new PublicError('forbidden', `Indexing again takes the role admin; yours is ${viewer.role}.`)
    const slug = c.req.param('slug')
    const answer = await deps.reindex(slug, `asked by ${viewer.login}`)
    if (answer === null) throw new PublicError('not_found', 'There is no such collection in this registry.')
    if (answer === 'too soon') throw new PublicError('too_many_requests', 'This collection was indexed less than a minute ago.')
    return c.json({ status: answer, health: `/api/v1/collections/${encodeURIComponent(slug)}/health` }, 202)
  })
  return app
}

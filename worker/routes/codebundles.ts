import { Hono } from 'hono'
import { z } from 'zod'
import { PublicError } from '../domain/errors.ts'
import { type BundleView, everything, type SearchRequest, type SearchResults } from '../domain/views.ts'
import { cachedJson } from './cached.ts'

export interface CodebundleRouteDeps {
  search(request: SearchRequest): Promise<SearchResults>
  bundle(collection: string, slug: string): Promise<BundleView | null>
  /** Changes whenever an answer about the catalogue may. */
  catalogueVersion(): Promise<string>
}

/** Longer queries are nobody's question. */
const queryCharacters = 20_000

const listQuery = z.object({
  q: z.string().max(queryCharacters, `q is longer than ${queryCharacters} characters`).default(''),
  cursor: z.string().max(1_000, 'cursor is longer than any page marker').optional(),
  limit: z.coerce
    .number('limit is a number from 1 to 100')
    .int('limit is a whole number')
    .min(1, 'limit is at least 1')
    .max(100, 'limit is at most 100')
    .optional(),
})

/** `/api/v1/codebundles`: search and list, and one CodeBundle. */
export function codebundleRoutes(deps: CodebundleRouteDeps): Hono {
  const app = new Hono()

  app.get('/api/v1/codebundles', async (c) => {
    const parsed = listQuery.safeParse(c.req.query())
    if (!parsed.success) throw new PublicError('bad_request', parsed.error.issues.map((issue) => issue.message).join('; '))
    const { q, cursor, limit } = parsed.data
    const request = { ...everything, query: q, cursor: cursor ?? null, ...(limit === undefined ? {} : { limit }) }
    return cachedJson(c.req.header('if-none-match'), deps.catalogueVersion, () => deps.search(request))
  })

  app.get('/api/v1/codebundles/:collection/:bundle', async (c) => {
    const { collection, bundle } = c.req.param()
    const view = await deps.bundle(collection, bundle)
    if (!view) throw new PublicError('not_found', 'There is no such CodeBundle in this collection.')
    return cachedJson(c.req.header('if-none-match'), deps.catalogueVersion, async () => view)
  })

  return app
}

import { Hono } from 'hono'
import { z } from 'zod'
import { PublicError } from '../domain/errors.ts'
import { facetNames, type SearchFilters, type SearchRequest } from '../domain/views.ts'

export interface SearchRouteDeps {
  /** `version` changes whenever an answer may; `body` gives the JSON of SearchResults. */
  searchAnswer(request: SearchRequest): Promise<{ version: string; body(): Promise<string> }>
}

/** Longer queries are nobody's question. */
const queryCharacters = 20_000
const valueCharacters = 200
const valuesPerFacet = 50

const facetSchema = z
  .array(z.string().max(valueCharacters, `a filter is longer than ${valueCharacters} characters`))
  .max(valuesPerFacet, `a facet has more than ${valuesPerFacet} values`)
  .optional()

/** The parameters of `GET /api/v1/search`. Each facet may be given several times. */
export const searchQuerySchema = z.object({
  q: z.string().max(queryCharacters, `q is longer than ${queryCharacters} characters`).default(''),
  kind: z.enum(['bundles', 'tasks'], 'kind is bundles or tasks').default('bundles'),
  sort: z.enum(['relevance', 'newest', 'name', 'score'], 'sort is relevance, newest, name or score').default('relevance'),
  cursor: z.string().max(1_000, 'cursor is longer than any page marker').nullable().default(null),
  limit: z.coerce
    .number('limit is a number from 1 to 100')
    .int('limit is a whole number')
    .min(1, 'limit is at least 1')
    .max(100, 'limit is at most 100')
    .optional(),
  platform: facetSchema,
  collection: facetSchema,
  access: facetSchema,
  type: facetSchema,
  tag: facetSchema,
  author: facetSchema,
})

/** Reads the parameters of a search from an address; throws a `bad_request` that says which one is wrong. */
export function searchRequestOf(parameters: URLSearchParams): SearchRequest {
  const single = Object.fromEntries(
    ['q', 'kind', 'sort', 'cursor', 'limit'].flatMap((name) => (parameters.has(name) ? [[name, parameters.get(name)]] : [])),
  )
  const facets = Object.fromEntries(facetNames.flatMap((name) => (parameters.has(name) ? [[name, parameters.getAll(name)]] : [])))
  const parsed = searchQuerySchema.safeParse({ ...single, ...facets })
  if (!parsed.success) throw new PublicError('bad_request', parsed.error.issues.map((issue) => issue.message).join('; '))
  const { q, kind, sort, cursor, limit, ...filters } = parsed.data
  const given = Object.entries(filters).filter(([, values]) => values !== undefined)
  return { query: q, kind, sort, cursor, filters: Object.fromEntries(given) as SearchFilters, ...(limit === undefined ? {} : { limit }) }
}

/** Public: a browser and a cache in between may keep it, but ask each time whether it still holds. */
const cacheControl = 'public, max-age=0, must-revalidate'

/** `/api/v1/search`: CodeBundles and tasks by words, qualifiers and facets. */
export function searchRoutes(deps: SearchRouteDeps): Hono {
  const app = new Hono()
  app.get('/api/v1/search', async (c) => {
    const answer = await deps.searchAnswer(searchRequestOf(new URL(c.req.url).searchParams))
    const etag = `"${answer.version}"`
    const headers = { etag, 'cache-control': cacheControl }
    const known = c.req.header('if-none-match')?.split(',') ?? []
    if (known.some((one) => one.trim().replace(/^W\//, '') === etag)) return c.body(null, 304, headers)
    return c.body(await answer.body(), 200, { ...headers, 'content-type': 'application/json; charset=UTF-8' })
  })
  return app
}

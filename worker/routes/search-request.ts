import * as z from 'zod'
import { PublicError } from '../domain/errors.ts'
import { facetNames, type SearchFilters, type SearchRequest } from '../domain/views.ts'

/** Longer queries are nobody's question. */
const queryCharacters = 20_000

const facet = z.array(z.string().max(200, 'a filter is longer than 200 characters')).max(50, 'a facet has more than 50 values').optional()

/** The parameters of a list of CodeBundles. */
export const pageParameters = {
  q: z.string().max(queryCharacters, `q is longer than ${queryCharacters} characters`).default('').describe('Words and qualifiers.'),
  cursor: z.string().max(1_000, 'cursor is longer than any page marker').optional().describe('`next` of the page before.'),
  limit: z.coerce
    .number('limit is a number from 1 to 100')
    .int('limit is a whole number')
    .min(1, 'limit is at least 1')
    .max(100, 'limit is at most 100')
    .optional(),
}

/** The parameters of a search. Each facet may be given several times. */
export const searchParameters = {
  ...pageParameters,
  kind: z.enum(['bundles', 'tasks'], 'kind is bundles or tasks').default('bundles'),
  sort: z.enum(['relevance', 'newest', 'name', 'score'], 'sort is relevance, newest, name or score').default('relevance'),
  platform: facet,
  collection: facet,
  access: facet,
  type: facet,
  tag: facet,
  author: facet,
}

const schema = z.object(searchParameters)
export const searchNames = Object.keys(searchParameters)

/** What the registry is asked, of checked parameters. */
export function searchRequest({ q, kind, sort, cursor, limit, ...filters }: z.infer<typeof schema>): SearchRequest {
  const given: SearchFilters = Object.fromEntries(Object.entries(filters).filter(([, values]) => values !== undefined))
  return { query: q, kind, sort, cursor: cursor ?? null, filters: given, ...(limit === undefined ? {} : { limit }) }
}

/** The accepted parameters of an address, without its cursor. */
export function searchQuery(parameters: URLSearchParams): [string, string][] {
  return [...parameters].filter(([name]) => name !== 'cursor' && searchNames.includes(name))
}

/** Reads a search from an address; throws a `bad_request` that says which parameter is wrong. */
export function searchRequestOf(parameters: URLSearchParams): SearchRequest {
  const isFacet = (name: string) => (facetNames as readonly string[]).includes(name)
  const present = searchNames.filter((name) => parameters.has(name))
  const parsed = schema.safeParse(
    Object.fromEntries(present.map((name) => [name, isFacet(name) ? parameters.getAll(name) : parameters.get(name)])),
  )
  if (!parsed.success) throw new PublicError('bad_request', parsed.error.issues.map(({ message }) => message).join('; '))
  return searchRequest(parsed.data)
}

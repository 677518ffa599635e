import type { BundleCard, SearchRequest, SearchResults } from '../domain/views.ts'
import { cardOf } from './cards.ts'
import { type Cursor, readCursor, writeCursor } from './search-cursor.ts'
import { type MatchExpression, matchExpression } from './search-query.ts'
import type { SearchStores } from './sync-search.ts'

export const pageSize = 24
const pageSizeMax = 100

const notices = {
  cursor: 'The page marker was not understood; this is the first page.',
  noWords: 'The search has no letters or digits to look for; these are the newest CodeBundles.',
  some: 'No CodeBundle has all of these words; these have some of them.',
  none: 'No CodeBundle has any of these words.',
  truncated: 'The search is long; only its first words were used.',
}

type Answer = Pick<SearchResults, 'total' | 'cards' | 'next' | 'notice'>

async function newest(stores: SearchStores, cursor: Cursor | null, limit: number): Promise<Answer> {
  const after = cursor?.in === 'newest' ? cursor : null
  const [rows, total] = await Promise.all([stores.catalogue.newest(limit + 1, after), stores.catalogue.count()])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const next = rows.length > limit && last ? writeCursor({ in: 'newest', updatedAt: last.updatedAt, id: last.id }) : null
  return { total, cards: page.map((row) => cardOf(row)), next, notice: null }
}

async function matches(stores: SearchStores, expression: MatchExpression, cursor: Cursor | null, limit: number): Promise<Answer> {
  const after = cursor?.in === 'all' || cursor?.in === 'any' ? cursor : null
  let mode: 'all' | 'any' = after?.in ?? 'all'
  let found = await stores.search.page(expression[mode], null, after, limit + 1)
  if (mode === 'all' && !after && found.total === 0 && expression.words > 1) {
    mode = 'any'
    found = await stores.search.page(expression.any, null, null, limit + 1)
  }
  const hits = found.hits.slice(0, limit)
  const last = hits.at(-1)
  const next = found.hits.length > limit && last ? writeCursor({ in: mode, ...last }) : null
  const cards = await cardsOf(
    stores,
    expression[mode],
    hits.map((hit) => hit.id),
  )
  const notice =
    found.total === 0 && !after ? notices.none : mode === 'any' ? notices.some : expression.truncated ? notices.truncated : null
  return { total: found.total, cards, next, notice }
}

async function cardsOf(stores: SearchStores, match: string, ids: number[]): Promise<BundleCard[]> {
  if (ids.length === 0) return []
  const [rows, snippets] = await Promise.all([stores.catalogue.cardsById(ids), stores.search.snippets(match, ids)])
  const byId = new Map(rows.map((row) => [row.id, row]))
  // A bundle that left the catalogue a moment ago may still be in full text.
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [cardOf(row, snippets.get(id) ?? null)] : []
  })
}

/**
 * Searches the visible collections; lists the newest bundles when the query is empty. Any text is answered: what cannot be searched for is said in `notice`.
 */
export async function search(stores: SearchStores, request: SearchRequest): Promise<SearchResults> {
  const limit = Math.min(Math.max(Math.trunc(request.limit ?? pageSize) || pageSize, 1), pageSizeMax)
  const cursor = request.cursor === null ? null : readCursor(request.cursor)
  const expression = matchExpression(request.query)
  const answer = expression ? await matches(stores, expression, cursor, limit) : await newest(stores, cursor, limit)
  const noWords = !expression && request.query.trim() !== '' ? notices.noWords : null
  const badCursor = request.cursor !== null && cursor === null ? notices.cursor : null
  const rest = { kind: request.kind, sort: request.sort, filters: request.filters, otherTotal: 0, tasks: [], facets: [], suggestion: null }
  return { query: request.query, ...rest, ...answer, notice: badCursor ?? noWords ?? answer.notice }
}

import type { SearchRequest, SearchResults } from '../domain/views.ts'
import { currentIndex } from './search/current-index.ts'
import { type Expansion, expand } from './search/expand.ts'
import { countOf, exclude, type Matches, match, raritiesOf } from './search/match.ts'
import type { Kind, MemoryIndex } from './search/memory-index.ts'
import { namesFirst } from './search/names-first.ts'
import { facetsOf, narrow, narrowingOf } from './search/narrow.ts'
import { firstPlaces, type Placed, readCursor, writeCursor } from './search/order.ts'
import { type ParsedQuery, parseQuery } from './search/query-language.ts'
import { cardsAt, tasksAt } from './search/results.ts'
import { phraseMatch } from './search/snippet.ts'
import type { SearchStores } from './sync-search.ts'

export const pageSize = 24
const pageSizeMax = 100
/** Bundles with one phrase that are told from those without it. */
const phraseBundles = 10_000

const notices = {
  cursor: 'The page marker was not understood; this is the first page.',
  noWords: 'The search has no letters or digits to look for; these are the newest CodeBundles.',
  some: 'No CodeBundle has all of these words; these have some of them.',
  most: 'No CodeBundle has all of these words; these have most of them.',
  none: 'No CodeBundle has any of these words.',
}

interface Found {
  matches: Record<Kind, Matches>
  expansion: Expansion
}

function all(index: MemoryIndex, kind: Kind): Matches {
  return { scores: new Float32Array(countOf(index, kind)).fill(1), mode: 'all' }
}

/** Everything that the words, the phrases and the unwanted words of a query leave, of both kinds. */
async function find(stores: SearchStores, index: MemoryIndex, query: ParsedQuery, { query: text, sort }: SearchRequest): Promise<Found> {
  const expansion = expand(index, query.words, query.isOpen)
  const { groups } = expansion
  const rarities = raritiesOf(index, groups)
  const scored = (kind: Kind): Matches => {
    if (query.words.length === 0) return all(index, kind)
    const found = match(index, kind, groups, rarities, sort === 'relevance' ? 'most' : 'whole')
    namesFirst(index, kind, text, found.scores)
    return found
  }
  const matches = { bundles: scored('bundles'), tasks: scored('tasks') }
  for (const kind of ['bundles', 'tasks'] as const) exclude(index, kind, query.without, matches[kind].scores)
  await keepPhrases(stores, index, query, matches)
  return { matches, expansion }
}

/** Phrases stand in the full text; a task is kept with its bundle. */
async function keepPhrases(stores: SearchStores, index: MemoryIndex, query: ParsedQuery, matches: Found['matches']): Promise<void> {
  for (const phrase of query.phrases) {
    const ids = await stores.search.withPhrase(phraseMatch([phrase]), phraseBundles)
    const kept = new Set(ids.map((id) => index.numberOf.get(id)))
    const { bundles, tasks } = matches
    for (let at = 0; at < bundles.scores.length; at += 1) if (!kept.has(at)) bundles.scores[at] = 0
    for (let at = 0; at < tasks.scores.length; at += 1) if (!kept.has(index.taskBundle[at] ?? 0)) tasks.scores[at] = 0
  }
}

function quoted(words: readonly string[]): string {
  return words.map((word) => `“${word}”`).join(', ')
}

/** What people are told about how the words were taken; null when they were taken as they stand. */
function noticeOf({ expansion, matches }: Found, kind: Kind, total: number): string[] {
  const { corrected, unknown, groups } = expansion
  if (groups.length === 0) return unknown.length > 0 ? [notices.none] : []
  const said: string[] = []
  if (corrected.length > 0)
    said.push(`No CodeBundle says ${quoted(corrected.map((one) => one.from))}; searched for ${quoted(corrected.map((one) => one.to))}.`)
  if (total === 0) return said
  if (unknown.length > 0 || matches[kind].mode === 'some') said.push(notices.some)
  else if (matches[kind].mode === 'most') said.push(notices.most)
  return said
}

/** The query with its misspelt words mended. */
function suggestionOf(query: string, { corrected }: Expansion): string | null {
  if (corrected.length === 0) return null
  return corrected.reduce(
    (text, { from, to }) => {
      const at = text.toLowerCase().indexOf(from)
      return at < 0 ? text : text.slice(0, at) + to + text.slice(at + from.length)
    },
    query.slice(0, 1_000),
  )
}

/** What a page of results needs to be read from the databases. */
function wordsToMark(query: ParsedQuery, { groups, corrected }: Expansion): string[] {
  return [
    ...query.words.map(({ word }) => word),
    ...corrected.map(({ to }) => to),
    ...groups.flatMap(({ ways }) => ways.slice(1, 4).map(({ stems }) => stems.join(' '))),
  ]
}

/**
 * Searches the visible collections; lists the newest bundles when nothing is asked. Any text is answered: what was not understood is said in `notice`.
 * Words, facets and order are worked out in memory over the index of this version; the databases give the page that is shown.
 */
export async function search(stores: SearchStores, request: SearchRequest): Promise<SearchResults> {
  const { kind, query: text } = request
  const limit = Math.min(Math.max(Math.trunc(request.limit ?? pageSize) || pageSize, 1), pageSizeMax)
  const index = await currentIndex(stores.search)
  const query = parseQuery(text)
  const found = await find(stores, index, query, request)
  const narrowing = narrowingOf(index, request.filters, query)
  const { scores } = found.matches[kind]
  const narrowed = narrow(index, kind, scores, narrowing)
  const otherKind = kind === 'bundles' ? 'tasks' : 'bundles'
  const other = narrow(index, otherKind, found.matches[otherKind].scores, narrowing, false)
  const sort = request.sort === 'relevance' && query.words.length === 0 ? 'newest' : request.sort
  const cursor = request.cursor === null ? null : readCursor(request.cursor)
  const after = cursor && cursor.sort === sort && cursor.kind === kind ? cursor : null
  const places = firstPlaces({ index, kind, sort, numbers: narrowed.passed, scores }, after, limit + 1)
  const shown = places.slice(0, limit)
  const total = narrowed.passed.length
  const asksNothing = query.words.length + query.filters.length + query.having.length + query.without.length === 0
  const said = [
    request.cursor !== null && after === null ? notices.cursor : null,
    asksNothing && text.trim() !== '' && query.notices.length === 0 ? notices.noWords : null,
    ...query.notices,
    ...narrowing.notices,
    ...noticeOf(found, kind, total),
  ].filter((notice) => notice !== null)
  return {
    query: text,
    kind,
    sort: request.sort,
    filters: narrowing.filters,
    total,
    otherTotal: other.passed.length,
    ...(await page(stores, index, kind, shown, wordsToMark(query, found.expansion))),
    facets: facetsOf(index, narrowed.counts, narrowing),
    suggestion: suggestionOf(text, found.expansion),
    next: places.length > limit ? nextOf(shown, sort, kind) : null,
    notice: said.length === 0 ? null : said.join(' '),
  }
}

async function page(stores: SearchStores, index: MemoryIndex, kind: Kind, shown: readonly Placed[], words: string[]) {
  if (kind === 'bundles') return { cards: await cardsAt(stores, shown, words), tasks: [] }
  return { cards: [], tasks: await tasksAt(stores, index, shown, words) }
}

function nextOf(shown: readonly Placed[], sort: SearchRequest['sort'], kind: Kind): string | null {
  const last = shown.at(-1)
  return last ? writeCursor({ sort, kind, key: last.key, id: last.id, task: last.task }) : null
}

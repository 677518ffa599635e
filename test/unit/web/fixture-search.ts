import { type BundleCard, type Facet, facetNames, type SearchRequest, type SearchResults } from '../../../worker/domain/views.ts'
import { cards } from './fixture-catalogue.ts'
import { taskHits } from './fixture-rich.ts'

const labels = { platform: 'Platform', collection: 'Collection', access: 'Access', type: 'Type', tag: 'Tag', author: 'Author' }

function valuesOf(card: BundleCard, name: Facet['name']): string[] {
  if (name === 'tag') return card.supports
  if (name === 'author') return card.author === null ? [] : [card.author]
  if (name === 'type') return [...(card.hasRunbook ? ['runbook'] : []), ...(card.hasSli ? ['sli'] : [])]
  return [card[name]]
}

function facetsOf(found: BundleCard[], filters: SearchRequest['filters']): Facet[] {
  return facetNames.map((name) => {
    const counts = new Map<string, number>()
    for (const card of cards) for (const value of valuesOf(card, name)) counts.set(value, counts.get(value) ?? 0)
    for (const card of found) for (const value of valuesOf(card, name)) counts.set(value, (counts.get(value) ?? 0) + 1)
    const values = [...counts]
      .map(([value, count]) => ({ value, label: value, count, selected: filters[name]?.includes(value) ?? false }))
      .sort((a, b) => b.count - a.count)
    return { name, label: labels[name], values, more: name === 'tag' ? 31 : 0 }
  })
}

/** A search of the fixture cards: every word in name or description, the filters, and `platform:` as the one qualifier. */
export function fixtureSearch(kind: 'full' | 'empty', request: SearchRequest): SearchResults {
  const qualified = [...request.query.matchAll(/\bplatform:(\w+)/g)].map(([, value]) => value ?? '')
  const filters =
    qualified.length === 0 ? request.filters : { ...request.filters, platform: [...(request.filters.platform ?? []), ...qualified] }
  const words = request.query
    .toLowerCase()
    .replace(/\bplatform:\w+/g, '')
    .split(/\s+/)
    .filter(Boolean)
  const matching = (kind === 'full' ? cards : []).filter((card) =>
    words.every((word) => `${card.displayName} ${card.description}`.toLowerCase().includes(word)),
  )
  const found = matching.filter((card) =>
    facetNames.every((name) => filters[name]?.some((value) => valuesOf(card, name).includes(value)) ?? true),
  )
  const [first] = words
  const marked = first
    ? found.map((card) => ({ ...card, snippet: card.description.replace(new RegExp(first.replace(/\W/g, '\\$&'), 'i'), '\u0001$&\u0002') }))
    : found
  const isTasks = request.kind === 'tasks'
  const tasks = kind === 'full' && words.length === 0 ? taskHits : []
  return {
    query: request.query,
    kind: request.kind,
    sort: request.sort,
    filters,
    total: isTasks ? tasks.length : found.length,
    otherTotal: isTasks ? found.length : tasks.length,
    cards: isTasks ? [] : marked,
    tasks: isTasks ? tasks : [],
    facets: kind === 'full' ? facetsOf(found, filters) : [],
    suggestion: request.query === 'restrats' ? 'restarts' : null,
    next: kind === 'full' && request.query === '' && request.cursor === null ? 'page-2' : null,
    notice: request.query.includes('"') ? 'Quotes are not understood and were left out.' : null,
  }
}

import { everything, type FacetName, facetNames, type SearchFilters, type SearchRequest } from '../../worker/domain/views.ts'

/** The same names in the address of a page, in its GET form and in the API. */
const ownParameters = new Set<string>([...facetNames, 'q', 'kind', 'sort', 'cursor'])
/** Longest query passed on; the search field stops at the same length. */
export const maxQueryChars = 200
/** More values of one facet than anybody ticks. */
const maxValues = 50

export const sorts: { value: SearchRequest['sort']; label: string }[] = [
  { value: 'relevance', label: 'Best match' },
  { value: 'newest', label: 'Newest' },
  { value: 'name', label: 'Name' },
  { value: 'score', label: 'Score' },
]

function filtersOf(parameters: URLSearchParams): SearchFilters {
  const filters: SearchFilters = {}
  for (const name of facetNames) {
    const values = [...new Set(parameters.getAll(name))].filter((value) => value !== '').slice(0, maxValues)
    if (values.length > 0) filters[name] = values
  }
  return filters
}

/** What an address or a form asks for. What it does not say, or says in unknown words, is as in a search of everything. */
export function readAsked(parameters: URLSearchParams): SearchRequest {
  return {
    query: (parameters.get('q') ?? '').trim().slice(0, maxQueryChars),
    filters: filtersOf(parameters),
    kind: parameters.get('kind') === 'tasks' ? 'tasks' : 'bundles',
    sort: sorts.find(({ value }) => value === parameters.get('sort'))?.value ?? everything.sort,
    cursor: parameters.get('cursor') || null,
  }
}

/** Names in an address that mean nothing here, so that the page can say so instead of answering another question. */
export function unknownParameters(parameters: URLSearchParams): string[] {
  return [...new Set(parameters.keys())].filter((name) => !ownParameters.has(name)).slice(0, 5)
}

/** The shortest parameters that `readAsked` reads back as `asked`. */
export function askedParameters(asked: SearchRequest): URLSearchParams {
  const parameters = new URLSearchParams()
  if (asked.query !== '') parameters.set('q', asked.query)
  for (const name of facetNames) for (const value of asked.filters[name] ?? []) parameters.append(name, value)
  if (asked.kind !== everything.kind) parameters.set('kind', asked.kind)
  if (asked.sort !== everything.sort) parameters.set('sort', asked.sort)
  if (asked.cursor !== null) parameters.set('cursor', asked.cursor)
  return parameters
}

/** The page that answers `asked`: the lists have addresses of their own while nothing narrows them. */
export function askedHref(asked: SearchRequest): string {
  const isList = asked.query === '' && Object.keys(asked.filters).length === 0
  const path = isList ? (asked.kind === 'tasks' ? '/tasks' : '/codebundles') : '/search'
  const parameters = askedParameters(asked)
  if (isList) parameters.delete('kind')
  return parameters.size === 0 ? path : `${path}?${parameters}`
}

/** Reads a page's address; the list of tasks is known by its path. */
export function readHref(href: string): SearchRequest {
  const url = new URL(href, 'http://page.invalid')
  const asked = readAsked(url.searchParams)
  return url.pathname === '/tasks' ? { ...asked, kind: 'tasks' } : asked
}

/** A query without a qualifier for this value, in either of its spellings: `platform:aws`, `platform:"aws"`, `has:sli`. */
function withoutQualifier(query: string, name: FacetName, value: string): string {
  const literal = value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const names = name === 'type' ? '(?:type|has)' : name
  return query
    .replace(new RegExp(`(^|\\s)${names}:(?:"${literal}"|${literal})(?=\\s|$)`, 'gi'), '$1')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Whether `asked` narrows by this value, by a parameter or by a qualifier. */
export function isAsked(asked: SearchRequest, name: FacetName, value: string): boolean {
  return (
    asked.filters[name]?.includes(value) === true || withoutQualifier(asked.query, name, value) !== withoutQualifier(asked.query, name, '')
  )
}

/** `asked` without one value of a facet, wherever it was given. The first page of it. */
export function withoutValue(asked: SearchRequest, name: FacetName, value: string): SearchRequest {
  const rest = (asked.filters[name] ?? []).filter((one) => one !== value)
  const { [name]: _, ...others } = asked.filters
  const filters = rest.length === 0 ? others : { ...others, [name]: rest }
  return { ...asked, filters, query: withoutQualifier(asked.query, name, value), cursor: null }
}

/** Every value that narrows, from the parameters and from the qualifiers of the query, each once. */
export function activeValues(asked: SearchFilters, found: SearchFilters): { name: FacetName; value: string }[] {
  return facetNames.flatMap((name) => [...new Set([...(asked[name] ?? []), ...(found[name] ?? [])])].map((value) => ({ name, value })))
}

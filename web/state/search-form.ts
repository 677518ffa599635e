import { facetNames, type SearchFilters, type SearchRequest } from '../../worker/domain/views.ts'
import { readAsked, withoutValue } from './asked.ts'

/**
 * What the search form asks for now. Its boxes are ticked for qualifiers of the query too: those stay where they are written, and a box
 * that is no longer ticked takes its qualifier out of the query. `before` is what was asked, `found` what narrowed the results.
 */
export function askedByForm(form: FormData, before: SearchRequest, found: SearchFilters): SearchRequest {
  const parameters = new URLSearchParams([...form].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
  const ticked = readAsked(parameters)
  let asked: SearchRequest = { ...ticked, filters: {} }
  for (const name of facetNames) {
    const byQualifier = (found[name] ?? []).filter((value) => !before.filters[name]?.includes(value))
    const own = (ticked.filters[name] ?? []).filter((value) => !byQualifier.includes(value))
    if (own.length > 0) asked = { ...asked, filters: { ...asked.filters, [name]: own } }
    for (const value of byQualifier) if (!ticked.filters[name]?.includes(value)) asked = withoutValue(asked, name, value)
  }
  return asked
}

import type { FacetName, SearchRequest, SearchResults } from '../../worker/domain/views.ts'
import { activeValues, askedHref, withoutValue } from '../state/asked.ts'
import { Icon } from './icon.tsx'

/** What narrows the results, each with a link that takes it away. */
export function ActiveFilters({ asked, results }: { asked: SearchRequest; results: SearchResults }) {
  const active = activeValues(asked.filters, results.filters)
  if (active.length === 0) return null
  const facetOf = (name: FacetName) => results.facets.find((facet) => facet.name === name)
  const label = (name: FacetName, value: string) => facetOf(name)?.values.find((one) => one.value === value)?.label ?? value
  const cleared = active.reduce((rest, { name, value }) => withoutValue(rest, name, value), asked)
  return (
    <ul aria-label="Active filters" class="mt-3 flex flex-wrap items-center gap-1.5">
      {active.map(({ name, value }) => (
        <li key={`${name}:${value}`}>
          <a class="filter-chip" data-follow href={askedHref(withoutValue(asked, name, value))}>
            <span class="sr-only">Remove the filter </span>
            <span class="text-muted">{facetOf(name)?.label ?? name}</span> {label(name, value)}
            <Icon name="close" class="size-3" />
          </a>
        </li>
      ))}
      {active.length > 1 && (
        <li>
          <a class="link-plain text-muted px-1 text-xs" data-follow href={askedHref(cleared)}>
            Clear all
          </a>
        </li>
      )}
    </ul>
  )
}

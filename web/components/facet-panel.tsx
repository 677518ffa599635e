import type { Facet } from '../../worker/domain/views.ts'

/** Values that are seen at once; the others are one press away. */
const shownValues = 7
/** Where all values of a facet are listed. */
const wholeLists: Partial<Record<Facet['name'], string>> = { tag: '/tags', author: '/authors', collection: '/collections' }

type Value = Facet['values'][number]

function ValueRow({ name, value }: { name: string; value: Value }) {
  return (
    <li>
      <label class={`facet-value ${value.count === 0 && !value.selected ? 'text-muted' : ''}`}>
        <input type="checkbox" class="checkbox checkbox-xs checkbox-primary" name={name} value={value.value} checked={value.selected} />
        <span class="min-w-0 flex-1 wrap-anywhere">{value.label}</span>
        <span class="text-muted text-xs">
          {value.count.toLocaleString('en-US')}
          <span class="sr-only"> results</span>
        </span>
      </label>
    </li>
  )
}

function More({ facet }: { facet: Facet }) {
  const href = wholeLists[facet.name]
  if (facet.more === 0) return null
  if (href === undefined) return <p class="text-muted mt-1 text-xs">{facet.more} more</p>
  return (
    <p class="mt-1 text-xs">
      <a class="link-plain text-muted" href={href}>
        {facet.more} more
      </a>
    </p>
  )
}

function OneFacet({ facet }: { facet: Facet }) {
  const isSeen = (value: Value, index: number) => index < shownValues || value.selected
  const seen = facet.values.filter(isSeen)
  const rest = facet.values.filter((value, index) => !isSeen(value, index))
  return (
    <fieldset class="border-line border-t py-3">
      <legend class="eyebrow float-left mb-1.5 w-full">{facet.label}</legend>
      <ul class="clear-both">
        {seen.map((value) => (
          <ValueRow key={value.value} name={facet.name} value={value} />
        ))}
      </ul>
      {rest.length > 0 && (
        <details>
          <summary class="text-muted mt-1 text-xs">{rest.length} others</summary>
          <ul class="mt-1">
            {rest.map((value) => (
              <ValueRow key={value.value} name={facet.name} value={value} />
            ))}
          </ul>
        </details>
      )}
      <More facet={facet} />
    </fieldset>
  )
}

/** What the results can be narrowed by: checkboxes of the search form around it. On a phone they open by a checkbox of their own, so that no script is needed. */
export function FacetPanel({ facets }: { facets: Facet[] }) {
  const used = facets.filter((facet) => facet.values.length > 0)
  const ticked = used.reduce((sum, facet) => sum + facet.values.filter((value) => value.selected).length, 0)
  if (used.length === 0) return null
  return (
    <section aria-label="Filters" class="facets">
      <input type="checkbox" id="filters-open" class="facets-switch sr-only" />
      <label for="filters-open" class="btn btn-sm lg:hidden">
        Filters{ticked > 0 && ` (${ticked})`}
      </label>
      <div class="facets-body">
        {used.map((facet) => (
          <OneFacet key={facet.name} facet={facet} />
        ))}
        <button type="submit" class="btn btn-sm no-script mt-2 w-full">
          Apply filters
        </button>
      </div>
    </section>
  )
}

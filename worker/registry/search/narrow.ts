import { platformNames } from '../../domain/platform.ts'
import { type Facet, type FacetName, facetNames, type SearchFilters } from '../../domain/views.ts'
import { synonymsOf } from '../vocabulary.ts'
import type { FacetColumn } from './facet-table.ts'
import type { Kind, MemoryIndex } from './memory-index.ts'
import type { Having, ParsedQuery } from './query-language.ts'
import { fold, nameKey } from './words.ts'

/** What one facet lets through: numbers of values. */
interface Condition {
  wanted: Set<number>
  unwanted: Set<number>
  /** A value was asked for, known or not. */
  isNarrow: boolean
}

export interface Narrowing {
  conditions: Record<FacetName, Condition>
  having: ParsedQuery['having']
  /** As they are answered: known values in their usual spelling. */
  filters: SearchFilters
  notices: string[]
}

/** What values are called where they are not names themselves. */
const valueNames: Partial<Record<FacetName, Record<string, string>>> = {
  platform: platformNames,
  access: { unknown: 'not declared' },
  type: { runbook: 'Runbook', sli: 'SLI', discovery: 'Automatic discovery' },
}

const labels: Record<FacetName, string> = {
  platform: 'Platform',
  collection: 'Collection',
  access: 'Access',
  type: 'Type',
  tag: 'Tag',
  author: 'Author',
}

/** Values of a facet that are listed; selected ones come besides. */
const valuesListed: Record<FacetName, number> = { platform: 10, collection: 12, access: 3, type: 3, tag: 16, author: 10 }

function valueNumber(column: FacetColumn, value: string): number | undefined {
  const known = column.numberOf.get(nameKey(value))
  if (known !== undefined) return known
  const others = synonymsOf(fold(value).trim()).map((other) => column.numberOf.get(nameKey(other)))
  return others.find((other) => other !== undefined)
}

/** Joins the filters of the request with the qualifiers of the query. A value that nothing has lets nothing through, and is said. */
export function narrowingOf(index: MemoryIndex, requested: SearchFilters, query: Pick<ParsedQuery, 'filters' | 'having'>): Narrowing {
  const empty = (): Condition => ({ wanted: new Set(), unwanted: new Set(), isNarrow: false })
  const conditions = Object.fromEntries(facetNames.map((name) => [name, empty()])) as Narrowing['conditions']
  const filters: SearchFilters = {}
  const notices: string[] = []
  const asked = facetNames.flatMap((name) => (requested[name] ?? []).map((value) => ({ name, value, isNegative: false })))
  for (const { name, value, isNegative } of [...asked, ...query.filters]) {
    const column = index.facets[name]
    const number = valueNumber(column, value)
    const label = number === undefined ? value : (column.labels[number] ?? value)
    if (number === undefined) notices.push(`No CodeBundle has the ${labels[name].toLowerCase()} “${value.slice(0, 60)}”.`)
    else conditions[name][isNegative ? 'unwanted' : 'wanted'].add(number)
    if (isNegative) continue
    conditions[name].isNarrow = true
    filters[name] = [...new Set([...(filters[name] ?? []), label])]
  }
  return { conditions, having: query.having, filters, notices: [...new Set(notices)].slice(0, 4) }
}

/** The column of a facet for a kind, and the row of something in it. */
function columnOf(index: MemoryIndex, kind: Kind, name: FacetName): { column: FacetColumn; isOwn: boolean } {
  const own = kind === 'tasks' ? index.taskFacets[name] : undefined
  return { column: own ?? index.facets[name], isOwn: kind === 'bundles' || own !== undefined }
}

const hasOf: Record<Having, (bundle: MemoryIndex['bundles'][number]) => boolean> = {
  sli: (bundle) => bundle.hasSli,
  runbook: (bundle) => bundle.hasRunbook,
  discovery: (bundle) => bundle.hasDiscovery,
  readme: (bundle) => bundle.hasReadme,
}

/** What is left, and how it would be with another value of each facet. */
export interface Narrowed {
  /** Numbers of what passes, in no order. */
  passed: number[]
  counts: Record<FacetName, Uint32Array>
}

/**
 * Lets through what meets every condition. Counts, for each facet, what meets all conditions but those of that facet:
 * something that fails one facet only counts there.
 */
export function narrow(index: MemoryIndex, kind: Kind, scores: Float32Array, narrowing: Narrowing, withCounts = true): Narrowed {
  const columns = facetNames.map((name) => ({ name, ...columnOf(index, kind, name), condition: narrowing.conditions[name] }))
  const counters = columns.map(({ column }) => new Uint32Array(column.labels.length))
  const passed: number[] = []
  for (let at = 0; at < scores.length; at += 1) {
    if ((scores[at] ?? 0) <= 0) continue
    const bundle = kind === 'bundles' ? at : (index.taskBundle[at] ?? 0)
    if (
      !narrowing.having.every(({ what, isNegative }) => hasOf[what](index.bundles[bundle] as MemoryIndex['bundles'][number]) !== isNegative)
    )
      continue
    const failing = failedFacet(columns, at, bundle)
    if (failing === refused) continue
    if (failing === none) passed.push(at)
    if (!withCounts) continue
    for (let place = 0; place < columns.length; place += 1) {
      const facet = columns[place]
      const counter = counters[place]
      if ((failing !== none && failing !== place) || facet === undefined || counter === undefined) continue
      const { starts, values } = facet.column
      const row = facet.isOwn ? at : bundle
      for (let value = starts[row] ?? 0; value < (starts[row + 1] ?? 0); value += 1) {
        const number = values[value] ?? 0
        counter[number] = (counter[number] ?? 0) + 1
      }
    }
  }
  return { passed, counts: Object.fromEntries(facetNames.map((name, place) => [name, counters[place]])) as Narrowed['counts'] }
}

const none = -1
const refused = -2

/** The one facet that something fails; `none` when it fails nothing, `refused` when it fails two or has an unwanted value. */
function failedFacet(columns: { column: FacetColumn; isOwn: boolean; condition: Condition }[], at: number, bundle: number): number {
  let failed = none
  for (let place = 0; place < columns.length; place += 1) {
    const { column, isOwn, condition } = columns[place] as (typeof columns)[number]
    if (!condition.isNarrow && condition.unwanted.size === 0) continue
    const row = isOwn ? at : bundle
    let isWanted = !condition.isNarrow
    for (let value = column.starts[row] ?? 0; value < (column.starts[row + 1] ?? 0); value += 1) {
      const number = column.values[value] ?? 0
      if (condition.unwanted.has(number)) return refused
      if (condition.wanted.has(number)) isWanted = true
    }
    if (isWanted) continue
    if (failed !== none) return refused
    failed = place
  }
  return failed
}

/** The facets as they are shown: most first, selected ones always. */
export function facetsOf(index: MemoryIndex, counts: Narrowed['counts'], narrowing: Narrowing): Facet[] {
  return facetNames.map((name) => {
    const column = index.facets[name]
    const { wanted } = narrowing.conditions[name]
    const ranked = column.labels
      .map((value, number) => ({
        value,
        label: valueNames[name]?.[value] ?? value,
        count: counts[name][number] ?? 0,
        selected: wanted.has(number),
      }))
      .filter(({ count, selected }) => count > 0 || selected)
      .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
    const values = ranked.filter(({ selected }, place) => selected || place < valuesListed[name])
    return { name, label: labels[name], values, more: ranked.length - values.length }
  })
}

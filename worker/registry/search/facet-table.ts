import { type FacetName, facetNames } from '../../domain/views.ts'
import { isSliTask, type SegmentBundle, taskAccessCode } from './segment.ts'
import { nameKey } from './words.ts'

/** Values of one facet, numbered; spellings that differ in case, spaces and hyphens only are one value. */
export interface FacetColumn {
  /** The most frequent spelling of each value. */
  labels: string[]
  numberOf: Map<string, number>
  /** The values of bundle `n` are `values[starts[n] … starts[n + 1]]`. */
  starts: Uint32Array
  values: Uint32Array
}

export type FacetTable = Record<FacetName, FacetColumn>

/** `type` of tasks is not a column: a task is of the file it stands in. */
export const types = ['runbook', 'sli', 'discovery'] as const

function typesOf(bundle: SegmentBundle): string[] {
  return types.filter(
    (type) =>
      (type === 'runbook' && bundle.hasRunbook) || (type === 'sli' && bundle.hasSli) || (type === 'discovery' && bundle.hasDiscovery),
  )
}

const valuesOf: Record<FacetName, (bundle: SegmentBundle) => readonly string[]> = {
  platform: (bundle) => [bundle.platform],
  collection: (bundle) => [bundle.collection],
  access: (bundle) => [bundle.access],
  type: typesOf,
  tag: (bundle) => bundle.tags,
  author: (bundle) => (bundle.author === null || bundle.author === '' ? [] : [bundle.author]),
}

/** Values that exist whether or not a bundle has them, in the order in which they are numbered. */
const fixed: Partial<Record<FacetName, readonly string[]>> = { access: ['read-only', 'read-write', 'unknown'], type: types }

function columnOf(name: FacetName, bundles: readonly SegmentBundle[]): FacetColumn {
  const numberOf = new Map<string, number>()
  const spellings: Map<string, number>[] = []
  const keys = new Map<string, string>()
  const number = (value: string) => {
    const key = keys.get(value) ?? nameKey(value)
    keys.set(value, key)
    const known = numberOf.get(key)
    if (known !== undefined) return known
    numberOf.set(key, spellings.length)
    spellings.push(new Map())
    return spellings.length - 1
  }
  for (const value of fixed[name] ?? []) spellings[number(value)]?.set(value, 1)
  const starts = new Uint32Array(bundles.length + 1)
  const values: number[] = []
  bundles.forEach((bundle, at) => {
    const own = new Set<number>()
    for (const value of valuesOf[name](bundle)) {
      const found = number(value)
      const counts = spellings[found]
      counts?.set(value, (counts.get(value) ?? 0) + 1)
      own.add(found)
    }
    values.push(...own)
    starts[at + 1] = values.length
  })
  const labels = spellings.map((counts) => [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '')
  return { labels, numberOf, starts, values: Uint32Array.from(values) }
}

/** The facet values of every bundle. */
export function facetTableOf(bundles: readonly SegmentBundle[]): FacetTable {
  return Object.fromEntries(facetNames.map((name) => [name, columnOf(name, bundles)])) as FacetTable
}

export type TaskColumns = Partial<FacetTable>

/** The two facets in which tasks of one bundle differ: what each may do, and which file it stands in. */
export function taskColumnsOf(facets: FacetTable, taskBundle: Uint32Array, taskFlags: Uint8Array): TaskColumns {
  const count = taskBundle.length
  const accessStarts = Uint32Array.from({ length: count + 1 }, (_, at) => at)
  const typeStarts = new Uint32Array(count + 1)
  const typeValues: number[] = []
  const discovery = types.indexOf('discovery')
  for (let at = 0; at < count; at += 1) {
    typeValues.push(isSliTask(taskFlags[at] ?? 0) ? 1 : 0)
    const bundle = taskBundle[at] ?? 0
    if (facets.type.values.subarray(facets.type.starts[bundle], facets.type.starts[bundle + 1]).includes(discovery))
      typeValues.push(discovery)
    typeStarts[at + 1] = typeValues.length
  }
  return {
    access: { ...facets.access, starts: accessStarts, values: Uint32Array.from(taskFlags, taskAccessCode) },
    type: { ...facets.type, starts: typeStarts, values: Uint32Array.from(typeValues) },
  }
}

import type { AuthorView, TagView } from '../../domain/views.ts'
import type { SearchStores } from '../sync-search.ts'
import { currentIndex } from './current-index.ts'
import type { FacetColumn } from './facet-table.ts'

/** Numbers of the bundles with each value of a facet. */
function holdersOf(column: FacetColumn): number[][] {
  const holders: number[][] = column.labels.map(() => [])
  for (let bundle = 0; bundle + 1 < column.starts.length; bundle += 1) {
    for (let at = column.starts[bundle] ?? 0; at < (column.starts[bundle + 1] ?? 0); at += 1) holders[column.values[at] ?? 0]?.push(bundle)
  }
  return holders
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Tags of visible bundles, most used first; spellings that differ in case, spaces and hyphens only are one tag. */
export async function listTags(stores: SearchStores): Promise<TagView[]> {
  const { facets } = await currentIndex(stores.search)
  const holders = holdersOf(facets.tag)
  return facets.tag.labels
    .map((tag, number) => ({ tag, bundles: holders[number]?.length ?? 0 }))
    .sort((a, b) => b.bundles - a.bundles || byText(a.tag, b.tag))
}

/** Authors of visible bundles, most bundles first; spellings are folded as those of tags. */
export async function listAuthors(stores: SearchStores): Promise<AuthorView[]> {
  const { facets, bundles } = await currentIndex(stores.search)
  const holders = holdersOf(facets.author)
  return facets.author.labels
    .map((author, number) => {
      const own = (holders[number] ?? []).flatMap((at) => bundles[at] ?? [])
      const tasks = own.reduce((sum, bundle) => sum + bundle.tasks, 0)
      return { author, bundles: own.length, tasks, collections: [...new Set(own.map((bundle) => bundle.collection))].sort(byText) }
    })
    .sort((a, b) => b.bundles - a.bundles || byText(a.author, b.author))
}

import type { CoverageAnswer } from '../domain/plan.ts'
import type { AuthorView, SearchRequest, SearchResults, TagView } from '../domain/views.ts'
import { coverageOf } from './candidates.ts'
import { listAuthors, listTags } from './search/listings.ts'
import { search } from './search.ts'
import type { SearchStores } from './sync-search.ts'

/** What the pages and the API show out of the index of search. */
export function searchData(stores: SearchStores) {
  return {
    /** Search results, or the newest bundles when nothing is asked. */
    search(request: SearchRequest): Promise<SearchResults> {
      return search(stores, request)
    },

    /** Tags of visible bundles, most used first. */
    tags(): Promise<TagView[]> {
      return listTags(stores)
    },

    /** Authors of visible bundles, most bundles first. */
    authors(): Promise<AuthorView[]> {
      return listAuthors(stores)
    },

    /** What exists already of a request in people's words, in percent and why. */
    coverage(text: string): Promise<CoverageAnswer> {
      return coverageOf(stores, text)
    },
  }
}

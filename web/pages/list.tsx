import type { SearchResults } from '../../worker/domain/views.ts'
import { Island } from '../components/island.tsx'
import SearchRoom from '../islands/search-room.tsx'
import { PageTitle } from './page-title.tsx'

/** All CodeBundles, or those that a query finds. */
export function ListPage({ results, now }: { results: SearchResults; now: number }) {
  return (
    <>
      <PageTitle title={results.query === '' ? 'CodeBundles' : 'Search'} />
      <Island name="search-room" of={SearchRoom} props={{ results, now }} />
    </>
  )
}

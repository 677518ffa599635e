import { Island } from '../components/island.tsx'
import SearchRoom, { type SearchRoomProps } from '../islands/search-room.tsx'
import { PageTitle } from './page-title.tsx'

function titleOf({ query, filters, kind }: SearchRoomProps['asked']): string {
  if (query !== '' || Object.keys(filters).length > 0) return 'Search'
  return kind === 'tasks' ? 'All tasks' : 'CodeBundles'
}

/** All CodeBundles or tasks, or those that a query and filters find. */
export function ListPage({ unknown, ...props }: SearchRoomProps & { unknown: string[] }) {
  return (
    <>
      <PageTitle title={titleOf(props.asked)} />
      {unknown.length > 0 && (
        <p class="notice tone-wait mb-4 text-sm wrap-anywhere">
          The address asks for {unknown.join(', ')}, which search does not know; it was left out.
        </p>
      )}
      <Island name="search-room" of={SearchRoom} props={props} />
    </>
  )
}

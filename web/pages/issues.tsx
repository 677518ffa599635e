import type { IssueSummary } from '../../worker/domain/views.ts'
import { Island } from '../components/island.tsx'
import FeedRoom from '../islands/feed-room.tsx'
import { PageTitle } from './page-title.tsx'

export function IssuesPage({ issues, now }: { issues: IssueSummary[]; now: number }) {
  return (
    <>
      <PageTitle title="Requests">Every request for a CodeBundle, from its issue to the merge.</PageTitle>
      <Island name="feed-room" of={FeedRoom} props={{ issues, now }} />
    </>
  )
}

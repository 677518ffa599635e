import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { IssueSummary } from '../../worker/domain/views.ts'
import { api } from '../api/client.ts'
import { ConnectionNote } from '../components/connection-note.tsx'
import { IssueGroups } from '../components/issue-groups.tsx'
import { type Connection, connect, socketUrl } from '../live/socket.ts'
import { useClock } from '../state/clock.ts'
import { isFeedMessage, mergeSummaries } from '../state/feed-state.ts'

export interface FeedRoomProps {
  issues: IssueSummary[]
  now: number
}

/** The requests, kept up to date by the feed's socket. */
export default function FeedRoom({ issues: initial, now: initialNow }: FeedRoomProps) {
  const issues = useSignal(mergeSummaries([], initial))
  const connection = useSignal<Connection>('connecting')
  const now = useClock(initialNow, issues.value[0]?.updatedAt)

  useEffect(() => {
    const reload = async () => {
      const answer = await api.issues()
      if (answer.ok) issues.value = mergeSummaries(issues.peek(), answer.value.issues)
    }
    const live = connect({
      url: () => socketUrl('/api/v1/feed/live', location.origin),
      message: (data) => {
        if (isFeedMessage(data)) issues.value = mergeSummaries(issues.peek(), data.summaries)
      },
      poll: reload,
    })
    // The feed has no sequence to resume from: what was missed while away is read once per connection.
    const stop = live.connection.subscribe((state) => {
      connection.value = state
      if (state === 'live') void reload()
    })
    return () => {
      stop()
      live.close()
    }
  }, [])

  return (
    <>
      <p class="flex justify-end md:-mt-11 md:mb-6">
        <ConnectionNote connection={connection.value} />
      </p>
      <IssueGroups issues={issues.value} now={now} />
    </>
  )
}

import type { IssueView, Viewer } from '../../worker/domain/views.ts'
import { Island } from '../components/island.tsx'
import IssueRoom from '../islands/issue-room.tsx'

export function IssuePage({ view, viewer, now }: { view: IssueView; viewer: Viewer | null; now: number }) {
  return <Island name="issue-room" of={IssueRoom} props={{ view, viewer, now }} />
}

import { useComputed, useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import type { IssueView, Viewer } from '../../worker/domain/views.ts'
import { announce } from '../announce.ts'
import { api, issuePath } from '../api/client.ts'
import { Activity } from '../components/activity.tsx'
import { DraftList } from '../components/draft-list.tsx'
import { DraftNotes } from '../components/draft-notes.tsx'
import { FileViewer } from '../components/file-viewer.tsx'
import { ForecastPanel } from '../components/forecast-panel.tsx'
import { IssueFacts } from '../components/issue-facts.tsx'
import { IssueHead } from '../components/issue-head.tsx'
import { PlanSection } from '../components/plan-section.tsx'
import { ReportSection } from '../components/report-section.tsx'
import { RequestSection } from '../components/request-section.tsx'
import { StatusPanel } from '../components/status-panel.tsx'
import { stateTexts } from '../format/stages.ts'
import { createRefresher } from '../live/refresher.ts'
import { type Connection, connect, socketUrl } from '../live/socket.ts'
import { useClock } from '../state/clock.ts'
import { createIssueState, type IssueState, isSocketMessage } from '../state/issue-state.ts'

export interface IssueRoomProps {
  view: IssueView
  viewer: Viewer | null
  now: number
}

/** Joins the page's state to the issue's socket until the returned function is called. */
function follow(state: IssueState, shown: (connection: Connection) => void): () => void {
  const path = issuePath(state.view.peek().summary)
  const refresh = createRefresher(async () => {
    const answer = await api.issue(path)
    if (answer.ok) state.replace(answer.value)
  })
  const live = connect({
    url: () => socketUrl(`/api/v1/issues/${path}/live?after=${state.lastSeq.peek()}`, location.origin),
    message: (data) => {
      if (!isSocketMessage(data)) return
      const before = state.view.peek().summary.state
      if (state.receive(data)) refresh()
      const after = state.view.peek().summary.state
      if (after !== before) announce(`${stateTexts[after].label}. ${stateTexts[after].says}`)
    },
    poll: async () => refresh(),
  })
  const stop = live.connection.subscribe(shown)
  return () => {
    stop()
    live.close()
  }
}

/** One object, so that views without a draft do not render the files again. */
const noAuthors = {}

/** Everything about one request, live. */
export default function IssueRoom({ view: initial, viewer, now: initialNow }: IssueRoomProps) {
  const state = useMemo(() => createIssueState(initial), [])
  const connection = useSignal<Connection>('connecting')
  const files = useComputed(() => state.view.value.files)
  const authors = useComputed(() => state.view.value.draft?.authors ?? noAuthors)
  const view = state.view.value
  const now = useClock(initialNow, view.events.at(-1)?.at)

  useEffect(
    () =>
      follow(state, (next) => {
        connection.value = next
      }),
    [],
  )

  return (
    <>
      <IssueHead summary={view.summary} events={view.events} connection={connection.value} now={now} />
      <StatusPanel state={state} viewer={viewer} now={now} />
      <div class="mt-8 grid gap-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <Activity events={view.events} />
        <IssueFacts view={view} now={now} />
      </div>
      <PlanSection plan={view.plan} forecast={<ForecastPanel view={view} />} />
      <RequestSection request={view.request} />
      <DraftNotes notes={view.draft?.notes ?? []} />
      <ReportSection report={view.report} files={view.files} />
      <DraftList drafts={view.drafts} />
      <FileViewer files={files} authors={authors} />
    </>
  )
}

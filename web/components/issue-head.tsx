import type { StateName } from '../../worker/domain/states.ts'
import type { IssueSummary, LiveEvent } from '../../worker/domain/views.ts'
import { stateTexts } from '../format/stages.ts'
import { safeHref } from '../format/text.ts'
import type { Connection } from '../live/socket.ts'
import { Ago } from './ago.tsx'
import { ConnectionNote } from './connection-note.tsx'
import { Icon } from './icon.tsx'
import { Track } from './track.tsx'

interface Props {
  summary: IssueSummary
  events: LiveEvent[]
  connection: Connection
  now: number
}

/** The last state with a stage of its own, for the states that can happen anywhere. */
function reachedIn(events: LiveEvent[]): StateName | null {
  for (let index = events.length - 1; index >= 0; index -= 1) {
    const event = events[index]
    if (event?.type !== 'transition') continue
    if (stateTexts[event.to].stage !== null) return event.to
    if (stateTexts[event.from].stage !== null) return event.from
  }
  return null
}

/** Title, where the request comes from, and how far it is. */
export function IssueHead({ summary, events, connection, now }: Props) {
  const href = safeHref(summary.url)
  return (
    <header class="pt-8">
      <div class="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
        <span class="text-muted font-mono text-xs wrap-anywhere">
          {summary.owner}/{summary.repo}#{summary.number}
        </span>
        {href && (
          <a class="link-plain inline-flex items-center gap-1 text-xs" href={href}>
            Issue on GitHub <Icon name="external" class="size-3" />
          </a>
        )}
        <span class="ml-auto">
          <ConnectionNote connection={connection} />
        </span>
      </div>
      <h1 class="mt-1 text-2xl font-bold wrap-anywhere md:text-3xl">{summary.title}</h1>
      <p class="text-muted mt-1 text-sm">
        Requested by <strong class="text-base-content font-semibold">{summary.requester}</strong>, <Ago at={summary.openedAt} now={now} />
      </p>
      <div class="mt-6">
        <Track state={summary.state} reached={reachedIn(events)} />
      </div>
    </header>
  )
}

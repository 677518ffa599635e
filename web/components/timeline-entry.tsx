import { absolute, timeOfDay } from '../format/time.ts'
import { changedTexts, type TimelineGroup } from '../state/timeline.ts'
import { StateBadge } from './badges.tsx'

function At({ at }: { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={absolute(at)}>
      {timeOfDay(at)}
    </time>
  )
}

/** A transition: the state that began, who caused it and why. */
export function TimelineHead({ event }: { event: NonNullable<TimelineGroup['head']> }) {
  return (
    <div class="log-line stage-head" data-seq={event.seq}>
      <At at={event.at} />
      <div class="min-w-0">
        <StateBadge state={event.to} />{' '}
        <span class="text-muted ml-1 text-xs wrap-anywhere">
          {event.actor}: {event.cause}
        </span>
        {event.note && <p class="text-sm wrap-anywhere">{event.note}</p>}
      </div>
    </div>
  )
}

/** A log line, a person's note, or the news that something is ready. */
export function TimelineEntry({ event }: { event: TimelineGroup['items'][number] }) {
  return (
    <li class="log-line" data-seq={event.seq}>
      <At at={event.at} />
      {event.type === 'log' && <span class="log-text">{event.text}</span>}
      {event.type === 'note' && (
        <span class="wrap-anywhere">
          <strong class="font-semibold">{event.actor}</strong> {event.text}
        </span>
      )}
      {event.type === 'changed' && <span class="text-primary">{changedTexts[event.what]}</span>}
    </li>
  )
}

import { useSignal } from '@preact/signals'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { LiveEvent } from '../../worker/domain/views.ts'
import { groupEvents } from '../state/timeline.ts'
import { Icon } from './icon.tsx'
import { TimelineEntry, TimelineHead } from './timeline-entry.tsx'

/** Nearer to the end than this counts as being at the end: a line of text. */
const endPx = 24

/** The live timeline with its logs. Follows the end only while the reader is there. */
export function Activity({ events }: { events: LiveEvent[] }) {
  const box = useRef<HTMLElement>(null)
  const following = useSignal(true)

  const toEnd = () => {
    if (box.current !== null) box.current.scrollTop = box.current.scrollHeight
  }
  useLayoutEffect(() => {
    if (following.peek()) toEnd()
  }, [events])

  const scrolled = () => {
    const { current } = box
    if (current !== null) following.value = current.scrollHeight - current.scrollTop - current.clientHeight <= endPx
  }

  return (
    <div class="min-w-0">
      <div class="flex items-center justify-between gap-4">
        <h2 id="activity-title" class="section-title">
          Activity
        </h2>
        {!following.value && (
          <button type="button" class="btn btn-xs btn-ghost" onClick={toEnd}>
            <Icon name="down" class="size-3.5" /> Latest
          </button>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section ref={box} class="panel activity mt-3" aria-labelledby="activity-title" tabIndex={0} onScroll={scrolled}>
        {events.length === 0 && <p class="text-muted py-3 text-sm">Nothing has happened yet.</p>}
        <ol>
          {groupEvents(events).map((group) => (
            <li key={group.head?.seq ?? 0}>
              {group.head && <TimelineHead event={group.head} />}
              {group.items.length > 0 && (
                <ul>
                  {group.items.map((event) => (
                    <TimelineEntry key={event.seq} event={event} />
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ol>
      </section>
    </div>
  )
}

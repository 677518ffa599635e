import type { LiveEvent } from '../../worker/domain/views.ts'

/** A transition and what happened until the next one. `head` is null for events before the first transition. */
export interface TimelineGroup {
  head: Extract<LiveEvent, { type: 'transition' }> | null
  items: Exclude<LiveEvent, { type: 'transition' }>[]
}

/** Events in order of `seq`, cut at each transition. */
export function groupEvents(events: LiveEvent[]): TimelineGroup[] {
  const groups: TimelineGroup[] = []
  for (const event of events) {
    if (event.type === 'transition') {
      groups.push({ head: event, items: [] })
      continue
    }
    const last = groups.at(-1)
    if (last === undefined) groups.push({ head: null, items: [event] })
    else last.items.push(event)
  }
  return groups
}

export const changedTexts = {
  plan: 'The plan is ready',
  files: 'The files are new',
  report: 'The validation report is new',
  pull: 'The pull request is new',
} as const

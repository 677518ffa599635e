import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { IssueView, LiveEvent, SocketMessage } from '../../worker/domain/views.ts'

/** One issue as the page holds it. */
export interface IssueState {
  view: Signal<IssueView>
  /** Last sequence number held: the socket resumes after it. */
  lastSeq: ReadonlySignal<number>
  /** Takes a socket message; returns true when the view must be read again (files, plan, report, approval or deadline may differ, or an event is missing). */
  receive(message: SocketMessage): boolean
  /** Takes a view read by HTTP. An answer older than what the socket brought keeps the newer events and summary. */
  replace(view: IssueView): void
}

/** Joins two runs of events into one, ordered by `seq`, each number once. */
export function mergeEvents(known: LiveEvent[], incoming: LiveEvent[]): LiveEvent[] {
  const last = known.at(-1)?.seq ?? 0
  const inOrder = incoming.every((event, index) => event.seq > (incoming[index - 1]?.seq ?? last))
  if (inOrder) return incoming.length === 0 ? known : [...known, ...incoming]
  const bySeq = new Map<number, LiveEvent>()
  for (const event of [...known, ...incoming]) bySeq.set(event.seq, event)
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

/** A meter has no number: the one that was read last holds. */
function newestMeter(held: IssueView['meter'], next: IssueView['meter']): IssueView['meter'] {
  return !next || (held && held.at > next.at) ? (held ?? null) : next
}

/** State of one issue, begun with the view that the server rendered. */
export function createIssueState(initial: IssueView): IssueState {
  const view = signal(initial)
  const lastSeq = computed(() => view.value.events.at(-1)?.seq ?? 0)
  return {
    view,
    lastSeq,
    receive(message) {
      const held = view.peek()
      const known = held.events.at(-1)?.seq ?? 0
      const fresh = message.events.filter((event) => event.seq > known)
      const newer = message.summary.seq >= held.summary.seq
      view.value = {
        ...held,
        events: mergeEvents(held.events, message.events),
        summary: newer ? message.summary : held.summary,
        actions: newer ? message.actions : held.actions,
        meter: newestMeter(held.meter, message.meter),
      }
      const gap = fresh[0] !== undefined && fresh[0].seq > known + 1
      return gap || fresh.some((event) => event.type === 'changed' || event.type === 'transition')
    },
    replace(next) {
      const held = view.peek()
      const older = next.summary.seq < held.summary.seq
      view.value = {
        ...next,
        events: mergeEvents(held.events, next.events),
        summary: older ? held.summary : next.summary,
        actions: older ? held.actions : next.actions,
        meter: newestMeter(held.meter, next.meter),
      }
    },
  }
}

/** Narrows parsed JSON to a socket message: the tag and the parts that the page reads. */
export function isSocketMessage(data: unknown): data is SocketMessage {
  if (typeof data !== 'object' || data === null) return false
  const message: Partial<SocketMessage> = data
  return message.type === 'events' && Array.isArray(message.events) && typeof message.summary === 'object' && Array.isArray(message.actions)
}

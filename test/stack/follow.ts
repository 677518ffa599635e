import { setTimeout as delay } from 'node:timers/promises'
import type { StateName } from '../../worker/domain/states.ts'
import type { IssueAddress, RegistryClient, TimelineEvent, View } from './registry-client.ts'

/** Reading again this often costs little and finds what a cut socket did not tell. */
const restMs = 1_000

export interface Follower {
  /** Called once for each event of the issue, in order, and never twice. */
  onEvent: (event: TimelineEvent, state: StateName) => void
  /** Called with each fresh view of the issue. Returning true ends the following. */
  onView: (view: View) => Promise<boolean>
}

/**
 * Follows an issue live over its socket until `onView` is satisfied. A cut socket is opened again from the last event seen, and the
 * issue is read over HTTP as well, so that neither a missing socket nor a restart of the Worker loses an event.
 */
export async function follow(
  client: RegistryClient,
  address: IssueAddress,
  follower: Follower,
  signal: AbortSignal,
  pollMs = restMs,
): Promise<void> {
  let seen = 0
  let close: (() => void) | null = null
  let wake: () => void = () => undefined
  const take = (events: TimelineEvent[], state: StateName) => {
    for (const event of events) {
      if (event.seq <= seen) continue
      seen = event.seq
      follower.onEvent(event, state)
      wake()
    }
  }
  try {
    while (!signal.aborted) {
      const view = await client.issue(address).catch(() => null)
      if (view) {
        take(view.events, view.summary.state)
        if (await follower.onView(view)) return
        close ??= client.watch(address, seen, take, () => {
          close = null
        })
      }
      const woken = new Promise<void>((resolve) => {
        wake = resolve
      })
      await Promise.race([woken, delay(pollMs)])
    }
  } finally {
    close?.()
  }
  throw signal.reason
}

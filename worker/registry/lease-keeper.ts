import type { CollectionStore, Lease } from '../db/collection-store.ts'

/** Short, so that a killed run holds nobody up; a live run prolongs it three times within. */
export const leaseMs = 15_000
const heartbeatMs = 5_000

/** Another run holds the collection: whatever this one still has in hand must not be written. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost'
}

export interface LeaseKeeper {
  /** The lease with its newest fencing token. */
  current(): Lease
  /** Prolongs the lease; throws `LeaseLost`. Called before every write. */
  renew(): Promise<void>
  stop(): void
}

/** Holds a lease while its run waits for the sandbox. */
export function keepLease(store: CollectionStore, taken: Lease, now: () => number): LeaseKeeper {
  let lease = taken
  let last: Promise<void> = Promise.resolve()
  const renewOnce = async () => {
    const renewed = await store.renew(lease, now(), leaseMs)
    if (!renewed) throw new LeaseLost('the lease of the collection was lost to another run')
    lease = renewed
  }
  // One renewal at a time: two at once would each use the token that the other has just replaced.
  const renew = () => {
    last = last.then(renewOnce, renewOnce)
    return last
  }
  // A heartbeat that fails is reported by the renewal before the next write.
  const timer = setInterval(() => void renew().catch(() => undefined), heartbeatMs)
  return { current: () => lease, renew, stop: () => clearInterval(timer) }
}

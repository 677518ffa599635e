import type { DeliveryEvent } from './delivery-event.ts'

/** The inbox of webhook deliveries, keyed by GitHub's delivery id; a row that is `received` is also the order to process it. */

export type DeliveryStatus = 'received' | 'done' | 'ignored' | 'dead'

export interface NewDelivery {
  /** X-GitHub-Delivery. */
  id: string
  event: string
  action: string | null
  installationId: number | null
  repositoryId: number | null
  issueNumber: number | null
  /** The body as it was signed; empty for an ignored delivery. */
  payload: string
  receivedAt: number
}

export interface StoredDelivery extends NewDelivery {
  status: DeliveryStatus
  attempts: number
  processedAt: number | null
  error: string | null
}

export interface DeliveryInbox {
  /**
   * Stores a delivery. True when it is to be queued: the id is new, or its row is dead or failed before and is taken up again
   * (exactly one of many concurrent calls gets true). False for an id that is waiting, done or ignored.
   */
  accept(delivery: NewDelivery): Promise<boolean>
  /** Keeps a small row for a delivery nothing is done for, so that it is counted. */
  ignore(delivery: NewDelivery): Promise<void>
  /** The rows of `ids`, at most 90 of them, by id; ids without a row are left out. */
  load(ids: string[]): Promise<Map<string, StoredDelivery>>
  markDone(ids: string[], at: number): Promise<void>
  markIgnored(id: string, at: number): Promise<void>
  markDead(id: string, at: number, error: string): Promise<void>
  /** Adds one to the attempts of a received delivery and keeps why it failed. */
  recordFailure(id: string, error: string): Promise<void>
  /**
   * Ids of received deliveries that nobody seems to work on: left for `olderThanMs`, doubled with each attempt. Each claim counts as
   * an attempt. Those past `maxAttempts` become dead instead of being claimed.
   */
  claimStale(query: { now: number; olderThanMs: number; limit: number; maxAttempts: number }): Promise<string[]>
  /** Those of `ids` that need no redelivery: done, ignored, or received and still being worked on. */
  settled(ids: string[]): Promise<Set<string>>
  /** Deletes settled rows received before `before` (and ignored ones received before `ignoredBefore`), at most `limit`. Returns how many. */
  prune(query: { before: number; ignoredBefore: number; limit: number }): Promise<number>
  /** Rows by status. */
  counts(): Promise<Record<DeliveryStatus, number>>
}

/** What reading a delivery's JSON gives. */
export type DeliveryReading =
  | { kind: 'event'; event: DeliveryEvent; repositoryId: number | null; issueNumber: number | null }
  /** An event or an action that nothing is done for. */
  | { kind: 'ignored'; action: string | null }
  /** Not what GitHub sends; `where` names the first field at fault. */
  | { kind: 'invalid'; where: string }

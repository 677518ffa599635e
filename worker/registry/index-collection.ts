import type { CollectionRow, CollectionStore } from '../db/collection-store.ts'
import { OutsideError, type RetryClass } from '../domain/failure.ts'
import type { InspectLine, InspectRequest } from '../domain/sandbox-protocol.ts'
import { applyInspection, type InspectionApplier, type InspectionResult } from './apply-inspection.ts'
import { keepLease, type LeaseKeeper, LeaseLost, leaseMs } from './lease-keeper.ts'
import { type SearchStores, syncSearch } from './sync-search.ts'

export interface Stores extends SearchStores {
  collections: CollectionStore
}

export interface IndexDeps {
  stores: Stores
  /** Streams an inspection, in a sandbox of its own per `name`; returns only after the `end` line, throws `SandboxError` otherwise. */
  inspect(name: string, request: InspectRequest, onLine: (line: InspectLine) => Promise<void>): Promise<void>
  /** A token that can read this repository; null for a collection that everybody can clone. Throws `GitHubError`. */
  cloneToken(collection: CollectionRow): Promise<string | null>
  now(): number
  progress(text: string): Promise<void>
}

export type IndexOutcome =
  | ({ status: 'ok' } & InspectionResult)
  /** Another run holds the collection, or the collection does not exist. */
  | { status: 'busy' }
  | { status: 'failed'; code: string; message: string; retry: RetryClass }

type Failure = Extract<IndexOutcome, { status: 'failed' }>

function failureOf(error: unknown): Failure {
  if (error instanceof OutsideError) return { status: 'failed', code: error.code, message: error.message, retry: error.retry }
  if (error instanceof LeaseLost) return { status: 'failed', code: 'lease_lost', message: error.message, retry: 'later' }
  const message = error instanceof Error ? error.message : 'unknown'
  return { status: 'failed', code: 'internal', message, retry: 'later' }
}

async function inspectAll(
  collection: CollectionRow,
  keeper: LeaseKeeper,
  applier: InspectionApplier,
  deps: IndexDeps,
): Promise<InspectionResult> {
  const credential = await deps.cloneToken(collection)
  const rows = await deps.stores.catalogue.known(collection.id)
  const known = Object.fromEntries(rows.map((row) => [row.path, row.treeHash]))
  const request = { url: collection.url, known, ...(credential === null ? {} : { credential }) }
  await deps.inspect(`index-${collection.id}-${keeper.current().runId}`, request, (line) => applier.line(line))
  return applier.complete()
}

async function run(keeper: LeaseKeeper, deps: IndexDeps): Promise<IndexOutcome> {
  const { collections, catalogue } = deps.stores
  const { collection } = keeper.current()
  const { now, progress } = deps
  const applier = applyInspection({ catalogue, collectionId: collection.id, now, progress, beforeWrite: keeper.renew })
  try {
    const result = await inspectAll(collection, keeper, applier, deps)
    await syncSearch(deps.stores, collection.id)
    keeper.stop()
    await keeper.renew()
    if (!(await collections.finish(keeper.current(), result, now()))) throw new LeaseLost('the lease of the collection was lost at the end')
    return { status: 'ok', ...result }
  } catch (error) {
    const failure = failureOf(error)
    const settled = failure.retry === 'never'
    await collections.fail(keeper.current(), { code: failure.code, problems: applier.problems(), settled }, now())
    return failure
  } finally {
    keeper.stop()
  }
}

/**
 * Brings the catalogue and the full text of one collection up to its newest commit. Good bundles are stored as they come; nothing is taken out unless
 * the inspection reached its end. A run may be killed anywhere: the next one finds what is left to do by the tree hashes.
 */
export async function indexCollection(collectionId: number, cause: string, deps: IndexDeps): Promise<IndexOutcome> {
  const lease = await deps.stores.collections.acquire(collectionId, cause, deps.now(), leaseMs)
  if (!lease) return { status: 'busy' }
  return run(keepLease(deps.stores.collections, lease, deps.now), deps)
}

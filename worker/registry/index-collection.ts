import type { CollectionRow, CollectionStore } from '../db/collection-store.ts'
import { catalogueFormat, type Problem } from '../domain/catalogue.ts'
import { OutsideError, type RetryClass } from '../domain/failure.ts'
import type { InspectLine, InspectRequest } from '../domain/sandbox-protocol.ts'
import { applyInspection, type InspectionResult } from './apply-inspection.ts'
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

interface Run {
  keeper: LeaseKeeper
  deps: IndexDeps
  /** What the inspection found wrong so far, kept for a run that fails. */
  problems: Problem[]
}

async function inspectAll({ keeper, deps, problems }: Run): Promise<InspectionResult> {
  const { catalogue } = deps.stores
  const { collection, runId } = keeper.current()
  const credential = await deps.cloneToken(collection)
  const known = await catalogue.known(collection.id)
  const { now, progress } = deps
  const applier = applyInspection({
    catalogue,
    collectionId: collection.id,
    indexedAt: collection.indexedAt,
    known,
    problems,
    now,
    progress,
    beforeWrite: keeper.renew,
  })
  // What an older inspection stored is read again, except for a fault that would only be found once more.
  const current = known.filter((row) => row.stale || row.format >= catalogueFormat)
  const hashes = Object.fromEntries(current.map((row) => [row.path, row.treeHash]))
  const request = { url: collection.url, known: hashes, ...(credential === null ? {} : { credential }) }
  await deps.inspect(`index-${collection.id}-${runId}`, request, applier.line)
  return applier.complete()
}

async function attempt(run: Run): Promise<IndexOutcome> {
  const { keeper, deps, problems } = run
  const { collections } = deps.stores
  try {
    const result = await inspectAll(run)
    await syncSearch(deps.stores, keeper.current().collection.id)
    keeper.stop()
    await keeper.renew()
    if (!(await collections.finish(keeper.current(), result, deps.now()))) {
      throw new LeaseLost('the lease of the collection was lost at the end')
    }
    return { status: 'ok', ...result }
  } catch (error) {
    const failure = failureOf(error)
    const settled = failure.retry === 'never'
    await collections.fail(keeper.current(), { code: failure.code, problems, settled }, deps.now())
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
  return attempt({ keeper: keepLease(deps.stores.collections, lease, deps.now), deps, problems: [] })
}

import type { AssessmentStore, Wanted } from '../db/assessment-store.ts'
import type { CollectionRow, CollectionStore } from '../db/collection-store.ts'
import type { AssessLine, AssessRequest } from '../domain/sandbox-protocol.ts'
import { rulesVersion } from '../domain/score/rules-version.ts'

/** Bundles assessed by one job: half a minute of work, after which other jobs have their turn. */
const batchBundles = 20
/** When the runner's rules are other ones than the Worker's, as during a deployment, it is asked again after this. */
const retryRulesMs = 6 * 3_600_000

export interface AssessDeps {
  assessments: AssessmentStore
  collections: CollectionStore
  /** Streams an assessment, in a sandbox of its own per `name`; returns only after the `end` line, throws `SandboxError` otherwise. */
  assess(name: string, request: AssessRequest, onLine: (line: AssessLine) => Promise<void>): Promise<void>
  /** A token that can read this repository; null for a collection that everybody can clone. */
  cloneToken(collection: CollectionRow): Promise<string | null>
  now(): number
}

export interface AssessOutcome {
  stored: number
  /** Bundles on which the rules broke, with why. */
  broken: { path: string; message: string }[]
  /** More bundles wait, and another job may get further. */
  more: boolean
}

/** What an assessment must be, seen from now. */
export function wantedAssessment(now: number): Wanted {
  return { rules: rulesVersion, triedBefore: now - retryRulesMs }
}

/**
 * Assesses the next bundles of a collection whose newest version was not assessed by the present rules. Each result is stored as it comes, so that a
 * killed job loses what it had in hand and no more; the next one finds the rest. Hidden collections have nothing to assess.
 */
export async function assessCollection(collectionId: number, deps: AssessDeps): Promise<AssessOutcome> {
  const { assessments, collections, now } = deps
  const outcome: AssessOutcome = { stored: 0, broken: [], more: false }
  const [collection, paths] = await Promise.all([
    collections.byId(collectionId),
    assessments.pending(collectionId, wantedAssessment(now()), batchBundles),
  ])
  if (!collection || paths.length === 0) return outcome
  const credential = await deps.cloneToken(collection)
  const request = {
    url: collection.url,
    paths,
    ...(collection.indexedCommit === null ? {} : { ref: collection.indexedCommit }),
    ...(credential === null ? {} : { credential }),
  }
  await deps.assess(`assess-${collectionId}`, request, async (line) => {
    if (line.type === 'unassessed') outcome.broken.push({ path: line.path, message: line.message })
    if (line.type !== 'assessment') return
    if (await assessments.store(collectionId, line.path, line.assessment, now())) outcome.stored += 1
  })
  // Without any progress another job would do the same again; the sweep asks later.
  outcome.more = outcome.stored > 0 && (await assessments.pending(collectionId, wantedAssessment(now()), 1)).length > 0
  return outcome
}

import type { CoverageCandidate } from '../domain/coverage.ts'
import { OutsideError } from '../domain/failure.ts'
import type { Coverage, Plan } from '../domain/plan.ts'
import type { ParsedRequest } from '../domain/request.ts'
import type { RegistryPort } from '../pipeline/ports.ts'
import { findCandidates } from './candidates.ts'
import { type IndexDeps, type IndexOutcome, indexCollection } from './index-collection.ts'

/** How long a caller waits for a run that holds the collection: longer than the lease of a run that died. */
const waitMs = 20_000
const pollMs = 250

export type RankCoverage = (request: ParsedRequest, plan: Omit<Plan, 'coverage'>, candidates: CoverageCandidate[]) => Coverage[]

export interface RegistryDeps extends Omit<IndexDeps, 'progress'> {
  rankCoverage: RankCoverage
  wait(ms: number): Promise<void>
}

const coverageShown = 5

async function indexWhenFree(
  collectionId: number,
  cause: string,
  deps: RegistryDeps,
  progress: (text: string) => Promise<void>,
): Promise<IndexOutcome> {
  const until = deps.now() + waitMs
  for (let isFirst = true; ; isFirst = false) {
    const outcome = await indexCollection(collectionId, cause, { ...deps, progress })
    if (outcome.status !== 'busy' || deps.now() >= until) return outcome
    if (isFirst) await progress('The collection is being indexed; waiting for that run to end.')
    await deps.wait(pollMs)
  }
}

/** What the pipeline asks of the registry, over the catalogue and the full text. */
export function createRegistry(deps: RegistryDeps): RegistryPort {
  const { stores } = deps
  return {
    async coverage(request, plan) {
      const candidates = await findCandidates(stores, request, plan)
      return deps.rankCoverage(request, plan, candidates).slice(0, coverageShown)
    },

    async closest(coverage) {
      const found = await Promise.all(coverage.slice(0, coverageShown).map((one) => stores.catalogue.find(one.collection, one.slug)))
      return found.flatMap((one) =>
        one ? [{ collection: one.card.collection, slug: one.row.slug, runbook: one.row.runbookSource, readme: one.row.readme }] : [],
      )
    },

    async indexRepository(repositoryId, cause, slug, progress) {
      const collection = await stores.collections.byRepository(repositoryId)
      if (!collection) throw new OutsideError('collection_unknown', 'The registry has no collection for this repository.', 'never')
      if (collection.visibility === 'private') throw new OutsideError('repository_private', 'The repository was made private.', 'never')
      const outcome = await indexWhenFree(collection.id, cause, deps, progress)
      if (outcome.status === 'busy') throw new OutsideError('index_busy', 'Another index run holds the collection.', 'later', waitMs)
      if (outcome.status === 'failed') throw new OutsideError(outcome.code, outcome.message, outcome.retry)
      return { found: await stores.catalogue.has(collection.id, slug), commit: outcome.commit }
    },
  }
}

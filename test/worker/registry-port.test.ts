import { expect, it } from 'vitest'
import { type CoverageCandidate, rankCoverage } from '../../worker/domain/coverage.ts'
import type { Plan } from '../../worker/domain/plan.ts'
import type { ParsedRequest } from '../../worker/domain/request.ts'
import { indexCollection } from '../../worker/registry/index-collection.ts'
import { createRegistry } from '../../worker/registry/registry-port.ts'
import { advance, bundle, deps, makeCollection, now, type Script, stores } from './registry-fixtures.ts'

const request: ParsedRequest = {
  shape: 'form',
  title: 'Check persistent volume claims',
  text: 'PVCs fill up',
  platform: 'kubernetes',
  service: null,
  purpose: 'health',
  access: 'read-only',
  tasks: [],
  context: null,
  wantsSli: false,
  removed: [],
  hidden: [],
  suspicion: 0,
}
const plan: Omit<Plan, 'coverage'> = {
  slug: 'k8s-pvc-capacity',
  displayName: 'Kubernetes PVC Capacity',
  platform: 'kubernetes',
  access: 'read-only',
  purpose: 'health',
  summary: 'Finds claims that fill up.',
  tasks: [{ title: 'List PersistentVolumeClaims over 90 percent', description: '', raiseWhen: null }],
  withSli: false,
}

function registry(script: Script, onWait: () => Promise<void> = async () => advance(250)) {
  const ranked: CoverageCandidate[][] = []
  const port = createRegistry({
    ...deps(script),
    wait: onWait,
    rankCoverage: (_, __, candidates) => {
      ranked.push(candidates)
      return candidates.map(({ collection, slug, displayName }) => ({ collection, slug, displayName, percent: 50, why: 'words' }))
    },
  })
  return { port, ranked }
}

it('offers the bundles of the platform that share words with the request, best first, and hands on their sources', async () => {
  const { id, slug } = await makeCollection()
  const tree = [
    bundle('k8s-pvc-health', 'a', { displayName: 'Kubernetes PVC Health' }),
    bundle('k8s-ingress-latency', 'a', { displayName: 'Ingress latency' }),
    bundle('aws-pvc-oddity', 'a', { supports: ['AWS'], displayName: 'PVC capacity' }),
  ]
  await indexCollection(id, 'test', deps({ tree, commit: 'c1' }))
  const { port, ranked } = registry({ tree, commit: 'c1' })
  const coverage = await port.coverage(request, plan)
  expect(coverage[0]?.slug).toBe('k8s-pvc-health')
  expect(coverage.map((one) => one.slug)).not.toContain('aws-pvc-oddity')
  expect(ranked[0]?.[0]).toMatchObject({
    collection: slug,
    platform: 'kubernetes',
    tags: ['Kubernetes', 'access:read-only'],
    tasks: [expect.stringContaining('Check')],
  })
  const gone = { collection: slug, slug: 'gone', displayName: '', percent: 1, why: '' }
  expect(await port.closest([...coverage.slice(0, 1), gone])).toEqual([
    { collection: slug, slug: 'k8s-pvc-health', runbook: '*** Tasks ***', readme: expect.stringContaining('Readme of') },
  ])
})

it('ranks the candidates by how much of the request they cover', async () => {
  const ranking = createRegistry({ ...deps({ tree: [], commit: 'c' }), wait: async () => undefined, rankCoverage })
  const [best] = await ranking.coverage(request, plan)
  expect(best).toMatchObject({ slug: 'k8s-pvc-health', percent: expect.any(Number), why: expect.any(String) })
})

it('looks at every platform when its own has nothing', async () => {
  const { port } = registry({ tree: [], commit: 'c1' })
  const coverage = await port.coverage({ ...request, platform: 'gcp' }, { ...plan, platform: 'gcp' })
  expect(coverage.map((one) => one.slug)).toContain('k8s-pvc-health')
})

it('indexes a repository now and says whether the bundle is there', async () => {
  const { repositoryId } = await makeCollection()
  const { port } = registry({ tree: [bundle('k8s-new', 'a')], commit: 'c9' })
  expect(await port.indexRepository(repositoryId ?? 0, 'merge', 'k8s-new', async () => undefined)).toEqual({ found: true, commit: 'c9' })
  expect(await port.indexRepository(repositoryId ?? 0, 'merge', 'k8s-other', async () => undefined)).toEqual({ found: false, commit: 'c9' })
})

it('waits for a run that holds the collection, then does its own', async () => {
  const { id, repositoryId } = await makeCollection()
  await stores.collections.acquire(id, 'push', now(), 15_000)
  const said: string[] = []
  const { port } = registry({ tree: [bundle('k8s-new', 'a')], commit: 'c9' })
  const answer = await port.indexRepository(repositoryId ?? 0, 'merge', 'k8s-new', async (text) => void said.push(text))
  expect([answer.found, said[0]]).toEqual([true, expect.stringContaining('waiting')])
})

it('gives up after twenty seconds on a run that stays alive, to be tried later', async () => {
  const { id, repositoryId } = await makeCollection()
  let lease = await stores.collections.acquire(id, 'push', now(), 15_000)
  const { port } = registry({ tree: [], commit: 'c1' }, async () => {
    advance(250)
    lease = lease && (await stores.collections.renew(lease, now(), 15_000))
  })
  await expect(port.indexRepository(repositoryId ?? 0, 'merge', 'x', async () => undefined)).rejects.toMatchObject({
    code: 'index_busy',
    retry: 'later',
  })
})

it('passes on why an index failed, and knows no repository that was never installed', async () => {
  const { repositoryId } = await makeCollection()
  const { port } = registry({ tree: [], commit: 'c1', cutAfter: 1 })
  const index = (repository: number) => port.indexRepository(repository, 'merge', 'x', async () => undefined)
  await expect(index(repositoryId ?? 0)).rejects.toMatchObject({ code: 'unreachable', retry: 'later' })
  await expect(index(424_242)).rejects.toMatchObject({ code: 'collection_unknown', retry: 'never' })
})

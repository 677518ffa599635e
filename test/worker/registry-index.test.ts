import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { GitHubError } from '../../worker/domain/failure.ts'
import { everything } from '../../worker/domain/views.ts'
import { indexCollection } from '../../worker/registry/index-collection.ts'
import { removeInstallation } from '../../worker/registry/installations.ts'
import { createPageData } from '../../worker/registry/page-data.ts'
import { rebuildSearch, syncSearch } from '../../worker/registry/sync-search.ts'
import {
  advance,
  broken,
  bundle,
  deps,
  endState,
  mainDatabase,
  makeCollection,
  mortal,
  now,
  searchDatabase,
  stores,
  type Tree,
} from './registry-fixtures.ts'

const pages = createPageData(stores)

async function index(id: number, tree: Tree, commit: string) {
  return indexCollection(id, 'test', deps({ tree, commit }))
}

it('adds new bundles, writes changed ones, takes out removed ones and leaves unchanged ones alone', async () => {
  const { id } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a'), bundle('k8s-two', 'a'), bundle('k8s-three', 'a')], 'c1')
  const outcome = await index(id, [bundle('k8s-one', 'a'), bundle('k8s-two', 'b'), bundle('k8s-four', 'a')], 'c2')
  expect(outcome).toMatchObject({ status: 'ok', commit: 'c2', added: 1, changed: 1, removed: 1, unchanged: 1 })
  const { rows, text, commit, lease } = await endState(id)
  expect(rows.map((row) => [row.slug, row.tree_hash])).toEqual([
    ['k8s-four', 'k8s-four@a'],
    ['k8s-one', 'k8s-one@a'],
    ['k8s-two', 'k8s-two@b'],
  ])
  expect(text.map((row) => row.name)).toEqual(['k8s-four', 'k8s-one', 'k8s-two'])
  expect([commit, lease]).toEqual(['c2', null])
})

it('keeps the last good version of a bundle that no longer parses, and shows its problems with file and line', async () => {
  const { id, slug } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a'), bundle('k8s-two', 'a')], 'c1')
  await index(id, [broken('k8s-one', 'b'), bundle('k8s-two', 'b')], 'c2')
  const view = await pages.bundle(slug, 'k8s-one')
  expect(view?.stale).toBe(true)
  expect(view?.bundle.description).toBe('Version a of k8s-one')
  expect(view?.problems).toMatchObject([{ file: 'codebundles/k8s-one/runbook.robot', line: 7, code: 'robot_syntax' }])
  expect((await pages.health(slug))?.problems).toMatchObject([{ bundle: 'k8s-one', stale: true, line: 7 }])
  expect((await pages.bundle(slug, 'k8s-two'))?.bundle.description).toBe('Version b of k8s-two')
})

it('does not read a broken version twice, and takes the good one when the fault is mended', async () => {
  const { id, slug } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a')], 'c1')
  await index(id, [broken('k8s-one', 'b')], 'c2')
  expect(await index(id, [broken('k8s-one', 'b')], 'c2')).toMatchObject({ unchanged: 1, changed: 0 })
  await index(id, [broken('k8s-one', 'c')], 'c3')
  expect((await pages.bundle(slug, 'k8s-one'))?.bundle.description).toBe('Version a of k8s-one')
  await index(id, [bundle('k8s-one', 'a')], 'c4')
  expect(await pages.bundle(slug, 'k8s-one')).toMatchObject({ stale: false, problems: [] })
})

it('lists a bundle that was never readable with what could be read, and does not call it an older version', async () => {
  const { id, slug } = await makeCollection()
  await index(id, [broken('k8s-new', 'a')], 'c1')
  await index(id, [broken('k8s-new', 'b')], 'c2')
  expect(await pages.bundle(slug, 'k8s-new')).toMatchObject({ stale: false, bundle: { treeHash: 'k8s-new@b' } })
})

it('takes nothing out when the stream is cut, records the failure and gives the lease back', async () => {
  const { id, slug } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a'), bundle('k8s-two', 'a')], 'c1')
  const outcome = await indexCollection(id, 'test', deps({ tree: [bundle('k8s-one', 'b')], commit: 'c2', cutAfter: 2 }))
  expect(outcome).toMatchObject({ status: 'failed', code: 'unreachable', retry: 'later' })
  const { rows, commit, lease } = await endState(id)
  expect(rows.map((row) => row.slug)).toEqual(['k8s-one', 'k8s-two'])
  expect([commit, lease]).toEqual(['c1', null])
  expect((await pages.collection(slug))?.lastRun).toMatchObject({ status: 'failed', error: 'unreachable' })
})

const slugs = ['k8s-a', 'k8s-b', 'aws-c', 'gcp-d']
const version = fc.constantFrom('a', 'b', 'broken', 'absent')
const trees = fc.tuple(version, version, version, version).map(
  (versions): Tree =>
    versions.flatMap((one, position) => {
      const slug = slugs[position] ?? ''
      if (one === 'absent') return []
      return [one === 'broken' ? broken(slug, 'x') : bundle(slug, one)]
    }),
)

it('reaches the same end state whichever line a run is cut at', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(trees, trees, fc.nat(6), async (before, after, cutAfter) => {
      const [cut, straight] = [await makeCollection(), await makeCollection()]
      for (const { id } of [cut, straight]) await index(id, before, 'c1')
      await indexCollection(cut.id, 'test', deps({ tree: after, commit: 'c2', cutAfter }))
      for (const { id } of [cut, straight]) await index(id, after, 'c2')
      expect(await endState(cut.id)).toEqual(await endState(straight.id))
    }),
    { numRuns: 25 },
  )
})

it('reaches the same end state whichever call to a database was the last before a kill', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(trees, trees, fc.nat(14), async (before, after, lastCall) => {
      const [killed, straight] = [await makeCollection(), await makeCollection()]
      for (const { id } of [killed, straight]) await index(id, before, 'c1')
      const dying = { ...deps({ tree: after, commit: 'c2' }), stores: mortal(lastCall) }
      await indexCollection(killed.id, 'test', dying).catch((error: unknown) => expect(String(error)).toContain('killed'))
      advance(15_001)
      for (const { id } of [killed, straight]) await index(id, after, 'c2')
      expect(await endState(killed.id)).toEqual(await endState(straight.id))
    }),
    { numRuns: 25 },
  )
})

it('recovers from a run that died without a word: lease, run record, catalogue and full text', async () => {
  const { id, slug } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a'), bundle('k8s-gone', 'a')], 'c1')
  const dead = await stores.collections.acquire(id, 'push', now(), 15_000)
  expect(dead).not.toBeNull()
  // It died after the catalogue took the new version and before full text did.
  await mainDatabase
    .prepare("UPDATE bundles SET tree_hash = 'k8s-one@b', description = 'Fresh words' WHERE collection_id = ? AND slug = 'k8s-one'")
    .bind(id)
    .run()
  expect(await index(id, [bundle('k8s-one', 'b')], 'c2')).toEqual({ status: 'busy' })
  advance(15_001)
  expect((await stores.collections.wanted(now())).map((row) => row.id)).toContain(id)
  expect(await index(id, [bundle('k8s-one', 'b')], 'c2')).toMatchObject({ status: 'ok', unchanged: 1, removed: 1 })
  const { text } = await endState(id)
  expect(text).toMatchObject([{ name: 'k8s-one', documentation: expect.stringContaining('Fresh words') }])
  expect((await pages.health(slug))?.runs.map((run) => [run.status, run.error])).toEqual([
    ['ok', null],
    ['failed', 'interrupted'],
    ['ok', null],
  ])
})

it('writes nothing more once another run has taken the collection over', async () => {
  const { id } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a')], 'c1')
  const outcome = await indexCollection(
    id,
    'slow',
    deps({
      tree: [bundle('k8s-one', 'old')],
      commit: 'c0',
      onRequest: async () => {
        advance(15_001)
        await index(id, [bundle('k8s-one', 'b')], 'c2')
      },
    }),
  )
  expect(outcome).toMatchObject({ status: 'failed', code: 'lease_lost', retry: 'later' })
  const { rows, commit } = await endState(id)
  expect([rows[0]?.tree_hash, commit]).toEqual(['k8s-one@b', 'c2'])
})

it('keeps its lease alive while the sandbox is silent', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  try {
    const { id } = await makeCollection()
    const outcome = await indexCollection(
      id,
      'slow',
      deps({
        tree: [bundle('k8s-one', 'a')],
        commit: 'c1',
        onRequest: async () => {
          const before = (await stores.collections.byId(id))?.leaseUntil ?? 0
          advance(10_000)
          await vi.advanceTimersByTimeAsync(5_000)
          await vi.waitFor(async () => expect((await stores.collections.byId(id))?.leaseUntil).toBeGreaterThan(before + 9_000))
        },
      }),
    )
    expect(outcome.status).toBe('ok')
  } finally {
    vi.useRealTimers()
  }
})

it('clears a wish that the run has met and keeps one made while it ran', async () => {
  const { id } = await makeCollection()
  await stores.collections.want(id, 'push', now())
  const during = deps({ tree: [], commit: 'c1', onRequest: () => stores.collections.want(id, 'release', 1) })
  await indexCollection(id, 'push', during)
  const wished = await stores.collections.byId(id)
  expect([wished?.wantedCause, wished?.wantedAt === null]).toEqual(['release', false])
  await index(id, [], 'c1')
  expect((await stores.collections.byId(id))?.wantedAt).toBeNull()
})

it('drops the wish when another try would fail the same way, and keeps it otherwise', async () => {
  const { id } = await makeCollection()
  const fails = (retry: 'never' | 'later') => ({
    ...deps({ tree: [], commit: 'c1' }),
    cloneToken: () => Promise.reject(new GitHubError('gone', 'The repository is gone.', retry)),
  })
  await stores.collections.want(id, 'push', now())
  expect(await indexCollection(id, 'push', fails('later'))).toMatchObject({ status: 'failed', code: 'gone' })
  expect((await stores.collections.byId(id))?.wantedAt).not.toBeNull()
  await indexCollection(id, 'push', fails('never'))
  expect((await stores.collections.byId(id))?.wantedAt).toBeNull()
})

it('sends the tree hashes it knows, and a credential only when there is one', async () => {
  const { id } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a')], 'c1')
  const requests: unknown[] = []
  const base = deps({ tree: [bundle('k8s-one', 'a')], commit: 'c1', onRequest: (_, request) => void requests.push(request) })
  await indexCollection(id, 'test', base)
  await indexCollection(id, 'test', { ...base, cloneToken: async () => 'ghs_x' })
  expect(requests).toMatchObject([{ known: { 'codebundles/k8s-one': 'k8s-one@a' } }, { credential: 'ghs_x' }])
  expect(requests[0]).not.toHaveProperty('credential')
})

it('hides the collections of a removed installation everywhere, and shows them again when it returns', async () => {
  const row = await makeCollection()
  await index(row.id, [bundle('zebra-finder', 'a')], 'c1')
  await removeInstallation(stores.collections, stores, [row.repositoryId ?? 0])
  expect((await pages.search({ ...everything, query: 'zebra' })).total).toBe(0)
  expect(await pages.bundle(row.slug, 'zebra-finder')).toBeNull()
  expect(await pages.collection(row.slug)).toBeNull()
  expect((await pages.collections()).map((one) => one.slug)).not.toContain(row.slug)
  const { owner, repo, url, defaultBranch, description } = row
  await stores.collections.update({ owner, repo, url, defaultBranch, description, repositoryId: row.repositoryId ?? 0, installationId: 1 })
  await index(row.id, [bundle('zebra-finder', 'a')], 'c1')
  expect((await pages.search({ ...everything, query: 'zebra' })).total).toBe(1)
})

it('rebuilds full text from nothing, and heals rows that are missing, stale or orphaned', async () => {
  const { id } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a'), bundle('k8s-two', 'a'), bundle('k8s-three', 'a')], 'c1')
  const { text } = await endState(id)
  await searchDatabase.prepare("UPDATE bundle_index SET version = 'old' WHERE collection_id = ?").bind(id).run()
  await searchDatabase.prepare('DELETE FROM bundle_text').run()
  await syncSearch(stores, id)
  expect((await endState(id)).text).toEqual(text)
  await searchDatabase.prepare('INSERT INTO bundle_index VALUES (999999, ?, 0, ?, ?, ?, ?)').bind(id, 'orphan', '{}', '', '{}').run()
  expect(await syncSearch(stores, id)).toEqual({ written: 0, removed: 1 })
  await searchDatabase.batch([searchDatabase.prepare('DELETE FROM bundle_text'), searchDatabase.prepare('DELETE FROM bundle_index')])
  await rebuildSearch(stores)
  expect((await endState(id)).text).toEqual(text)
})

it('gives two repositories of the same name two addresses', async () => {
  const first = await makeCollection('Twin.Collection')
  const second = await makeCollection('Twin.Collection')
  const third = await makeCollection('Twin.Collection')
  expect([first.slug, second.slug]).toEqual(['twin-collection', 'meridian-twin-collection'])
  expect(third.slug).toBe(`twin-collection-${third.repositoryId}`)
})

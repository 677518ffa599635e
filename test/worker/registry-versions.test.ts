import { expect, it } from 'vitest'
import { type Commit, catalogueFormat } from '../../worker/domain/catalogue.ts'
import { everything } from '../../worker/domain/views.ts'
import { indexCollection } from '../../worker/registry/index-collection.ts'
import { createPageData } from '../../worker/registry/page-data.ts'
import { reindexNow } from '../../worker/registry/reindex.ts'
import { syncSearch } from '../../worker/registry/sync-search.ts'
import { broken, bundle, deps, mainDatabase, makeCollection, mortal, now, type Script, stores, type Tree } from './registry-fixtures.ts'

const pages = createPageData(stores)

const index = (id: number, tree: Tree, commit: string, more: Partial<Script> = {}) =>
  indexCollection(id, 'test', deps({ tree, commit, ...more }))

const commit = (sha: string, at: number, release: string | null = null): Commit => ({
  sha,
  at,
  author: 'Ada',
  subject: `Make ${sha}`,
  release,
})

/** A runbook long enough to be told from another. */
const runbook = (name: string) =>
  ['*** Tasks ***', `Check ${name}`, ...Array.from({ length: 20 }, (_unused, line) => `    Log    ${line}`)].join('\n')

it('a card carries the time of the last commit, and a bundle its history; an unknown history takes nothing away', async () => {
  const { id, slug } = await makeCollection()
  const histories = { 'k8s-one': [commit('s2', 9_000), commit('s1', 5_000, 'v1')] }
  await index(id, [bundle('k8s-one', 'a')], 's2', { histories })
  expect(await pages.bundle(slug, 'k8s-one')).toMatchObject({ card: { updatedAt: 9_000 }, history: histories['k8s-one'] })
  await index(id, [bundle('k8s-one', 'a')], 's2')
  expect((await pages.bundle(slug, 'k8s-one'))?.history).toHaveLength(2)
  await index(id, [broken('k8s-one', 'b')], 's3', { histories: { 'k8s-one': [commit('s3', 9_500), ...histories['k8s-one']] } })
  expect(await pages.bundle(slug, 'k8s-one')).toMatchObject({ stale: true, card: { updatedAt: 9_500 } })
})

it('a release that comes later is noted without reading the bundle, once, and full text comes to rest', async () => {
  const { id, slug } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a')], 's1', { histories: { 'k8s-one': [commit('s1', 5_000)] } })
  expect((await pages.bundle(slug, 'k8s-one'))?.versions).toEqual([{ treeHash: 'k8s-one@a', commit: 's1', at: 5_000, release: null }])
  const released = { histories: { 'k8s-one': [commit('s1', 5_000, 'v1')] } }
  expect(await index(id, [bundle('k8s-one', 'a')], 's1', released)).toMatchObject({ unchanged: 1, changed: 0 })
  expect((await pages.bundle(slug, 'k8s-one'))?.versions).toEqual([{ treeHash: 'k8s-one@a', commit: 's1', at: 5_000, release: 'v1' }])
  const before = await mainDatabase.prepare('SELECT total_changes() AS n, updated_at FROM bundles WHERE collection_id = ?').bind(id).first()
  await index(id, [bundle('k8s-one', 'a')], 's1', released)
  expect(await syncSearch(stores, id)).toEqual({ written: 0, removed: 0 })
  const after = await mainDatabase.prepare('SELECT updated_at FROM bundles WHERE collection_id = ?').bind(id).first()
  expect(after?.updated_at).toBe(before?.updated_at)
})

it('every good version stays and two of them can be compared; a broken one is none', async () => {
  const { id, slug } = await makeCollection()
  const variable = {
    name: 'A',
    type: 'string',
    description: null,
    pattern: null,
    default: null,
    example: null,
    enum: null,
    required: true,
    files: [],
  }
  await index(id, [bundle('k8s-one', 'a')], 's1', {
    histories: { 'k8s-one': [commit('s1', 1_000, 'v1')] },
    runbooks: { 'k8s-one': 'a\nb\n' },
  })
  await index(id, [broken('k8s-one', 'x')], 's2')
  await index(id, [bundle('k8s-one', 'b', { variables: [variable] })], 's3', {
    histories: { 'k8s-one': [commit('s3', 3_000)] },
    runbooks: { 'k8s-one': 'a\nc\n' },
  })
  const view = await pages.bundle(slug, 'k8s-one')
  expect(view?.versions.map(({ treeHash, release }) => [treeHash, release])).toEqual([
    ['k8s-one@b', null],
    ['k8s-one@a', 'v1'],
  ])
  const diff = await pages.compare(slug, 'k8s-one', 'k8s-one@a', 'k8s-one@b')
  expect(diff).toMatchObject({
    from: { commit: 's1' },
    to: { commit: 's3' },
    changes: [
      { kind: 'breaking', subject: 'A' },
      { kind: 'change', subject: 'description' },
    ],
  })
  expect(diff?.sources).toEqual([{ file: 'runbook.robot', diff: expect.stringContaining('-b\n+c\n') }])
  expect(await pages.compare(slug, 'k8s-one', 'k8s-one@a', 'k8s-one@x')).toBeNull()
})

it('a renamed bundle leaves a redirect and takes its versions along, over two renames; a deleted one says that it is gone', async () => {
  const { id, slug } = await makeCollection()
  const runbooks = { 'k8s-old': runbook('old'), 'k8s-mid': runbook('mid'), 'k8s-new': runbook('new'), 'k8s-gone': 'x', 'k8s-other': 'y' }
  await index(id, [bundle('k8s-old', 'a'), bundle('k8s-gone', 'a')], 's1', { runbooks })
  await index(id, [bundle('k8s-mid', 'a'), bundle('k8s-other', 'a')], 's2', { runbooks })
  expect(await pages.movedTo(slug, 'k8s-old')).toEqual({ slug: 'k8s-mid' })
  expect(await pages.movedTo(slug, 'k8s-gone')).toEqual({ slug: null })
  await index(id, [bundle('k8s-new', 'a'), bundle('k8s-other', 'a')], 's3', { runbooks })
  expect(await pages.movedTo(slug, 'k8s-old')).toEqual({ slug: 'k8s-new' })
  expect(await pages.movedTo(slug, 'k8s-mid')).toEqual({ slug: 'k8s-new' })
  expect(await pages.movedTo(slug, 'k8s-never')).toBeNull()
  const versions = (await pages.bundle(slug, 'k8s-new'))?.versions.map((version) => version.treeHash)
  expect(versions?.sort()).toEqual(['k8s-mid@a', 'k8s-new@a', 'k8s-old@a'])
  // And back again: an address that is in use redirects nowhere.
  await index(id, [bundle('k8s-old', 'a'), bundle('k8s-other', 'a')], 's4', { runbooks })
  expect(await pages.movedTo(slug, 'k8s-old')).toBeNull()
  expect(await pages.movedTo(slug, 'k8s-new')).toEqual({ slug: 'k8s-old' })
  expect(await pages.movedTo(slug, 'k8s-mid')).toEqual({ slug: 'k8s-old' })
})

it.each([8, 9, 10, 11, 12])(
  'a rename is found although the run that read the new name was killed at its database call %i',
  async (lastCall) => {
    const { id, slug } = await makeCollection()
    const runbooks = { 'k8s-old': runbook('old'), 'k8s-new': runbook('new') }
    await index(id, [bundle('k8s-old', 'a')], 's1', { runbooks })
    const dying = { ...deps({ tree: [bundle('k8s-new', 'a')], commit: 's2', runbooks }), stores: mortal(lastCall) }
    await indexCollection(id, 'test', dying).catch(() => undefined)
    await mainDatabase.prepare('UPDATE collections SET lease_until = NULL WHERE id = ?').bind(id).run()
    await index(id, [bundle('k8s-new', 'a')], 's2', { runbooks })
    expect(await pages.movedTo(slug, 'k8s-old')).toEqual({ slug: 'k8s-new' })
  },
)

it('contributors and releases are stored, and stay when a run could not read the history', async () => {
  const { id, slug } = await makeCollection()
  const repository = { contributors: [{ name: 'Ada', commits: 3 }], releases: [{ tag: 'v1', commit: 's1', at: 1_000 }] }
  await index(id, [bundle('k8s-one', 'a')], 's1', { repository })
  await index(id, [bundle('k8s-one', 'a')], 's1')
  expect(await pages.collection(slug)).toMatchObject(repository)
})

it('what an older inspection stored is read again, though its files are the same', async () => {
  const { id, slug } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a', { format: 1 })], 's1')
  expect(await index(id, [bundle('k8s-one', 'a')], 's1')).toMatchObject({ changed: 1, unchanged: 0 })
  expect(await index(id, [bundle('k8s-one', 'a')], 's1')).toMatchObject({ changed: 0, unchanged: 1 })
  expect((await pages.bundle(slug, 'k8s-one'))?.bundle.format).toBe(catalogueFormat)
})

it('a hidden collection shows no move, no version and no bundle', async () => {
  const row = await makeCollection()
  await index(row.id, [bundle('k8s-one', 'a'), bundle('k8s-gone', 'a')], 's1')
  await index(row.id, [bundle('k8s-one', 'b')], 's2')
  await stores.collections.hide([row.repositoryId ?? 0])
  await syncSearch(stores, row.id)
  expect(await pages.movedTo(row.slug, 'k8s-gone')).toBeNull()
  expect(await pages.compare(row.slug, 'k8s-one', 'k8s-one@a', 'k8s-one@b')).toBeNull()
  expect(await pages.bundle(row.slug, 'k8s-one')).toBeNull()
  const { cards } = await pages.search({ ...everything })
  expect(cards.filter((card) => card.collection === row.slug)).toEqual([])
  expect(await reindexNow(stores, { slug: row.slug, cause: 'x', now: now(), send: async () => undefined })).toBeNull()
})

it('an index run may be asked for once a minute, and waits once', async () => {
  const { id, slug } = await makeCollection()
  await index(id, [bundle('k8s-one', 'a')], 's1')
  const sent: number[] = []
  const ask = (later: number) =>
    reindexNow(stores, { slug, cause: 'asked by ada', now: now() + later, send: async (collectionId) => void sent.push(collectionId) })
  expect([await ask(0), await ask(61_000), await ask(61_000)]).toEqual(['too soon', 'wanted', 'already wanted'])
  expect(sent).toEqual([id])
  expect(await stores.collections.wanted(now() + 62_000)).toContainEqual({ id, cause: 'asked by ada' })
})

it('every night each visible collection is wanted', async () => {
  const [seen, hidden] = [await makeCollection(), await makeCollection()]
  await stores.collections.hide([hidden.repositoryId ?? 0])
  await stores.collections.wantAll('nightly', now())
  expect(await stores.collections.byId(seen.id)).toMatchObject({ wantedCause: 'nightly' })
  expect(await stores.collections.byId(hidden.id)).toMatchObject({ wantedAt: null })
})

it('the scripts of a bundle are those of its newest readable version, and go with it', async () => {
  const { id, slug } = await makeCollection()
  const [check, shape] = [
    { path: 'check.sh', content: 'echo "é"\n' },
    { path: 'lib/shape.jq', content: '.items' },
  ]
  await index(id, [bundle('k8s-one', 'a')], 's1', { scripts: { 'k8s-one': [shape, check] } })
  expect((await pages.bundle(slug, 'k8s-one'))?.scripts).toEqual([check, shape])
  const newer = { ...check, content: 'echo 2\n' }
  await index(id, [bundle('k8s-one', 'b')], 's2', { scripts: { 'k8s-one': [newer] } })
  expect((await pages.bundle(slug, 'k8s-one'))?.scripts).toEqual([newer])
  await index(id, [bundle('k8s-two', 'a')], 's3')
  expect((await pages.bundle(slug, 'k8s-two'))?.scripts).toEqual([])
  const left = await mainDatabase
    .prepare('SELECT count(*) AS n FROM bundle_scripts WHERE bundle_id IN (SELECT id FROM bundles WHERE collection_id = ?)')
    .bind(id)
    .first()
  expect(left).toEqual({ n: 0 })
})

it('scripts that one statement cannot take are left at their source', async () => {
  const { id, slug } = await makeCollection()
  const scripts = Array.from({ length: 12 }, (_, at) => ({ path: `s${at}.sh`, content: '"'.repeat(250_000) }))
  await index(id, [bundle('k8s-one', 'a')], 's1', { scripts: { 'k8s-one': [...scripts, { path: 'z.sh', content: 'echo 1' }] } })
  const kept = (await pages.bundle(slug, 'k8s-one'))?.scripts.map(({ path }) => path) ?? []
  expect(kept).toEqual(expect.arrayContaining(['s0.sh', 'z.sh']))
  expect(kept.length).toBeLessThan(12)
})

import { beforeAll, expect, it } from 'vitest'
import { everything, type SearchRequest } from '../../worker/domain/views.ts'
import { indexCollection } from '../../worker/registry/index-collection.ts'
import { createPageData } from '../../worker/registry/page-data.ts'
import { syncSearch } from '../../worker/registry/sync-search.ts'
import { bundle, deps, mainDatabase, makeCollection, robotFile, stores } from './registry-fixtures.ts'

const pages = createPageData(stores)
const find = (more: Partial<SearchRequest>) => pages.search({ ...everything, ...more })
const slugs = async (more: Partial<SearchRequest>) => (await find(more)).cards.map((card) => card.slug).sort()

const discovery = { ruleFiles: 1, templates: 1, platforms: ['kubernetes'], resourceTypes: ['deployment'], rules: [], templateFiles: [] }
const restartTask = `Restart the web workload in \`$${'{NAMESPACE}'}\``

const sample = [
  bundle('k8s-web-health', 'a', { displayName: 'Web Healthcheck', author: 'Ada Lane', supports: ['Kubernetes', 'Cloud SQL'], discovery }),
  bundle('k8s-web-ops', 'a', {
    displayName: 'Web Operations',
    author: 'ada-lane',
    supports: ['kubernetes', 'CloudSQL'],
    discovery,
    runbook: robotFile([restartTask, 'Drain the queue of the web'], ['access:read-write']),
    sli: robotFile(['Score the web']),
  }),
  bundle('aws-queue-depth', 'a', {
    displayName: 'Queue Depth',
    author: 'bo',
    supports: ['AWS'],
    runbook: null,
    sli: robotFile(['Measure the queue']),
  }),
  bundle('gcp-queue-age', 'a', { displayName: 'Queue Age', author: null, supports: ['GCP'], readme: false }),
]

beforeAll(async () => {
  const { id } = await makeCollection('faceted')
  await indexCollection(id, 'test', deps({ tree: sample, commit: 'c1' }))
})

const countsOf = async (more: Partial<SearchRequest>, name: string) =>
  Object.fromEntries(
    ((await find(more)).facets.find((facet) => facet.name === name)?.values ?? []).map((value) => [value.value, value.count]),
  )

it('counts each facet without its own filter and with all others', async () => {
  expect(await countsOf({}, 'platform')).toEqual({ kubernetes: 2, aws: 1, gcp: 1 })
  expect(await countsOf({ filters: { platform: ['aws'] } }, 'platform')).toEqual({ kubernetes: 2, aws: 1, gcp: 1 })
  expect(await countsOf({ filters: { platform: ['aws'] } }, 'type')).toEqual({ sli: 1 })
  expect(await countsOf({ filters: { platform: ['aws', 'gcp'], type: ['sli'] } }, 'platform')).toEqual({ aws: 1, kubernetes: 1, gcp: 0 })
})

it('calls values by their names and asks by their values', async () => {
  const { facets } = await find({})
  const platform = facets.find(({ name }) => name === 'platform')?.values
  expect(platform?.map(({ value, label }) => [value, label])).toContainEqual(['gcp', 'Google Cloud'])
})

it('widens within a facet and narrows across facets', async () => {
  expect(await slugs({ filters: { platform: ['aws', 'gcp'] } })).toEqual(['aws-queue-depth', 'gcp-queue-age'])
  expect(await slugs({ filters: { platform: ['aws', 'kubernetes'], type: ['sli'] } })).toEqual(['aws-queue-depth', 'k8s-web-ops'])
  expect(await slugs({ query: 'web', filters: { platform: ['aws'] } })).toEqual([])
})

it('reads qualifiers in the query like filters, folds spellings and takes unwanted ones out', async () => {
  expect(await slugs({ query: 'tag:cloudsql' })).toEqual(['k8s-web-health', 'k8s-web-ops'])
  expect(await slugs({ query: 'author:"ADA LANE" has:sli' })).toEqual(['k8s-web-ops'])
  expect(await slugs({ query: 'platform:k8s -has:sli' })).toEqual(['k8s-web-health'])
  expect(await slugs({ query: 'queue -platform:aws -web' })).toEqual(['gcp-queue-age'])
  expect(await slugs({ query: 'type:discovery' })).toEqual(['k8s-web-health', 'k8s-web-ops'])
  expect((await find({ query: 'platform:K8S' })).filters).toEqual({ platform: ['kubernetes'] })
})

it('says what it does not know instead of failing', async () => {
  const unknown = await find({ query: 'web colour:red', filters: { tag: ['nowhere'] } })
  expect(unknown.total).toBe(0)
  expect(unknown.notice).toMatch(/“colour:” is not a qualifier.*No CodeBundle has the tag “nowhere”/)
})

it('mends a typing error, says so and suggests the mended query', async () => {
  const results = await find({ query: 'queu dpeth' })
  expect(results.cards[0]?.slug).toBe('aws-queue-depth')
  expect(results.suggestion).toBe('queue depth')
  expect(results.notice).toContain('“depth”')
})

it('finds an exact phrase only where it stands', async () => {
  expect(await slugs({ query: '"queue of the web"' })).toEqual(['k8s-web-ops'])
})

it('lists tasks with their own access and file, and counts the other kind', async () => {
  const results = await find({ query: 'web', kind: 'tasks', filters: { access: ['read-only'] } })
  expect(results.tasks.map((task) => [task.bundle, task.file, task.name])).toEqual(
    expect.arrayContaining([['k8s-web-ops', 'sli', 'Score the web']]),
  )
  const restart = await find({ query: 'restart', kind: 'tasks' })
  expect(restart.tasks[0]).toMatchObject({
    name: restartTask,
    bundleName: 'Web Operations',
    platform: 'kubernetes',
  })
  expect(restart.tasks[0]?.snippet).toContain('\u0001Restart\u0002')
  expect(restart.otherTotal).toBe(1)
})

it('pages every sort and kind through, each result once', async () => {
  for (const kind of ['bundles', 'tasks'] as const)
    for (const sort of ['relevance', 'newest', 'name', 'score'] as const) {
      const seen: string[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof find>> = await find({ kind, sort, cursor, limit: 2 })
        seen.push(...page.cards.map((card) => card.slug), ...page.tasks.map((task) => `${task.bundle}/${task.name}`))
        cursor = page.next
      } while (cursor !== null)
      expect([new Set(seen).size, seen.length]).toEqual([seen.length, kind === 'bundles' ? 4 : 6])
    }
  expect((await find({ sort: 'name' })).cards.map((card) => card.displayName)).toEqual([
    'Queue Age',
    'Queue Depth',
    'Web Healthcheck',
    'Web Operations',
  ])
})

it('lists tags and authors with their spellings folded', async () => {
  expect(await pages.tags()).toContainEqual({ tag: 'Cloud SQL', bundles: 2 })
  expect((await pages.authors())[0]).toMatchObject({ bundles: 2, tasks: 4, collections: ['faceted'] })
})

it('relates bundles by what they look at, never a bundle to itself', async () => {
  const view = await pages.bundle('faceted', 'k8s-web-health')
  expect(view?.related[0]?.slug).toBe('k8s-web-ops')
  expect(view?.related.map((card) => card.slug)).not.toContain('k8s-web-health')
})

it('says how much of a request exists already and why, and asks when the text says too little', async () => {
  const request = 'New CodeBundle: restart a web workload on Kubernetes\n\n- Restart the web workload\n- Drain the queue of the web'
  const { coverage } = await pages.coverage(request)
  expect(coverage.map((one) => one.slug)).toContain('k8s-web-ops')
  expect(coverage[0]?.why).toContain('platform')
  expect((await pages.coverage('hello')).questions.length).toBeGreaterThan(0)
})

it('never finds a hidden collection, and finds it again when it is shown', async () => {
  const hidden = await makeCollection('hidden-away')
  await indexCollection(hidden.id, 'test', deps({ tree: [bundle('k8s-xylophone', 'a')], commit: 'h1' }))
  expect(await slugs({ query: 'xylophone' })).toEqual(['k8s-xylophone'])
  for (const [visibility, count] of [
    ['hidden', 0],
    ['public', 1],
  ] as const) {
    await mainDatabase.prepare('UPDATE collections SET visibility = ? WHERE id = ?').bind(visibility, hidden.id).run()
    // Even before the next sync.
    if (visibility === 'hidden') expect(await slugs({ query: 'xylophone' })).toEqual([])
    await syncSearch(stores, hidden.id)
    expect((await find({ query: 'xylophone' })).total).toBe(count)
    expect((await find({ query: 'xylophone', kind: 'tasks' })).total).toBe(count)
    expect((await pages.authors()).some((author) => author.collections.includes('hidden-away'))).toBe(count === 1)
  }
})

it('finds a bundle as soon as the index run that brought it has ended', async () => {
  expect((await find({ query: 'zither' })).total).toBe(0)
  const { id } = await makeCollection('later')
  await indexCollection(id, 'test', deps({ tree: [bundle('k8s-zither', 'a')], commit: 'z1' }))
  expect((await find({ query: 'zither' })).total).toBe(1)
})

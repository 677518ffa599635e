import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { currentIndex } from '../../worker/registry/search/current-index.ts'
import { search } from '../../worker/registry/search.ts'
import { syncSearch } from '../../worker/registry/sync-search.ts'
import { collections, sourceOf } from '../eval/collections.ts'
import { bundlesOf, fill, openRegistry, type Registry, readBundles, storesOf } from '../eval/registry.ts'
import { syntheticCollection } from './collection-clone.ts'
import { type Figure, median, percentile, printFigures } from './figures.ts'
import { measured } from './measured-database.ts'
import { runProgram } from './own-stack.ts'
import { loadSearch } from './search-http.ts'
import { requests } from './search-queries.ts'

const usage = `npm run bench:search -- [--collections PATTERN] [--bundles 10000] [--seconds 10] [--no-http]
  Collections, multiplied: those of PATTERN, a path or URL with {name} for the name of each public repository, or one made of the samples.`

/** Each search is made so often, and the middle one counts: the machine does other things too. */
const turns = 3

const say = (text: string) => process.stdout.write(`${text}\n`)

/**
 * Fills a registry with `count` bundles: copies of the public collections, each copy a collection of its own. Copies are made inside the database;
 * they are searched like any other bundle.
 */
async function multiply(registry: Registry, pattern: string | undefined, count: number): Promise<void> {
  const lines = pattern === undefined ? await sampleBundles() : await publicBundles(pattern)
  const first = await fill(registry, 'copy-0', oncePerSlug(lines).slice(0, count))
  const { results } = await registry.main
    .prepare("SELECT name FROM pragma_table_info('bundles') WHERE name <> 'id'")
    .all<{ name: string }>()
  const columns = results.map(({ name }) => `"${name}"`).join(', ')
  const changed: Record<string, string> = {
    collection_id: '?1',
    slug: "slug || '-' || ?2",
    path: "path || '-' || ?2",
    tree_hash: "tree_hash || '-' || ?2",
    display_name: "display_name || ' ' || ?2",
  }
  const values = results.map(({ name }) => changed[name] ?? `"${name}"`).join(', ')
  const sql = `INSERT INTO bundles (${columns}) SELECT ${values} FROM bundles WHERE collection_id = ?3 ORDER BY id LIMIT ?4`
  for (let copy = 1, made = first.bundles; made < count; copy += 1) {
    const { id } = await fill(registry, `copy-${copy}`, [])
    const { meta } = await registry.main
      .prepare(sql)
      .bind(id, copy, first.id, count - made)
      .run()
    made += meta.changes
  }
}

async function publicBundles(pattern: string) {
  return (await Promise.all(Object.values(collections).map((name) => bundlesOf(sourceOf(name, pattern))))).flat()
}

async function sampleBundles() {
  const dir = mkdtempSync(join(tmpdir(), 'registry-bench-samples-'))
  try {
    return await readBundles(syntheticCollection(join(dir, 'collection')))
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

/** A slug is taken once in a collection; the public collections share a few. */
function oncePerSlug<Line extends { bundle: { slug: string } }>(lines: readonly Line[]): Line[] {
  return [...new Map(lines.map((line) => [line.bundle.slug, line])).values()]
}

/** Database time of each search, when the index is in memory; and what the first search of an isolate costs. */
async function databaseTimes({ main, search: full }: Registry): Promise<{ times: number[]; cpu: number[] }> {
  const [catalogue, text] = [measured(main), measured(full)]
  const stores = storesOf(catalogue.database, text.database)
  globalThis.gc?.()
  const before = process.memoryUsage()
  const started = performance.now()
  const index = await currentIndex(stores.search)
  const load = text.take()
  globalThis.gc?.()
  const after = process.memoryUsage()
  const megabytes = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6
  say(
    `first search of an isolate: ${Math.round(performance.now() - started)} ms, of which database ${load.ms.toFixed(0)} ms in ${load.statements} statements`,
  )
  say(
    `index in memory: ${index.bundles.length} bundles, ${index.taskBundle.length} tasks, ${megabytes.toFixed(1)} MB${globalThis.gc ? '' : ' (not collected: run with node --expose-gc)'}`,
  )
  const times: number[] = []
  const cpu: number[] = []
  for (const request of requests) {
    const [three, processor]: [number[], number[]] = [[], []]
    for (let turn = 0; turn < turns; turn += 1) {
      const began = process.threadCpuUsage()
      await search(stores, request)
      const { user, system } = process.threadCpuUsage(began)
      processor.push((user + system) / 1_000)
      three.push(catalogue.take().ms + text.take().ms)
    }
    times.push(median(three))
    cpu.push(median(processor))
  }
  return { times, cpu }
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      collections: { type: 'string' },
      bundles: { type: 'string', default: '10000' },
      seconds: { type: 'string', default: '10' },
      'no-http': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help) {
    say(usage)
    return 0
  }
  const dir = mkdtempSync(join(tmpdir(), 'registry-bench-search-'))
  try {
    const figures = await measure(dir, values.collections ?? process.env.SEARCH_EVAL_COLLECTIONS, Number(values.bundles))
    if (!values['no-http']) figures.push(...(await loadSearch(dir, Number(values.seconds) * 1_000)))
    return printFigures(figures)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

async function measure(dir: string, pattern: string | undefined, count: number): Promise<Figure[]> {
  const registry = await openRegistry(dir)
  try {
    const began = performance.now()
    await multiply(registry, pattern, count)
    await syncSearch(registry.stores, null)
    say(`catalogue and index of ${count} bundles: ${((performance.now() - began) / 1_000).toFixed(1)} s`)
    const { times, cpu } = await databaseTimes(registry)
    say(`database time p50 ${median(times).toFixed(2)} ms, p95 ${percentile(times, 0.95).toFixed(2)} ms over ${times.length} searches`)
    say(`processor time of a whole search p50 ${median(cpu).toFixed(1)} ms, p95 ${percentile(cpu, 0.95).toFixed(1)} ms`)
    return [{ name: 'search, database time p95', value: percentile(times, 0.95), unit: 'ms', bound: 5 }]
  } finally {
    registry.close()
  }
}

runProgram(main)

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { getPlatformProxy } from 'wrangler'
import { ensureVenv } from '../../containers/cli/setup.ts'
import { inspect } from '../../containers/inspect/inspect.ts'
import { makeWorkDir } from '../../containers/work-dir.ts'
import { createCatalogueStore } from '../../worker/db/catalogue-store.ts'
import { createCollectionStore } from '../../worker/db/collection-store.ts'
import { createPageStore } from '../../worker/db/page-store.ts'
import { createSearchStore } from '../../worker/db/search-store.ts'
import type { InspectLine } from '../../worker/domain/sandbox-protocol.ts'
import { changeOf } from '../../worker/registry/bundle-content.ts'
import { ensureCollection } from '../../worker/registry/installations.ts'
import { d1Over } from './sqlite-d1.ts'

type BundleLine = Extract<InspectLine, { type: 'bundle' }>

/** The bundles of a collection, as an inspection of `source` gives them. */
export async function readBundles(source: string): Promise<BundleLine[]> {
  const work = await makeWorkDir()
  try {
    const lines: BundleLine[] = []
    for await (const line of inspect({ url: source, workDir: work.path, venv: ensureVenv(), allowPath: true })) {
      if (line.type === 'error') throw new Error(`${source}: ${line.message}`)
      if (line.type === 'bundle') lines.push(line)
    }
    return lines
  } finally {
    await work.remove()
  }
}

/** The same, kept in a temporary file for an hour, by source. */
export async function bundlesOf(source: string): Promise<BundleLine[]> {
  const folder = join(tmpdir(), 'registry-eval')
  const hour = Math.floor(Date.now() / 3_600_000)
  const file = join(folder, `${createHash('sha256').update(`${source}\n${hour}`).digest('hex').slice(0, 24)}.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as BundleLine[]
  const lines = await readBundles(source)
  mkdirSync(folder, { recursive: true })
  writeFileSync(file, JSON.stringify(lines))
  return lines
}

/** The database of a local D1 that has table `table`, in a folder that a Worker of this machine uses too. */
function fileWith(folder: string, table: string): DatabaseSync {
  const place = join(folder, 'v3/d1/miniflare-D1DatabaseObject')
  for (const name of readdirSync(place).filter((file) => file.endsWith('.sqlite') && file !== 'metadata.sqlite')) {
    const database = new DatabaseSync(join(place, name))
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table) !== undefined) return database
    database.close()
  }
  throw new Error(`no local database has a table ${table}`)
}

/** Makes the files of both databases where a local D1 keeps them, each with one table to know it by. */
async function makeFiles(folder: string): Promise<void> {
  const configPath = join(import.meta.dirname, 'wrangler.toml')
  const persist = { path: join(folder, 'v3') }
  const proxy = await getPlatformProxy<Pick<Env, 'DB' | 'SEARCH'>>({ configPath, persist, remoteBindings: false })
  await proxy.env.DB.prepare('CREATE TABLE is_main (x)').run()
  await proxy.env.SEARCH.prepare('CREATE TABLE is_search (x)').run()
  await proxy.dispose()
}

/** Both databases of a registry with the stores over them; in memory, or in a folder from which a local Worker can read them afterwards. */
export async function openRegistry(folder?: string) {
  if (folder !== undefined) await makeFiles(folder)
  const files = ['is_main', 'is_search'].map((table) => (folder === undefined ? new DatabaseSync(':memory:') : fileWith(folder, table)))
  const [main, search] = files.map(d1Over) as [D1Database, D1Database]
  const migrations = resolve(import.meta.dirname, '../../migrations')
  files[0]?.exec(migrationsOf(join(migrations, 'main')))
  files[1]?.exec(migrationsOf(join(migrations, 'search')))
  const close = () => {
    for (const file of files) file.close()
  }
  return { main, search, stores: storesOf(main, search), close }
}

function migrationsOf(folder: string): string {
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'))
  return names
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join(';\n')
}

export type Registry = Awaited<ReturnType<typeof openRegistry>>

export function storesOf(main: D1Database, search: D1Database) {
  return {
    catalogue: createCatalogueStore(main),
    collections: createCollectionStore(main),
    pages: createPageStore(main),
    search: createSearchStore(search),
  }
}

/** Bundles written in one transaction. */
const batch = 25

let unique = 0

/** Puts a collection into the catalogue, as an index run does. */
export async function fill(registry: Registry, name: string, lines: readonly BundleLine[]): Promise<{ id: number; bundles: number }> {
  const { collections, catalogue } = registry.stores
  unique += 1
  const where = { repositoryId: unique, installationId: unique, defaultBranch: 'main', description: '' }
  const url = `https://example.org/eval/${name}.git`
  const { id } = await ensureCollection(collections, { owner: 'eval', repo: name, url, ...where }, 1)
  for (let start = 0; start < lines.length; start += batch) {
    const changes = lines.slice(start, start + batch).map((line) => changeOf(line, undefined))
    await catalogue.apply(id, changes, 'c0ffee', 1_700_000_000_000 + start)
  }
  return { id, bundles: lines.length }
}

import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
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
import { applyMigrations } from './migrations.ts'

type BundleLine = Extract<InspectLine, { type: 'bundle' }>

/** The bundles of a collection, as an inspection of `source` gives them. Kept in a temporary file for an hour, by source. */
export async function bundlesOf(source: string): Promise<BundleLine[]> {
  const folder = join(tmpdir(), 'registry-eval')
  const hour = Math.floor(Date.now() / 3_600_000)
  const file = join(folder, `${createHash('sha256').update(`${source}\n${hour}`).digest('hex').slice(0, 24)}.json`)
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as BundleLine[]
  const work = await makeWorkDir()
  try {
    const lines: BundleLine[] = []
    for await (const line of inspect({ url: source, workDir: work.path, venv: ensureVenv(), allowPath: true })) {
      if (line.type === 'error') throw new Error(`${source}: ${line.message}`)
      if (line.type === 'bundle') lines.push(line)
    }
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, JSON.stringify(lines))
    return lines
  } finally {
    await work.remove()
  }
}

/** Both databases of a registry in a local D1, with the stores over them. `persist` keeps them in a folder. */
export async function openRegistry(persist?: string) {
  const configPath = join(import.meta.dirname, 'wrangler.toml')
  const persisted = persist === undefined ? false : { path: join(persist, 'v3') }
  const proxy = await getPlatformProxy<Pick<Env, 'DB' | 'SEARCH'>>({ configPath, persist: persisted, remoteBindings: false })
  const { DB: main, SEARCH: search } = proxy.env
  const migrations = resolve(import.meta.dirname, '../../migrations')
  await applyMigrations(main, join(migrations, 'main'))
  await applyMigrations(search, join(migrations, 'search'))
  return { main, search, stores: storesOf(main, search), close: () => proxy.dispose() }
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

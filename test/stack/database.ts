import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Opens, for reading, the local D1 database of a stack that has table `table`. The Worker may run meanwhile. */
export function openDatabase(stateDir: string, table: string): DatabaseSync {
  const folder = join(stateDir, 'v3/d1/miniflare-D1DatabaseObject')
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.sqlite'))) {
    const database = new DatabaseSync(join(folder, name), { readOnly: true, timeout: 5_000 })
    if (database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").get(table) !== undefined) return database
    database.close()
  }
  throw new Error(`No local database has a table ${table}`)
}

/** Every local Durable Object database of a class of the Worker, opened for reading in turn. */
export function* objectDatabases(stateDir: string, className: string): Generator<DatabaseSync> {
  const folder = join(stateDir, 'v3/do', `codecollection-registry-${className}`)
  const names = existsSync(folder) ? readdirSync(folder) : []
  for (const name of names.filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file))) {
    const database = new DatabaseSync(join(folder, name), { readOnly: true, timeout: 5_000 })
    yield database
    database.close()
  }
}

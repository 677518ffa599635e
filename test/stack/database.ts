import { readdirSync } from 'node:fs'
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

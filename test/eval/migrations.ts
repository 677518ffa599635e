import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitSqlQuery } from './split-sql.ts'

/** Applies the migrations of a folder to a new database, in order. */
export async function applyMigrations(database: D1Database, folder: string): Promise<void> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
  for (const file of files) {
    const statements = splitSqlQuery(readFileSync(join(folder, file), 'utf8'))
    await database.batch(statements.map((statement) => database.prepare(statement)))
  }
}

import { type SQL, sql } from 'drizzle-orm'
import type { BatchItem } from 'drizzle-orm/batch'
import { type DrizzleD1Database, drizzle } from 'drizzle-orm/d1'
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core'

export type Database = DrizzleD1Database & { $client: D1Database }
export type Statement = BatchItem<'sqlite'>

/** The query builder over a D1 binding. The one place that would change for read replicas (`withSession`). */
export function connect(db: D1Database): Database {
  return drizzle(db)
}

/** Runs the statements in one transaction, in order; none of them takes effect when one fails. Nothing happens for an empty list. */
export async function runBatch(db: Database, statements: readonly Statement[]): Promise<void> {
  const [first, ...rest] = statements
  if (first) await db.batch([first, ...rest])
}

/** `(SELECT value FROM json_each(?))`: a list of any length as one bound parameter (D1 allows 100 of them). */
export function listOf(values: readonly (string | number)[]) {
  return sql`(select value from json_each(${JSON.stringify(values)}))`
}

const dialect = new SQLiteSyncDialect()

/** A statement for `db.$client.batch`: Drizzle's own batches take no raw SQL with parameters on D1. Rows have the names of columns. */
export function prepared(db: Database, query: SQL): D1PreparedStatement {
  const { sql: text, params } = dialect.sqlToQuery(query)
  return db.$client.prepare(text).bind(...params)
}

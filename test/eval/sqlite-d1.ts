import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'

/** A D1 database over SQLite in this process: what the stores use of D1, without a Worker and its proxy. `duration` is the time of the statement alone. */
export function d1Over(database: DatabaseSync): D1Database {
  const cached = new Map<string, StatementSync>()
  const statementOf = (sql: string) => {
    const known = cached.get(sql) ?? database.prepare(sql)
    cached.set(sql, known)
    return known
  }
  const prepare = (sql: string) => bound(sql, [])
  const bound = (sql: string, values: readonly unknown[]) => {
    const read = (asArrays: boolean) => {
      const statement = statementOf(sql)
      statement.setReturnArrays(asArrays)
      const before = database.prepare('SELECT total_changes() AS n').get()?.n as number
      const began = performance.now()
      // Numbered parameters have names for SQLite, plain question marks have none.
      const results = /\?\d/.test(sql) ? statement.all(named(values)) : statement.all(...plain(values))
      const duration = performance.now() - began
      const changes = (database.prepare('SELECT total_changes() AS n').get()?.n as number) - before
      return { success: true, results, meta: { duration, changes } }
    }
    return {
      bind: (...more: unknown[]) => bound(sql, more),
      all: async () => read(false),
      run: async () => read(false),
      first: async () => read(false).results[0] ?? null,
      raw: async () => read(true).results,
      read,
    }
  }
  const batch = async (statements: ReturnType<typeof bound>[]) => {
    database.exec('BEGIN')
    try {
      const results = statements.map((statement) => statement.read(false))
      database.exec('COMMIT')
      return results
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }
  return { prepare, batch } as unknown as D1Database
}

function plain(values: readonly unknown[]): SQLInputValue[] {
  return values.map((value) => (typeof value === 'boolean' ? Number(value) : (value as SQLInputValue)))
}

function named(values: readonly unknown[]): Record<string, SQLInputValue> {
  return Object.fromEntries(plain(values).map((value, at) => [`?${at + 1}`, value]))
}

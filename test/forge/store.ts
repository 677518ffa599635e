import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { z } from 'zod'
import { tables } from './tables.ts'

/** The forge's state. Everything is synchronous, so that one request is one transaction. */
export interface Store {
  all<T>(row: z.ZodType<T>, sql: string, ...values: SQLInputValue[]): T[]
  one<T>(row: z.ZodType<T>, sql: string, ...values: SQLInputValue[]): T | null
  /** Returns the number of changed rows and the id of the row inserted last. */
  run(sql: string, ...values: SQLInputValue[]): { changes: number; id: number }
  /** Runs `work` as one transaction: committed when it returns, undone when it throws. Transactions do not nest. */
  transaction<T>(work: () => T): T
  /** Inside a transaction: makes what was written so far durable and goes on in a new one. */
  checkpoint(): void
  close(): void
}

/** Opens the database at `file`, creating it and its tables when absent. */
export function openStore(file: string): Store {
  mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file)
  // WAL with NORMAL survives a killed process (not a power cut), which is what a stand-in must survive.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
  database.exec(tables)
  const prepared = new Map<string, StatementSync>()
  const statement = (sql: string) => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const made = database.prepare(sql)
    prepared.set(sql, made)
    return made
  }
  return {
    all: (row, sql, ...values) =>
      statement(sql)
        .all(...values)
        .map((found) => row.parse(found)),
    one: (row, sql, ...values) => {
      const found = statement(sql).get(...values)
      return found === undefined ? null : row.parse(found)
    },
    run: (sql, ...values) => {
      const result = statement(sql).run(...values)
      return { changes: Number(result.changes), id: Number(result.lastInsertRowid) }
    },
    transaction: (work) => {
      database.exec('BEGIN IMMEDIATE')
      try {
        const result = work()
        database.exec('COMMIT')
        return result
      } catch (error) {
        database.exec('ROLLBACK')
        throw error
      }
    },
    checkpoint: () => database.exec('COMMIT; BEGIN IMMEDIATE'),
    close: () => database.close(),
  }
}

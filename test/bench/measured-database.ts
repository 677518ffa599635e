/** A D1 database that adds up how long its statements took, as the database itself says. */
export interface Measured {
  database: D1Database
  /** Milliseconds and statements since the last call. */
  take(): { ms: number; statements: number }
}

type Statement = D1PreparedStatement & { inner?: D1PreparedStatement }

/** Wraps a database; only what the stores use to read. */
export function measured(inner: D1Database): Measured {
  let ms = 0
  let statements = 0
  const count = (result: D1Result<unknown>) => {
    ms += result.meta.duration
    statements += 1
  }
  const wrap = (statement: D1PreparedStatement): Statement => {
    const all = async () => {
      const result = await statement.all()
      count(result)
      return result
    }
    const raw = async (...options: []) => {
      // `raw` tells no duration: the statement is run once more for it.
      count(await statement.all())
      return statement.raw(...options)
    }
    const bind = (...values: unknown[]) => wrap(statement.bind(...values))
    return { inner: statement, bind, all, raw } as unknown as Statement
  }
  const batch = async (list: Statement[]) => {
    const results = await inner.batch(list.map((one) => one.inner ?? one))
    for (const result of results) count(result)
    return results
  }
  return {
    database: { prepare: (sql: string) => wrap(inner.prepare(sql)), batch } as unknown as D1Database,
    take() {
      const taken = { ms, statements }
      ms = 0
      statements = 0
      return taken
    },
  }
}

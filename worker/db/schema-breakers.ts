import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'

/** What is known of the services that write drafts; a service without a row works. */
export const breakers = sqliteTable('breakers', {
  provider: text('provider').primaryKey(),
  /** domain/breaker.ts Breaker as JSON. */
  state: text('state').notNull(),
  /** Grows with every change: a change that was decided on an older state is decided anew. */
  version: integer('version').notNull(),
})

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { budgetKinds } from '../domain/budget.ts'

/** The part of the main database that admins set and look at: money, keys, switches. Times are milliseconds since 1970 (UTC). */

/** Limits that an admin has set; a kind without a row has the one of domain/budget-defaults.ts. Null: no limit. Money in micro-dollars. */
export const budgetLimits = sqliteTable('budget_limits', {
  kind: text('kind', { enum: budgetKinds }).primaryKey(),
  micros: integer('micros'),
  tokens: integer('tokens'),
})

/** What each budget has taken: the sums of `budget_calls`, changed in the same transaction as those. */
export const budgetTotals = sqliteTable(
  'budget_totals',
  {
    /** domain/budget.ts BudgetScope key. */
    scope: text('scope').primaryKey(),
    kind: text('kind', { enum: budgetKinds }).notNull(),
    spentMicros: integer('spent_micros').notNull().default(0),
    heldMicros: integer('held_micros').notNull().default(0),
    spentTokens: integer('spent_tokens').notNull().default(0),
    heldTokens: integer('held_tokens').notNull().default(0),
    unpricedCalls: integer('unpriced_calls').notNull().default(0),
    changedAt: integer('changed_at').notNull(),
  },
  (table) => [index('budget_totals_by_change').on(table.changedAt)],
)

/** One row per call to a model: reserved before, settled after. */
export const budgetCalls = sqliteTable(
  'budget_calls',
  {
    id: text('id').primaryKey(),
    /** Which of concurrent askings made the row. */
    claim: text('claim').notNull(),
    /** Keys of the budgets it counts against: string[]. */
    scopes: text('scopes').notNull(),
    /** The most it can take; null where the price is not known. */
    reservedMicros: integer('reserved_micros'),
    reservedTokens: integer('reserved_tokens').notNull(),
    /** `lapsed`: not settled in time, and counted as spent. */
    state: text('state', { enum: ['reserved', 'settled', 'lapsed'] }).notNull(),
    micros: integer('micros'),
    tokens: integer('tokens'),
    at: integer('at').notNull(),
    leaseUntil: integer('lease_until').notNull(),
    settledAt: integer('settled_at'),
  },
  (table) => [index('budget_calls_by_lease').on(table.state, table.leaseUntil)],
)

/** Settings that admins change while the registry runs. A name without a row has its default. */
export const settings = sqliteTable('settings', {
  name: text('name', { enum: ['generation_enabled'] }).primaryKey(),
  value: text('value').notNull(),
  changedAt: integer('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
})

/** Keys of AI providers, encrypted (lib/sealed.ts) and bound to their row. */
export const providerKeys = sqliteTable('provider_keys', {
  name: text('name').primaryKey(),
  sealed: text('sealed').notNull(),
  /** The end of the key, so that people can tell which it is; empty for one that is too short to show any of it. */
  lastFour: text('last_four').notNull(),
  setAt: integer('set_at').notNull(),
  setBy: text('set_by').notNull(),
  testedAt: integer('tested_at'),
  testOk: integer('test_ok', { mode: 'boolean' }),
  testMessage: text('test_message'),
})

/** What admins did, in words without secrets. */
export const adminChanges = sqliteTable('admin_changes', {
  id: integer('id').primaryKey({ autoIncrement: true }),
  at: integer('at').notNull(),
  login: text('login').notNull(),
  change: text('change').notNull(),
})

import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { runOutcomes } from '../domain/ended-run.ts'

/** One row per round of drafts that has ended (domain/ended-run.ts): what forecasts rest on and are held against. */
export const issueRuns = sqliteTable(
  'issue_runs',
  {
    key: text('key').notNull(),
    roundAt: integer('round_at').notNull(),
    round: integer('round').notNull(),
    repository: text('repository').notNull(),
    platform: text('platform').notNull(),
    tasks: integer('tasks').notNull(),
    withSli: integer('with_sli', { mode: 'boolean' }).notNull(),
    provider: text('provider'),
    model: text('model'),
    attempts: integer('attempts').notNull(),
    costMicros: integer('cost_micros'),
    tokens: integer('tokens'),
    minutes: real('minutes').notNull(),
    outcome: text('outcome', { enum: runOutcomes }).notNull(),
    endedAt: integer('ended_at').notNull(),
    forecastMicros: integer('forecast_micros'),
    forecastMinutes: real('forecast_minutes'),
    forecastChance: real('forecast_chance'),
    score: integer('score'),
  },
  (table) => [primaryKey({ columns: [table.key, table.roundAt] }), index('issue_runs_by_end').on(table.endedAt)],
)

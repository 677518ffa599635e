import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { trialSources, trialStages } from '../domain/trial.ts'

/** Trials that were made together (domain/trial.ts TrialSet). */
export const trialSets = sqliteTable(
  'trial_sets',
  {
    id: text('id').primaryKey(),
    source: text('source', { enum: trialSources }).notNull(),
    title: text('title').notNull(),
    provider: text('provider').notNull(),
    model: text('model'),
    instructions: text('instructions'),
    standIn: integer('stand_in', { mode: 'boolean' }).notNull(),
    createdAt: integer('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (table) => [index('trial_sets_by_time').on(table.createdAt)],
)

/** One row per trial. A step (a draft, or its proof) is a message on the queue `jobs`, numbered: an old number changes nothing. */
export const trials = sqliteTable(
  'trials',
  {
    id: text('id').primaryKey(),
    setId: text('set_id')
      .notNull()
      .references(() => trialSets.id, { onDelete: 'cascade' }),
    /** Place within the set. */
    place: integer('place').notNull(),
    subject: text('subject').notNull(),
    title: text('title').notNull(),
    /** The run that is replayed; null for a result that was imported. */
    issueKey: text('issue_key'),
    roundAt: integer('round_at'),
    stage: text('stage', { enum: trialStages }).notNull(),
    step: integer('step').notNull(),
    /** How often a consumer took this step. */
    tries: integer('tries').notNull(),
    /** A consumer works on the step until then. */
    heldUntil: integer('held_until').notNull(),
    /** When the minute sweep sends the step again; null once nothing is to be done. */
    due: integer('due'),
    /** domain/trial.ts TrialResult. */
    result: text('result').notNull(),
    /** What the next step works with, and in the end the newest draft: {files, feedback, waiting}. */
    work: text('work').notNull(),
    endedAt: integer('ended_at'),
  },
  (table) => [index('trials_by_set').on(table.setId, table.place), index('trials_by_due').on(table.due)],
)

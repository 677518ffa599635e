import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { approvalModes } from '../domain/approval-policy.ts'

/** What may be generated without a person, as admins have set it: for `owner/repo` in lower case, or for all under the empty name. */
export const approvalPolicies = sqliteTable('approval_policies', {
  repository: text('repository').primaryKey(),
  mode: text('mode', { enum: approvalModes }).notNull(),
  lineMicros: integer('line_micros').notNull(),
  changedAt: integer('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
})

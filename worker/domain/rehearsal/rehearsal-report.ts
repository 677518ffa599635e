import * as z from 'zod'
import { confinementSchema } from '../confinement.ts'
import { checkSchema } from '../report.ts'
import { accessSchema, permissionsSchema, verdictSchema } from './rehearsal-proof.ts'
import { touchSchema } from './touch.ts'

/** What a rehearsal found out: printed by the command line, answered by the runner. */

const taskSchema = z.object({
  name: z.string(),
  /** Robot's status; `STOPPED` when the time ran out in it. */
  status: z.enum(['PASS', 'FAIL', 'SKIP', 'STOPPED']),
  message: z.string(),
  /** What its tags declare. */
  access: z.enum(['read-only', 'read-write', 'undeclared']),
  /** Commands it ran through stand-ins, and how many of them failed. */
  calls: z.number(),
  failedCalls: z.number(),
  issues: z.number(),
})
export type RehearsedTask = z.infer<typeof taskSchema>

const issueSchema = z.object({
  task: z.string().nullable(),
  severity: z.number().nullable(),
  title: z.string(),
  expected: z.string(),
  actual: z.string(),
  reproduceHint: z.string(),
  details: z.string(),
  nextSteps: z.string(),
})
export type RaisedIssue = z.infer<typeof issueSchema>

const metricSchema = z.object({
  task: z.string().nullable(),
  /** Null for the final metric. */
  subName: z.string().nullable(),
  /** Null when what was pushed is no number. */
  value: z.number().nullable(),
})
export type PushedMetric = z.infer<typeof metricSchema>

export type Verdict = z.infer<typeof verdictSchema>

const fileSchema = z.object({
  file: z.string(),
  role: z.enum(['runbook', 'sli']),
  /** `skipped` when it cannot run away from the platform, `broken` when Robot cannot run it at all. */
  outcome: z.enum(['ran', 'stopped', 'skipped', 'broken']),
  why: z.string().nullable(),
  tasks: z.array(taskSchema),
  issues: z.array(issueSchema),
  metrics: z.array(metricSchema),
  /** Beginning of what was added to the report. */
  text: z.string(),
  /** Null when it did not run. */
  verdict: verdictSchema.nullable(),
})
export type RehearsedFile = z.infer<typeof fileSchema>

const callSchema = touchSchema.extend({
  tool: z.string(),
  command: z.string(),
  args: z.array(z.string()),
  file: z.string().nullable(),
  task: z.string().nullable(),
  stdin: z.string(),
  exitCode: z.number(),
})
export type RehearsedCall = z.infer<typeof callSchema>

const expectationSchema = z.object({ what: z.string(), met: z.boolean(), reason: z.string(), severity: z.enum(['block', 'advise']) })
export type ExpectationResult = z.infer<typeof expectationSchema>

const scenarioReportSchema = z.object({
  name: z.string(),
  /** Path of its file; null for a standard scenario. */
  source: z.string().nullable(),
  ran: z.boolean(),
  skipped: z.string().nullable(),
  files: z.array(fileSchema),
  /** The first ones; `callCount` counts all. */
  calls: z.array(callSchema),
  callCount: z.number(),
  expectations: z.array(expectationSchema),
  durationMs: z.number(),
})
export type ScenarioReport = z.infer<typeof scenarioReportSchema>

export const rehearsalReportSchema = z.object({
  /** True when no check with severity `block` failed. */
  ok: z.boolean(),
  bundle: z.string(),
  checks: z.array(checkSchema),
  scenarios: z.array(scenarioReportSchema),
  access: accessSchema,
  permissions: permissionsSchema,
  /** How the bundle was shut off. */
  network: z.enum(['none', 'not isolated']),
  limits: z.enum(['prlimit', 'none']),
  /** Whether the files of the machine could be written. */
  files: z.enum(['read-only', 'not isolated']),
  confinement: confinementSchema.optional(),
  durationMs: z.number(),
  tools: z.record(z.string(), z.string()),
})
export type RehearsalReport = z.infer<typeof rehearsalReportSchema>

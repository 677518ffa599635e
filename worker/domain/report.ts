import { z } from 'zod'
import { confinementSchema } from './confinement.ts'

/** A validation report: what ran, what failed, where. The same object is printed by the command line, put on the pull request and shown on the issue page. */

export const checkSchema = z.object({
  /** Stable id, `<area>/<rule>`, for example `robot/parses`. */
  id: z.string(),
  status: z.enum(['pass', 'fail', 'skip']),
  /** `block` stops a draft, `warn` is shown to the reviewer, `advise` is a suggestion. */
  severity: z.enum(['block', 'warn', 'advise']),
  /** Relative to the repository root; null where the finding is about the bundle as a whole. */
  file: z.string().nullable(),
  line: z.number().int().positive().nullable(),
  message: z.string(),
  hint: z.string().nullable(),
})
export type Check = z.infer<typeof checkSchema>

export const reportSchema = z.object({
  /** True when no check with severity `block` failed. */
  ok: z.boolean(),
  checks: z.array(checkSchema),
  /** How untrusted steps were shut off; absent in reports from before it was told. */
  confinement: confinementSchema.optional(),
  durationMs: z.number(),
  tools: z.record(z.string(), z.string()),
})
export type Report = z.infer<typeof reportSchema>

/** Findings that stop a draft. */
export function blockingFailures(report: Report): Check[] {
  return report.checks.filter((check) => check.status === 'fail' && check.severity === 'block')
}

import * as z from 'zod'
import { confinementSchema } from './confinement.ts'
import { lockVerdictSchema } from './rehearsal/locks.ts'
import { rehearsalProofSchema } from './rehearsal/rehearsal-proof.ts'

/** A validation report: what ran, what failed, where. The same object is printed by the command line, put on the pull request and shown on the issue page. */

export const checkSchema = z.object({
  /** Stable id, `<area>/<rule>`, for example `robot/parses`; docs/checks has a page for each. */
  id: z.string(),
  status: z.enum(['pass', 'fail', 'skip']),
  /** `block` stops a draft, `warn` is shown to the reviewer, `advise` is a suggestion. */
  severity: z.enum(['block', 'warn', 'advise']),
  /** Relative to the repository root; null where the finding is about the bundle as a whole. */
  file: z.string().nullable(),
  line: z.number().int().positive().nullable(),
  message: z.string(),
  hint: z.string().nullable(),
  /** The line of the file that the finding is about, cut and without credentials. */
  excerpt: z.string().optional(),
})
export type Check = z.infer<typeof checkSchema>

export const stepSchema = z.object({
  /** For people: `Dry run`, `everything-fails`. */
  name: z.string(),
  status: z.enum(['ran', 'skipped']),
  /** What it worked on, or why it was skipped. */
  about: z.string(),
  durationMs: z.number(),
})
export type Step = z.infer<typeof stepSchema>

export const reportSchema = z.object({
  /** True when no check with severity `block` failed. */
  ok: z.boolean(),
  checks: z.array(checkSchema),
  /** How untrusted steps were shut off; absent in reports from before it was told. */
  confinement: confinementSchema.optional(),
  durationMs: z.number(),
  tools: z.record(z.string(), z.string()),
  // Reports written before these were known have none of them.
  /** `codebundles/<name>`. */
  bundle: z.string().optional(),
  /** What was done, in order of its start. */
  steps: z.array(stepSchema).optional(),
  /** Digest of the sandbox image; null where the runner is a plain process. */
  image: z.string().nullable().optional(),
  /** What became of the locked scenarios; absent when none is locked. */
  locks: lockVerdictSchema.optional(),
  /** What was seen when the bundle was run; absent when it was not. */
  rehearsal: rehearsalProofSchema.optional(),
  /** SHA-256 over everything but durations: the same bundle, tools and rules give the same one. */
  hash: z.string().optional(),
  /** 0–100, by the rules that score the CodeBundles of the registry. */
  score: z.number().optional(),
})
export type Report = z.infer<typeof reportSchema>

/** Findings that stop a draft. */
export function blockingFailures(report: Pick<Report, 'checks'>): Check[] {
  return report.checks.filter((check) => check.status === 'fail' && check.severity === 'block')
}

/** Findings that stop nothing and are shown to the reviewer. */
export function warningsOf({ checks }: Pick<Report, 'checks'>): Check[] {
  return checks.filter(({ status, severity }) => status === 'fail' && severity === 'warn')
}

/** A failing check as it goes back to a provider: id, place, message, hint. */
export function findingText({ id, file, line, message, hint }: Check): string {
  return `${id}${file === null ? '' : ` ${file}${line === null ? '' : `:${line}`}`}: ${message}${hint === null ? '' : ` (${hint})`}`
}

import * as z from 'zod'

/** What the rules say of a bundle that is in the registry: its score with reasons, and its security report. Made by the runner, stored by the registry. */

const severitySchema = z.enum(['advise', 'warn', 'block'])

export const scorePointSchema = z.object({
  /** Stable id of the rule. */
  id: z.string(),
  title: z.string(),
  earned: z.number(),
  /** 0 when the rule does not apply to the bundle and is left out of the total. */
  of: z.number(),
  /** Why the points were or were not earned. */
  reason: z.string(),
  /** How to earn what is missing; null when nothing is. */
  hint: z.string().nullable(),
})
export type ScorePoint = z.infer<typeof scorePointSchema>

export const securityFindingSchema = z.object({
  id: z.string(),
  severity: severitySchema,
  file: z.string(),
  line: z.number().nullable(),
  message: z.string(),
  hint: z.string(),
})
export type SecurityFinding = z.infer<typeof securityFindingSchema>

export const securityReportSchema = z.object({
  /** Worst severity of the findings. */
  level: z.enum(['none', 'advise', 'warn', 'block']),
  findings: z.array(securityFindingSchema),
  /** What the tasks say of themselves, and what the commands in the files do. */
  access: z.object({
    declared: z.enum(['read-only', 'read-write', 'unknown']),
    writes: z.array(z.object({ command: z.string(), file: z.string(), line: z.number() })),
  }),
  /** Commands of the platforms that are called, with their verbs, for least privilege: e.g. `kubectl get pods`. */
  commands: z.array(z.object({ tool: z.string(), verb: z.string(), resource: z.string().nullable() })),
  /** Tools that could not run, with the reason; empty when the report is whole. */
  skipped: z.array(z.string()),
})
export type SecurityReport = z.infer<typeof securityReportSchema>

/** An assessment as the runner makes it; the registry adds when. */
export const judgementSchema = z.object({
  /** Tree hash that was assessed. */
  treeHash: z.string(),
  /** Changes when a rule does; an older one is assessed again. */
  rules: z.string(),
  /** 0–100. */
  score: z.number(),
  /** Every rule that gives points, worst loss first. */
  points: z.array(scorePointSchema),
  security: securityReportSchema,
})
export type Judgement = z.infer<typeof judgementSchema>

export interface Assessment extends Judgement {
  /** Milliseconds since 1970. */
  at: number
}

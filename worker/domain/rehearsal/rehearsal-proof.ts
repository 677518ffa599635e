import * as z from 'zod'

/** What a rehearsal proved, as far as a reviewer needs it. The whole rehearsal report has every call besides. */

const verdictSchema = z.object({ looks: z.enum(['healthy', 'partly', 'not healthy']), because: z.string() })

const accessSchema = z.object({
  /** `held`: every call of the tasks that declare read-only was seen to read. Other input may make others. */
  readOnly: z.enum(['held', 'refuted', 'unproven']),
  because: z.string(),
  /** Commands that write in tasks that declare read-only. */
  against: z.array(z.string()),
  /** Commands whose effect their words do not tell. */
  unknown: z.array(z.string()),
})
export type AccessProof = z.infer<typeof accessSchema>

const permissionsSchema = z.object({
  kubernetes: z.array(z.object({ apiGroups: z.array(z.string()), resources: z.array(z.string()), verbs: z.array(z.string()) })),
  aws: z.array(z.string()),
  azure: z.array(z.string()),
  /** The least built-in roles for what was read. */
  azureRoles: z.array(z.string()).default([]),
  gcp: z.array(z.string()),
  gcpRoles: z.array(z.string()).default([]),
  /** What needs a permission that could not be told. */
  unknown: z.array(z.string()),
})
export type Permissions = z.infer<typeof permissionsSchema>

const scenarioSchema = z.object({
  name: z.string(),
  /** Path of its file; null for a standard scenario. */
  source: z.string().nullable(),
  ran: z.boolean(),
  skipped: z.string().nullable(),
  met: z.number(),
  expectations: z.number(),
  files: z.array(
    z.object({
      role: z.enum(['runbook', 'sli']),
      outcome: z.enum(['ran', 'stopped', 'skipped', 'broken']),
      why: z.string().nullable(),
      issues: z.array(z.string()),
      verdict: verdictSchema.nullable(),
    }),
  ),
})

export const rehearsalProofSchema = z.object({
  scenarios: z.array(scenarioSchema),
  access: accessSchema,
  permissions: permissionsSchema,
  /** How the bundle was shut off. */
  network: z.enum(['none', 'not isolated']),
  files: z.enum(['read-only', 'not isolated']),
})
export type RehearsalProof = z.infer<typeof rehearsalProofSchema>

export { accessSchema, permissionsSchema, verdictSchema }

import * as z from 'zod'
import type { Assessment } from '../../domain/assessment.ts'

const severity = z.enum(['advise', 'warn', 'block'])

const securitySchema = z.object({
  level: z.enum(['none', 'advise', 'warn', 'block']),
  findings: z.array(
    z.object({ id: z.string(), severity, file: z.string(), line: z.number().int().nullable(), message: z.string(), hint: z.string() }),
  ),
  access: z.object({
    declared: z.enum(['read-only', 'read-write', 'unknown']),
    writes: z.array(z.object({ command: z.string(), file: z.string(), line: z.number().int() })),
  }),
  commands: z.array(z.object({ tool: z.string(), verb: z.string(), resource: z.string().nullable() })),
  skipped: z.array(z.string()),
})

/** The score of a CodeBundle with its reasons, and its security report. */
export const assessmentSchema: z.ZodType<Assessment> = z
  .object({
    treeHash: z.string(),
    at: z.number().int(),
    rules: z.string(),
    score: z.number().min(0).max(100),
    points: z.array(
      z.object({
        id: z.string(),
        title: z.string(),
        earned: z.number(),
        of: z.number(),
        reason: z.string(),
        hint: z.string().nullable(),
      }),
    ),
    security: securitySchema,
  })
  .meta({ id: 'Assessment' })

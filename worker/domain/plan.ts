import * as z from 'zod'
import { accessLevels, platforms } from './platform.ts'
import { lockSchema } from './rehearsal/locks.ts'

/** What will be built for a request: derived from the frozen request alone, shown to people before anything is generated. */

export const planTaskSchema = z.object({
  /** What + where, without the scope variable: `List PersistentVolumeClaims with their used percentage`. */
  title: z.string(),
  /** The requester's own words for this task, sanitised. */
  description: z.string(),
  /** When an issue is to be raised, if the request says so. */
  raiseWhen: z.string().nullable(),
})

export const coverageSchema = z.object({
  collection: z.string(),
  slug: z.string(),
  displayName: z.string(),
  /** 0–100. */
  percent: z.number().int(),
  why: z.string(),
})
export type Coverage = z.infer<typeof coverageSchema>

/** How much of a request in people's words exists already, best first with the reason; `questions` when the text does not say enough. */
export interface CoverageAnswer {
  coverage: Coverage[]
  questions: string[]
}

export const planSchema = z.object({
  /** Directory name under codebundles/: `<platform>-<resource>-<purpose>`. */
  slug: z.string(),
  displayName: z.string(),
  platform: z.enum(platforms),
  access: z.enum(accessLevels),
  /** One of health, triage, integrity, ops, usage, cost … as the request says. */
  purpose: z.string(),
  summary: z.string(),
  tasks: z.array(planTaskSchema),
  withSli: z.boolean(),
  /** Scenarios that were agreed upon before anything was generated; no draft may change them. */
  locks: z.array(lockSchema).optional(),
  /** Existing bundles closest to the request, best first. */
  coverage: z.array(coverageSchema),
})
export type Plan = z.infer<typeof planSchema>

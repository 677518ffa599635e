import * as z from 'zod'
import { planScenarioSchema } from './make-plan/scenarios/plan-scenario.ts'
import { accessLevels, platforms } from './platform.ts'

/** What will be built for a request: derived from the frozen request alone, shown to people before anything is generated. */

export const planTaskSchema = z.object({
  /** What + where, without the scope variable: `List PersistentVolumeClaims with their used percentage`. */
  title: z.string(),
  /** The requester's own words for this task, sanitised. */
  description: z.string(),
  /** When an issue is to be raised, if the request says so. */
  raiseWhen: z.string().nullable(),
  /** Of the issue, 1 (critical) to 4 (informational). Plans of before it was planned have none. */
  severity: z.number().int().min(1).max(4).optional(),
  /** The kinds of resource to look at, as their own documentation writes them. */
  lookAt: z.array(z.string()).optional(),
})

export const planVariableSchema = z.object({
  name: z.string(),
  description: z.string(),
  example: z.string().nullable(),
  /** False where a default holds. */
  isRequired: z.boolean(),
})
export type PlanVariable = z.infer<typeof planVariableSchema>

/** What a bundle is given and where discovery finds its targets. */
export const planInputsSchema = z.object({
  variables: z.array(planVariableSchema),
  secrets: z.array(z.object({ name: z.string(), description: z.string() })),
  /** Of discovery's catalogue; empty where nothing discovers this kind of target. */
  resourceTypes: z.array(z.string()),
})
export type PlanInputs = z.infer<typeof planInputsSchema>

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
  /** Why there is an SLI, or why there is none. */
  sliReason: z.string().optional(),
  ...planInputsSchema.partial().shape,
  /** What every draft is measured by: agreed upon before anything is generated; no draft may change them. */
  scenarios: z.array(planScenarioSchema).optional(),
  /** Names of scenarios that people left out. */
  withoutScenarios: z.array(z.string()).optional(),
  /** Existing bundles closest to the request, best first. */
  coverage: z.array(coverageSchema),
})
export type Plan = z.infer<typeof planSchema>

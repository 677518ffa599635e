import { z } from 'zod'

/**
 * The catalogue: what an inspection of a CodeCollection says. Printed by the runner, stored by the registry.
 * A field that a file does not give is `null` or empty, never guessed.
 */

/** A fault found while reading a collection. `line` is 1-based, null where the fault has no line; `file` is relative to the repository root. */
export const problemSchema = z.object({
  file: z.string().nullable(),
  line: z.number().int().positive().nullable(),
  code: z.string(),
  message: z.string(),
})
export type Problem = z.infer<typeof problemSchema>

export const taskSchema = z.object({
  name: z.string(),
  documentation: z.string(),
  tags: z.array(z.string()),
  access: z.enum(['read-only', 'read-write']).nullable(),
  line: z.number().int().positive(),
})
export type Task = z.infer<typeof taskSchema>

export const robotFileSchema = z.object({
  displayName: z.string().nullable(),
  documentation: z.string(),
  forceTags: z.array(z.string()),
  libraries: z.array(z.string()),
  tasks: z.array(taskSchema),
})
export type RobotFile = z.infer<typeof robotFileSchema>

/** A user variable of a bundle, merged over runbook and SLI; `files` names the Robot files that import it. */
export const variableSchema = z.object({
  name: z.string(),
  type: z.string().nullable(),
  description: z.string().nullable(),
  pattern: z.string().nullable(),
  default: z.string().nullable(),
  example: z.string().nullable(),
  enum: z.array(z.string()).nullable(),
  required: z.boolean(),
  files: z.array(z.string()),
})
export type Variable = z.infer<typeof variableSchema>

export const secretSchema = z.object({
  name: z.string(),
  description: z.string().nullable(),
  pattern: z.string().nullable(),
  example: z.string().nullable(),
  optional: z.boolean(),
  files: z.array(z.string()),
})
export type Secret = z.infer<typeof secretSchema>

export const bundleSchema = z.object({
  slug: z.string(),
  path: z.string(),
  treeHash: z.string(),
  displayName: z.string(),
  author: z.string().nullable(),
  description: z.string(),
  supports: z.array(z.string()),
  runbook: robotFileSchema.nullable(),
  sli: robotFileSchema.nullable(),
  variables: z.array(variableSchema),
  secrets: z.array(secretSchema),
  services: z.array(z.object({ name: z.string() })),
  platformVariables: z.array(z.object({ name: z.string() })),
  readme: z.boolean(),
  files: z.number().int(),
  discovery: z.object({
    ruleFiles: z.number().int(),
    templates: z.number().int(),
    platforms: z.array(z.string()),
    resourceTypes: z.array(z.string()),
  }),
  problems: z.array(problemSchema),
})
export type Bundle = z.infer<typeof bundleSchema>

export const collectionHeadSchema = z.object({ url: z.string(), ref: z.string(), commit: z.string() })

/** The one JSON object of `npm run -s inspect`. */
export const catalogueSchema = z.object({
  collection: collectionHeadSchema,
  bundles: z.array(bundleSchema),
  problems: z.array(problemSchema),
})
export type Catalogue = z.infer<typeof catalogueSchema>

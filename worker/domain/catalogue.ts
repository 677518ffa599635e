import * as z from 'zod'

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

/** A commit that touched a bundle: when it reached the branch, who wrote it, and the first release that holds it. */
export const commitSchema = z.object({
  sha: z.string(),
  /** Milliseconds since 1970. */
  at: z.number().int(),
  author: z.string(),
  subject: z.string(),
  release: z.string().nullable().default(null),
})
export type Commit = z.infer<typeof commitSchema>

/** Commits kept of a bundle's history. */
export const commitsKept = 30

/** One SLX of a generation rule. Fields that the rule does not give are null or empty. */
export const generationRuleSchema = z.object({
  /** Relative to the repository root. */
  file: z.string(),
  /** As written; null where the file names none, which stands for Kubernetes. */
  platform: z.string().nullable(),
  resourceTypes: z.array(z.string()),
  baseName: z.string().nullable(),
  baseTemplateName: z.string().nullable(),
  levelOfDetail: z.string().nullable(),
  qualifiers: z.array(z.string()),
  outputItems: z.array(z.object({ type: z.string(), templateName: z.string().nullable() })),
})
export type GenerationRule = z.infer<typeof generationRuleSchema>

/** What a template says once it is rendered with stand-ins; all null or empty where it cannot be rendered, which `fault` explains. */
export const templateSchema = z.object({
  file: z.string(),
  kind: z.string().nullable(),
  pathToRobot: z.string().nullable(),
  intervalSeconds: z.number().nullable(),
  icon: z.string().nullable(),
  /** Names under configProvided and secretsProvided. */
  variables: z.array(z.string()),
  secrets: z.array(z.string()),
  fault: z.string().nullable(),
})
export type Template = z.infer<typeof templateSchema>

/** Words that a bundle's SKILL-TEMPLATE.md or meta.yaml says of it: shown as hints, never in place of what the Robot files say. */
export const hintSchema = z.object({
  file: z.string(),
  title: z.string().nullable(),
  description: z.string().nullable(),
  tags: z.array(z.string()),
  access: z.string().nullable(),
})
export type Hint = z.infer<typeof hintSchema>

/** Raised when an inspection says more than before: bundles stored by an older one are read again. */
export const catalogueFormat = 3

export const bundleSchema = z.object({
  /** `catalogueFormat` of the inspection that wrote this; 1 before there was such a number. */
  format: z.number().int().default(1),
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
    rules: z.array(generationRuleSchema).default([]),
    templateFiles: z.array(templateSchema).default([]),
  }),
  hints: z.array(hintSchema).default([]),
  /** Files that a run left behind and somebody committed, relative to the repository root. */
  artifacts: z.array(z.string()).default([]),
  /** The first 300 files by path, relative to the bundle; `files` counts all. */
  fileList: z.array(z.object({ path: z.string(), bytes: z.number().int(), mode: z.string() })).default([]),
  problems: z.array(problemSchema),
})
export type Bundle = z.infer<typeof bundleSchema>

export const collectionHeadSchema = z.object({ url: z.string(), ref: z.string(), commit: z.string() })

/** What the history says of a collection as a whole. */
export const repositoryHistorySchema = z.object({
  /** By commits that touch CodeBundles, most first; the spellings of one person are one entry. */
  contributors: z.array(z.object({ name: z.string(), commits: z.number().int() })),
  /** Tags, newest first. */
  releases: z.array(z.object({ tag: z.string(), commit: z.string(), at: z.number().int() })),
})
export type RepositoryHistory = z.infer<typeof repositoryHistorySchema>

/** The one JSON object of `npm run -s inspect`. */
export const catalogueSchema = z.object({
  collection: collectionHeadSchema,
  /** Null where the history could not be read; `problems` says why. */
  history: repositoryHistorySchema.nullable().default(null),
  bundles: z.array(
    bundleSchema.extend({
      /** Newest of `history`; null where the history is unknown. */
      lastChange: commitSchema.nullable().default(null),
      /** Commits that touched the bundle, newest first, at most 30. */
      history: z.array(commitSchema).default([]),
    }),
  ),
  problems: z.array(problemSchema),
})
export type Catalogue = z.infer<typeof catalogueSchema>

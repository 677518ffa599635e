import * as z from 'zod'
import { judgementSchema } from './assessment.ts'
import { bundleSchema, collectionHeadSchema, commitSchema, problemSchema, repositoryHistorySchema } from './catalogue.ts'
import { lockSchema } from './rehearsal/locks.ts'
import { reportSchema } from './report.ts'

/** The wire between the Worker and the runner: JSON in, NDJSON out, one object a line. The runner asks for `Authorization: Bearer <RUNNER_TOKEN>`. */

/** A file of a draft. `path` is relative to the repository root, `mode` is git's. */
export const draftFileSchema = z.object({
  path: z.string(),
  mode: z.enum(['100644', '100755']),
  content: z.string(),
})
export type DraftFile = z.infer<typeof draftFileSchema>

const sourceSchema = z.object({
  /** An http(s) or file URL, or (command line only) a path. */
  url: z.string(),
  /** Branch, tag or commit; the default branch when absent. */
  ref: z.string().optional(),
  /** Installation token for the clone; never written to disk, gone before untrusted code runs. */
  credential: z.string().optional(),
})

/** POST /inspect. `known` maps bundle path to tree hash; a bundle whose hash is unchanged answers as `unchanged` and is not read. */
export const inspectRequestSchema = sourceSchema.extend({ known: z.record(z.string(), z.string()).optional() })
export type InspectRequest = z.infer<typeof inspectRequestSchema>

/** Text that the registry shows and searches but that is no part of the catalogue's JSON. Each at most 256 KiB; a longer one is cut and a problem says so. */
export const bundleTextSchema = z.object({
  readme: z.string().nullable(),
  runbook: z.string().nullable(),
  sli: z.string().nullable(),
  /** Scripts, generation rules and templates; paths are relative to the bundle. */
  scripts: z.array(z.object({ path: z.string(), content: z.string() })).optional(),
})
export type BundleText = z.infer<typeof bundleTextSchema>

/** Commits that touched a bundle, newest first; absent or empty where the history is unknown. */
const historySchema = z.array(commitSchema).optional()

/** Lines of an inspection, in order: `collection`, then `history` where it is known, then any number of `bundle`, `unchanged` and `problem`, then `end`; or `error` at any point, as the last line. */
export const inspectLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), message: z.string() }),
  z.object({ type: z.literal('collection'), collection: collectionHeadSchema }),
  z.object({ type: z.literal('history'), history: repositoryHistorySchema }),
  z.object({ type: z.literal('bundle'), bundle: bundleSchema, text: bundleTextSchema, history: historySchema }),
  z.object({ type: z.literal('unchanged'), path: z.string(), treeHash: z.string(), history: historySchema }),
  z.object({ type: z.literal('problem'), problem: problemSchema }),
  z.object({ type: z.literal('end') }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
])
export type InspectLine = z.infer<typeof inspectLineSchema>

/** POST /validate: clone the base, overlay the draft, run the gates on `bundlePath`. */
export const validateRequestSchema = sourceSchema.extend({
  bundlePath: z.string(),
  files: z.array(draftFileSchema),
  /** Scenarios that the draft must leave as they are. */
  locks: z.array(lockSchema).max(50).optional(),
  /** Run the bundle, too, when its static checks pass. */
  rehearse: z.boolean().optional(),
})
export type ValidateRequest = z.infer<typeof validateRequestSchema>

/** Lines of a validation: `progress` as it happens, then `report`; or `error` (the validation itself could not run) as the last line. */
export const validateLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), message: z.string() }),
  z.object({ type: z.literal('report'), report: reportSchema }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
])
export type ValidateLine = z.infer<typeof validateLineSchema>

/** POST /assess: score and security report of the bundles at `paths`, of all bundles when absent. */
export const assessRequestSchema = sourceSchema.extend({ paths: z.array(z.string().max(300)).max(500).optional() })
export type AssessRequest = z.infer<typeof assessRequestSchema>

/** Lines of an assessment: `progress`, one `assessment` a bundle (`unassessed` for one on which the rules broke), then `end`; or `error` as the last line. */
export const assessLineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), message: z.string() }),
  z.object({ type: z.literal('assessment'), path: z.string(), treeHash: z.string(), assessment: judgementSchema }),
  z.object({ type: z.literal('unassessed'), path: z.string(), treeHash: z.string(), message: z.string() }),
  z.object({ type: z.literal('end') }),
  z.object({ type: z.literal('error'), code: z.string(), message: z.string() }),
])
export type AssessLine = z.infer<typeof assessLineSchema>

/** Codes of `error` lines. `unreachable` and `busy` and `internal` are worth another try; the others are not. */
export const sandboxErrorCodes = [
  'repository_not_found',
  'ref_not_found',
  'repository_empty',
  'bad_request',
  'timeout',
  'too_large',
  'busy',
  'unreachable',
  'internal',
] as const
export type SandboxErrorCode = (typeof sandboxErrorCodes)[number]

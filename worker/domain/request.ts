import * as z from 'zod'
import { accessLevels, platforms } from './platform.ts'

/** The six shapes in which people file requests, and `none` for an issue that asks for no CodeBundle. */
export const requestShapes = ['form', 'chat', 'task-request', 'intake', 'auto-generate', 'scope', 'free-text', 'none'] as const

/** The issue as GitHub delivered it at trigger time; all of it is untrusted. */
export const issueSnapshotSchema = z.object({
  title: z.string(),
  body: z.string(),
  labels: z.array(z.string()),
})
export type IssueSnapshot = z.infer<typeof issueSnapshotSchema>

/** A request as the parser reads it: sanitised, frozen at trigger time. */
export const parsedRequestSchema = z.object({
  shape: z.enum(requestShapes),
  title: z.string(),
  /** Sanitised text: the only form in which the request reaches a model. */
  text: z.string(),
  platform: z.enum(platforms).nullable(),
  service: z.string().nullable(),
  purpose: z.string().nullable(),
  access: z.enum(accessLevels),
  tasks: z.array(z.object({ title: z.string(), description: z.string(), raiseWhen: z.string().nullable() })),
  context: z.string().nullable(),
  wantsSli: z.boolean(),
  /** What sanitising took out, by kind, for the audit trail and the plan comment. */
  removed: z.array(z.object({ what: z.string(), count: z.number().int() })),
})
export type ParsedRequest = z.infer<typeof parsedRequestSchema>

import * as z from 'zod'

/** What this client reads of Cursor's answers (Cloud Agents API v1). Unknown fields and statuses pass: the API is a beta and says it grows. */

const branchSchema = z.object({
  /** Without the scheme: `github.com/owner/repo`. */
  repoUrl: z.string(),
  branch: z.string().optional(),
  prUrl: z.string().optional(),
})
export type PushedBranch = z.infer<typeof branchSchema>

export const runSchema = z.object({
  id: z.string().min(1),
  /** CREATING, RUNNING, then one of `endedStatuses`; any other word counts as still working. */
  status: z.string(),
  /** What the agent (not this run alone) has pushed so far. */
  git: z.object({ branches: z.array(branchSchema) }).optional(),
})
export type Run = z.infer<typeof runSchema>

export const agentSchema = z.object({
  id: z.string().min(1),
  url: z.string().optional(),
  latestRunId: z.string().optional(),
})
export type Agent = z.infer<typeof agentSchema>

export const createdSchema = z.object({ agent: agentSchema, run: runSchema })
export const startedSchema = z.object({ run: runSchema })
export const idSchema = z.object({ id: z.string() })

const tokens = z.number().nonnegative()
export const usageSchema = z.object({
  totalUsage: z.object({ inputTokens: tokens, outputTokens: tokens, cacheWriteTokens: tokens, cacheReadTokens: tokens }),
  /** Not in the published description; accounts that see it get what they are charged, in US cents. */
  cost: z.object({ chargedCents: z.number().nonnegative() }).optional(),
})
export type AgentUsage = z.infer<typeof usageSchema>

/** `error` is an object from the API and a bare text from the edge in front of it. */
export const errorSchema = z.object({
  error: z.union([z.object({ code: z.string(), helpUrl: z.string().optional() }), z.string()]),
})

/** Body of POST /v1/agents, as far as this client uses it. */
export interface CreateAgent {
  agentId: string
  name: string
  prompt: { text: string }
  model?: { id: string }
  repos: { url: string; startingRef: string }[]
  workOnCurrentBranch: false
  autoCreatePR: false
  skipReviewerRequest: true
}

const endedStatuses = new Set(['FINISHED', 'ERROR', 'CANCELLED', 'EXPIRED'])

/** Whether nothing more will happen in this run. */
export function hasEnded(run: Run): boolean {
  return endedStatuses.has(run.status)
}

import * as z from 'zod'
import { Refusal } from './refusal.ts'

/** Bodies and queries that the API takes. Every object is strict: a misspelt field is refused, not passed over. */

const text = z.string().min(1)
const httpUrl = z.url({ protocol: /^https?$/ })

const dimension = z.strictObject({ width: z.int().min(1), height: z.int().min(1) })
const image = z.union([
  z.strictObject({ data: text, mimeType: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']), dimension: dimension.optional() }),
  z.strictObject({ url: httpUrl, dimension: dimension.optional() }),
])
const prompt = z.strictObject({ text, images: z.array(image).max(5).optional() })
const model = z.strictObject({ id: text, params: z.array(z.strictObject({ id: text, value: text })).optional() })
const mode = z.enum(['agent', 'plan'])

const stdioServer = z.strictObject({
  name: text,
  type: z.literal('stdio').optional(),
  command: text,
  args: z.array(z.string()).optional(),
  env: z.record(z.string(), z.string()).optional(),
})
const remoteServer = z.strictObject({
  name: text,
  type: z.enum(['http', 'sse']).optional(),
  url: httpUrl,
  headers: z.record(z.string(), z.string()).optional(),
  auth: z.strictObject({ CLIENT_ID: text, CLIENT_SECRET: z.string().optional(), scopes: z.array(text).optional() }).optional(),
})
const mcpServers = z.array(z.union([stdioServer, remoteServer])).max(50)

const subagent = z.strictObject({
  name: text.max(100),
  description: text.max(1_000),
  prompt: text.max(8_192),
  model: z.union([text, model]).optional(),
})

const variableName = z.string().regex(/^(?!CURSOR_).{1,255}$/)
const envVars = z.record(variableName, text.max(4_096)).refine((record) => Object.keys(record).length <= 50, 'at most 50 variables')

const createAgentSchema = z.strictObject({
  prompt,
  model: model.optional(),
  name: text.max(100).optional(),
  agentId: z
    .string()
    .regex(/^bc-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i)
    .optional(),
  env: z.strictObject({ type: z.enum(['cloud', 'pool', 'machine']), name: text.optional() }).optional(),
  repos: z
    .array(z.strictObject({ url: text, startingRef: text.optional(), prUrl: httpUrl.optional() }))
    .max(20)
    .optional(),
  workOnCurrentBranch: z.boolean().optional(),
  autoCreatePR: z.boolean().optional(),
  skipReviewerRequest: z.boolean().optional(),
  envVars: envVars.optional(),
  mcpServers: mcpServers.optional(),
  customSubagents: z.array(subagent).max(20).optional(),
  mode: mode.optional(),
  // Not in the document: the vendor's own SDK sends it, and gets it back.
  metadata: z.record(z.string(), z.string()).optional(),
})
export type CreateAgent = z.infer<typeof createAgentSchema>

const createRunSchema = z.strictObject({
  prompt,
  mcpServers: mcpServers.optional(),
  mode: mode.optional(),
  // Not in the document: the vendor's own SDK sends it with a follow-up.
  model: model.optional(),
})
export type CreateRun = z.infer<typeof createRunSchema>

const listQuery = z.strictObject({ limit: z.coerce.number().int().min(1).max(100).default(20), cursor: text.optional() })
const queries = {
  none: z.strictObject({}),
  agents: listQuery.extend({ prUrl: httpUrl.optional(), includeArchived: z.stringbool().default(true) }),
  runs: listQuery,
  usage: z.strictObject({ runId: text.optional() }),
}
export type Queries = { [Name in keyof typeof queries]: z.infer<(typeof queries)[Name]> }

/** The query by its strict shape. Throws `validation_error`. */
export function readQuery<Name extends keyof Queries>(name: Name, search: URLSearchParams): Queries[Name] {
  const parsed = queries[name].safeParse(Object.fromEntries(search))
  if (!parsed.success) throw invalid(parsed.error)
  return parsed.data as Queries[Name]
}

/** The body of POST /v1/agents, with the rules that no field says alone. */
export function readCreateAgent(body: unknown): CreateAgent {
  const parsed = createAgentSchema.safeParse(body)
  if (!parsed.success) throw invalid(parsed.error)
  const { agentId, envVars: variables, env, repos, mcpServers: servers, customSubagents } = parsed.data
  if (agentId !== undefined && variables !== undefined) throw rule('agentId cannot be combined with envVars')
  if (env?.name !== undefined && env.type === 'cloud' && (repos ?? []).length > 0) throw rule('a named environment excludes repos')
  refuseRepeated('mcpServers', servers)
  refuseRepeated('customSubagents', customSubagents)
  return parsed.data
}

export function readCreateRun(body: unknown): CreateRun {
  const parsed = createRunSchema.safeParse(body)
  if (!parsed.success) throw invalid(parsed.error)
  refuseRepeated('mcpServers', parsed.data.mcpServers)
  return parsed.data
}

function refuseRepeated(field: string, named: readonly { name: string }[] = []): void {
  if (new Set(named.map(({ name }) => name)).size < named.length) throw rule(`names in ${field} must be unique`)
}

function rule(message: string): Refusal {
  return new Refusal(400, 'validation_error', message)
}

function invalid(error: z.ZodError): Refusal {
  const issue = error.issues[0]
  return rule(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`)
}

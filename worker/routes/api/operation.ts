import type { Context } from 'hono'
import * as z from 'zod'
import { type ErrorCode, PublicError } from '../../domain/errors.ts'
import type { AppEnv } from '../../middleware/context.ts'

export type ApiContext = Context<AppEnv>

/** One operation of the API. Its requests are checked by these schemas, and the OpenAPI document is made of them. */
export interface Operation {
  id: string
  method: 'get' | 'post'
  /** With parameters as the OpenAPI document writes them: `/api/v1/collections/{slug}`. */
  path: string
  tag: string
  summary: string
  description?: string
  params: z.ZodObject
  query: z.ZodObject
  body: z.ZodObject | null
  answer: z.ZodType
  /** What it may refuse with, beyond what any operation may. */
  errors: ErrorCode[]
  /** Of a good answer. */
  status: 200 | 202
  /** Another address may be the answer (301). */
  moves: boolean
  /** Answers change with the catalogue version only, and are open to pages of every site. */
  catalogue: boolean
  run(c: ApiContext): Promise<Response>
}

type Shape = Record<string, z.ZodType>

interface Definition<Params extends Shape, Query extends Shape, Body extends z.ZodObject> {
  id: string
  method?: Operation['method']
  path: string
  tag: string
  summary: string
  description?: string
  params?: Params
  query?: Query
  body?: Body
  answer: z.ZodType
  errors?: ErrorCode[]
  status?: Operation['status']
  moves?: boolean
  catalogue?: boolean
  /** Its answer as JSON, or a whole response. */
  handle(
    input: { params: z.infer<z.ZodObject<Params>>; query: z.infer<z.ZodObject<Query>>; body: z.infer<Body> },
    c: ApiContext,
  ): Promise<unknown>
}

function isList(schema: z.ZodType): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isList(schema.unwrap() as z.ZodType)
  return schema instanceof z.ZodArray
}

/** The accepted parameters of an address. One that takes a list may be given several times. */
function queryOf(c: ApiContext, schema: z.ZodObject): Record<string, unknown> {
  const given = new URL(c.req.url).searchParams
  const entries = Object.entries(schema.shape as Shape).filter(([name]) => given.has(name))
  return Object.fromEntries(entries.map(([name, one]) => [name, isList(one) ? given.getAll(name) : given.get(name)]))
}

/** `input` as `schema` wants it; throws a `bad_request` that names each part that is wrong. */
function checked<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const reasons = parsed.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
  throw new PublicError('bad_request', reasons.join('; ').slice(0, 1_000))
}

async function bodyOf(c: ApiContext, schema: z.ZodObject | null): Promise<unknown> {
  if (schema === null) return undefined
  const text = await c.req.text()
  try {
    return JSON.parse(text)
  } catch {
    throw new PublicError('not_json')
  }
}

/** Makes an operation of its schemas and of what answers it. */
export function operation<Params extends Shape = Shape, Query extends Shape = Shape, Body extends z.ZodObject = z.ZodObject>(
  definition: Definition<Params, Query, Body>,
): Operation {
  const { handle, method = 'get', errors = [], status = 200, moves = false, catalogue = false, ...rest } = definition
  const params = z.object(definition.params ?? ({} as Params))
  const query = z.object(definition.query ?? ({} as Query))
  const body = definition.body ?? null
  const inputErrors: ErrorCode[] = Object.keys({ ...params.shape, ...query.shape }).length > 0 || body ? ['bad_request'] : []
  return {
    ...rest,
    method,
    params,
    query,
    body,
    status,
    moves,
    catalogue,
    errors: [...new Set([...inputErrors, ...errors])],
    async run(c) {
      const input = {
        params: checked(params, c.req.param()),
        query: checked(query, queryOf(c, query)),
        body: (body === null ? undefined : checked(body, await bodyOf(c, body))) as z.infer<Body>,
      }
      const answer = await handle(input as Parameters<typeof handle>[0], c)
      return answer instanceof Response ? answer : Response.json(answer, { status })
    },
  }
}

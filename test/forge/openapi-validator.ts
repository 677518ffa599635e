import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import * as z from 'zod'

/** GitHub's own description of its REST API and webhooks, as `@octokit/openapi` carries it. */
const operationSchema = z.object({ responses: z.record(z.string(), z.record(z.string(), z.unknown())) })
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()), responses: z.record(z.string(), z.unknown()) }),
})
const jsonResponse = z.object({ content: z.object({ 'application/json': z.object({}).loose() }) })

/** Calls that GitHub answers and its description leaves out, with the path whose answer they share. */
const undescribed: Record<string, string> = {
  '/repos/{owner}/{repo}/contents': '/repos/{owner}/{repo}/contents/{path}',
}

/** Here the description asks of an account to be a user and an enterprise in one, which none is; the component has it right. */
const misdescribed: Record<string, unknown> = {
  'GET /app/installations 200': { type: 'array', items: { $ref: '#/components/schemas/installation' } },
}

export interface OpenApi {
  /** What is wrong with a JSON answer to this call; empty when nothing is. `path` is what follows /api/v3. */
  checkResponse(call: { method: string; path: string; status: number }, body: unknown): string[]
  /** What is wrong with a webhook payload; empty when nothing is. */
  checkWebhook(event: string, action: string | null, payload: unknown): string[]
}

/** Reads the description, which takes about a second; do it once per test file. */
export function loadOpenApi(): OpenApi {
  const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json')
  const raw: unknown = admitNull(JSON.parse(readFileSync(file, 'utf8')))
  const document = documentSchema.parse(raw)
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false, discriminator: false })
  addFormats.default(ajv)
  // The addresses of bots have brackets, which the strict format refuses: `1+app[bot]@users.noreply.github.com`.
  ajv.addFormat('email', /^[^@\s]+@[^@\s]+$/)
  ajv.addSchema({ $id: 'github', ...document, misdescribed })
  const compiled = new Map<string, ValidateFunction>()
  const check = (pointer: string, value: unknown): string[] => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `github#${pointer}` })
    compiled.set(pointer, validate)
    if (validate(value)) return []
    return (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? ''} ${JSON.stringify(error.params)}`)
  }
  return {
    checkResponse: (call, body) => {
      const found = responsePointer(document, call)
      return 'problem' in found ? [found.problem] : found.pointer === null ? [] : check(found.pointer, body)
    },
    checkWebhook: (event, action, payload) => {
      const name = `webhook-${[event, action]
        .filter((part) => part !== null)
        .join('-')
        .replaceAll('_', '-')}`
      return name in document.components.schemas ? check(`/components/schemas/${name}`, payload) : [`no schema ${name}`]
    },
  }
}

/** OpenAPI 3.0 writes `nullable: true` where JSON Schema has a union with null. */
function admitNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(admitNull)
  if (typeof value !== 'object' || value === null) return value
  const { nullable, ...rest } = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, admitNull(inner)]))
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : nullable === undefined ? rest : { nullable, ...rest }
}

function responsePointer(
  document: z.infer<typeof documentSchema>,
  { method, path: asked, status }: { method: string; path: string; status: number },
): { pointer: string | null } | { problem: string } {
  // GitHub leads to addresses by id, and describes those by name only.
  const path = asked.replace(/^\/repositories\/\d+/, '/repos/owner/repo')
  const literal = Object.keys(document.paths).filter((pattern) => matches(pattern, path))
  const pattern = literal.sort((one, other) => one.split('{').length - other.split('{').length)[0] ?? alias(path)
  if (pattern === undefined) return { problem: `GitHub describes no path like ${path}` }
  const operation = operationSchema.safeParse(document.paths[pattern]?.[method.toLowerCase()])
  if (!operation.success) return { problem: `GitHub describes no ${method} ${pattern}` }
  const response = operation.data.responses[String(status)]
  if (response === undefined) {
    // Any call may be refused for its credentials or its rights, or led elsewhere, whether or not the description says so.
    return [301, 307, 400, 401, 403].includes(status)
      ? { pointer: '/components/schemas/basic-error' }
      : { problem: `GitHub describes no ${status} for ${method} ${pattern}` }
  }
  const corrected = `${method} ${pattern} ${status}`
  if (corrected in misdescribed) return { pointer: `/misdescribed/${pointerPart(corrected)}` }
  const reference = z.object({ $ref: z.string() }).safeParse(response)
  const pointer = reference.success
    ? reference.data.$ref.slice(1)
    : `/paths/${pointerPart(pattern)}/${method.toLowerCase()}/responses/${status}`
  const target = reference.success ? document.components.responses[reference.data.$ref.split('/').at(-1) ?? ''] : response
  return { pointer: jsonResponse.safeParse(target).success ? `${pointer}/content/application~1json/schema` : null }
}

function alias(path: string): string | undefined {
  return Object.entries(undescribed).find(([pattern]) => matches(pattern, path))?.[1]
}

/** The last parameter of these paths may hold slashes. */
function matches(pattern: string, path: string): boolean {
  const expression = pattern
    .replace(/[.+*?^$()[\]\\]/g, '\\$&')
    .replace(/\{(?:ref|path|branch)\}$/, '.+')
    .replace(/\{[^}]+\}/g, '[^/]+')
  return new RegExp(`^${expression}$`).test(path)
}

function pointerPart(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}

/**
 * A `fetch` for clients of the forge that throws when an answer of its REST API is not what GitHub's description says.
 * Answers made by injected faults are to be fetched without it.
 */
export function validatingFetch(api: OpenApi, fetchFrom: typeof fetch = fetch): typeof fetch {
  return async (input, init) => {
    const response = await fetchFrom(input, init)
    const request = new Request(input, init)
    const { pathname } = new URL(request.url)
    if (!pathname.startsWith('/api/v3')) return response
    const text = await response.clone().text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    const call = { method: request.method, path: pathname.slice('/api/v3'.length), status: response.status }
    const problems = text === '' || isJson ? api.checkResponse(call, text === '' ? undefined : JSON.parse(text)) : []
    if (problems.length > 0)
      throw new TypeError(`${call.method} ${call.path} ${call.status} is not what GitHub answers:\n${problems.join('\n')}`)
    return response
  }
}

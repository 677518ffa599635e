import { readFileSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'yaml'
import * as z from 'zod'
import type { Exchange } from './server.ts'

/** Cursor's description of its API. It is not part of this project; a test names the file it lies in. */
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  components: z.object({ schemas: z.record(z.string(), z.unknown()), responses: z.record(z.string(), z.unknown()) }),
})
const operationSchema = z.object({ requestBody: z.unknown().optional(), responses: z.record(z.string(), z.unknown()) })
const referenceSchema = z.object({ $ref: z.string() })

export interface CursorOpenApi {
  /** What is wrong with the answer, and with the body of a request that was not refused; empty when nothing is. */
  check(exchange: Exchange): string[]
}

/** Reads the YAML document at `path`. */
export function loadCursorOpenApi(path: string): CursorOpenApi {
  const document = documentSchema.parse(admitNull(parse(readFileSync(path, 'utf8'))))
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false })
  addFormats.default(ajv)
  ajv.addSchema({ $id: 'cursor', ...document })
  const compiled = new Map<string, ValidateFunction>()
  const problems = (pointer: string, value: unknown): string[] => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `cursor#${pointer}` })
    compiled.set(pointer, validate)
    return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath || '/'} ${error.message ?? ''}`)
  }
  return {
    check({ method, path: called, request, status, response }) {
      const name = `${method} ${called} ${status}`
      const pattern = Object.keys(document.paths).find((candidate) => matches(candidate, called))
      const found = operationSchema.safeParse(document.paths[pattern ?? '']?.[method.toLowerCase()])
      if (pattern === undefined || !found.success) return [`${name}: not described`]
      const answer = found.data.responses[String(status)]
      if (answer === undefined) return [`${name}: no such answer is described`]
      const place = `/paths/${pointerPart(pattern)}/${method.toLowerCase()}`
      const reference = referenceSchema.safeParse(answer)
      const answerPlace = reference.success ? reference.data.$ref.slice(1) : `${place}/responses/${status}`
      const wrong = problems(`${answerPlace}/content/application~1json/schema`, response)
      const sent = status < 300 && found.data.requestBody !== undefined
      const wrongRequest = sent ? problems(`${place}/requestBody/content/application~1json/schema`, request) : []
      return [...wrong.map((text) => `${name}: ${text}`), ...wrongRequest.map((text) => `${name}, request: ${text}`)]
    },
  }
}

/** OpenAPI 3.0 writes `nullable: true` where JSON Schema has a union with null. */
function admitNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(admitNull)
  if (typeof value !== 'object' || value === null) return value
  const { nullable, ...rest } = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, admitNull(inner)]))
  return nullable === true ? { anyOf: [{ type: 'null' }, rest] } : rest
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path)
}

function pointerPart(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}

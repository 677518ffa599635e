import * as z from 'zod'
import { type ErrorCode, errorKinds } from '../../domain/errors.ts'
import type { Operation } from './operation.ts'
import { problemDetailsSchema } from './schemas.ts'

type Json = Record<string, unknown>

/** Collects the named schemas of all operations while they are written down. */
class Components {
  readonly schemas: Json = {}

  /** `schema` as JSON Schema; what has a name becomes a reference. */
  write(schema: z.ZodType, io: 'input' | 'output'): Json {
    // Inside an object, so that a named schema is a reference at the top as well.
    const text = JSON.stringify(z.toJSONSchema(z.object({ root: schema }), { io, target: 'draft-2020-12' }))
    const { $defs, properties } = JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as {
      $defs?: Json
      properties: { root: Json }
    }
    for (const [name, definition] of Object.entries($defs ?? {})) {
      const { id: _, ...rest } = definition as Json
      this.schemas[name] = rest
    }
    return properties.root as Json
  }
}

function parameters(operation: Operation, components: Components): Json[] {
  const path = Object.entries(operation.params.shape).map(([name, schema]) => ({ name, in: 'path', required: true, schema }))
  const query = Object.entries(operation.query.shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !z.safeParse(schema, undefined).success,
    schema,
  }))
  return [...path, ...query].map(({ schema, ...rest }) => {
    const { description, ...written } = components.write(schema as z.ZodType, 'input')
    return { ...rest, ...(description === undefined ? {} : { description }), schema: written }
  })
}

/** What every write may be refused with before it is read: other sites, other types, too much, too often. */
const writeErrors: ErrorCode[] = ['foreign_origin', 'json_needed', 'too_large', 'too_many_requests', 'not_json']

function errorAnswers(codes: ErrorCode[]): Json {
  const byStatus = Map.groupBy(codes, (code) => String(errorKinds[code].status))
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries(
    [...byStatus].map(([status, ones]) => [status, { description: ones.map((code) => errorKinds[code].detail).join(' '), content }]),
  )
}

/** Said by the platform, before the request reaches the Worker. */
const tooLongAddress = {
  description: 'The address is longer than the platform takes.',
  content: { 'text/plain': { schema: { type: 'string' } } },
}

const versionHeaders = {
  etag: { description: 'The catalogue version; send it back as If-None-Match.', schema: { type: 'string' } },
  'x-catalogue-version': { description: 'Changes whenever an answer about the catalogue may.', schema: { type: 'string' } },
}

function answers(operation: Operation, components: Components): Json {
  const { catalogue, moves, errors, method, status } = operation
  const content = { 'application/json': { schema: components.write(operation.answer, 'output') } }
  return {
    [status]: { description: operation.summary, ...(catalogue ? { headers: versionHeaders } : {}), content },
    ...(moves ? { 301: { description: 'It has moved to the address in Location.' } } : {}),
    ...(catalogue ? { 304: { description: 'What the client has still holds.' } } : {}),
    ...(Object.keys(operation.query.shape).length > 0 ? { 414: tooLongAddress } : {}),
    ...errorAnswers(method === 'post' ? [...errors, ...writeErrors] : errors),
  }
}

function describe(operation: Operation, components: Components): Json {
  const { id, tag, summary, description, body } = operation
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: parameters(operation, components),
    ...(body === null
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: components.write(body, 'input') } } } }),
    responses: answers(operation, components),
  }
}

/** The OpenAPI 3.1 document of these operations. */
export function openApiDocument(operations: readonly Operation[], publicUrl: string): Json {
  const components = new Components()
  components.write(problemDetailsSchema, 'output')
  const paths: Record<string, Json> = {}
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation, components) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'CodeCollection Registry',
      version: '1',
      description: 'CodeBundles, their tasks and collections. Every error is a problem document (RFC 9457).',
    },
    servers: [{ url: publicUrl }],
    paths,
    components: { schemas: components.schemas },
  }
}

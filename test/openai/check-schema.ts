import { Refusal } from './refusal.ts'

const known = new Set([
  '$defs',
  '$ref',
  'additionalProperties',
  'anyOf',
  'const',
  'description',
  'enum',
  'exclusiveMaximum',
  'exclusiveMinimum',
  'format',
  'items',
  'maxItems',
  'maximum',
  'minItems',
  'minimum',
  'multipleOf',
  'pattern',
  'properties',
  'required',
  'title',
  'type',
])

type Schema = Record<string, unknown>

/** Refuses what strict mode refuses: an open object, a property that is not required, a root that is no object, a keyword outside the subset. */
export function checkStrictSchema(schema: unknown, param: string): void {
  if (!isSchema(schema) || schema.type !== 'object' || 'anyOf' in schema) refuse(param, 'schema must be a JSON Schema of type "object"')
  walk(schema, '()', param)
}

function walk(schema: unknown, context: string, param: string): void {
  if (!isSchema(schema)) return refuse(param, `In context=${context}, schema must be an object.`)
  for (const key of Object.keys(schema)) if (!known.has(key)) refuse(param, `In context=${context}, '${key}' is not permitted.`)
  const properties = schema.properties
  if (schema.type === 'object' || properties !== undefined) {
    if (schema.additionalProperties !== false) {
      refuse(param, `In context=${context}, 'additionalProperties' is required to be supplied and to be false.`)
    }
    const names = isSchema(properties) ? Object.keys(properties).sort() : []
    const required = Array.isArray(schema.required) ? [...schema.required].sort() : []
    if (names.length === 0 || names.join('\n') !== required.join('\n')) {
      refuse(param, `In context=${context}, 'required' is required to be supplied and to be an array including every key in properties.`)
    }
    for (const [name, inner] of Object.entries(isSchema(properties) ? properties : {})) walk(inner, `${context}.${name}`, param)
  } else if (schema.type === undefined && !('anyOf' in schema) && !('$ref' in schema) && !('enum' in schema) && !('const' in schema)) {
    refuse(param, `In context=${context}, schema must have a 'type' key.`)
  }
  if (schema.type === 'array') walk(schema.items, `${context}.items`, param)
  for (const inner of Array.isArray(schema.anyOf) ? schema.anyOf : []) walk(inner, `${context}.anyOf`, param)
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(param: string, why: string): never {
  throw new Refusal(400, `Invalid schema for response_format 'codebundle': ${why}`, { param, code: 'invalid_json_schema' })
}

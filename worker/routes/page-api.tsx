import { Hono } from 'hono'
import type { z } from 'zod'
import { type ApiOperation, ApiPage } from '../../web/pages/api.tsx'
import { errorKinds } from '../domain/errors.ts'
import type { AppEnv } from '../middleware/context.ts'
import type { Operation } from './api/operation.ts'
import { type PageDeps, respond } from './page-shell.tsx'

function parametersOf(schema: z.ZodObject, place: string): ApiOperation['parameters'] {
  return Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, one]) => ({
    name,
    in: place,
    required: !one.safeParse(undefined).success,
    description: one.description ?? '',
  }))
}

function shown(operation: Operation): ApiOperation {
  const { id, path, tag, summary, description = null, params, query, body, errors, status } = operation
  const parameters = [...parametersOf(params, 'path'), ...parametersOf(query, 'query'), ...(body ? parametersOf(body, 'body') : [])]
  const refusals = errors.map((code) => ({ status: String(errorKinds[code].status), description: errorKinds[code].title }))
  const statuses = [{ status: String(status), description: 'The answer' }, ...refusals]
  return { id, method: operation.method.toUpperCase(), path, tag, summary, description, parameters, statuses }
}

/** `/api`: the reference of the API, made of the same table as the API itself. */
export function apiPageRoutes(operations: readonly Operation[], deps: PageDeps): Hono<AppEnv> {
  return new Hono<AppEnv>().get('/api', (c) => {
    const body = <ApiPage operations={operations.map(shown)} />
    return respond(c, deps, { title: 'API', description: 'Reference of the API of this registry.', section: 'none', body })
  })
}

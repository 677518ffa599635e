import type { MiddlewareHandler } from 'hono'
import { BodyTooLarge, readBody } from '../lib/http.ts'
import type { AppEnv } from './context.ts'
import { problemResponse } from './problem-response.ts'

/** Reads the body up to `limitBytes`, as it arrives and whatever its length header says, and hands the handler what was read; 413 past that. */
export function bodyLimit(limitBytes: number): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.raw.body === null) return next()
    try {
      const body = await readBody(c.req.raw, limitBytes)
      c.req.raw = new Request(c.req.raw, { body })
    } catch (error) {
      if (error instanceof BodyTooLarge) return problemResponse('too_large', c.get('traceId') ?? '')
      throw error
    }
    return next()
  }
}

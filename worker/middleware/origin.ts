import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from './context.ts'
import { problemResponse } from './problem-response.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Lets a state-changing request or a WebSocket upgrade through only when it comes from a page of this site: the Origin header must be
 * there and be ours, and where the browser says how the request came about it must be `same-origin`. `except` are exact paths that
 * prove their sender otherwise (webhooks). The platform accepts foreign upgrades, and form-style requests need no preflight.
 */
export function originCheck(config: { publicUrl: string; except: readonly string[] }): MiddlewareHandler<AppEnv> {
  const own = new URL(config.publicUrl).origin
  const open = new Set(config.except)
  return async (c, next) => {
    const upgrades = c.req.header('upgrade') !== undefined
    if ((safeMethods.has(c.req.method) && !upgrades) || open.has(c.req.path)) return next()
    const site = c.req.header('sec-fetch-site')
    const foreign = c.req.header('origin') !== own || (site !== undefined && site !== 'same-origin')
    if (foreign) return problemResponse('foreign_origin', c.get('traceId') ?? '')
    return next()
  }
}

/** Requires `application/json` on writes: other types can be sent across sites without a preflight. */
export function jsonOnly(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (safeMethods.has(c.req.method)) return next()
    const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
    if (type !== 'application/json') return problemResponse('json_needed', c.get('traceId') ?? '')
    return next()
  }
}

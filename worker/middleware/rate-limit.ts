import type { MiddlewareHandler } from 'hono'
import type { Log } from '../lib/log.ts'
import { clientAddress } from './client-address.ts'
import type { AppEnv } from './context.ts'
import { problemResponse } from './problem-response.ts'

/** The platform's rate limit binding. */
export interface RateLimiter {
  limit(options: { key: string }): Promise<{ success: boolean }>
}

/**
 * True while `key` is within its rate. The binding counts per location and approximately, so it holds abuse down and guards no money;
 * for the same reason a failing binding lets the request through.
 */
export function withinLimit(limiter: RateLimiter, log: Log): (key: string) => Promise<boolean> {
  return async (key) => {
    try {
      return (await limiter.limit({ key })).success
    } catch (error) {
      log('warn', 'rate_limit.failed', { error })
      return true
    }
  }
}

/** Limits writes by client address; `name` keeps this limit's counts apart from others on the same binding. */
export function rateLimit(config: { limiter: RateLimiter; name: string; log: Log }): MiddlewareHandler<AppEnv> {
  const within = withinLimit(config.limiter, config.log)
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next()
    if (await within(`${config.name}:${clientAddress(c.req.raw)}`)) return next()
    return problemResponse('too_many_requests', c.get('traceId') ?? '')
  }
}

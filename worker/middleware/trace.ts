import type { MiddlewareHandler } from 'hono'
import { randomToken } from '../lib/crypto.ts'
import { newTraceId } from '../lib/ids.ts'
import type { Log } from '../lib/log.ts'
import type { AppEnv } from './context.ts'

/**
 * Gives each request its trace id and nonce, and writes one log line when it is answered. The line holds the path without its query,
 * since queries carry sign-in codes. A trace id sent by the client is not taken over: anyone can write one.
 */
export function trace(config: { log: Log; now: () => number }): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const startedAt = config.now()
    c.set('traceId', newTraceId())
    c.set('nonce', randomToken(16))
    c.set('viewer', null)
    await next()
    const { status } = c.res
    config.log(status >= 500 ? 'error' : 'info', 'request', {
      traceId: c.get('traceId'),
      method: c.req.method,
      path: c.req.path.slice(0, 500),
      status,
      durationMs: config.now() - startedAt,
      login: c.get('viewer')?.login ?? null,
    })
  }
}

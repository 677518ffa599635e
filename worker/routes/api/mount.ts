import { Hono, type MiddlewareHandler } from 'hono'
import type { Keep } from '../../middleware/catalogue-cache.ts'
import type { AppEnv } from '../../middleware/context.ts'
import { problemResponse } from '../../middleware/problem-response.ts'
import { openApiDocument } from './openapi.ts'
import type { Operation } from './operation.ts'

/** Where the description of the API is. */
const documentPath = '/api/v1/openapi.json'

function routerPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1')
}

/** Methods of each path, with what follows from them. */
function methodsByPath(operations: readonly Operation[]): { pattern: RegExp; methods: string[] }[] {
  const byPath = Map.groupBy(operations, ({ path }) => path)
  const all = [...byPath].map(([path, ones]) => ({ path, methods: ones.map(({ method }) => method.toUpperCase()) }))
  return [...all, { path: documentPath, methods: ['GET'] }].map(({ path, methods }) => ({
    pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`),
    methods: ['OPTIONS', ...(methods.includes('GET') ? ['HEAD'] : []), ...methods].sort(),
  }))
}

/** Refuses a method that no operation of the path has: 405 with `Allow`. Mount it before what asks where a write comes from. */
export function allowedMethods(operations: readonly Operation[]): MiddlewareHandler<AppEnv> {
  const known = methodsByPath(operations)
  return async (c, next) => {
    const found = known.find(({ pattern }) => pattern.test(c.req.path))
    if (found === undefined || found.methods.includes(c.req.method)) return next()
    const response = problemResponse('method_not_allowed', c.get('traceId') ?? '')
    response.headers.set('allow', found.methods.join(', '))
    return response
  }
}

const preflight = {
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': 'Accept, If-None-Match',
  'access-control-max-age': '86400',
}

/** Opens reads to pages of every site; without cookies, so that nobody's session is used. */
export function openToAll(): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    if (c.req.method === 'OPTIONS') {
      return new Response(null, { status: 204, headers: { ...preflight, 'access-control-allow-origin': '*', allow: 'GET, HEAD, OPTIONS' } })
    }
    await next()
    // Set on the answer itself, which is this Worker's own: `c.header` would make it anew for each.
    c.res.headers.set('access-control-allow-origin', '*')
    c.res.headers.set('access-control-expose-headers', 'ETag, X-Catalogue-Version, X-Trace-Id')
  }
}

export interface ApiRouteDeps {
  publicUrl: string
  keep: Keep
}

/** The operations at their addresses, and the description made of them. */
export function apiRoutes(operations: readonly Operation[], { publicUrl, keep }: ApiRouteDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  for (const operation of operations) {
    const path = routerPath(operation.path)
    if (operation.catalogue) app.use(path, openToAll(), keep({ names: Object.keys(operation.query.shape) }))
    else app.options(path, () => new Response(null, { status: 204 }))
    app.on(operation.method.toUpperCase(), path, (c) => operation.run(c))
  }
  let document: string | null = null
  app.use(documentPath, openToAll(), keep({ names: [] }))
  app.get(documentPath, (c) => {
    document ??= JSON.stringify(openApiDocument(operations, publicUrl))
    return c.body(document, 200, { 'content-type': 'application/json; charset=utf-8' })
  })
  return app
}

import type { Context, MiddlewareHandler } from 'hono'
import type { AppEnv } from './context.ts'

/** Two years, subdomains included: what browsers' preload lists ask for. */
const transportSecurity = 'max-age=63072000; includeSubDomains'

/** Nothing here uses a device or a payment, so no page and no frame may. */
const permissionsPolicy = [
  'accelerometer',
  'autoplay',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
]
  .map((feature) => `${feature}=()`)
  .join(', ')

/** The policy of answers that are no page: nothing may load, nothing may frame. */
const plainPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

export interface SecurityConfig {
  /** Where the Worker is reached; its WebSocket address is named for browsers that do not count it as 'self'. */
  publicUrl: string
  /** Forms may lead to sign-in there. */
  githubUrl: string
}

function pagePolicy(config: SecurityConfig, nonce: string): string {
  const socket = new URL(config.publicUrl).origin.replace(/^http/, 'ws')
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' https: data:",
    `connect-src 'self' ${socket}`,
    "font-src 'self'",
    "manifest-src 'self'",
    `form-action 'self' ${new URL(config.githubUrl).origin}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; ')
}

/** The card of a CodeBundle: other sites frame it, and it has nothing but its own style. */
function embedPolicy(nonce: string): string {
  return `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors *`
}

/** `nonce` is null for what is no page. */
function policyFor(config: SecurityConfig, path: string, nonce: string | null): string {
  if (nonce === null) return plainPolicy
  return path.startsWith('/embed/') ? embedPolicy(nonce) : pagePolicy(config, nonce)
}

/**
 * Puts the security headers on every answer of the Worker, errors and upgrades included; mount it first. Pages get a policy with the
 * request's nonce. `Referrer-Policy` is `same-origin` and not stricter, because `no-referrer` empties the Origin header of form posts.
 */
export function securityHeaders(config: SecurityConfig): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    await next()
    const headers = writableHeaders(c)
    headers.set('strict-transport-security', transportSecurity)
    headers.set('x-content-type-options', 'nosniff')
    headers.set('referrer-policy', 'same-origin')
    headers.set('permissions-policy', permissionsPolicy)
    headers.set('cross-origin-opener-policy', 'same-origin')
    // Pictures for READMEs say themselves that other sites may show them.
    if (!headers.has('cross-origin-resource-policy')) headers.set('cross-origin-resource-policy', 'same-origin')
    const isPage = headers.get('content-type')?.startsWith('text/html') ?? false
    headers.set('content-security-policy', policyFor(config, c.req.path, isPage ? (c.get('nonce') ?? '') : null))
    if (!headers.has('cache-control') && /^\/(api|auth|webhooks)\//.test(c.req.path)) headers.set('cache-control', 'no-store')
  }
}

/** The headers of the answer, with its trace id. Answers from other Workers and objects have fixed ones: those are made anew. */
function writableHeaders(c: Context<AppEnv>): Headers {
  const traceId = c.get('traceId') ?? ''
  try {
    c.res.headers.set('x-trace-id', traceId)
  } catch {
    const response = c.res
    const headers = new Headers(response.headers)
    headers.set('x-trace-id', traceId)
    c.res = undefined
    c.res = withHeaders(response, headers)
  }
  return c.res.headers
}

/** The same answer with headers that can be changed; an upgrade keeps its socket. */
function withHeaders(response: Response, headers: Headers): Response {
  const { status, statusText } = response
  if (status === 101) return new Response(null, { status, headers, webSocket: response.webSocket })
  return new Response(response.body, { status, statusText, headers })
}

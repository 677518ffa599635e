import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type ErrorCode, errorKinds, PublicError, problem } from '../domain/errors.ts'
import { OutsideError } from '../domain/failure.ts'
import type { ProblemDetails } from '../domain/views.ts'
import { wantsHtml } from '../lib/http.ts'
import type { Log } from '../lib/log.ts'
import type { AppEnv } from './context.ts'
import { problemResponse } from './problem-response.ts'

/** Renders an error as a whole HTML page. */
type ErrorPage = (details: ProblemDetails, c: Context<AppEnv>) => string | Promise<string>

export interface ErrorConfig {
  log: Log
  page: ErrorPage
}

/** For `app.onError`: a page for people, problem details for programs. What is not a `PublicError` says nothing of its cause. */
export function errorHandler(config: ErrorConfig): (error: Error, c: Context<AppEnv>) => Promise<Response> {
  return async (error, c) => {
    const { code, detail } = publicly(error)
    const level = errorKinds[code].status >= 500 ? 'error' : 'info'
    config.log(level, 'request.failed', { traceId: c.get('traceId'), method: c.req.method, path: c.req.path.slice(0, 500), code, error })
    return answer(config, c, code, detail)
  }
}

/** For `app.notFound`. */
export function notFoundHandler(config: ErrorConfig): (c: Context<AppEnv>) => Promise<Response> {
  return async (c) => answer(config, c, 'not_found', null)
}

async function answer(config: ErrorConfig, c: Context<AppEnv>, code: ErrorCode, detail: string | null): Promise<Response> {
  const traceId = c.get('traceId') ?? ''
  const isForPrograms = c.req.path.startsWith('/api/') || c.req.path.startsWith('/webhooks/')
  if (isForPrograms || !wantsHtml(c.req.raw)) return problemResponse(code, traceId, detail)
  try {
    const html = await config.page(problem(code, traceId, detail), c)
    const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }
    return new Response(html, { status: errorKinds[code].status, headers })
  } catch (error) {
    config.log('error', 'error_page.failed', { traceId, error })
    return problemResponse(code, traceId, detail)
  }
}

const codesByStatus = new Map<number, ErrorCode>([
  [400, 'bad_request'],
  [401, 'sign_in_needed'],
  [403, 'forbidden'],
  [404, 'not_found'],
  [405, 'method_not_allowed'],
  [409, 'conflict'],
  [413, 'too_large'],
  [415, 'json_needed'],
  [426, 'upgrade_needed'],
  [429, 'too_many_requests'],
  [503, 'unavailable'],
])

function publicly(error: Error): { code: ErrorCode; detail: string | null } {
  if (error instanceof PublicError) return { code: error.code, detail: error.detail }
  if (error instanceof HTTPException) return { code: codesByStatus.get(error.status) ?? 'internal', detail: null }
  if (error instanceof OutsideError) return { code: 'outside_failed', detail: null }
  return { code: 'internal', detail: null }
}

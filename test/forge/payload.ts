import * as z from 'zod'
import { ApiError } from './api-error.ts'
import type { Call, Reply } from './router.ts'

/** The JSON body of a call, checked. An empty body counts as `{}`. Throws 400 for text that is not JSON and 422 for JSON of another shape. */
export function readJson<T>(call: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parse(call.body))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new ApiError(422, `Invalid request.\n\n${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`, [])
}

function parse(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString())
  } catch (error) {
    if (error instanceof SyntaxError) throw new ApiError(400, 'Problems parsing JSON')
    throw error
  }
}

const pageSchema = z.object({
  per_page: z.coerce.number().int().min(1).catch(30),
  page: z.coerce.number().int().min(1).catch(1),
})

/** One page of a list, with GitHub's `Link` header. At most 100 a page, 30 unless asked. */
export function paged<T>(url: string, call: Call, items: readonly T[], show: (item: T) => unknown): Reply {
  return { status: 200, ...cut(url, call, items, (shown) => shown.map(show)) }
}

/** As `paged`, for lists that GitHub wraps in an object. */
export function cut<T>(
  url: string,
  call: Call,
  items: readonly T[],
  show: (shown: T[]) => unknown,
): { headers: Record<string, string>; json: unknown } {
  const asked = pageSchema.parse(Object.fromEntries(call.query))
  const size = Math.min(asked.per_page, 100)
  const last = Math.max(1, Math.ceil(items.length / size))
  const link = (rel: string, page: number) => {
    const query = new URLSearchParams(call.query)
    query.set('page', String(page))
    return `<${url}?${query}>; rel="${rel}"`
  }
  const links = [
    ...(asked.page > 1 ? [link('prev', asked.page - 1)] : []),
    ...(asked.page < last ? [link('next', asked.page + 1), link('last', last)] : []),
    ...(asked.page > 1 ? [link('first', 1)] : []),
  ]
  return {
    headers: links.length === 0 ? {} : { link: links.join(', ') },
    json: show(items.slice((asked.page - 1) * size, asked.page * size)),
  }
}

import { z } from 'zod'

/** Where the next page begins. `all` and `any` are the two ways a query is matched; `newest` is the list without a query. */
const cursorSchema = z.union([
  z.object({ in: z.enum(['all', 'any']), score: z.number(), id: z.number().int() }),
  z.object({ in: z.literal('newest'), updatedAt: z.number().int(), id: z.number().int() }),
])
export type Cursor = z.infer<typeof cursorSchema>

/** An opaque form of a cursor that is safe in an address. */
export function writeCursor(cursor: Cursor): string {
  return btoa(JSON.stringify(cursor)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** Reads a cursor; null for anything `writeCursor` did not write. */
export function readCursor(text: string): Cursor | null {
  try {
    const decoded: unknown = JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/')))
    const parsed = cursorSchema.safeParse(decoded)
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

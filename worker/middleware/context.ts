import type { Viewer } from '../domain/views.ts'

/** What the middleware leaves for handlers with `c.get(…)`. */
interface AppVariables {
  /** Names this request in the log and in error bodies. */
  traceId: string
  /** Value of the `nonce` attribute that the page's inline script and style need. */
  nonce: string
  /** Who is signed in, by session cookie; null for a visitor. */
  viewer: Viewer | null
}

/** The part of a Hono environment the middleware needs. */
export interface AppEnv {
  Variables: AppVariables
}

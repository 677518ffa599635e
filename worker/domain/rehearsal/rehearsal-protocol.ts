import type { z } from 'zod'
import { validateRequestSchema } from '../sandbox-protocol.ts'
import type { RehearsalReport } from './rehearsal-report.ts'

/** POST /rehearse of the runner: clone the base, lay the draft over it, run it in made-up worlds. Apart from the other requests, because the Worker does not ask for it. */
export const rehearseRequestSchema = validateRequestSchema
export type RehearseRequest = z.infer<typeof rehearseRequestSchema>

/** Lines of the answer: `progress` as it happens, then `report`; or `error` (the rehearsal itself could not run) as the last line. */
export type RehearseLine =
  | { type: 'progress'; message: string }
  | { type: 'report'; report: RehearsalReport }
  | { type: 'error'; code: string; message: string }

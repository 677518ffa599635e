import * as z from 'zod'
import type { RetryClass, Waiting } from '../domain/failure.ts'
import type { JobKind } from '../domain/issue-record.ts'
import { outsideWord } from '../domain/outside-words.ts'
import type { Plan } from '../domain/plan.ts'
import type { Report } from '../domain/report.ts'
import type { DraftFile } from '../domain/sandbox-protocol.ts'
import type { GenerationInput, GenerationOutput, RepositoryRef } from './ports.ts'

/** A message on the queue `jobs`: ids only, since a message holds 128 KB and the truth is elsewhere. */
export const jobMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('issue'), key: z.string(), kind: z.enum(['generate', 'validate', 'index']), fence: z.number().int() }),
  /** What goes on elsewhere under the name `run` is not wanted any more. */
  z.object({ type: z.literal('leave'), key: z.string(), run: z.string() }),
  /** One step of a trial (db/trial-store.ts). */
  z.object({ type: z.literal('trial'), id: z.string(), step: z.number().int() }),
  /** The issues of these repositories after a key are to hear what their owner did. */
  z.object({ type: z.literal('tell'), mark: z.string(), repositoryIds: z.array(z.number()), after: z.string(), word: outsideWord }),
  z.object({ type: z.literal('assess'), collectionId: z.number().int() }),
  z.object({ type: z.literal('index'), collectionId: z.number().int(), cause: z.string() }),
])
export type JobMessage = z.infer<typeof jobMessageSchema>

/** What an issue's job works on, handed out with its fencing number. */
export type JobInput = { repository: RepositoryRef; fence: number } & (
  | {
      kind: 'generate'
      /** From the second round on: the last draft as it was written, and the branch as it stands, or the commit of a person to read it from. */
      published: { written: DraftFile[]; files: DraftFile[]; humanHead: string | null } | null
      generation: Omit<GenerationInput, 'closest' | 'collection'>
      coverage: GenerationInput['plan']['coverage']
    }
  | { kind: 'validate'; bundlePath: string; files: DraftFile[]; ref: string | null; plan: Pick<Plan, 'slug' | 'scenarios'> }
  | { kind: 'index'; slug: string }
)

/** What a consumer reports. */
export type JobReport =
  | { kind: 'generated'; output: GenerationOutput }
  | { kind: 'validated'; report: Report }
  | { kind: 'indexed'; found: boolean; commit: string }
  /** The draft is being made elsewhere: the job begins again after `afterMs`. */
  | { kind: 'postponed'; afterMs: number; waiting: Waiting }
  | { kind: 'failed'; job: JobKind; code: string; message: string; retry: RetryClass; retryAfterMs?: number | null; draft?: FailedDraft }

/** A provider answered, and its answer is no draft: refused, cut short, unreadable. It was paid for all the same. */
export interface FailedDraft {
  provider: string
  /** null where unknown. */
  costMicros: number | null
}

import type { Spent, Waiting } from '../domain/failure.ts'
import type { DraftFile } from '../domain/sandbox-protocol.ts'
import type { StageChoice } from '../domain/stage-models.ts'
import type { Trial, TrialResult, TrialSet, TrialStage } from '../domain/trial.ts'
import type { JobPorts } from './job-consumer.ts'
import type { JobInput, JobMessage } from './job-messages.ts'
import type { GenerationInput, GenerationOutput, GenerationProvider } from './ports.ts'

/** What the next step of a trial works with. */
export interface TrialWork {
  files: DraftFile[]
  feedback: string[]
  waiting?: Waiting
  /** A draft that passed and was sent back once for its warnings. */
  passed?: { files: DraftFile[]; warnings: number; said: Pick<TrialResult, 'ok' | 'score' | 'rehearsals' | 'failed'> }
}

/** A trial as the consumer of its step gets it. */
export interface TrialStep extends Trial {
  step: number
  /** How often this step was begun, this time included. */
  tries: number
  work: TrialWork
}

/** What a step leaves to the next. `due` is when that is sent again if its message is lost; of a trial that is over, when it ended. */
export interface TrialAdvance {
  stage: TrialStage
  result: TrialResult
  work: TrialWork
  due: number
  /** Tries of the next step so far; those of a step that is only put off go on. */
  tries?: number
}

/** A run as it was frozen when its first draft was begun. */
export interface FrozenRun {
  input: Extract<JobInput, { kind: 'generate' }>
  /** The commit its draft was laid upon; null where nothing was published. */
  baseSha: string | null
}

export interface TrialPorts extends Pick<JobPorts, 'github' | 'registry' | 'sandbox' | 'cloneUrl'> {
  trials: {
    claim(id: string, step: number, lease: { now: number; until: number }): Promise<TrialStep | null>
    advance(id: string, step: number, to: TrialAdvance): Promise<boolean>
    set(id: string): Promise<{ set: TrialSet } | null>
  }
  /** null when the issue keeps nothing of such a run. */
  frozen(run: NonNullable<Trial['run']>): Promise<FrozenRun | null>
  /** One provider and no other, within the budgets. Throws `OutsideError`. */
  draftBy(choice: StageChoice, input: GenerationInput, progress: (text: string) => Promise<void>): Promise<GenerationOutput>
  leave(work: Parameters<NonNullable<GenerationProvider['leave']>>[0]): Promise<Spent>
  send(message: JobMessage, delayMs?: number): Promise<void>
  /** Milliseconds since 1970. */
  now(): number
  log(level: 'error', message: string, fields: Record<string, unknown>): void
}

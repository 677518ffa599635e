import { GenerationError, type RetryClass } from '../../domain/failure.ts'
import type { Run } from './wire.ts'

/** Runs that came to nothing although the service works: the breaker is not for them, and another provider may do better. */

function failure(code: string, message: string, retry: RetryClass): GenerationError {
  return new GenerationError('request', code, message, retry, { spent: { usage: null, costMicros: null } })
}

/** What a run stands for that ended otherwise than FINISHED. */
export function failedRun(run: Run): GenerationError {
  switch (run.status) {
    case 'EXPIRED':
      return failure('cursor_run_expired', 'The run expired at Cursor before it was done.', 'later')
    case 'CANCELLED':
      return failure('cursor_run_cancelled', 'Somebody cancelled the run in Cursor. Choose Retry to begin it anew.', 'never')
    default:
      return failure(
        'cursor_run_failed',
        'The run failed at Cursor, which gives no reason. See the agent on the dashboard of Cursor; choose Retry, or another provider.',
        'never',
      )
  }
}

export function nothingWritten(directory: string): GenerationError {
  const message = `Cursor finished without a file under ${directory}/ on its branch. See its answer on the dashboard of Cursor, make the request clearer, then choose Retry.`
  return failure('cursor_nothing_written', message, 'never')
}

export function deadlinePassed(minutes: number): GenerationError {
  const message = `Cursor did not finish within ${minutes} minutes. Its run is cancelled: choose Retry, or narrow the request.`
  return failure('cursor_deadline', message, 'never')
}

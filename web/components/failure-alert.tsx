import type { Failure } from '../api/client.ts'

/** An error of the API in words: what happened, what to do, and the id to quote. */
export function FailureAlert({ failure }: { failure: Failure }) {
  return (
    <div role="alert" class="notice tone-bad text-sm">
      <p class="font-semibold">{failure.title}</p>
      <p class="mt-0.5">{failure.detail}</p>
      <p class="mt-0.5">{failure.suggestion}</p>
      {failure.traceId && <p class="text-muted mt-1 font-mono text-xs">Trace {failure.traceId}</p>}
    </div>
  )
}

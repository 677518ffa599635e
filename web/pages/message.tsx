import type { ProblemDetails } from '../../worker/domain/views.ts'
import { SearchField } from '../components/search-field.tsx'

/** A page for an error: what happened, what to do, and a way on. */
export function MessagePage({ problem }: { problem: ProblemDetails }) {
  return (
    <div class="py-16 md:py-24">
      <p class="eyebrow">Error {problem.status}</p>
      <h1 class="mt-1 text-2xl font-bold md:text-3xl">{problem.title}</h1>
      <p class="mt-3 max-w-[60ch]">{problem.detail}</p>
      <p class="text-muted mt-1 max-w-[60ch]">{problem.suggestion}</p>
      <div class="mt-8 max-w-2xl">
        <SearchField id="search" query="" size="lg" label="Search CodeBundles" />
      </div>
      {problem.status >= 500 && problem.traceId && <p class="text-muted mt-6 font-mono text-xs">Trace {problem.traceId}</p>}
    </div>
  )
}

import type { BundleCard, ProblemDetails } from '../../worker/domain/views.ts'
import { BundleRow } from '../components/bundle-row.tsx'
import { SearchField } from '../components/search-field.tsx'

interface Props {
  problem: Pick<ProblemDetails, 'status' | 'title' | 'detail' | 'suggestion' | 'traceId'>
  /** What the address may have meant: the words of it, and what they find. */
  near?: { query: string; cards: BundleCard[]; now: number }
  /** Where to come back to, when signing in is what helps. */
  signInFor?: string | undefined
}

/** A page for an error: what happened, what to do, and a way on. */
export function MessagePage({ problem, near = { query: '', cards: [], now: 0 }, signInFor }: Props) {
  return (
    <div class="py-12 md:py-20">
      <p class="eyebrow">Error {problem.status}</p>
      <h1 class="mt-1 text-2xl font-bold md:text-3xl">{problem.title}</h1>
      <p class="mt-3 max-w-[60ch]">{problem.detail}</p>
      <p class="text-muted mt-1 max-w-[60ch]">{problem.suggestion}</p>
      {signInFor !== undefined && (
        <a class="btn btn-primary mt-6" href={`/auth/login?return=${encodeURIComponent(signInFor)}`}>
          Sign in with GitHub
        </a>
      )}
      <div class="mt-8 max-w-2xl">
        <SearchField id="search" query={near.query} size="lg" label="Search CodeBundles" />
      </div>
      {near.cards.length > 0 && (
        <section aria-labelledby="near-title" class="mt-10">
          <h2 id="near-title" class="section-title mb-2">
            Perhaps one of these
          </h2>
          <ul class="rows">
            {near.cards.map((card) => (
              <li key={`${card.collection}/${card.slug}`}>
                <BundleRow card={card} now={near.now} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {problem.status >= 500 && problem.traceId && <p class="text-muted mt-6 font-mono text-xs">Trace {problem.traceId}</p>}
    </div>
  )
}

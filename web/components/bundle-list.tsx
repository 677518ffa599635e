import type { SearchResults } from '../../worker/domain/views.ts'
import { count } from '../format/text.ts'
import { BundleRow } from './bundle-row.tsx'
import { Empty } from './empty.tsx'

function nextHref(query: string, cursor: string): string {
  const parameters = new URLSearchParams({ ...(query === '' ? {} : { q: query }), cursor })
  return `${query === '' ? '/codebundles' : '/search'}?${parameters}`
}

function Nothing({ query }: { query: string }) {
  return (
    <div class="mt-4">
      <Empty title={query === '' ? 'No CodeBundles yet' : 'Nothing found'}>
        {query === '' ? 'They appear here as soon as a collection is indexed.' : 'Try fewer or other words. If it does not exist yet, '}
        {query !== '' && (
          <a class="link-plain" href="/#request">
            request it
          </a>
        )}
        {query !== '' && '.'}
      </Empty>
    </div>
  )
}

/** A page of CodeBundles with its count, or what to do when there is none. */
export function BundleList({ results, now }: { results: SearchResults; now: number }) {
  const { query, total, cards, next, notice } = results
  return (
    <section aria-labelledby="results-title" class="mt-6">
      <h2 id="results-title" class="text-muted text-sm">
        {count(total, 'CodeBundle')}
        {query !== '' && (
          <>
            {' for '}
            <q class="text-base-content font-medium wrap-anywhere">{query}</q>
          </>
        )}
      </h2>
      {notice && <p class="notice mt-3 text-sm">{notice}</p>}
      {cards.length === 0 ? (
        <Nothing query={query} />
      ) : (
        <ul class="rows mt-3">
          {cards.map((card) => (
            <li key={`${card.collection}/${card.slug}`}>
              <BundleRow card={card} now={now} />
            </li>
          ))}
        </ul>
      )}
      {next !== null && (
        <nav aria-label="Pages" class="mt-6 text-center">
          <a class="btn" rel="next" href={nextHref(query, next)}>
            Next page
          </a>
        </nav>
      )}
    </section>
  )
}

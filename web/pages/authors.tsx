import type { AuthorView, SearchResults } from '../../worker/domain/views.ts'
import { BundleRow } from '../components/bundle-row.tsx'
import { Empty } from '../components/empty.tsx'
import { count } from '../format/text.ts'
import { PageTitle } from './page-title.tsx'

export function authorHref(author: string): string {
  return `/authors/${encodeURIComponent(author)}`
}

function AuthorRow({ author }: { author: AuthorView }) {
  return (
    <li class="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1 py-3">
      <h2 class="text-base">
        <a class="row-title wrap-anywhere" data-row href={authorHref(author.author)}>
          {author.author}
        </a>
      </h2>
      <p class="text-muted text-sm">
        {count(author.bundles, 'CodeBundle')}, {count(author.tasks, 'task')} in {author.collections.join(', ')}
      </p>
    </li>
  )
}

export function AuthorsPage({ authors }: { authors: AuthorView[] }) {
  return (
    <>
      <PageTitle title="Authors">Who wrote the CodeBundles, by the name that each of them gives.</PageTitle>
      {authors.length === 0 ? (
        <Empty title="No authors yet">They appear here as soon as a collection is indexed.</Empty>
      ) : (
        <ul class="rows">
          {authors.map((author) => (
            <AuthorRow key={author.author} author={author} />
          ))}
        </ul>
      )}
    </>
  )
}

interface NamedProps {
  title: string
  /** What the CodeBundles have in common, in words. */
  says: string
  /** The same CodeBundles with filters. */
  searchHref: string
  results: SearchResults
  now: number
}

/** The CodeBundles of one tag or one author. */
export function NamedListPage({ title, says, searchHref, results, now }: NamedProps) {
  return (
    <>
      <PageTitle title={title}>
        {count(results.total, 'CodeBundle')} {says}
      </PageTitle>
      <p class="mb-4 text-sm">
        <a class="link-plain" href={searchHref}>
          Search and filter among them
        </a>
      </p>
      <h2 class="sr-only">CodeBundles</h2>
      <ul class="rows">
        {results.cards.map((card) => (
          <li key={`${card.collection}/${card.slug}`}>
            <BundleRow card={card} now={now} />
          </li>
        ))}
      </ul>
      {results.next !== null && (
        <p class="mt-6 text-center">
          <a class="btn" href={searchHref}>
            All {results.total}
          </a>
        </p>
      )}
    </>
  )
}

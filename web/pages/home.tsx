import type { Platform } from '../../worker/domain/platform.ts'
import type { BundleCard, CollectionView, IssueSummary } from '../../worker/domain/views.ts'
import { BundleRow } from '../components/bundle-row.tsx'
import { Empty } from '../components/empty.tsx'
import { IssueRow } from '../components/issue-row.tsx'
import { PlatformLinks } from '../components/platform-links.tsx'
import { RequestSteps } from '../components/request-steps.tsx'
import { SearchField } from '../components/search-field.tsx'
import { count } from '../format/text.ts'

interface Figures {
  collections: number
  bundles: number
  tasks: number
  openIssues: number
  platforms: { platform: Platform; bundles: number }[]
}

interface Props {
  figures: Figures
  newest: BundleCard[]
  /** Requests that have not ended, newest activity first. */
  open: IssueSummary[]
  collections: CollectionView[]
  now: number
}

function Hero({ figures }: { figures: Figures }) {
  return (
    <div class="pt-10 pb-10 md:pt-16">
      <h1 class="max-w-[24ch] text-3xl leading-tight font-bold md:text-[2.625rem]">Find the troubleshooting you need, or have it built.</h1>
      <p class="text-muted mt-3 max-w-[62ch] md:text-lg">
        CodeBundles are tasks that look at a running system and say what is wrong. What is missing is drafted from a GitHub issue, tested in
        a sandbox, and merged by a person.
      </p>
      <div class="mt-7 max-w-2xl">
        <SearchField id="search" query="" size="lg" label="Search CodeBundles" />
      </div>
      <ul class="text-muted mt-4 flex flex-wrap gap-x-5 gap-y-1 text-sm">
        <li>
          <a class="link-plain" href="/codebundles">
            {count(figures.bundles, 'CodeBundle')}
          </a>
        </li>
        <li>{count(figures.tasks, 'task')}</li>
        <li>
          <a class="link-plain" href="/collections">
            {count(figures.collections, 'collection')}
          </a>
        </li>
        <li>
          <a class="link-plain" href="/issues">
            {count(figures.openIssues, 'request')} in progress
          </a>
        </li>
      </ul>
    </div>
  )
}

/** The first page: search, then what is new, what is being built, and how to ask for more. */
export function HomePage({ figures, newest, open, collections, now }: Props) {
  return (
    <>
      <Hero figures={figures} />
      <div class="grid gap-x-12 gap-y-12 lg:grid-cols-[minmax(0,1fr)_16rem]">
        <section aria-labelledby="newest-title" class="min-w-0">
          <h2 id="newest-title" class="section-title mb-2">
            Newest CodeBundles
          </h2>
          {newest.length === 0 ? (
            <Empty title="No CodeBundles yet">They appear here as soon as a collection is indexed.</Empty>
          ) : (
            <ul class="rows">
              {newest.map((card) => (
                <li key={`${card.collection}/${card.slug}`}>
                  <BundleRow card={card} now={now} />
                </li>
              ))}
            </ul>
          )}
        </section>
        <PlatformLinks platforms={figures.platforms} />
      </div>
      <section aria-labelledby="open-title" class="mt-12">
        <h2 id="open-title" class="section-title mb-2">
          Requests in progress
        </h2>
        {open.length === 0 ? (
          <p class="border-line text-muted border-y py-4 text-sm">Nothing is being built right now.</p>
        ) : (
          <ul class="rows">
            {open.map((issue) => (
              <li key={issue.key}>
                <IssueRow issue={issue} now={now} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <RequestSteps collections={collections} />
    </>
  )
}

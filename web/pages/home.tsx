import type { Platform } from '../../worker/domain/platform.ts'
import type { BundleCard, CollectionView, IssueSummary } from '../../worker/domain/views.ts'
import { BundleRow } from '../components/bundle-row.tsx'
import { Empty } from '../components/empty.tsx'
import { IssueRow } from '../components/issue-row.tsx'
import { PlatformLinks } from '../components/platform-links.tsx'
import { RequestSteps } from '../components/request-steps.tsx'
import { SearchField } from '../components/search-field.tsx'

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

/** Collections beside the newest CodeBundles; the page of all of them is one press away. */
const sideRows = 8
/** Questions that show what may be typed: words, and a qualifier. */
const examples = ['pod restarts', 'certificate expiry', 'platform:azure storage']

function Figure({ value, label, href }: { value: number; label: string; href: string }) {
  return (
    <div class="flex flex-col-reverse">
      <dt class="text-muted text-sm">
        <a class="link-plain" href={href}>
          {label}
        </a>
      </dt>
      <dd class="figure-value">{value.toLocaleString('en-US')}</dd>
    </div>
  )
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
      <p class="text-muted mt-3 text-sm">
        Try{' '}
        {examples.map((example, index) => (
          <>
            {index > 0 && ', '}
            <a class="link-plain" href={`/search?${new URLSearchParams({ q: example })}`}>
              {example}
            </a>
          </>
        ))}
      </p>
      <dl class="mt-8 grid max-w-2xl grid-cols-2 gap-x-8 gap-y-4 sm:grid-cols-4">
        <Figure value={figures.bundles} label="CodeBundles" href="/codebundles" />
        <Figure value={figures.tasks} label="tasks" href="/tasks" />
        <Figure value={figures.collections} label="collections" href="/collections" />
        <Figure value={figures.openIssues} label="requests in progress" href="/issues" />
      </dl>
    </div>
  )
}

function CollectionLinks({ collections }: Pick<Props, 'collections'>) {
  if (collections.length === 0) return null
  return (
    <nav aria-labelledby="collections-title">
      <h2 id="collections-title" class="section-title mb-2">
        Collections
      </h2>
      <ul class="rows">
        {collections.slice(0, sideRows).map((collection) => (
          <li key={collection.slug}>
            <a
              class="group flex items-baseline justify-between gap-4 py-2.5 text-sm"
              href={`/collections/${encodeURIComponent(collection.slug)}`}
            >
              <span class="row-title font-medium wrap-anywhere group-hover:underline">{collection.name}</span>
              <span class="text-muted">
                {collection.bundles}
                <span class="sr-only"> CodeBundles</span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
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
        <div class="space-y-10">
          <PlatformLinks platforms={figures.platforms} />
          <CollectionLinks collections={collections} />
        </div>
      </div>
      <section aria-labelledby="open-title" class="mt-12">
        <h2 id="open-title" class="section-title mb-2">
          Being built now
        </h2>
        {open.length === 0 ? (
          <p class="border-line text-muted border-y py-4 text-sm">Nothing is being built right now. Missing something? Request it below.</p>
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

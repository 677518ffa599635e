import type { BundleCard, CollectionView } from '../../worker/domain/views.ts'
import { Ago } from '../components/ago.tsx'
import { BundleRow } from '../components/bundle-row.tsx'
import { Empty } from '../components/empty.tsx'
import { count, safeHref } from '../format/text.ts'
import { RunBadge } from './collections.tsx'

const shaChars = 7

interface Props {
  collection: CollectionView
  cards: BundleCard[]
  now: number
}

function Facts({ collection, now }: { collection: CollectionView; now: number }) {
  const href = safeHref(collection.url)
  return (
    <dl class="facts mt-3">
      <dt>Repository</dt>
      <dd>
        {href ? (
          <a class="link-plain" href={href}>
            {collection.owner}/{collection.repo}
          </a>
        ) : (
          `${collection.owner}/${collection.repo}`
        )}
      </dd>
      <dt>Branch</dt>
      <dd>{collection.defaultBranch}</dd>
      <dt>Commit</dt>
      <dd>{collection.commit === null ? 'none yet' : <code class="chip">{collection.commit.slice(0, shaChars)}</code>}</dd>
      <dt>Read</dt>
      <dd>{collection.indexedAt === null ? 'never' : <Ago at={collection.indexedAt} now={now} />}</dd>
      <dt>Problems</dt>
      <dd>{collection.lastRun?.problems ?? 0}</dd>
    </dl>
  )
}

/** One collection: its state and its CodeBundles. */
export function CollectionPage({ collection, cards, now }: Props) {
  return (
    <>
      <div class="pt-8 pb-6">
        <p class="text-sm">
          <a class="link-plain text-muted" href="/collections">
            Collections
          </a>
        </p>
        <h1 class="mt-1 text-2xl font-bold md:text-3xl">{collection.name}</h1>
        <p class="text-muted mt-1 max-w-[65ch]">{collection.description}</p>
        <p class="mt-3">
          <RunBadge run={collection.lastRun} now={now} />
        </p>
        {collection.lastRun?.error && <p class="notice tone-bad mt-3 text-sm wrap-anywhere">{collection.lastRun.error}</p>}
      </div>
      <div class="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <section aria-labelledby="bundles-title" class="min-w-0">
          <h2 id="bundles-title" class="section-title mb-2">
            {count(collection.bundles, 'CodeBundle')}
          </h2>
          {cards.length === 0 ? (
            <Empty title="No CodeBundles">Nothing under codebundles/ could be read.</Empty>
          ) : (
            <ul class="rows">
              {cards.map((card) => (
                <li key={card.slug}>
                  <BundleRow card={card} now={now} />
                </li>
              ))}
            </ul>
          )}
        </section>
        <aside aria-labelledby="about-title" class="order-first lg:order-none">
          <h2 id="about-title" class="section-title">
            About
          </h2>
          <Facts collection={collection} now={now} />
        </aside>
      </div>
    </>
  )
}

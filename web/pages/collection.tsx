import type { VNode } from 'preact'
import type { BundleCard, CollectionHealth, CollectionView } from '../../worker/domain/views.ts'
import { Ago } from '../components/ago.tsx'
import { BundleRow } from '../components/bundle-row.tsx'
import { Empty } from '../components/empty.tsx'
import { HealthSection } from '../components/health-section.tsx'
import { Icon } from '../components/icon.tsx'
import { Island } from '../components/island.tsx'
import { RunBadge } from '../components/run-badge.tsx'
import { ScoreChart } from '../components/score-chart.tsx'
import { commitHref } from '../format/source.ts'
import { count, safeHref } from '../format/text.ts'
import ReindexButton from '../islands/reindex-button.tsx'

const shaChars = 7
/** People and releases that are seen at once; the others are one press away. */
const shownItems = 6

interface Props {
  collection: CollectionView
  cards: BundleCard[]
  /** Null where nothing is known of its index runs. */
  health: CollectionHealth | null
  /** The viewer may ask for an index run. */
  mayReindex: boolean
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
      <dd>
        <a class="link-plain" href="#health">
          {collection.lastRun?.problems ?? 0}
        </a>
      </dd>
      <dt>Follow</dt>
      <dd>
        <a class="link-plain inline-flex items-center gap-1" href={`/collections/${encodeURIComponent(collection.slug)}/feed.atom`}>
          <Icon name="feed" class="size-3.5" /> Atom feed
        </a>
      </dd>
    </dl>
  )
}

/** The first of a list, and the others behind one press. */
function Folded({ rows }: { rows: VNode[] }) {
  const others = rows.slice(shownItems)
  return (
    <>
      <ul class="mt-2">{rows.slice(0, shownItems)}</ul>
      {others.length > 0 && (
        <details>
          <summary class="text-muted text-sm">{count(others.length, 'other')}</summary>
          <ul>{others}</ul>
        </details>
      )}
    </>
  )
}

function Contributors({ contributors }: Pick<CollectionView, 'contributors'>) {
  const row = (person: CollectionView['contributors'][number]) => (
    <li key={person.name} class="flex justify-between gap-4 py-1 text-sm">
      <span class="wrap-anywhere">{person.name}</span>
      <span class="text-muted whitespace-nowrap">{count(person.commits, 'commit')}</span>
    </li>
  )
  return (
    <section aria-labelledby="contributors-title" class="mt-8">
      <h2 id="contributors-title" class="section-title">
        Contributors
      </h2>
      {contributors.length === 0 && <p class="text-muted mt-2 text-sm">Not known yet.</p>}
      <Folded rows={contributors.map(row)} />
    </section>
  )
}

function Releases({ collection, now }: { collection: CollectionView; now: number }) {
  const { releases, url } = collection
  const row = (release: CollectionView['releases'][number]) => {
    const href = commitHref(url, release.commit)
    return (
      <li key={release.tag} class="flex justify-between gap-4 py-1 text-sm">
        <span class="font-mono text-xs leading-5 wrap-anywhere">
          {href === null ? (
            release.tag
          ) : (
            <a class="link-plain" href={href}>
              {release.tag}
            </a>
          )}
        </span>
        <span class="text-muted">
          <Ago at={release.at} now={now} />
        </span>
      </li>
    )
  }
  return (
    <section aria-labelledby="releases-title" class="mt-8">
      <h2 id="releases-title" class="section-title">
        Releases
      </h2>
      {releases.length === 0 && <p class="text-muted mt-2 text-sm">No release tags.</p>}
      <Folded rows={releases.map(row)} />
    </section>
  )
}

function Head({ collection, now }: { collection: CollectionView; now: number }) {
  return (
    <div class="pt-8 pb-6">
      <p class="text-sm">
        <a class="link-plain text-muted" href="/collections">
          Collections
        </a>
      </p>
      <h1 class="mt-1 text-2xl font-bold wrap-anywhere md:text-3xl">{collection.name}</h1>
      <p class="text-muted mt-1 max-w-[65ch]">{collection.description}</p>
      <p class="mt-3 flex flex-wrap items-center gap-x-5 gap-y-1 text-sm">
        <span>
          {count(collection.bundles, 'CodeBundle')}, {count(collection.tasks, 'task')}
        </span>
        <RunBadge run={collection.lastRun} now={now} />
        <a class="link-plain" href={`/search?collection=${encodeURIComponent(collection.slug)}`}>
          Search in this collection
        </a>
      </p>
      {collection.lastRun?.error && <p class="notice tone-bad mt-3 text-sm wrap-anywhere">{collection.lastRun.error}</p>}
    </div>
  )
}

function Bundles({ cards, now }: { cards: BundleCard[]; now: number }) {
  return (
    <section aria-labelledby="bundles-title">
      <h2 id="bundles-title" class="section-title mb-2">
        CodeBundles
      </h2>
      {cards.length === 0 && <Empty title="No CodeBundles">Nothing under codebundles/ could be read.</Empty>}
      {cards.length > 0 && (
        <ul class="rows">
          {cards.map((card) => (
            <li key={card.slug}>
              <BundleRow card={card} now={now} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** One collection: its CodeBundles, the people and releases behind it, and the health of its index. */
export function CollectionPage({ collection, cards, health, mayReindex, now }: Props) {
  return (
    <>
      <Head collection={collection} now={now} />
      <div class="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(0,1fr)_18rem]">
        <div class="min-w-0">
          <Bundles cards={cards} now={now} />
          {health && <HealthSection collection={collection} health={health} now={now} />}
          {mayReindex && <Island name="reindex-button" of={ReindexButton} props={{ slug: collection.slug }} />}
        </div>
        <div class="min-w-0">
          <section aria-labelledby="about-title">
            <h2 id="about-title" class="section-title">
              About
            </h2>
            <Facts collection={collection} now={now} />
          </section>
          <section aria-labelledby="scores-title" class="mt-8">
            <h2 id="scores-title" class="section-title">
              Scores
            </h2>
            <ScoreChart scores={collection.scores} />
          </section>
          <Releases collection={collection} now={now} />
          <Contributors contributors={collection.contributors} />
        </div>
      </div>
    </>
  )
}

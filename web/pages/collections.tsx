import type { CollectionView } from '../../worker/domain/views.ts'
import { Empty } from '../components/empty.tsx'
import { RunBadge } from '../components/run-badge.tsx'
import { count } from '../format/text.ts'
import { PageTitle } from './page-title.tsx'

function CollectionRow({ collection, now }: { collection: CollectionView; now: number }) {
  return (
    <article class="grid gap-x-8 gap-y-2 py-5 md:grid-cols-[minmax(0,1fr)_auto]">
      <div class="min-w-0">
        <h2 class="text-base">
          <a class="row-title" data-row href={`/collections/${encodeURIComponent(collection.slug)}`}>
            {collection.name}
          </a>
        </h2>
        <p class="text-muted font-mono text-xs wrap-anywhere">
          {collection.owner}/{collection.repo}
        </p>
        <p class="mt-1.5 max-w-[75ch] text-sm">{collection.description}</p>
      </div>
      <div class="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm md:flex-col md:items-end md:justify-center">
        <span>
          {count(collection.bundles, 'CodeBundle')}, {count(collection.tasks, 'task')}
        </span>
        <RunBadge run={collection.lastRun} now={now} />
      </div>
    </article>
  )
}

export function CollectionsPage({ collections, now }: { collections: CollectionView[]; now: number }) {
  return (
    <>
      <PageTitle title="Collections">Git repositories of CodeBundles. The registry reads each of them again whenever it changes.</PageTitle>
      {collections.length === 0 ? (
        <Empty title="No collections yet">Install the GitHub App on a repository with a codebundles directory.</Empty>
      ) : (
        <ul class="rows">
          {collections.map((collection) => (
            <li key={collection.slug}>
              <CollectionRow collection={collection} now={now} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

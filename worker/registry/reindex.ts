import type { CollectionStore } from '../db/collection-store.ts'
import type { PageStore } from '../db/page-store.ts'

/** A run costs a sandbox; nothing new can have come in less than this. */
const pauseMs = 60_000

interface ReindexStores {
  collections: CollectionStore
  pages: PageStore
}

/** Asks for an index run of a visible collection now: once a minute at most, and once while one waits. Null when there is no such collection. */
export async function reindexNow(
  stores: ReindexStores,
  request: { slug: string; cause: string; now: number; send: (collectionId: number) => Promise<void> },
): Promise<'wanted' | 'already wanted' | 'too soon' | null> {
  const [found] = await stores.pages.collections(request.slug)
  if (!found) return null
  const { collection, run } = found
  if (collection.wantedAt !== null) return 'already wanted'
  if (run !== null && request.now - run.startedAt < pauseMs) return 'too soon'
  await stores.collections.want(collection.id, request.cause, request.now)
  await request.send(collection.id)
  return 'wanted'
}

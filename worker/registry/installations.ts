import type { CollectionRow, CollectionStore, NewCollection } from '../db/collection-store.ts'
import type { InstallationStore } from '../db/installation-store.ts'
import { repositoryName } from '../domain/ended-run.ts'
import type { Whereabouts } from '../pipeline/ports.ts'
import { type SearchStores, syncSearch } from './sync-search.ts'

/** A name as it stands in an address: lower case letters, digits and single hyphens. */
function slugify(name: string): string {
  const slug = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return slug === '' ? 'collection' : slug
}

/**
 * The collection of a repository on which the App is installed: found and brought up to date, or created. Its slug is the repository's name; where that
 * is taken, with the owner's in front, then with the repository's id, which nobody else has. The slug stays when the repository is renamed.
 */
export async function ensureCollection(store: CollectionStore, input: NewCollection, now: number): Promise<CollectionRow> {
  const name = slugify(input.repo)
  const candidates = [name, `${slugify(input.owner)}-${name}`, `${name}-${input.repositoryId}`]
  for (const slug of candidates) {
    const row = (await store.update(input)) ?? (await store.insert(input, slug, now))
    if (row) return row
  }
  throw new Error(`no free slug for the repository ${input.owner}/${input.repo}`)
}

interface Registered {
  collections: CollectionStore
  installations: InstallationStore
}

/**
 * Takes up a repository as it was found: its collection is made, or comes back into sight under its present name. What its owner made private stays out of sight until it
 * is public again.
 */
export async function takeUpRepository(stores: Registered, found: Whereabouts, url: string, now: number): Promise<CollectionRow> {
  const { repository, defaultBranch, isPrivate } = found
  const before = await stores.collections.byRepository(repository.repositoryId)
  const visibility = isPrivate && before?.visibility === 'private' ? 'private' : 'public'
  const row = await ensureCollection(stores.collections, { ...repository, url, defaultBranch, description: '', visibility }, now)
  if (before !== null) await stores.installations.rename(repositoryName(before), repositoryName(row))
  return row
}

/** Hides the collections of these repositories: they leave every list and every search, and come back as they were when they are taken up again. */
export async function removeInstallation(
  store: CollectionStore,
  stores: SearchStores,
  repositoryIds: readonly number[],
  how?: Parameters<CollectionStore['hide']>[1],
): Promise<void> {
  for (const id of await store.hide(repositoryIds, how)) await syncSearch(stores, id)
}

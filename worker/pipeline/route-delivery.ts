import type { DeliveryEvent, InstalledRepository } from '../domain/delivery-event.ts'
import { issueOf } from '../domain/from-delivery.ts'
import type { RepositoryRef } from './ports.ts'

/** Where deliveries go: to the object of their issue, or to the registry. */
export interface RouteDeps {
  issue(key: string): { deliver(deliveryId: string, event: DeliveryEvent): Promise<void> }
  /** Takes a repository up as a collection (or brings what is known of it up to date) and asks for its index. */
  addCollection(repository: RepositoryRef, cause: string): Promise<void>
  hideCollections(repositoryIds: number[]): Promise<void>
  /** Asks for an index of the repository's collection; nothing happens when it is none. */
  wantIndex(repositoryId: number, cause: string): Promise<void>
}

/** Hands a delivery to whom it concerns. Safe to repeat. Throws what the receiver throws, for the queue to try again. */
export async function routeDelivery(event: DeliveryEvent, deliveryId: string, deps: RouteDeps): Promise<void> {
  const issue = issueOf(event)
  if (issue !== null) return deps.issue(issue.key).deliver(deliveryId, event)
  switch (event.event) {
    case 'push':
      // A tag is a release of what is indexed, also when it leaves.
      if (event.push.ref.startsWith('refs/tags/')) return deps.wantIndex(event.repository.id, 'tag')
      if (event.push.ref !== `refs/heads/${event.push.defaultBranch}` || event.push.deleted) return
      return deps.wantIndex(event.repository.id, 'push')
    case 'release':
      return event.action === 'published' ? deps.wantIndex(event.repository.id, 'release') : undefined
    case 'installation':
      if (event.action === 'created' || event.action === 'unsuspend') return addAll(event.repositories, event.installationId, deps)
      if (event.action === 'deleted' || event.action === 'suspend') return deps.hideCollections(event.repositories.map(({ id }) => id))
      return
    case 'installation_repositories':
      await addAll(event.added, event.installationId, deps)
      return deps.hideCollections(event.removed.map(({ id }) => id))
    default:
      return
  }
}

async function addAll(repositories: InstalledRepository[], installationId: number, deps: RouteDeps): Promise<void> {
  for (const { id, owner, repo } of repositories) {
    await deps.addCollection({ installationId, repositoryId: id, owner, repo }, 'installation')
  }
}

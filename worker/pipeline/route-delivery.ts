import type { DeliveryEvent } from '../domain/delivery-event.ts'
import { issueOf } from '../domain/from-delivery.ts'
import type { RepositoryRef } from './ports.ts'
import { type OwnerDeps, routeOwner } from './route-owner.ts'

/** Where deliveries go: to the object of their issue, or to the registry. */
export interface RouteDeps extends OwnerDeps {
  issue(key: string): { deliver(deliveryId: string, event: DeliveryEvent): Promise<void> }
  /** Asks for an index of the repository's collection, as it is now; nothing happens when it is none. */
  wantIndex(repository: RepositoryRef, cause: string): Promise<void>
}

/** Hands a delivery to whom it concerns. Safe to repeat. Throws what the receiver throws, for the queue to try again. */
export async function routeDelivery(event: DeliveryEvent, deliveryId: string, deps: RouteDeps): Promise<void> {
  const issue = issueOf(event)
  if (issue !== null) return deps.issue(issue.key).deliver(deliveryId, event)
  switch (event.event) {
    case 'push':
      // A tag is a release of what is indexed, also when it leaves.
      if (event.push.ref.startsWith('refs/tags/')) return index(event, 'tag', deps)
      if (event.push.ref !== `refs/heads/${event.push.defaultBranch}` || event.push.deleted) return
      return index(event, 'push', deps)
    case 'release':
      return event.action === 'published' ? index(event, 'release', deps) : undefined
    case 'installation':
    case 'installation_repositories':
    case 'repository':
      return routeOwner(event, deliveryId, deps)
    default:
      return
  }
}

async function index(event: Extract<DeliveryEvent, { event: 'push' | 'release' }>, cause: string, deps: RouteDeps): Promise<void> {
  const { installationId, repository } = event
  if (installationId === null) return
  const { id, owner, repo } = repository
  await deps.wantIndex({ installationId, repositoryId: id, owner, repo }, cause)
}

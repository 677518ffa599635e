import type { DeliveryEvent, InstalledRepository } from '../domain/delivery-event.ts'
import { issueOf } from '../domain/from-delivery.ts'
import type { IssueEvent } from '../domain/issue-events.ts'
import type { RepositoryRef } from './ports.ts'

/** Where deliveries go: to the object of their issue, or to the registry. */
export interface RouteDeps {
  issue(key: string): { deliver(deliveryId: string, event: DeliveryEvent): Promise<void> }
  /** Takes a repository up as a collection (or brings what is known of it up to date) and asks for its index. */
  addCollection(repository: RepositoryRef, cause: string): Promise<void>
  /** Takes collections out of every public answer. `keeps`: the App stays installed there, and is only not to be used. */
  hideCollections(repositoryIds: number[], how?: { keeps: boolean }): Promise<void>
  /** What is known of an installation: GitHub does not name the repositories when it is suspended, nor when that ends. */
  installed(installationId: number): Promise<Pick<InstalledRepository, 'id' | 'owner' | 'repo'>[]>
  /** Tells every issue of these repositories that is at work; each hears it once, however often it is told. */
  tellIssues(repositoryIds: number[], deliveryId: string, event: IssueEvent): Promise<void>
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
      return routeInstallation(event, deliveryId, deps)
    case 'installation_repositories':
      await addAll(event.added, event.installationId, deliveryId, deps)
      return lose(event.removed, 'removed', deliveryId, deps)
    case 'repository':
      return routeRepository(event, deliveryId, deps)
    default:
      return
  }
}

type Named = Pick<InstalledRepository, 'id' | 'owner' | 'repo'>

async function routeInstallation(
  event: Extract<DeliveryEvent, { event: 'installation' }>,
  deliveryId: string,
  deps: RouteDeps,
): Promise<void> {
  const { action, installationId } = event
  if (action === 'new_permissions_accepted') return
  const repositories: Named[] = event.repositories.length > 0 ? event.repositories : await deps.installed(installationId)
  if (action === 'deleted') return lose(repositories, 'uninstalled', deliveryId, deps)
  if (action === 'suspend') return lose(repositories, 'suspended', deliveryId, deps)
  await addAll(repositories, installationId, deliveryId, deps)
}

async function routeRepository(event: Extract<DeliveryEvent, { event: 'repository' }>, deliveryId: string, deps: RouteDeps): Promise<void> {
  const { action, installationId, repository } = event
  if (action === 'deleted') return lose([repository], 'deleted', deliveryId, deps)
  // What is archived is read as before.
  if (action === 'archived') return deps.tellIssues([repository.id], deliveryId, { type: 'RepositoryGone', how: 'archived' })
  if (installationId !== null && action !== 'unarchived') await addAll([repository], installationId, deliveryId, deps)
}

async function lose(
  repositories: Named[],
  how: Extract<IssueEvent, { type: 'RepositoryGone' }>['how'],
  deliveryId: string,
  deps: RouteDeps,
): Promise<void> {
  const ids = repositories.map(({ id }) => id)
  await deps.hideCollections(ids, { keeps: how === 'suspended' })
  await deps.tellIssues(ids, deliveryId, { type: 'RepositoryGone', how })
}

async function addAll(repositories: Named[], installationId: number, deliveryId: string, deps: RouteDeps): Promise<void> {
  for (const { id, owner, repo } of repositories) {
    const repository = { installationId, repositoryId: id, owner, repo }
    await deps.addCollection(repository, 'installation')
    await deps.tellIssues([id], deliveryId, { type: 'RepositoryMoved', repository })
  }
}

import type { DeliveryEvent } from '../domain/delivery-event.ts'
import type { Loss, OutsideWord } from '../domain/outside-words.ts'
import type { RepositoryRef } from './ports.ts'

/** What owners do to the App's installation and to repositories as a whole. */
export type OwnerEvent = Extract<DeliveryEvent, { event: 'installation' | 'installation_repositories' | 'repository' }>

export interface OwnerDeps {
  /**
   * Looks where a repository is now, and takes it up as a collection or brings what is known of it up to date; its index is asked for. Null when the App does not
   * reach it.
   */
  addCollection(repository: RepositoryRef, cause: string): Promise<RepositoryRef | null>
  /** Takes collections of these repositories out of sight; of `installationId` only, where that is given. */
  hideCollections(repositoryIds: number[], how: { installationId: number | null; isPrivate: boolean }): Promise<void>
  /** Repositories that were last reached through this installation. */
  repositoriesOf(installationId: number): Promise<RepositoryRef[]>
  now(): number
  /** Tells every issue of these repositories, once for each `mark`. */
  tell(mark: string, repositoryIds: number[], word: OutsideWord): Promise<void>
}

/**
 * Hands what owners did to the collections and issues it concerns. Events come in any order: what is lost is told with the installation it was lost to, and where a
 * repository is found is asked of GitHub.
 */
export async function routeOwner(event: OwnerEvent, mark: string, deps: OwnerDeps): Promise<void> {
  const { installationId } = event
  if (installationId === null) return
  const lose = async (how: Loss, repositories: readonly { repositoryId: number }[]) => {
    const ids = repositories.map(({ repositoryId }) => repositoryId)
    const guard = event.event === 'repository' ? null : installationId
    // What is archived can still be read.
    if (how !== 'archived') await deps.hideCollections(ids, { installationId: guard, isPrivate: how === 'privatized' })
    await deps.tell(mark, ids, { type: 'RepositoryGone', how, ...(guard === null ? {} : { installationId }) })
  }
  const find = async (repositories: readonly RepositoryRef[]) => {
    let isFound = false
    for (const given of repositories) {
      const repository = await deps.addCollection(given, 'installation')
      if (repository === null) continue
      isFound = true
      await deps.tell(mark, [repository.repositoryId], { type: 'RepositoryMoved', repository, at: deps.now() })
    }
    return isFound
  }
  const refOf = ({ id, owner, repo }: { id: number; owner: string; repo: string }) => ({ installationId, repositoryId: id, owner, repo })
  if (event.event === 'installation_repositories') {
    await find(event.added.map(refOf))
    return lose('removed', event.removed.map(refOf))
  }
  if (event.event === 'repository') {
    const repositories = [refOf(event.repository)]
    const { action } = event
    if (action === 'archived' || action === 'deleted' || action === 'privatized') return lose(action, repositories)
    if (!(await find(repositories)) && action === 'transferred') await lose(action, repositories)
    return
  }
  // GitHub names no repositories with a suspension.
  const known = await deps.repositoriesOf(installationId)
  const all = [...new Map([...known, ...event.repositories.map(refOf)].map((repository) => [repository.repositoryId, repository])).values()]
  if (event.action === 'deleted') return lose('uninstalled', all)
  if (event.action === 'suspend') return lose('suspended', all)
  if (event.action === 'created' || event.action === 'unsuspend') await find(all)
}

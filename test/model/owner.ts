import { GitHubError } from '../../worker/domain/failure.ts'
import type { Loss, OutsideWord } from '../../worker/domain/outside-words.ts'
import type { GitHubPort, RepositoryRef } from '../../worker/pipeline/ports.ts'

/** What an owner has done to the repository and to the App's installation. */
export class Owner {
  repository: RepositoryRef = { installationId: 5001, repositoryId: 77, owner: 'meridian-ops', repo: 'cluster-care-codecollection' }
  /** Why the App does not reach it, or may not write to it; null while all is well. */
  loss: Extract<Loss, 'uninstalled' | 'suspended' | 'removed' | 'archived'> | null = null

  /** Loses it in this way; the word that GitHub sends. */
  lose(how: NonNullable<Owner['loss']>): OutsideWord {
    this.loss = how
    return { type: 'RepositoryGone', how, ...(how === 'archived' ? {} : { installationId: this.repository.installationId }) }
  }

  /** Sets right whatever was done, and calls the repository by another name where one is given. What was uninstalled comes back under another id. */
  comeBack(at: number, repo = this.repository.repo): OutsideWord {
    const installationId = this.repository.installationId + (this.loss === 'uninstalled' ? 1 : 0)
    this.repository = { ...this.repository, installationId, repo }
    this.loss = null
    return { type: 'RepositoryMoved', repository: this.repository, at }
  }

  /** Throws what the adapter throws for a call of this name on a repository that is kept in this way. */
  meet(repo: RepositoryRef, call: string): void {
    const isForeign = repo.installationId !== this.repository.installationId
    const how = isForeign ? 'uninstalled' : this.loss
    if (how === null || (how === 'archived' && reading.includes(call))) return
    throw new GitHubError(codes[how], 'GitHub said no.', 'never')
  }
}

const codes = {
  uninstalled: 'app_not_installed',
  suspended: 'app_suspended',
  removed: 'app_no_access',
  archived: 'repository_archived',
} as const

/** What an archive allows. */
const reading = [
  'permissionOf',
  'readText',
  'readFiles',
  'readBranch',
  'findPullRequest',
  'getPullRequest',
  'reviewComments',
  'branchTip',
  'cloneToken',
]

/** The same GitHub, where the repository can be reached only as its owner lets it. */
export function kept(github: GitHubPort, owner: Owner): GitHubPort {
  return new Proxy(github, {
    get(target, name, receiver) {
      const call: unknown = Reflect.get(target, name, receiver)
      if (typeof call !== 'function') return call
      return async (repo: RepositoryRef, ...rest: unknown[]) => {
        owner.meet(repo, String(name))
        return Reflect.apply(call, target, [repo, ...rest])
      }
    },
  })
}

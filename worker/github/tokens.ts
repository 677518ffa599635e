import { App } from '@octokit/app'
import * as z from 'zod'
import { GitHubError } from '../domain/failure.ts'
import type { RepositoryRef } from '../pipeline/ports.ts'
import { appKeyProblem, normalisedKey } from './app-key.ts'
import { isGitHubError } from './classify.ts'
import type { Transport } from './transport.ts'

/** What a token may do; GitHub adds `metadata: read` to each. */
export type Permissions = Partial<Record<'contents' | 'issues' | 'pull_requests' | 'metadata', 'read' | 'write'>>

/** Installation tokens live an hour; none is used in its last ten minutes. */
const longestUseMs = 50 * 60_000
const reserveMs = 10 * 60_000
/** Tokens held at most; the oldest goes first. */
const mostTokens = 500

const tokenAnswer = z.object({ token: z.string().min(1), expires_at: z.string() })

/** Codes that say that the App does not reach a repository. */
export const lossCodes = ['app_not_installed', 'app_suspended', 'app_no_access'] as const

const installationAnswer = z.object({ id: z.number() })

export interface Tokens {
  /** A signed JSON web token that speaks for the App itself. Throws `GitHubError` `github_not_configured` without a usable key. */
  app(): Promise<string>
  /**
   * A token for one repository and these permissions only. Kept in memory, never stored. An installation that was replaced by another is followed. Throws
   * `GitHubError` with one of `lossCodes` where the App does not reach the repository.
   */
  installation(repo: RepositoryRef, permissions: Permissions): Promise<string>
  /** The installation through which the repository was reached last. */
  installationOf(repo: RepositoryRef): number
  /** Drops a token that GitHub no longer takes. */
  forget(token: string): void
}

/** Tokens of one App. Octokit signs the App's JSON web token; the cache here holds plain text only, so that requests share no promises. */
export function createTokens(config: { appId: string; privateKey: string; transport: Transport; now: () => number }): Tokens {
  const held = new Map<string, { token: string; until: number }>()
  /** Installations that have replaced the one of a repository. */
  const followed = new Map<string, number>()
  let signer: App | null = null

  async function app(): Promise<string> {
    const fault = config.appId === '' ? 'GITHUB_APP_ID is not set.' : appKeyProblem(config.privateKey)
    if (fault !== null) throw new GitHubError('github_not_configured', fault, 'poison')
    signer ??= new App({ appId: config.appId, privateKey: normalisedKey(config.privateKey) })
    const authentication: unknown = await signer.octokit.auth({ type: 'app' })
    return z.object({ token: z.string() }).parse(authentication).token
  }

  async function installation(repo: RepositoryRef, permissions: Permissions): Promise<string> {
    const key = `${repo.installationId}/${repo.repositoryId}/${JSON.stringify(permissions)}`
    const known = held.get(key)
    if (known !== undefined && known.until > config.now()) return known.token
    const data = await mint(installationOf(repo), repo, permissions).catch(async (loss: unknown) => {
      const now = lossCodes.some((code) => isGitHubError(loss, code)) ? await installedNow(repo) : null
      if (now === null || now === installationOf(repo)) throw loss
      followed.set(nameOf(repo), now)
      return mint(now, repo, permissions)
    })
    const until = Math.min(Date.parse(data.expires_at) - reserveMs, config.now() + longestUseMs)
    held.delete(key)
    for (const oldest of held.keys()) {
      if (held.size < mostTokens) break
      held.delete(oldest)
    }
    held.set(key, { token: data.token, until })
    return data.token
  }

  async function mint(id: number, { repositoryId }: RepositoryRef, permissions: Permissions): Promise<z.infer<typeof tokenAnswer>> {
    const path = `/app/installations/${id}/access_tokens`
    const call = { method: 'POST', path, body: { repository_ids: [repositoryId], permissions } } as const
    const { data } = await config.transport.send(await app(), call, tokenAnswer).catch((error: unknown) => {
      throw lossOf(error)
    })
    return data
  }

  /** The installation that reaches the repository by its name, which GitHub follows where it has changed; null when none does. */
  async function installedNow({ owner, repo }: RepositoryRef): Promise<number | null> {
    try {
      const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repo)}/installation`
      return (await config.transport.send(await app(), { method: 'GET', path }, installationAnswer)).data.id
    } catch (error) {
      if (isGitHubError(error, 'github_not_found')) return null
      throw error
    }
  }

  const nameOf = (repo: RepositoryRef) => `${repo.installationId}/${repo.repositoryId}`
  const installationOf = (repo: RepositoryRef) => followed.get(nameOf(repo)) ?? repo.installationId

  function forget(token: string): void {
    for (const [key, entry] of held) if (entry.token === token) held.delete(key)
  }

  return { app, installation, installationOf, forget }
}

/** What a refused token says of the repository: GitHub answers 404 for an installation that is gone, 422 for a repository that is not in it. */
function lossOf(error: unknown): unknown {
  const isGone = isGitHubError(error, 'github_not_found')
  const isOutside = isGitHubError(error, 'github_invalid') && error.message.includes('does not exist or is not accessible')
  return isGone || isOutside ? new GitHubError(isGone ? 'app_not_installed' : 'app_no_access', error.message, 'never') : error
}

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

export interface Tokens {
  /** A signed JSON web token that speaks for the App itself. Throws `GitHubError` `github_not_configured` without a usable key. */
  app(): Promise<string>
  /** A token for one repository and these permissions only. Kept in memory, never stored. */
  installation(repo: RepositoryRef, permissions: Permissions): Promise<string>
  /** Drops a token that GitHub no longer takes. */
  forget(token: string): void
}

/** Tokens of one App. Octokit signs the App's JSON web token; the cache here holds plain text only, so that requests share no promises. */
export function createTokens(config: { appId: string; privateKey: string; transport: Transport; now: () => number }): Tokens {
  const held = new Map<string, { token: string; until: number }>()
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
    const path = `/app/installations/${repo.installationId}/access_tokens`
    const call = { method: 'POST', path, body: { repository_ids: [repo.repositoryId], permissions } } as const
    const { data } = await config.transport.send(await app(), call, tokenAnswer).catch((error: unknown) => {
      throw notInstalled(error, repo) ?? error
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

  function forget(token: string): void {
    for (const [key, entry] of held) if (entry.token === token) held.delete(key)
  }

  return { app, installation, forget }
}

/** GitHub answers 404 for an installation that is gone, 422 for a repository that is not in it, 403 for one that is suspended. */
function notInstalled(error: unknown, { owner, repo }: RepositoryRef): GitHubError | null {
  const where = `${owner}/${repo}`
  if (isGitHubError(error, 'github_forbidden') && /suspended/i.test(error.message))
    return new GitHubError(
      'app_suspended',
      `The GitHub App is suspended where ${where} is. Unsuspend it in GitHub's settings, then retry.`,
      'never',
    )
  if (!isGitHubError(error, 'github_not_found') && !isGitHubError(error, 'github_invalid')) return null
  return new GitHubError('app_not_installed', `The GitHub App is not installed on ${where}. Install it there again, then retry.`, 'never')
}

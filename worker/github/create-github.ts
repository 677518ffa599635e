import * as z from 'zod'
import type { GitHubPort, Permission, RepositoryRef, Whereabouts } from '../pipeline/ports.ts'
import { deleteBranch, readBranch, readFilesAt, readTextAt } from './agent-branch.ts'
import { commitToBranch, defaultBranch, tipOf } from './branch.ts'
import { isGitHubError } from './classify.ts'
import { createClient, type GitHubClient } from './client.ts'
import { ensureReview, reviewComments, upsertComment } from './comments.ts'
import { whereIs } from './find-repository.ts'
import { listDeliveries, redeliver } from './hook-log.ts'
import { setLabel } from './labels.ts'
import { merge } from './merge.ts'
import { closePullRequest, ensurePullRequest, findPullRequest, getPullRequest, reopenPullRequest } from './pulls.ts'
import type { HookDeliveryLog } from './recover-deliveries.ts'
import { createTokens } from './tokens.ts'
import { createTransport, type Fetch } from './transport.ts'

export interface GitHubConfig {
  appId: string
  /** The App's name in addresses; its bot account is `<slug>[bot]`. */
  slug: string
  /** PKCS#8 PEM. A key that cannot be used fails the calls, with the reason, and not the construction. */
  privateKey: string
  /** `https://api.github.com`, or `https://<host>/api/v3` of an enterprise server. */
  apiUrl: string
  fetch?: Fetch
  now?: () => number
}

/**
 * GitHub through the App. Installation tokens are cached in this object: make one per isolate, not one per request.
 * Every method can be repeated, and fails with a classified `GitHubError` only.
 */
export function createGitHub(
  config: GitHubConfig,
): GitHubPort & HookDeliveryLog & { whereIs(repo: RepositoryRef): Promise<Whereabouts | null> } {
  const now = config.now ?? Date.now
  const send: Fetch = config.fetch ?? ((url, init) => fetch(url, init))
  const transport = createTransport({ apiUrl: config.apiUrl, fetch: send, now })
  const tokens = createTokens({ appId: config.appId, privateKey: config.privateKey, transport, now })
  const client = createClient(transport, tokens)
  const app = { appId: config.appId, slug: config.slug }
  const author = { name: `${config.slug}[bot]`, email: `${config.slug}[bot]@users.noreply.github.com` }

  return {
    permissionOf: (repo, login) => permissionOf(client, repo, login),
    setLabel: (repo, issue, label, managed, consumed) => setLabel(client, repo, issue, { label, managed, consumed }),
    upsertComment: (repo, issue, marker, body) => upsertComment(client, repo, issue, { marker, body }, app),
    defaultBranch: (repo) => defaultBranch(client, repo),
    commitToBranch: (repo, commit) => commitToBranch(client, repo, commit, author),
    readText: (repo, commitSha, path) => readTextAt(client, repo, commitSha, path),
    readFiles: (repo, commitSha, directory) => readFilesAt(client, repo, commitSha, { directory, maxBytes: maxBundleBytes }),
    findPullRequest: (repo, branch) => findPullRequest(client, repo, branch),
    getPullRequest: (repo, number) => getPullRequest(client, repo, number),
    ensurePullRequest: (repo, pull) => ensurePullRequest(client, repo, pull),
    ensureReview: (repo, pull, marker, body) => ensureReview(client, repo, pull, { marker, body }, app),
    reviewComments: (repo, pull, reviewId) => reviewComments(client, repo, pull, reviewId),
    merge: (repo, pull, headSha, message) => merge(client, repo, { pull, headSha, message }),
    closePullRequest: (repo, pull) => closePullRequest(client, repo, pull),
    reopenPullRequest: (repo, pull) => reopenPullRequest(client, repo, pull),
    branchTip: (repo, branch) => tipOf(client, repo, branch, author),
    readBranch: (repo, what) => readBranch(client, repo, what),
    deleteBranch: (repo, branch) => deleteBranch(client, repo, branch),
    cloneToken: (repo) => tokens.installation(repo, { contents: 'read' }),
    whereIs: (repo) => whereIs(client, tokens, repo),
    listDeliveries: (since, limit) => listDeliveries(client, since, limit),
    redeliver: (id) => redeliver(client, id),
  }
}

/** More than a CodeBundle may hold. */
const maxBundleBytes = 1024 * 1024

const permissionAnswer = z.object({ permission: z.string(), role_name: z.string().nullish() })

const permissions: readonly Permission[] = ['admin', 'maintain', 'write', 'triage', 'read', 'none']

/** The role when it is one of GitHub's own; a role that an organisation defined counts as the permission it builds on. Unknown people have none. */
async function permissionOf(client: GitHubClient, repo: RepositoryRef, login: string): Promise<Permission> {
  try {
    const path = `/collaborators/${encodeURIComponent(login)}/permission`
    const { data } = await client.inRepository(repo, { method: 'GET', path, needs: { metadata: 'read' } }, permissionAnswer)
    const known = (name: string | null | undefined) => permissions.find((permission) => permission === name)
    return known(data.role_name) ?? known(data.permission) ?? 'none'
  } catch (error) {
    if (isGitHubError(error, 'github_not_found')) return 'none'
    throw error
  }
}

import * as z from 'zod'
import type { PullRequest, RepositoryRef } from '../pipeline/ports.ts'
import { isDoubtful, isGitHubError } from './classify.ts'
import type { GitHubClient } from './client.ts'
import { bodyText, isSameText } from './comment-text.ts'

const repositoryId = z.object({ id: z.number().int() })

/** One schema for a listing's entry and for a single pull request: only the latter has `merged`. */
const pullAnswer = z
  .object({
    number: z.number().int(),
    node_id: z.string(),
    html_url: z.string(),
    state: z.enum(['open', 'closed']),
    draft: z.boolean().nullish(),
    merged: z.boolean().nullish(),
    merged_at: z.string().nullish(),
    merge_commit_sha: z.string().nullish(),
    title: z.string(),
    body: z.string().nullable(),
    head: z.object({ ref: z.string(), sha: z.string(), repo: repositoryId.nullish() }),
    base: z.object({ ref: z.string() }),
  })
  .transform((raw) => {
    const merged = raw.merged ?? (raw.merged_at !== undefined && raw.merged_at !== null)
    const pull: PullRequest = {
      number: raw.number,
      nodeId: raw.node_id,
      url: raw.html_url,
      headSha: raw.head.sha,
      state: raw.state,
      draft: raw.draft ?? false,
      merged,
      // While a pull request is open, this field is GitHub's trial merge.
      mergeCommitSha: merged ? (raw.merge_commit_sha ?? null) : null,
    }
    return {
      pull,
      title: raw.title,
      body: raw.body ?? '',
      base: raw.base.ref,
      headRef: raw.head.ref,
      headRepository: raw.head.repo?.id ?? null,
    }
  })
type FoundPull = z.infer<typeof pullAnswer>

const reading = { pull_requests: 'read' } as const
const writing = { pull_requests: 'write' } as const

/** Pull requests in any state whose head is `branch` of this very repository, newest first. */
async function withHead(client: GitHubClient, repo: RepositoryRef, branch: string): Promise<FoundPull[]> {
  const query = new URLSearchParams({
    head: `${repo.owner}:${branch}`,
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: '30',
  })
  const { data } = await client.inRepository(repo, { method: 'GET', path: `/pulls?${query}`, needs: reading }, z.array(pullAnswer))
  // GitHub drops a head filter it cannot read and then lists everything. Names change; the id of a repository does not.
  const ours = data.filter((found) => found.headRef === branch && found.headRepository === repo.repositoryId)
  return ours.sort((left, right) => right.pull.number - left.pull.number)
}

export async function findPullRequest(client: GitHubClient, repo: RepositoryRef, branch: string): Promise<PullRequest | null> {
  return (await withHead(client, repo, branch))[0]?.pull ?? null
}

export async function getPullRequest(client: GitHubClient, repo: RepositoryRef, number: number): Promise<PullRequest> {
  return (await client.inRepository(repo, { method: 'GET', path: `/pulls/${number}`, needs: reading }, pullAnswer)).data.pull
}

export interface WantedPull {
  branch: string
  base: string
  title: string
  body: string
}

/**
 * The one pull request of a branch. An open one is brought up to date; a closed or merged one is returned as it is (a human said no, or
 * it is done) and never followed by a second. A refusal, a lost or cut answer and a 5xx are followed by another look, since the work may be done.
 */
export async function ensurePullRequest(client: GitHubClient, repo: RepositoryRef, wanted: WantedPull): Promise<PullRequest> {
  const known = await chosen(client, repo, wanted.branch)
  if (known !== null) return broughtUpToDate(client, repo, known, wanted)
  try {
    return (await create(client, repo, wanted)).pull
  } catch (error) {
    if (!isDoubtful(error) && !isGitHubError(error, 'github_invalid')) throw error
    const adopted = await chosen(client, repo, wanted.branch)
    if (adopted === null) throw error
    return broughtUpToDate(client, repo, adopted, wanted)
  }
}

/** The open one when there is one, else the newest. */
async function chosen(client: GitHubClient, repo: RepositoryRef, branch: string): Promise<FoundPull | null> {
  const found = await withHead(client, repo, branch)
  return found.find((candidate) => candidate.pull.state === 'open') ?? found[0] ?? null
}

async function create(client: GitHubClient, repo: RepositoryRef, wanted: WantedPull): Promise<FoundPull> {
  const body = { title: wanted.title, body: bodyText(wanted.body), head: wanted.branch, base: wanted.base }
  const call = { method: 'POST', path: '/pulls', needs: writing } as const
  try {
    return (await client.inRepository(repo, { ...call, body: { ...body, draft: true } }, pullAnswer)).data
  } catch (error) {
    // Private repositories of some plans have no drafts; the refusal made nothing.
    if (!isGitHubError(error, 'github_invalid') || !/draft pull requests are not supported/i.test(error.message)) throw error
    return (await client.inRepository(repo, { ...call, body }, pullAnswer)).data
  }
}

async function broughtUpToDate(client: GitHubClient, repo: RepositoryRef, found: FoundPull, wanted: WantedPull): Promise<PullRequest> {
  if (found.pull.state === 'closed') return found.pull
  const body = bodyText(wanted.body)
  const same = found.title === wanted.title && isSameText(found.body, body) && found.base === wanted.base
  if (same) return found.pull
  const path = `/pulls/${found.pull.number}`
  const call = { method: 'PATCH', path, needs: writing, body: { title: wanted.title, body, base: wanted.base } } as const
  return (await client.inRepository(repo, call, pullAnswer)).data.pull
}

/** Closes without merging; closed already is fine. */
export async function closePullRequest(client: GitHubClient, repo: RepositoryRef, number: number): Promise<void> {
  const known = await getPullRequest(client, repo, number)
  if (known.state === 'closed') return
  await client.inRepository(repo, { method: 'PATCH', path: `/pulls/${number}`, needs: writing, body: { state: 'closed' } }, pullAnswer)
}

/** Opens a closed pull request again. GitHub refuses that with 422 where the branch is gone or has another history; then it comes back closed. */
export async function reopenPullRequest(client: GitHubClient, repo: RepositoryRef, number: number): Promise<PullRequest> {
  const call = { method: 'PATCH', path: `/pulls/${number}`, needs: writing, body: { state: 'open' } } as const
  try {
    return (await client.inRepository(repo, call, pullAnswer)).data.pull
  } catch (error) {
    if (!isGitHubError(error, 'github_invalid')) throw error
    return getPullRequest(client, repo, number)
  }
}

import * as z from 'zod'
import { GitHubError } from '../domain/failure.ts'
import type { MergeResult, PullRequest, RepositoryRef } from '../pipeline/ports.ts'
import { isDoubtful, isGitHubError } from './classify.ts'
import type { GitHubClient } from './client.ts'
import { getPullRequest } from './pulls.ts'

const needs = { contents: 'write', pull_requests: 'write' } as const

const mergeAnswer = z.object({ sha: z.string().nullable(), merged: z.boolean(), message: z.string() })
const readyAnswer = z.object({
  data: z.object({ markPullRequestReadyForReview: z.object({ pullRequest: z.object({ isDraft: z.boolean() }) }).nullish() }).nullish(),
  errors: z.array(z.object({ message: z.string(), type: z.string().nullish() })).nullish(),
})

const readyMutation = `mutation Ready($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`

export interface MergeOrder {
  pull: number
  /** The commit that was approved; a newer head is never merged. */
  headSha: string
  message: { title: string; body: string }
}

/** Squashes the approved head into the base. Looks first and adopts a merge that is done; on doubt looks again. */
export async function merge(client: GitHubClient, repo: RepositoryRef, order: MergeOrder): Promise<MergeResult> {
  const known = await getPullRequest(client, repo, order.pull)
  const decided = withoutMerging(known, order.headSha)
  if (decided !== null) return decided
  if (known.draft) await markReady(client, repo, known)
  try {
    const body = {
      sha: order.headSha,
      merge_method: 'squash',
      commit_title: order.message.title,
      commit_message: order.message.body,
    }
    const { data } = await client.inRepository(repo, { method: 'PUT', path: `/pulls/${order.pull}/merge`, needs, body }, mergeAnswer)
    if (data.merged && data.sha !== null) return { merged: true, sha: data.sha }
    return { merged: false, reason: 'not_mergeable', detail: data.message }
  } catch (error) {
    return afterFailure(client, repo, order, error)
  }
}

/** What the pull request's state decides by itself; null when it is to be merged. */
function withoutMerging(pull: PullRequest, headSha: string): MergeResult | null {
  if (pull.merged) {
    if (pull.mergeCommitSha !== null) return { merged: true, sha: pull.mergeCommitSha }
    throw new GitHubError('github_garbled', `GitHub names no merge commit yet for pull request ${pull.number}`, 'later')
  }
  if (pull.state === 'closed') return { merged: false, reason: 'closed', detail: 'The pull request is closed.' }
  if (pull.headSha === headSha) return null
  return { merged: false, reason: 'head_moved', detail: `The head is ${pull.headSha}, approved was ${headSha}.` }
}

async function afterFailure(client: GitHubClient, repo: RepositoryRef, order: MergeOrder, error: unknown): Promise<MergeResult> {
  const refused = isGitHubError(error, 'github_conflict') || isGitHubError(error, 'github_not_allowed')
  if (!refused && !isDoubtful(error)) throw error
  const now = withoutMerging(await getPullRequest(client, repo, order.pull), order.headSha)
  if (now !== null) return now
  if (isGitHubError(error, 'github_conflict')) return { merged: false, reason: 'head_moved', detail: error.message }
  if (isGitHubError(error, 'github_not_allowed')) {
    // Another merge got in between; nothing is wrong with this one.
    if (/base branch was modified/i.test(error.message)) throw new GitHubError('github_busy', error.message, 'later')
    return { merged: false, reason: 'not_mergeable', detail: error.message }
  }
  throw error
}

/** Draft to ready, which only GraphQL can do. Whatever it answers, the pull request itself says whether it is still a draft. */
async function markReady(client: GitHubClient, repo: RepositoryRef, pull: PullRequest): Promise<void> {
  const call = { needs, body: { query: readyMutation, variables: { id: pull.nodeId } } }
  let failure: GitHubError
  try {
    const { data } = await client.graphql(repo, call, readyAnswer)
    if (data.data?.markPullRequestReadyForReview?.pullRequest.isDraft === false) return
    failure = graphqlFailure(data.errors ?? [])
  } catch (error) {
    if (!isDoubtful(error)) throw error
    failure = error
  }
  if ((await getPullRequest(client, repo, pull.number)).draft) throw failure
}

function graphqlFailure(errors: { message: string; type?: string | null | undefined }[]): GitHubError {
  const text = `GitHub did not mark the pull request as ready: ${errors[0]?.message ?? 'no reason given'}`
  if (errors.some((error) => error.type === 'RATE_LIMITED')) return new GitHubError('github_rate_limited', text, 'later', 60_000)
  if (/archived so is read-only/i.test(text)) return new GitHubError('repository_archived', text, 'never')
  const refused = errors.some((error) => ['FORBIDDEN', 'NOT_FOUND', 'UNPROCESSABLE'].includes(error.type ?? ''))
  return new GitHubError(refused ? 'github_forbidden' : 'github_server_error', text, refused ? 'never' : 'later')
}

import * as z from 'zod'
import { GitHubError } from '../domain/failure.ts'
import type { BranchCommit, RepositoryRef } from '../pipeline/ports.ts'
import { isDoubtful, isGitHubError } from './classify.ts'
import type { GitHubClient } from './client.ts'

const sha = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/)
const madeObject = z.object({ sha })
const commitAnswer = z.object({
  sha,
  tree: z.object({ sha }),
  parents: z.array(z.object({ sha })),
  author: z.object({ email: z.string() }),
})
const refAnswer = z.object({ ref: z.string(), object: z.object({ sha, type: z.string() }) })
const treeAnswer = z.object({ truncated: z.boolean(), tree: z.array(z.object({ path: z.string() })) })
const repositoryAnswer = z.object({ default_branch: z.string(), archived: z.boolean().nullish() })

const reading = { contents: 'read' } as const
const writing = { contents: 'write' } as const

/** Each segment of a branch name encoded, slashes kept. */
export function encodedRef(branch: string): string {
  return branch.split('/').map(encodeURIComponent).join('/')
}

/** Name and tip of the default branch, upon which something is built: fails with `repository_archived` where nothing can be. */
export async function defaultBranch(client: GitHubClient, repo: RepositoryRef): Promise<{ name: string; sha: string }> {
  const { data } = await client.inRepository(repo, { method: 'GET', path: '', needs: reading }, repositoryAnswer)
  if (data.archived) throw new GitHubError('repository_archived', `${repo.owner}/${repo.repo} is archived`, 'never')
  const tip = await branchTip(client, repo, data.default_branch)
  if (tip === null) throw new GitHubError('empty_repository', `${repo.owner}/${repo.repo} has no commit yet`, 'never')
  return { name: data.default_branch, sha: tip }
}

/** Commit a branch points at, null when there is no such branch. */
export async function branchTip(client: GitHubClient, repo: RepositoryRef, branch: string): Promise<string | null> {
  try {
    const call = { method: 'GET', path: `/git/ref/heads/${encodedRef(branch)}`, needs: reading } as const
    const { data } = await client.inRepository(repo, call, refAnswer)
    return data.ref === `refs/heads/${branch}` ? data.object.sha : null
  } catch (error) {
    // GitHub answers 409 for a repository without commits.
    if (isGitHubError(error, 'github_not_found') || isGitHubError(error, 'github_conflict')) return null
    throw error
  }
}

export interface CommitAuthor {
  name: string
  email: string
}

/**
 * Tree, commit, ref. Objects are named by their content and the date is the caller's, so a repeated call makes the same commit; only the
 * ref is an act. Files go along with the tree in one request, which spares GitHub's limit on content-creating calls.
 */
export async function commitToBranch(
  client: GitHubClient,
  repo: RepositoryRef,
  commit: BranchCommit,
  author: CommitAuthor,
): Promise<string> {
  const tree = await makeTree(client, repo, commit)
  const date = new Date(commit.at).toISOString().replace(/\.\d{3}Z$/, 'Z')
  const person = { ...author, date }
  const body = { message: commit.message, tree, parents: [commit.parentSha], author: person, committer: person }
  const { data } = await client.inRepository(repo, { method: 'POST', path: '/git/commits', needs: writing, body }, madeObject)
  return moveBranch(client, repo, { branch: commit.branch, parentSha: commit.parentSha, sha: data.sha, tree })
}

async function readCommit(client: GitHubClient, repo: RepositoryRef, commitSha: string) {
  const call = { method: 'GET', path: `/git/commits/${encodeURIComponent(commitSha)}`, needs: reading } as const
  return (await client.inRepository(repo, call, commitAnswer)).data
}

/** What a branch holds, and whether `author` made it; null when there is no such branch. */
export async function tipOf(
  client: GitHubClient,
  repo: RepositoryRef,
  branch: string,
  author: CommitAuthor,
): Promise<{ sha: string; isOwn: boolean } | null> {
  const tip = await branchTip(client, repo, branch)
  return tip === null ? null : { sha: tip, isOwn: (await readCommit(client, repo, tip)).author.email === author.email }
}

async function makeTree(client: GitHubClient, repo: RepositoryRef, commit: BranchCommit): Promise<string> {
  const parent = await readCommit(client, repo, commit.parentSha)
  const files = commit.files.map((file) => ({ path: file.path, mode: file.mode, type: 'blob', content: file.content }))
  const kept = new Set(commit.files.map((file) => file.path))
  const removable = await existing(
    client,
    repo,
    parent.tree.sha,
    commit.remove.filter((path) => !kept.has(path)),
  )
  const removed = removable.map((path) => ({ path, mode: '100644', type: 'blob', sha: null }))
  if (files.length + removed.length === 0) return parent.tree.sha
  const body = { base_tree: parent.tree.sha, tree: [...files, ...removed] }
  const { data } = await client.inRepository(repo, { method: 'POST', path: '/git/trees', needs: writing, body }, madeObject)
  return data.sha
}

/** Those of `paths` that the tree holds: GitHub refuses to take away what is not there. A listing cut short decides nothing. */
async function existing(client: GitHubClient, repo: RepositoryRef, treeSha: string, paths: string[]): Promise<string[]> {
  if (paths.length === 0) return []
  const { data } = await client.inRepository(repo, { method: 'GET', path: `/git/trees/${treeSha}?recursive=1`, needs: reading }, treeAnswer)
  if (data.truncated) return paths
  const present = new Set(data.tree.map((entry) => entry.path))
  return paths.filter((path) => present.has(path))
}

interface Move {
  branch: string
  parentSha: string
  sha: string
  tree: string
}

/** Looks, acts, and on any doubt looks again. Returns the commit the branch holds: ours, or one with the same tree and parent. */
async function moveBranch(client: GitHubClient, repo: RepositoryRef, move: Move): Promise<string> {
  const tip = await branchTip(client, repo, move.branch)
  const settled = await settledTip(client, repo, move, tip)
  if (settled !== null) return settled
  try {
    if (tip === null) {
      const body = { ref: `refs/heads/${move.branch}`, sha: move.sha }
      await client.inRepository(repo, { method: 'POST', path: '/git/refs', needs: writing, body }, refAnswer)
    } else {
      const call = { method: 'PATCH', path: `/git/refs/heads/${encodedRef(move.branch)}`, needs: writing } as const
      await client.inRepository(repo, { ...call, body: { sha: move.sha, force: false } }, refAnswer)
    }
    return move.sha
  } catch (error) {
    if (!isDoubtful(error) && !isGitHubError(error, 'github_invalid')) throw error
    const after = await branchTip(client, repo, move.branch)
    const adopted = after === tip ? null : await settledTip(client, repo, move, after)
    if (adopted === null) throw error
    return adopted
  }
}

/** The commit to adopt when the branch is where it should be; null when it is still to be moved. Throws `branch_conflict` for a foreign tip. */
async function settledTip(client: GitHubClient, repo: RepositoryRef, move: Move, tip: string | null): Promise<string | null> {
  if (tip === move.sha) return tip
  if (tip === null || tip === move.parentSha) return null
  const found = await readCommit(client, repo, tip)
  if (found.tree.sha === move.tree && found.parents.length === 1 && found.parents[0]?.sha === move.parentSha) return tip
  throw new GitHubError(
    'branch_conflict',
    `The branch ${move.branch} holds other commits than those that this draft was made upon`,
    'never',
  )
}

import { ApiError } from './api-error.ts'
import { gitDirectory } from './git.ts'
import { commitsBetween } from './git-diff.ts'
import { mergeTrees } from './git-merge.ts'
import { readCommit, type Signature, writeCommit } from './git-objects.ts'
import { moveRef, readRef } from './git-refs.ts'
import { accountOf } from './members.ts'
import type { PullRequestRows } from './pull-actions.ts'
import { afterRefsChanged, closeIssuesNamedIn, settle } from './pushes.ts'
import type { Repo } from './tables.ts'
import { iso, type World } from './world.ts'

export interface MergeWish {
  /** The head must be this; null does not check. */
  sha: string | null
  method: 'merge' | 'squash' | 'rebase'
  title: string | null
  message: string | null
  login: string
}

/**
 * Merges and returns the new commit on the base. Throws 405 for what cannot be merged and 409 for a head that moved.
 * The wish is stored before the base moves, so that a process killed in between finishes it at its next start.
 */
export function mergePull(world: World, repo: Repo, { issue, pull }: PullRequestRows, wish: MergeWish): string {
  if (pull.merged_at !== null || issue.state === 'closed') throw new ApiError(405, 'Pull Request is not mergeable')
  if (pull.draft) throw new ApiError(405, 'Pull Request is still a draft')
  if (wish.method === 'rebase') throw new ApiError(405, 'Rebase merges are not allowed on this repository.')
  if (wish.sha !== null && wish.sha !== pull.head_sha) throw new ApiError(409, 'Head branch was modified. Review and try the merge again.')
  const directory = gitDirectory(world, repo)
  const base = readRef(directory, `refs/heads/${pull.base_ref}`)
  const tree = base === null ? null : mergeTrees(directory, base, pull.head_sha)
  if (base === null || tree === null) throw new ApiError(405, 'Pull Request is not mergeable')
  const sha = writeMergeCommit(world, repo, { issue, pull }, { ...wish, base, tree })
  world.store.run('UPDATE pulls SET merging_sha = ?, merging_by = ? WHERE issue_id = ?', sha, wish.login, issue.id)
  world.store.checkpoint()
  if (!moveRef(directory, `refs/heads/${pull.base_ref}`, sha, base)) {
    world.store.run('UPDATE pulls SET merging_sha = NULL, merging_by = NULL WHERE issue_id = ?', issue.id)
    world.store.checkpoint()
    throw new ApiError(405, 'Base branch was modified. Review and try the merge again.')
  }
  settle(world, repo, { issueId: issue.id, sha, login: wish.login })
  afterRefsChanged(world, repo, wish.login)
  if (pull.base_ref === repo.default_branch) closeIssuesNamedIn(world, repo, issue.body ?? '', wish.login)
  return sha
}

function writeMergeCommit(
  world: World,
  repo: Repo,
  { issue, pull }: PullRequestRows,
  wish: MergeWish & { base: string; tree: string },
): string {
  const directory = gitDirectory(world, repo)
  const squash = wish.method === 'squash'
  const author = accountOf(world, squash ? issue.login : wish.login)
  const date = iso(Date.now())
  const committer: Signature = { name: 'GitHub', email: 'noreply@github.com', date }
  const commits = commitsBetween(directory, wish.base, pull.head_sha).map((sha) => readCommit(directory, sha).message)
  const title =
    wish.title ?? (squash ? `${issue.title} (#${issue.number})` : `Merge pull request #${issue.number} from ${repo.owner}/${pull.head_ref}`)
  const message = wish.message ?? (squash ? commits.map((text) => `* ${text}`).join('\n\n') : issue.title)
  return writeCommit(directory, {
    tree: wish.tree,
    parents: squash ? [wish.base] : [wish.base, pull.head_sha],
    author: { name: author.name, email: `${author.id}+${author.login}@users.noreply.github.com`, date },
    committer,
    message: message === '' ? title : `${title}\n\n${message}`,
  })
}

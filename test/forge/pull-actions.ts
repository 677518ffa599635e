import { ApiError, invalid } from './api-error.ts'
import { gitDirectory } from './git.ts'
import { commitsBetween } from './git-diff.ts'
import { isAncestor, mergeBase, readRef, setRef } from './git-refs.ts'
import { emit } from './hooks.ts'
import { editIssue, issueById } from './issue-actions.ts'
import { presentFullPull, presentPull, presentReview } from './present-pull.ts'
import { takeNumber } from './repos.ts'
import { type Issue, type Pull, pullRow, type Repo, type Review, reviewRow } from './tables.ts'
import type { World } from './world.ts'

export interface PullRequestRows {
  issue: Issue
  pull: Pull
}

export function pullOf(world: World, issue: Issue): Pull {
  const pull = world.store.one(pullRow, 'SELECT * FROM pulls WHERE issue_id = ?', issue.id)
  if (pull === null) throw new Error(`no pull request ${issue.id}`)
  return pull
}

/** Reads a pull request again after a change. */
function refresh(world: World, issueId: number): PullRequestRows {
  const issue = issueById(world, issueId)
  return { issue, pull: pullOf(world, issue) }
}

export interface PullEvent {
  action: string
  sender: string
  more?: Record<string, unknown>
}

export function emitPull(world: World, repo: Repo, issueId: number, { action, sender, more = {} }: PullEvent): void {
  const { issue, pull } = refresh(world, issueId)
  const payload = { number: issue.number, pull_request: presentFullPull(world, repo, issue, pull), ...more }
  emit(world, { event: 'pull_request', action, repo, sender, payload })
}

export interface NewPull {
  title: string
  body: string | null
  head: string
  base: string
  draft: boolean
  login: string
}

/** Opens a pull request between two branches of one repository. Throws 422 as GitHub does. */
export function openPull(world: World, repo: Repo, wanted: NewPull): PullRequestRows {
  const directory = gitDirectory(world, repo)
  const headRef = wanted.head.replace(`${repo.owner}:`, '')
  const headSha = readRef(directory, `refs/heads/${headRef}`)
  if (headSha === null) throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' })
  const baseSha = readRef(directory, `refs/heads/${wanted.base}`)
  if (baseSha === null) throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' })
  if (openPullWith(world, repo, headRef, wanted.base)) {
    throw invalid({ resource: 'PullRequest', code: 'custom', message: `A pull request already exists for ${repo.owner}:${headRef}.` })
  }
  if (commitsBetween(directory, baseSha, headSha, 1).length === 0) {
    throw invalid({ resource: 'PullRequest', code: 'custom', message: `No commits between ${wanted.base} and ${headRef}` })
  }
  if (mergeBase(directory, baseSha, headSha) === null) {
    throw invalid({
      resource: 'PullRequest',
      code: 'custom',
      message: `The ${headRef} branch has no history in common with ${wanted.base}`,
    })
  }
  const number = takeNumber(world, repo)
  const now = Date.now()
  const { id } = world.store.run(
    'INSERT INTO issues (repo_id, number, is_pull, title, body, login, created_at, updated_at) VALUES (?, ?, 1, ?, ?, ?, ?, ?)',
    ...[repo.id, number, wanted.title, wanted.body, wanted.login, now, now],
  )
  world.store.run(
    'INSERT INTO pulls (issue_id, head_ref, head_sha, base_ref, base_sha, draft) VALUES (?, ?, ?, ?, ?, ?)',
    ...[id, headRef, headSha, wanted.base, baseSha, wanted.draft ? 1 : 0],
  )
  setRef(directory, `refs/pull/${number}/head`, headSha)
  emitPull(world, repo, id, { action: 'opened', sender: wanted.login })
  return refresh(world, id)
}

function openPullWith(world: World, repo: Repo, headRef: string, baseRef: string): boolean {
  return openPulls(world, repo).some(({ pull }) => pull.head_ref === headRef && pull.base_ref === baseRef)
}

/** Open pull requests of a repository, oldest first. */
export function openPulls(world: World, repo: Repo): PullRequestRows[] {
  const pulls = world.store.all(
    pullRow,
    "SELECT pulls.* FROM pulls JOIN issues ON issues.id = issue_id WHERE repo_id = ? AND state = 'open' ORDER BY number",
    repo.id,
  )
  return pulls.map((pull) => ({ issue: issueById(world, pull.issue_id), pull }))
}

export interface PullEdit {
  title?: string | undefined
  body?: string | null | undefined
  state?: 'open' | 'closed' | undefined
}

export function editPull(world: World, repo: Repo, { issue, pull }: PullRequestRows, edit: PullEdit, login: string): PullRequestRows {
  if (edit.state === 'open' && issue.state === 'closed') takeHead(world, issue, checkReopen(world, repo, pull))
  const edited = editIssue(world, repo, issue, edit, login)
  if (edited.title !== issue.title || edited.body !== issue.body) {
    const changes = {
      ...(edited.title === issue.title ? {} : { title: { from: issue.title } }),
      ...(edited.body === issue.body ? {} : { body: { from: issue.body ?? '' } }),
    }
    emitPull(world, repo, issue.id, { action: 'edited', sender: login, more: { changes } })
  }
  if (edited.state !== issue.state)
    emitPull(world, repo, issue.id, { action: edited.state === 'closed' ? 'closed' : 'reopened', sender: login })
  return refresh(world, issue.id)
}

/** The head it has once it is open again: the branch must hold what it held when the pull request was closed. Throws 422 as GitHub does. */
function checkReopen(world: World, repo: Repo, pull: Pull): string {
  const directory = gitDirectory(world, repo)
  const tip = readRef(directory, `refs/heads/${pull.head_ref}`)
  const refuse = (message: string) => invalid({ resource: 'PullRequest', field: 'state', code: 'invalid', message })
  if (pull.merged_at !== null) throw refuse('The pull request cannot be reopened.')
  if (tip === null) throw refuse(`state cannot be changed. The ${pull.head_ref} branch has been deleted.`)
  if (!isAncestor(directory, pull.head_sha, tip))
    throw refuse(`state cannot be changed. The ${pull.head_ref} branch was force-pushed or recreated.`)
  if (openPullWith(world, repo, pull.head_ref, pull.base_ref))
    throw refuse(`state cannot be changed. There is already an open pull request from ${pull.head_ref} to ${pull.base_ref}.`)
  return tip
}

function takeHead(world: World, issue: Issue, sha: string): void {
  world.store.run('UPDATE pulls SET head_sha = ? WHERE issue_id = ?', sha, issue.id)
}

/** Makes a draft ready for review; ready already is no change. */
export function markReady(world: World, repo: Repo, { issue, pull }: PullRequestRows, login: string): void {
  if (!pull.draft) return
  world.store.run('UPDATE pulls SET draft = 0 WHERE issue_id = ?', issue.id)
  world.store.run('UPDATE issues SET updated_at = ? WHERE id = ?', Date.now(), issue.id)
  emitPull(world, repo, issue.id, { action: 'ready_for_review', sender: login })
}

const reviewStates = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const

export interface NewReview {
  event: keyof typeof reviewStates
  body: string
  commit: string | null
  comments: { path: string; line: number; body: string }[]
  login: string
}

/** Submits a review of the head, or of the named commit. Throws 422 for one's own pull request and for an empty comment. */
export function submitReview(world: World, repo: Repo, { issue, pull }: PullRequestRows, review: NewReview): Review {
  const refuse = (message: string) => new ApiError(422, 'Unprocessable Entity', [message])
  if (review.login === issue.login && review.event === 'APPROVE') throw refuse('Can not approve your own pull request')
  if (review.login === issue.login && review.event === 'REQUEST_CHANGES') throw refuse('Can not request changes on your own pull request')
  if (review.event !== 'APPROVE' && review.body.trim() === '' && review.comments.length === 0) throw refuse('Body is required')
  const { id } = world.store.run(
    'INSERT INTO reviews (issue_id, login, body, state, commit_sha, submitted_at) VALUES (?, ?, ?, ?, ?, ?)',
    ...[issue.id, review.login, review.body, reviewStates[review.event], review.commit ?? pull.head_sha, Date.now()],
  )
  for (const { path, line, body } of review.comments) {
    world.store.run('INSERT INTO review_comments (review_id, path, line, body) VALUES (?, ?, ?, ?)', id, path, line, body)
  }
  const stored = world.store.one(reviewRow, 'SELECT * FROM reviews WHERE id = ?', id)
  if (stored === null) throw new Error(`no review ${id}`)
  const shown = presentReview(world, repo, issue, stored)
  emit(world, {
    event: 'pull_request_review',
    action: 'submitted',
    repo,
    sender: review.login,
    // Webhooks spell a review's state in lower case, REST in upper case.
    payload: { review: { ...shown, state: stored.state.toLowerCase() }, pull_request: presentPull(world, repo, issue, pull) },
  })
  return stored
}

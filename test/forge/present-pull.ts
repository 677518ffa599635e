import { gitDirectory } from './git.ts'
import { changedFiles, commitsBetween } from './git-diff.ts'
import { mergeTrees } from './git-merge.ts'
import { mergeBase, readRef } from './git-refs.ts'
import { maybeUser, presentUser } from './present-account.ts'
import { associationOf, issuePage, labelsOf, presentLabel, presentLock } from './present-issue.ts'
import { presentRepository, repositoryApi, repositoryPage } from './present-repository.ts'
import { countRow, type Issue, type Pull, type Repo, type Review, type ReviewComment } from './tables.ts'
import { iso, maybeIso, nodeId, type World } from './world.ts'

/** GitHub's pull-request-simple, as lists carry it. */
export function presentPull(world: World, repo: Repo, issue: Issue, pull: Pull): Record<string, unknown> {
  const api = repositoryApi(world, repo)
  const page = issuePage(world, repo, issue)
  const self = `${api}/pulls/${issue.number}`
  const links = {
    comments_url: `${api}/issues/${issue.number}/comments`,
    commits_url: `${self}/commits`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    review_comments_url: `${self}/comments`,
    statuses_url: `${api}/statuses/${pull.head_sha}`,
    issue_url: `${api}/issues/${issue.number}`,
  }
  return {
    url: self,
    id: issue.id,
    node_id: nodeId('PR', issue.id),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    ...links,
    number: issue.number,
    state: issue.state,
    ...presentLock(world, issue),
    title: issue.title,
    user: presentUser(world, issue.login),
    body: issue.body,
    created_at: iso(issue.created_at),
    updated_at: iso(issue.updated_at),
    closed_at: maybeIso(issue.closed_at),
    merged_at: maybeIso(pull.merged_at),
    merge_commit_sha: pull.merge_commit_sha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: labelsOf(world, issue.id).map((label) => presentLabel(world, repo, label)),
    milestone: null,
    draft: pull.draft,
    head: side(world, repo, pull.head_ref, pull.head_sha),
    base: side(world, repo, pull.base_ref, pull.base_sha),
    _links: hypermedia(self, page, links),
    author_association: associationOf(world, repo, issue.login),
    auto_merge: null,
  }
}

function hypermedia(self: string, page: string, links: Record<string, string>): Record<string, unknown> {
  return {
    self: { href: self },
    html: { href: page },
    issue: { href: links.issue_url },
    comments: { href: links.comments_url },
    review_comments: { href: links.review_comments_url },
    review_comment: { href: links.review_comment_url },
    commits: { href: links.commits_url },
    statuses: { href: links.statuses_url },
  }
}

function side(world: World, repo: Repo, ref: string, sha: string): Record<string, unknown> {
  return { label: `${repo.owner}:${ref}`, ref, sha, user: presentUser(world, repo.owner), repo: presentRepository(world, repo) }
}

/** GitHub's pull-request, the answer about one. */
export function presentFullPull(world: World, repo: Repo, issue: Issue, pull: Pull): Record<string, unknown> {
  const directory = gitDirectory(world, repo)
  const from = mergeBase(directory, pull.base_sha, pull.head_sha) ?? pull.base_sha
  const files = changedFiles(directory, from, pull.head_sha)
  const mergeable = pull.merged_at === null && issue.state === 'open' ? isMergeable(world, repo, pull) : null
  return {
    ...presentPull(world, repo, issue, pull),
    merged: pull.merged_at !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: mergeable === null ? 'unknown' : !mergeable ? 'dirty' : pull.draft ? 'draft' : 'clean',
    merged_by: maybeUser(world, pull.merged_by),
    comments: world.store.one(countRow, 'SELECT count(*) AS n FROM comments WHERE issue_id = ?', issue.id)?.n ?? 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: commitsBetween(directory, from, pull.head_sha).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  }
}

function isMergeable(world: World, repo: Repo, pull: Pull): boolean {
  const directory = gitDirectory(world, repo)
  const base = readRef(directory, `refs/heads/${pull.base_ref}`)
  return base !== null && mergeTrees(directory, base, pull.head_sha) !== null
}

/** What changed between two commits, from the last they have in common on. */
export function presentPullFiles(world: World, repo: Repo, pull: Pick<Pull, 'base_sha' | 'head_sha'>): Record<string, unknown>[] {
  const directory = gitDirectory(world, repo)
  const from = mergeBase(directory, pull.base_sha, pull.head_sha) ?? pull.base_sha
  const page = repositoryPage(world, repo)
  return changedFiles(directory, from, pull.head_sha).map((file) => {
    const path = file.path.split('/').map(encodeURIComponent).join('/')
    return {
      sha: file.sha,
      filename: file.path,
      status: file.status,
      additions: file.additions,
      deletions: file.deletions,
      changes: file.additions + file.deletions,
      blob_url: `${page}/blob/${pull.head_sha}/${path}`,
      raw_url: `${page}/raw/${pull.head_sha}/${path}`,
      contents_url: `${repositoryApi(world, repo)}/contents/${path}?ref=${pull.head_sha}`,
      ...(file.patch === null ? {} : { patch: file.patch }),
      ...(file.previousPath === null ? {} : { previous_filename: file.previousPath }),
    }
  })
}

/** A review as REST gives it: its state is upper case. */
export function presentReview(world: World, repo: Repo, issue: Issue, review: Review): Record<string, unknown> {
  const html = `${issuePage(world, repo, issue)}#pullrequestreview-${review.id}`
  const pull = `${repositoryApi(world, repo)}/pulls/${issue.number}`
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: presentUser(world, review.login),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pull,
    author_association: associationOf(world, repo, review.login),
    _links: { html: { href: html }, pull_request: { href: pull } },
    submitted_at: iso(review.submitted_at),
    commit_id: review.commit_sha,
  }
}

/** A comment on a line, as the listing of a review's comments gives it. */
export function presentReviewComment(
  world: World,
  repo: Repo,
  issue: Issue,
  { review, comment }: { review: Review; comment: ReviewComment },
): Record<string, unknown> {
  const self = `${repositoryApi(world, repo)}/pulls/comments/${comment.id}`
  const html = `${issuePage(world, repo, issue)}#discussion_r${comment.id}`
  const pull = `${repositoryApi(world, repo)}/pulls/${issue.number}`
  const at = iso(review.submitted_at)
  return {
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    url: self,
    pull_request_review_id: review.id,
    diff_hunk: `@@ -0,0 +${comment.line} @@`,
    path: comment.path,
    position: comment.line,
    original_position: comment.line,
    line: comment.line,
    original_line: comment.line,
    side: 'RIGHT',
    commit_id: review.commit_sha,
    original_commit_id: review.commit_sha,
    user: presentUser(world, review.login),
    body: comment.body,
    created_at: at,
    updated_at: at,
    html_url: html,
    pull_request_url: pull,
    author_association: associationOf(world, repo, review.login),
    _links: { self: { href: self }, html: { href: html }, pull_request: { href: pull } },
  }
}

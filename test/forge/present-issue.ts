import { memberOf } from './members.ts'
import { maybeUser, presentUser } from './present-account.ts'
import { repositoryApi, repositoryPage } from './present-repository.ts'
import { type Comment, countRow, type Issue, type Label, labelRow, lockRow, pullRow, type Repo } from './tables.ts'
import { iso, maybeIso, nodeId, type World } from './world.ts'

export function presentLabel(world: World, repo: Repo, label: Label): Record<string, unknown> {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: `${repositoryApi(world, repo)}/labels/${encodeURIComponent(label.name)}`,
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  }
}

export function labelsOf(world: World, issueId: number): Label[] {
  return world.store.all(
    labelRow,
    'SELECT labels.* FROM labels JOIN issue_labels ON label_id = labels.id WHERE issue_id = ? ORDER BY issue_labels.rowid',
    issueId,
  )
}

export function associationOf(world: World, repo: Repo, login: string): string {
  return memberOf(world, repo, login).association
}

/** The address of an issue's page, or of a pull request's. */
export function issuePage(world: World, repo: Repo, issue: Issue): string {
  return `${repositoryPage(world, repo)}/${issue.is_pull ? 'pull' : 'issues'}/${issue.number}`
}

export function presentIssue(world: World, repo: Repo, issue: Issue): Record<string, unknown> {
  const api = `${repositoryApi(world, repo)}/issues/${issue.number}`
  const comments = world.store.one(countRow, 'SELECT count(*) AS n FROM comments WHERE issue_id = ?', issue.id)?.n ?? 0
  return {
    url: api,
    repository_url: repositoryApi(world, repo),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    timeline_url: `${api}/timeline`,
    html_url: issuePage(world, repo, issue),
    id: issue.id,
    node_id: nodeId(issue.is_pull ? 'PR' : 'I', issue.id),
    number: issue.number,
    title: issue.title,
    user: presentUser(world, issue.login),
    labels: labelsOf(world, issue.id).map((label) => presentLabel(world, repo, label)),
    state: issue.state,
    state_reason: issue.state_reason,
    ...presentLock(world, issue),
    assignee: null,
    assignees: [],
    milestone: null,
    comments,
    created_at: iso(issue.created_at),
    updated_at: iso(issue.updated_at),
    closed_at: maybeIso(issue.closed_at),
    author_association: associationOf(world, repo, issue.login),
    body: issue.body,
    closed_by: maybeUser(world, issue.closed_by),
    reactions: presentReactionTotals(world, `issue:${issue.id}`, api),
    performed_via_github_app: null,
    ...(issue.is_pull ? { draft: isDraft(world, issue), pull_request: pullLinks(world, repo, issue) } : {}),
  }
}

/** Whether the conversation is locked, and why. */
export function presentLock(world: World, issue: Issue): { locked: boolean; active_lock_reason: string | null } {
  const lock = world.store.one(lockRow, 'SELECT * FROM locks WHERE issue_id = ?', issue.id)
  return { locked: lock !== null, active_lock_reason: lock?.reason ?? null }
}

function isDraft(world: World, issue: Issue): boolean {
  return world.store.one(pullRow, 'SELECT * FROM pulls WHERE issue_id = ?', issue.id)?.draft ?? false
}

function pullLinks(world: World, repo: Repo, issue: Issue): Record<string, unknown> {
  const page = issuePage(world, repo, issue)
  const merged = world.store.one(pullRow, 'SELECT * FROM pulls WHERE issue_id = ?', issue.id)?.merged_at ?? null
  return {
    url: `${repositoryApi(world, repo)}/pulls/${issue.number}`,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    merged_at: maybeIso(merged),
  }
}

const contents = ['+1', '-1', 'laugh', 'hooray', 'confused', 'heart', 'rocket', 'eyes'] as const

function presentReactionTotals(world: World, subject: string, api: string): Record<string, unknown> {
  const total = (content: string) =>
    world.store.one(countRow, 'SELECT count(*) AS n FROM reactions WHERE subject = ? AND content = ?', subject, content)?.n ?? 0
  const totals = Object.fromEntries(contents.map((content) => [content, total(content)]))
  return { url: `${api}/reactions`, total_count: Object.values(totals).reduce((sum, count) => sum + count, 0), ...totals }
}

export function presentComment(world: World, repo: Repo, issue: Issue, comment: Comment): Record<string, unknown> {
  const api = `${repositoryApi(world, repo)}/issues`
  return {
    url: `${api}/comments/${comment.id}`,
    html_url: `${issuePage(world, repo, issue)}#issuecomment-${comment.id}`,
    issue_url: `${api}/${issue.number}`,
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: presentUser(world, comment.login),
    created_at: iso(comment.created_at),
    updated_at: iso(comment.updated_at),
    author_association: associationOf(world, repo, comment.login),
    body: comment.body,
    reactions: presentReactionTotals(world, `comment:${comment.id}`, `${api}/comments/${comment.id}`),
    performed_via_github_app: null,
  }
}

import { ApiError } from './api-error.ts'
import { emit } from './hooks.ts'
import { presentComment, presentIssue, presentLabel, presentLock } from './present-issue.ts'
import { takeNumber } from './repos.ts'
import { type Comment, commentRow, type Issue, issueRow, type Label, labelRow, type Repo } from './tables.ts'
import type { World } from './world.ts'

/** GitHub's longest body of an issue or a comment, in characters. */
export const longestBody = 65_536

export function findIssue(world: World, repo: Repo, number: number): Issue | null {
  return world.store.one(issueRow, 'SELECT * FROM issues WHERE repo_id = ? AND number = ?', repo.id, number)
}

export function issueById(world: World, id: number): Issue {
  const issue = world.store.one(issueRow, 'SELECT * FROM issues WHERE id = ?', id)
  if (issue === null) throw new Error(`no issue ${id}`)
  return issue
}

function emitIssue(
  world: World,
  repo: Repo,
  issue: Issue,
  change: { action: string; sender: string; more?: Record<string, unknown> },
): void {
  const { action, sender, more = {} } = change
  // What happens to a pull request's labels and text reaches the App as pull_request events, which it does not act on here.
  if (issue.is_pull) return
  emit(world, { event: 'issues', action, repo, sender, payload: { issue: presentIssue(world, repo, issue), ...more } })
}

export interface NewIssue {
  title: string
  body: string | null
  labels: readonly string[]
  login: string
}

/** Opens an issue and sends `opened`, then `labeled` for each label, as GitHub does. */
export function openIssue(world: World, repo: Repo, { title, body, labels, login }: NewIssue): Issue {
  const now = Date.now()
  const { id } = world.store.run(
    'INSERT INTO issues (repo_id, number, is_pull, title, body, login, created_at, updated_at) VALUES (?, ?, 0, ?, ?, ?, ?, ?)',
    repo.id,
    takeNumber(world, repo),
    title,
    body,
    login,
    now,
    now,
  )
  const wanted = labels.map((name) => ensureLabel(world, repo, name))
  for (const label of wanted) attach(world, id, label)
  const issue = issueById(world, id)
  emitIssue(world, repo, issue, { action: 'opened', sender: login })
  for (const label of wanted)
    emitIssue(world, repo, issue, { action: 'labeled', sender: login, more: { label: presentLabel(world, repo, label) } })
  return issue
}

export interface IssueEdit {
  title?: string | undefined
  body?: string | null | undefined
  state?: 'open' | 'closed' | undefined
  stateReason?: string | null | undefined
}

/** Changes text and state, with one event for each. Returns the issue as it is afterwards. */
export function editIssue(world: World, repo: Repo, issue: Issue, edit: IssueEdit, login: string): Issue {
  const title = edit.title ?? issue.title
  const body = edit.body === undefined ? issue.body : edit.body
  if (title !== issue.title || body !== issue.body) {
    world.store.run('UPDATE issues SET title = ?, body = ?, updated_at = ? WHERE id = ?', title, body, Date.now(), issue.id)
    const changes = {
      ...(title === issue.title ? {} : { title: { from: issue.title } }),
      ...(body === issue.body ? {} : { body: { from: issue.body ?? '' } }),
    }
    emitIssue(world, repo, issueById(world, issue.id), { action: 'edited', sender: login, more: { changes } })
  }
  if (edit.state !== undefined && edit.state !== issue.state) setState(world, repo, issue, { ...edit, state: edit.state }, login)
  else if (edit.state === 'closed' && typeof edit.stateReason === 'string') {
    world.store.run('UPDATE issues SET state_reason = ? WHERE id = ?', edit.stateReason, issue.id)
  }
  return issueById(world, issue.id)
}

function setState(world: World, repo: Repo, issue: Issue, edit: IssueEdit & { state: 'open' | 'closed' }, login: string): void {
  const now = Date.now()
  const closed = edit.state === 'closed'
  const reason = issue.is_pull ? null : closed ? (edit.stateReason ?? 'completed') : 'reopened'
  world.store.run(
    'UPDATE issues SET state = ?, state_reason = ?, closed_at = ?, closed_by = ?, updated_at = ? WHERE id = ?',
    edit.state,
    reason,
    closed ? now : null,
    closed ? login : null,
    now,
    issue.id,
  )
  emitIssue(world, repo, issueById(world, issue.id), { action: closed ? 'closed' : 'reopened', sender: login })
}

/** Locks or unlocks the conversation; one that is so already stays, without an event. `reason` is one of GitHub's four, or null. */
export function setLocked(world: World, repo: Repo, issue: Issue, lock: { locked: boolean; reason: string | null }, login: string): void {
  if (presentLock(world, issue).locked === lock.locked) return
  if (lock.locked) world.store.run('INSERT INTO locks (issue_id, reason) VALUES (?, ?)', issue.id, lock.reason)
  else world.store.run('DELETE FROM locks WHERE issue_id = ?', issue.id)
  touch(world, repo, issue, { action: lock.locked ? 'locked' : 'unlocked', sender: login, more: {} })
}

export function addComment(world: World, repo: Repo, issue: Issue, comment: { body: string; login: string }): Comment {
  const now = Date.now()
  const { id } = world.store.run(
    'INSERT INTO comments (issue_id, login, body, created_at, updated_at) VALUES (?, ?, ?, ?, ?)',
    issue.id,
    comment.login,
    comment.body,
    now,
    now,
  )
  world.store.run('UPDATE issues SET updated_at = ? WHERE id = ?', now, issue.id)
  const added = commentById(world, repo, id)
  emitComment(
    world,
    repo,
    { issue: issueById(world, issue.id), comment: added.comment },
    { action: 'created', sender: comment.login, more: {} },
  )
  return added.comment
}

export function editComment(world: World, repo: Repo, id: number, body: string, login: string): Comment {
  const { issue, comment } = commentById(world, repo, id)
  if (comment.body === body) return comment
  world.store.run('UPDATE comments SET body = ?, updated_at = ? WHERE id = ?', body, Date.now(), id)
  const edited = commentById(world, repo, id).comment
  emitComment(
    world,
    repo,
    { issue, comment: edited },
    { action: 'edited', sender: login, more: { changes: { body: { from: comment.body } } } },
  )
  return edited
}

function emitComment(
  world: World,
  repo: Repo,
  { issue, comment }: { issue: Issue; comment: Comment },
  { action, sender, more }: { action: string; sender: string; more: Record<string, unknown> },
): void {
  const payload = { issue: presentIssue(world, repo, issue), comment: presentComment(world, repo, issue, comment), ...more }
  emit(world, { event: 'issue_comment', action, repo, sender, payload })
}

/** A comment of this repository with its issue. Throws 404. */
export function commentById(world: World, repo: Repo, id: number): { issue: Issue; comment: Comment } {
  const comment = world.store.one(commentRow, 'SELECT * FROM comments WHERE id = ?', id)
  const issue = comment === null ? null : issueById(world, comment.issue_id)
  if (comment === null || issue === null || issue.repo_id !== repo.id) throw new ApiError(404, 'Not Found')
  return { issue, comment }
}

export function findLabel(world: World, repo: Repo, name: string): Label | null {
  return world.store.one(labelRow, 'SELECT * FROM labels WHERE repo_id = ? AND name = ?', repo.id, name)
}

/** Labels that are put on an issue come into being with it, grey, as on GitHub. */
export function ensureLabel(world: World, repo: Repo, name: string): Label {
  return findLabel(world, repo, name) ?? createLabel(world, repo, { name, color: 'ededed', description: null })
}

export function createLabel(world: World, repo: Repo, label: Omit<Label, 'id'>): Label {
  const { id } = world.store.run(
    'INSERT INTO labels (repo_id, name, color, description) VALUES (?, ?, ?, ?)',
    repo.id,
    label.name,
    label.color,
    label.description,
  )
  return { id, ...label }
}

function attach(world: World, issueId: number, label: Label): boolean {
  return world.store.run('INSERT OR IGNORE INTO issue_labels (issue_id, label_id) VALUES (?, ?)', issueId, label.id).changes > 0
}

/** Adds labels; only those that were not there send `labeled`. */
export function addLabels(world: World, repo: Repo, issue: Issue, names: readonly string[], login: string): void {
  for (const name of names) {
    const label = ensureLabel(world, repo, name)
    if (attach(world, issue.id, label))
      touch(world, repo, issue, { action: 'labeled', sender: login, more: { label: presentLabel(world, repo, label) } })
  }
}

/** Takes a label off. Throws 404 "Label does not exist" where the issue does not have it. */
export function removeLabel(world: World, repo: Repo, issue: Issue, name: string, login: string): void {
  const label = findLabel(world, repo, name)
  const gone =
    label === null ? 0 : world.store.run('DELETE FROM issue_labels WHERE issue_id = ? AND label_id = ?', issue.id, label.id).changes
  if (label === null || gone === 0) throw new ApiError(404, 'Label does not exist')
  touch(world, repo, issue, { action: 'unlabeled', sender: login, more: { label: presentLabel(world, repo, label) } })
}

function touch(world: World, repo: Repo, issue: Issue, change: { action: string; sender: string; more: Record<string, unknown> }): void {
  world.store.run('UPDATE issues SET updated_at = ? WHERE id = ?', Date.now(), issue.id)
  emitIssue(world, repo, issueById(world, issue.id), change)
}

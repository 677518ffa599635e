import { gitDirectory } from './git.ts'
import { commitsBetween, pathChanges } from './git-diff.ts'
import { readCommit, type Signature } from './git-objects.ts'
import { isAncestor, listRefs, type Ref, setRef } from './git-refs.ts'
import { emit } from './hooks.ts'
import { editIssue, findIssue } from './issue-actions.ts'
import { accountOf } from './members.ts'
import { presentUser } from './present-account.ts'
import { presentRepository, repositoryPage } from './present-repository.ts'
import { emitPull, openPulls } from './pull-actions.ts'
import { type Repo, refRow } from './tables.ts'
import { iso, type World } from './world.ts'

const none = '0'.repeat(40)

interface Move {
  name: string
  before: string | null
  after: string | null
}

/**
 * Compares the branches and tags on disk with what the forge last knew and does what GitHub does after a push: pull
 * requests follow their heads, issues named by closing words close, and the events are stored. Called after every
 * change of a ref, and at start for the changes whose process was killed before it got here.
 */
export function afterRefsChanged(world: World, repo: Repo, login: string): void {
  for (const move of remember(world, repo)) {
    world.store.run('UPDATE repos SET pushed_at = ? WHERE id = ?', Date.now(), repo.id)
    emitPush(world, repo, move, login)
    if (!move.name.startsWith('refs/heads/')) continue
    const branch = move.name.slice('refs/heads/'.length)
    followHead(world, repo, { ...move, branch }, login)
    if (move.after === null) continue
    settleMerged(world, repo, { branch, tip: move.after }, login)
    if (branch === repo.default_branch && move.before !== null) closeNamedIssues(world, repo, move.before, move.after, login)
  }
}

/** Stores the refs on disk as the known ones and returns what moved. */
export function remember(world: World, repo: Repo): Move[] {
  const onDisk: Ref[] = listRefs(gitDirectory(world, repo))
  const knownRefs = new Map(
    world.store.all(refRow, 'SELECT name, sha FROM refs WHERE repo_id = ?', repo.id).map(({ name, sha }) => [name, sha]),
  )
  const moves: Move[] = []
  for (const { name, sha } of onDisk) {
    const before = knownRefs.get(name) ?? null
    if (before !== sha) {
      moves.push({ name, before, after: sha })
      world.store.run(
        'INSERT INTO refs (repo_id, name, sha) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET sha = excluded.sha',
        repo.id,
        name,
        sha,
      )
    }
    knownRefs.delete(name)
  }
  for (const [name, before] of knownRefs) {
    moves.push({ name, before, after: null })
    world.store.run('DELETE FROM refs WHERE repo_id = ? AND name = ?', repo.id, name)
  }
  return moves
}

function followHead(world: World, repo: Repo, { branch, before, after }: Move & { branch: string }, login: string): void {
  for (const { issue, pull } of openPulls(world, repo).filter((open) => open.pull.head_ref === branch)) {
    if (after === null) {
      editIssue(world, repo, issue, { state: 'closed' }, login)
      emitPull(world, repo, issue.id, { action: 'closed', sender: login })
      continue
    }
    if (pull.head_sha === after) continue
    world.store.run('UPDATE pulls SET head_sha = ? WHERE issue_id = ?', after, issue.id)
    world.store.run('UPDATE issues SET updated_at = ? WHERE id = ?', Date.now(), issue.id)
    setRef(gitDirectory(world, repo), `refs/pull/${issue.number}/head`, after)
    emitPull(world, repo, issue.id, { action: 'synchronize', sender: login, more: { before: before ?? none, after } })
  }
}

/** A pull request whose commits all arrived in its base by a push counts as merged. */
function settleMerged(world: World, repo: Repo, { branch, tip }: { branch: string; tip: string }, login: string): void {
  for (const { issue, pull } of openPulls(world, repo).filter((open) => open.pull.base_ref === branch && open.pull.merging_sha === null)) {
    if (isAncestor(gitDirectory(world, repo), pull.head_sha, tip)) settle(world, repo, { issueId: issue.id, sha: pull.head_sha, login })
  }
}

/** Records that a pull request is merged. Its `closed` event comes from here, the push and the closed issues from the moved base. */
export function settle(world: World, repo: Repo, { issueId, sha, login }: { issueId: number; sha: string; login: string }): void {
  const now = Date.now()
  world.store.run(
    'UPDATE pulls SET merged_at = ?, merged_by = ?, merge_commit_sha = ?, merging_sha = NULL, merging_by = NULL WHERE issue_id = ?',
    ...[now, login, sha, issueId],
  )
  world.store.run("UPDATE issues SET state = 'closed', closed_at = ?, closed_by = ?, updated_at = ? WHERE id = ?", now, login, now, issueId)
  emitPull(world, repo, issueId, { action: 'closed', sender: login })
}

function closeNamedIssues(world: World, repo: Repo, before: string, after: string, login: string): void {
  const directory = gitDirectory(world, repo)
  for (const sha of commitsBetween(directory, before, after)) closeIssuesNamedIn(world, repo, readCommit(directory, sha).message, login)
}

/** Closes the issues that a text names after a closing word, such as `Closes #12`. */
export function closeIssuesNamedIn(world: World, repo: Repo, text: string, login: string): void {
  for (const [, owner, name, number] of text.matchAll(
    /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:([\w.-]+)\/([\w.-]+))?#(\d+)\b/gi,
  )) {
    const elsewhere = owner !== undefined && `${owner}/${name}`.toLowerCase() !== `${repo.owner}/${repo.name}`.toLowerCase()
    const issue = elsewhere ? null : findIssue(world, repo, Number(number))
    if (issue !== null && !issue.is_pull && issue.state === 'open') editIssue(world, repo, issue, { state: 'closed' }, login)
  }
}

function emitPush(world: World, repo: Repo, { name, before, after }: Move, login: string): void {
  const directory = gitDirectory(world, repo)
  const shas = after === null ? [] : commitsBetween(directory, before, after, before === null ? 1 : 20)
  const commits = shas.map((sha) => pushedCommit(world, repo, sha))
  const account = accountOf(world, login)
  const { created_at, updated_at, pushed_at, ...shown } = presentRepository(world, repo)
  emit(world, {
    event: 'push',
    action: null,
    repo,
    sender: login,
    payload: {
      ref: name,
      before: before ?? none,
      after: after ?? none,
      repository: {
        ...shown,
        updated_at,
        // Pushes alone carry these two as seconds.
        created_at: seconds(created_at),
        pushed_at: seconds(pushed_at),
        stargazers: 0,
        master_branch: repo.default_branch,
        organization: repo.owner,
        owner: { ...presentUser(world, repo.owner), name: repo.owner, email: null },
      },
      pusher: { name: login, email: `${account.id}+${login}@users.noreply.github.com` },
      created: before === null,
      deleted: after === null,
      forced: before !== null && after !== null && !isAncestor(directory, before, after),
      base_ref: null,
      compare: `${repositoryPage(world, repo)}/compare/${(before ?? none).slice(0, 12)}...${(after ?? none).slice(0, 12)}`,
      commits,
      head_commit: commits.at(-1) ?? null,
    },
  })
}

function seconds(time: unknown): number {
  return Math.floor(Date.parse(String(time)) / 1000)
}

function pushedCommit(world: World, repo: Repo, sha: string): Record<string, unknown> {
  const commit = readCommit(gitDirectory(world, repo), sha)
  const person = ({ name, email, date }: Signature) => ({ name, email, date, username: name })
  return {
    id: sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: iso(Date.parse(commit.committer.date)),
    url: `${repositoryPage(world, repo)}/commit/${sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    ...pathChanges(gitDirectory(world, repo), sha),
  }
}

/** Finishes, at start, merges that were cut between the moved base and the record of it. */
export function finishMerges(world: World, repo: Repo): void {
  for (const { issue, pull } of openPulls(world, repo)) {
    if (pull.merging_sha === null) continue
    const arrived = isAncestor(gitDirectory(world, repo), pull.merging_sha, `refs/heads/${pull.base_ref}`)
    if (arrived) {
      settle(world, repo, { issueId: issue.id, sha: pull.merging_sha, login: pull.merging_by ?? issue.login })
      closeIssuesNamedIn(world, repo, issue.body ?? '', pull.merging_by ?? issue.login)
    } else world.store.run('UPDATE pulls SET merging_sha = NULL, merging_by = NULL WHERE issue_id = ?', issue.id)
  }
}

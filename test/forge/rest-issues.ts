import * as z from 'zod'
import { ApiError } from './api-error.ts'
import { addComment, commentById, editComment, editIssue, longestBody, openIssue, setLocked } from './issue-actions.ts'
import { issueOf, read, say, url, write } from './issue-call.ts'
import { memberOf } from './members.ts'
import { paged, readJson } from './payload.ts'
import { presentUser } from './present-account.ts'
import { labelsOf, presentComment, presentIssue, presentLock } from './present-issue.ts'
import { type Call, param, type Reply, type RepoCall, type RepoRoute } from './router.ts'
import { commentRow, type Issue, issueRow, reactionRow } from './tables.ts'
import { iso, nodeId } from './world.ts'

const bodyText = z.string().max(longestBody, 'is too long (maximum is 65536 characters)')

const issueInput = z.object({
  title: z.string().min(1).max(256),
  body: bodyText.nullable().optional(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])).optional(),
})

const issueEdit = z.object({
  title: z.string().min(1).optional(),
  body: bodyText.nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullable().optional(),
})

const triagers: readonly string[] = ['admin', 'maintain', 'write', 'triage']

/** Someone who may not triage can change the text and state of an issue of their own only. */
function mayEdit({ world, repo, actor }: RepoCall, author: string): boolean {
  return actor.kind !== 'person' || actor.login === author || triagers.includes(memberOf(world, repo, actor.login).permission)
}

/** A locked conversation is open to people who may write to the repository, and to no App. */
function mayComment({ world, repo, actor }: RepoCall, issue: Issue): boolean {
  if (!presentLock(world, issue).locked) return true
  return actor.kind === 'person' && ['admin', 'maintain', 'write'].includes(memberOf(world, repo, actor.login).permission)
}

const lockInput = z.object({ lock_reason: z.enum(['off-topic', 'too heated', 'resolved', 'spam']).nullish() })

function lock(input: RepoCall, locked: boolean): Reply {
  const { lock_reason } = readJson(input.call, lockInput)
  setLocked(input.world, input.repo, issueOf(input), { locked, reason: lock_reason ?? null }, input.login)
  return { status: 204 }
}

const issueRoutes: RepoRoute[] = [
  {
    method: 'GET',
    pattern: '/issues',
    need: read,
    handle: (input) => {
      const { world, repo, call } = input
      const state = call.query.get('state') ?? 'open'
      const labels = (call.query.get('labels') ?? '')
        .toLowerCase()
        .split(',')
        .filter((name) => name !== '')
      const all = world.store.all(issueRow, 'SELECT * FROM issues WHERE repo_id = ? ORDER BY number DESC', repo.id)
      const wanted = all.filter((issue) => state === 'all' || issue.state === state)
      const labelled = wanted.filter(({ id }) => {
        const names = labels.length === 0 ? [] : labelsOf(world, id).map(({ name }) => name.toLowerCase())
        return labels.every((label) => names.includes(label))
      })
      return paged(url(input), call, labelled, (issue) => presentIssue(world, repo, issue))
    },
  },
  {
    method: 'POST',
    pattern: '/issues',
    need: { permission: 'issues', level: 'write', people: 'anyone' },
    handle: ({ world, repo, call, login, actor }) => {
      const { title, body, labels } = readJson(call, issueInput)
      // GitHub drops the labels of those who may not triage, without a word.
      const mayLabel = actor.kind !== 'person' || triagers.includes(memberOf(world, repo, login).permission)
      const issue = openIssue(world, repo, { title, body: body ?? null, labels: mayLabel ? (labels ?? []) : [], login })
      return { status: 201, json: presentIssue(world, repo, issue) }
    },
  },
  {
    method: 'GET',
    pattern: '/issues/:number',
    need: read,
    handle: (input) => ({ status: 200, json: presentIssue(input.world, input.repo, issueOf(input)) }),
  },
  {
    method: 'PATCH',
    pattern: '/issues/:number',
    need: say,
    handle: (input) => {
      const issue = issueOf(input)
      if (!mayEdit(input, issue.login)) throw new ApiError(403, 'Must have admin rights to Repository.')
      const { title, body, state, state_reason } = readJson(input.call, issueEdit)
      const edited = editIssue(input.world, input.repo, issue, { title, body, state, stateReason: state_reason }, input.login)
      return { status: 200, json: presentIssue(input.world, input.repo, edited) }
    },
  },
]

const commentInput = z.object({ body: bodyText.min(1) })

const commentRoutes: RepoRoute[] = [
  {
    method: 'GET',
    pattern: '/issues/:number/comments',
    need: read,
    handle: (input) => {
      const { world, repo, call } = input
      const issue = issueOf(input)
      const since = Date.parse(call.query.get('since') ?? '') || 0
      const comments = world.store.all(
        commentRow,
        'SELECT * FROM comments WHERE issue_id = ? AND updated_at >= ? ORDER BY id',
        issue.id,
        since,
      )
      return paged(url(input), call, comments, (comment) => presentComment(world, repo, issue, comment))
    },
  },
  {
    method: 'POST',
    pattern: '/issues/:number/comments',
    need: say,
    handle: (input) => {
      const issue = issueOf(input)
      if (!mayComment(input, issue)) throw new ApiError(403, 'Unable to create comment because issue is locked.')
      const { body } = readJson(input.call, commentInput)
      const comment = addComment(input.world, input.repo, issue, { body, login: input.login })
      return { status: 201, json: presentComment(input.world, input.repo, issue, comment) }
    },
  },
  {
    method: 'GET',
    pattern: '/issues/comments/:id',
    need: read,
    handle: ({ world, repo, call }) => {
      const { issue, comment } = commentById(world, repo, Number(param(call, 'id')))
      return { status: 200, json: presentComment(world, repo, issue, comment) }
    },
  },
  {
    method: 'PATCH',
    pattern: '/issues/comments/:id',
    need: say,
    handle: (input) => {
      const { world, repo, call, login } = input
      const id = Number(param(call, 'id'))
      const { issue, comment } = commentById(world, repo, id)
      if (!mayEdit(input, comment.login)) throw new ApiError(403, 'Must have admin rights to Repository.')
      const edited = editComment(world, repo, id, readJson(call, commentInput).body, login)
      return { status: 200, json: presentComment(world, repo, issue, edited) }
    },
  },
]

const reactionInput = z.object({ content: z.enum(['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes']) })

/** 201 for a new reaction, 200 where the same one is there already. */
function react({ world, login }: RepoCall, subject: string, call: Call) {
  const { content } = readJson(call, reactionInput)
  const { changes } = world.store.run(
    'INSERT OR IGNORE INTO reactions (subject, login, content, created_at) VALUES (?, ?, ?, ?)',
    subject,
    login,
    content,
    Date.now(),
  )
  const reaction = world.store.one(
    reactionRow,
    'SELECT * FROM reactions WHERE subject = ? AND login = ? AND content = ?',
    subject,
    login,
    content,
  )
  if (reaction === null) throw new Error('the reaction was not stored')
  const { id, created_at } = reaction
  return {
    status: changes > 0 ? 201 : 200,
    json: { id, node_id: nodeId('REA', id), user: presentUser(world, login), content, created_at: iso(created_at) },
  }
}

const reactionRoutes: RepoRoute[] = [
  {
    method: 'POST',
    pattern: '/issues/:number/reactions',
    need: say,
    handle: (input) => react(input, `issue:${issueOf(input).id}`, input.call),
  },
  {
    method: 'POST',
    pattern: '/issues/comments/:id/reactions',
    need: say,
    handle: (input) =>
      react(input, `comment:${commentById(input.world, input.repo, Number(param(input.call, 'id'))).comment.id}`, input.call),
  },
]

const lockRoutes: RepoRoute[] = [
  { method: 'PUT', pattern: '/issues/:number/lock', need: write, handle: (input) => lock(input, true) },
  { method: 'DELETE', pattern: '/issues/:number/lock', need: write, handle: (input) => lock(input, false) },
]

/** Calls about issues, comments, labels and reactions. Comments are matched before numbers. */
export const issueRestRoutes: RepoRoute[] = [...commentRoutes, ...reactionRoutes, ...lockRoutes, ...issueRoutes]

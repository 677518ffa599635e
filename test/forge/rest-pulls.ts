import * as z from 'zod'
import type { Need } from './actor.ts'
import { ApiError, notFound } from './api-error.ts'
import { findIssue, issueById, longestBody } from './issue-actions.ts'
import { memberOf } from './members.ts'
import { mergePull } from './merge.ts'
import { paged, readJson } from './payload.ts'
import { presentFullPull, presentPull, presentPullFiles, presentReview } from './present-pull.ts'
import { editPull, openPull, type PullRequestRows, pullOf, submitReview } from './pull-actions.ts'
import { param, type Reply, type RepoCall, type RepoRoute } from './router.ts'
import { pullRow, reviewRow } from './tables.ts'

const read: Need = { permission: 'pull_requests', level: 'read' }
const write: Need = { permission: 'pull_requests', level: 'write' }

function found({ world, repo, call }: RepoCall): PullRequestRows {
  const issue = findIssue(world, repo, Number(param(call, 'number')))
  if (issue === null || !issue.is_pull) throw notFound()
  return { issue, pull: pullOf(world, issue) }
}

function show({ world, repo }: RepoCall, status: number, { issue, pull }: PullRequestRows): Reply {
  return { status, json: presentFullPull(world, repo, issue, pull) }
}

function list(input: RepoCall): Reply {
  const { world, repo, call } = input
  const state = call.query.get('state') ?? 'open'
  const base = call.query.get('base')
  // GitHub ignores a head filter that does not name the owner.
  const head = /^([^:]+):(.+)$/.exec(call.query.get('head') ?? '')
  const rows = world.store
    .all(pullRow, 'SELECT pulls.* FROM pulls JOIN issues ON issues.id = issue_id WHERE repo_id = ? ORDER BY number DESC', repo.id)
    .map((pull) => ({ pull, issue: issueById(world, pull.issue_id) }))
    .filter(({ issue }) => state === 'all' || issue.state === state)
    .filter(({ pull }) => base === null || pull.base_ref === base)
    .filter(({ pull }) => head === null || (head[1]?.toLowerCase() === repo.owner.toLowerCase() && head[2] === pull.head_ref))
  if (call.query.get('direction') === 'asc') rows.reverse()
  return paged(`${world.url}${call.path}`, call, rows, ({ issue, pull }) => presentPull(world, repo, issue, pull))
}

const bodyText = z.string().max(longestBody).nullable().optional()

const pullInput = z.object({
  title: z.string().min(1).max(256),
  head: z.string().min(1),
  base: z.string().min(1),
  body: bodyText,
  draft: z.boolean().default(false),
})

function create(input: RepoCall): Reply {
  const { title, head, base, body, draft } = readJson(input.call, pullInput)
  return show(input, 201, openPull(input.world, input.repo, { title, head, base, body: body ?? null, draft, login: input.login }))
}

const pullEdit = z.object({ title: z.string().min(1).optional(), body: bodyText, state: z.enum(['open', 'closed']).optional() })

function edit(input: RepoCall): Reply {
  const rows = found(input)
  const { title, body, state } = readJson(input.call, pullEdit)
  return show(input, 200, editPull(input.world, input.repo, rows, { title, body, state }, input.login))
}

function files(input: RepoCall): Reply {
  const { pull } = found(input)
  return paged(`${input.world.url}${input.call.path}`, input.call, presentPullFiles(input.world, input.repo, pull), (file) => file)
}

function listReviews(input: RepoCall): Reply {
  const { world, repo, call } = input
  const { issue } = found(input)
  const reviews = world.store.all(reviewRow, 'SELECT * FROM reviews WHERE issue_id = ? ORDER BY id', issue.id)
  return paged(`${world.url}${call.path}`, call, reviews, (review) => presentReview(world, repo, issue, review))
}

const reviewInput = z.object({
  event: z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT']),
  body: z.string().max(longestBody).default(''),
  commit_id: z.string().optional(),
  comments: z.array(z.never()).max(0).optional(),
})

function createReview(input: RepoCall): Reply {
  const rows = found(input)
  const { event, body, commit_id } = readJson(input.call, reviewInput)
  const review = submitReview(input.world, input.repo, rows, { event, body, commit: commit_id ?? null, login: input.login })
  return { status: 200, json: presentReview(input.world, input.repo, rows.issue, review) }
}

const mergeInput = z.object({
  sha: z.string().optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
})

function merge(input: RepoCall): Reply {
  const { world, repo, call, login, actor } = input
  const rows = found(input)
  const { sha, merge_method, commit_title, commit_message } = readJson(call, mergeInput)
  if (actor.kind === 'person' && !['admin', 'maintain', 'write'].includes(memberOf(world, repo, login).permission)) {
    throw new ApiError(403, 'Must have write access to merge')
  }
  const merged = mergePull(world, repo, rows, {
    sha: sha ?? null,
    method: merge_method,
    title: commit_title ?? null,
    message: commit_message ?? null,
    login,
  })
  return { status: 200, json: { sha: merged, merged: true, message: 'Pull Request successfully merged' } }
}

function isMerged(input: RepoCall): Reply {
  if (found(input).pull.merged_at === null) throw notFound()
  return { status: 204 }
}

/** Pull requests, their files, reviews and merging. */
export const pullRoutes: RepoRoute[] = [
  { method: 'GET', pattern: '/pulls', need: read, handle: list },
  { method: 'POST', pattern: '/pulls', need: write, handle: create },
  { method: 'GET', pattern: '/pulls/:number', need: read, handle: (input) => show(input, 200, found(input)) },
  { method: 'PATCH', pattern: '/pulls/:number', need: write, handle: edit },
  { method: 'GET', pattern: '/pulls/:number/files', need: read, handle: files },
  { method: 'GET', pattern: '/pulls/:number/reviews', need: read, handle: listReviews },
  { method: 'POST', pattern: '/pulls/:number/reviews', need: { ...write, people: 'anyone' }, handle: createReview },
  { method: 'GET', pattern: '/pulls/:number/merge', need: { permission: 'contents', level: 'read' }, handle: isMerged },
  { method: 'PUT', pattern: '/pulls/:number/merge', need: { permission: 'contents', level: 'write' }, handle: merge },
]

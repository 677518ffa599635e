import * as z from 'zod'
import { type Actor, allows, loginOf } from './actor.ts'
import { hasMark } from './installation.ts'
import { issueById } from './issue-actions.ts'
import { readJson } from './payload.ts'
import { markReady, pullOf } from './pull-actions.ts'
import { findRepoById } from './repos.ts'
import type { Call, Reply } from './router.ts'
import { issueRow } from './tables.ts'
import { nodeId, type World } from './world.ts'

const request = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish() })

/** The one document the forge knows: this mutation, with the id as a literal or as a variable, asking for `pullRequest { … }` of simple fields. */
const document =
  /^\s*mutation\b[^{]*\{\s*markPullRequestReadyForReview\s*\(\s*input\s*:\s*(?:\$(?<whole>\w+)|\{\s*pullRequestId\s*:\s*(?:\$(?<variable>\w+)|"(?<literal>[^"]+)")\s*\})\s*\)\s*\{\s*(?:clientMutationId\s*)?(?:pullRequest\s*\{(?<fields>[\w\s,]*)\}\s*)?(?:clientMutationId\s*)?\}\s*\}\s*$/

function refuse(type: string, message: string): Reply {
  return {
    status: 200,
    json: { data: { markPullRequestReadyForReview: null }, errors: [{ type, path: ['markPullRequestReadyForReview'], message }] },
  }
}

function idOf(groups: Record<string, string | undefined>, variables: Record<string, unknown>): string {
  if (groups.literal !== undefined) return groups.literal
  const whole = z.object({ pullRequestId: z.string() }).safeParse(variables[groups.whole ?? ''])
  return whole.success ? whole.data.pullRequestId : String(variables[groups.variable ?? ''] ?? '')
}

/** Answers `markPullRequestReadyForReview`. Any other document is refused and counts as unexpected. */
export function graphql(world: World, call: Call, actor: Actor): Reply {
  const { query, variables } = readJson(call, request)
  const groups = document.exec(query)?.groups
  if (groups === undefined) {
    world.unexpected.push({ method: call.method, path: `${call.path} ${query.slice(0, 200)}` })
    return { status: 200, json: { errors: [{ type: 'NOT_IMPLEMENTED', message: 'The forge knows no such document.' }] } }
  }
  const id = idOf(groups, variables ?? {})
  const issue = world.store.all(issueRow, 'SELECT * FROM issues WHERE is_pull = 1').find((candidate) => nodeId('PR', candidate.id) === id)
  const repo = issue === undefined ? null : findRepoById(world, issue.repo_id)
  if (issue === undefined || repo === null) return refuse('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
  if (!allows(world, actor, repo, { permission: 'pull_requests', level: 'write' })) {
    return refuse('FORBIDDEN', 'Resource not accessible by integration')
  }
  if (hasMark(world, repo, 'archived')) return refuse('FORBIDDEN', 'Repository was archived so is read-only.')
  markReady(world, repo, { issue, pull: pullOf(world, issue) }, loginOf(world, actor))
  const pull = pullOf(world, issueById(world, issue.id))
  const known: Record<string, unknown> = {
    id,
    number: issue.number,
    isDraft: pull.draft,
    title: issue.title,
    state: issue.state.toUpperCase(),
  }
  const fields = (groups.fields ?? '').split(/[\s,]+/).filter((name) => name in known)
  return {
    status: 200,
    json: { data: { markPullRequestReadyForReview: { pullRequest: Object.fromEntries(fields.map((name) => [name, known[name]])) } } },
  }
}

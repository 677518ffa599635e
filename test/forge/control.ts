import * as z from 'zod'
import { issuePersonToken } from './actor.ts'
import { notFound } from './api-error.ts'
import { faultsSchema } from './faults.ts'
import { gitDirectory } from './git.ts'
import { listRefs } from './git-refs.ts'
import { addComment, findIssue, openIssue } from './issue-actions.ts'
import { findAccount, memberOf, people } from './members.ts'
import { changeInstallation, changeRepository, installationAction, ownerAction } from './owner-actions.ts'
import { readJson } from './payload.ts'
import { presentComment, presentIssue } from './present-issue.ts'
import { allRepos, findRepo } from './repos.ts'
import { findDelivery, presentDelivery, redeliver } from './rest-hooks.ts'
import { type Call, match, param, type Reply } from './router.ts'
import { countRow, deliveryRow, issueRow, pullRow, type Repo } from './tables.ts'
import { botLogin, type World } from './world.ts'

interface ControlRoute {
  method: string
  pattern: string
  handle(world: World, call: Call): Reply
}

function repoOf(world: World, owner: string, name: string): Repo {
  const repo = findRepo(world, owner, name)
  if (repo === null) throw notFound()
  return repo
}

const issueInput = z.object({
  owner: z.string(),
  repo: z.string(),
  title: z.string().min(1),
  body: z.string().default(''),
  labels: z.array(z.string()).default([]),
  login: z.string(),
})

function postIssue(world: World, call: Call): Reply {
  const { owner, repo: name, login, ...issue } = readJson(call, issueInput)
  const repo = repoOf(world, owner, name)
  if (findAccount(world, login) === null) throw notFound()
  return { status: 201, json: presentIssue(world, repo, openIssue(world, repo, { ...issue, login })) }
}

const commentInput = z.object({ owner: z.string(), repo: z.string(), number: z.number().int(), login: z.string(), body: z.string().min(1) })

function postComment(world: World, call: Call): Reply {
  const { owner, repo: name, number, login, body } = readJson(call, commentInput)
  const repo = repoOf(world, owner, name)
  const issue = findIssue(world, repo, number)
  if (issue === null || findAccount(world, login) === null) throw notFound()
  return { status: 201, json: presentComment(world, repo, issue, addComment(world, repo, issue, { login, body })) }
}

/** Every stored delivery, newest first, those not yet attempted included (status `pending`). */
function listDeliveries(world: World): Reply {
  const found = world.store.all(deliveryRow, 'SELECT * FROM deliveries ORDER BY id DESC LIMIT 5000')
  return { status: 200, json: found.map((delivery) => presentDelivery(world, delivery)) }
}

/** What the pipeline left behind in a repository; `comments` counts the App's own on the issue. */
function summarise(world: World, repo: Repo, issueNumber: number | null): Record<string, unknown> {
  const defaultBranch = `refs/heads/${repo.default_branch}`
  const pulls = world.store.all(
    pullRow,
    'SELECT pulls.* FROM pulls JOIN issues ON issues.id = issue_id WHERE repo_id = ? ORDER BY number',
    repo.id,
  )
  const issues = new Map(world.store.all(issueRow, 'SELECT * FROM issues WHERE repo_id = ?', repo.id).map((issue) => [issue.id, issue]))
  const issue = issueNumber === null ? null : findIssue(world, repo, issueNumber)
  const comments = world.store.one(
    countRow,
    'SELECT count(*) AS n FROM comments WHERE issue_id = ? AND login = ?',
    issue?.id ?? 0,
    botLogin(world),
  )
  return {
    branches: listRefs(gitDirectory(world, repo), ['refs/heads'])
      .filter(({ name }) => name !== defaultBranch)
      .map(({ name }) => name.slice('refs/heads/'.length)),
    pullRequests: pulls.map((pull) => ({
      number: issues.get(pull.issue_id)?.number,
      head: pull.head_ref,
      state: issues.get(pull.issue_id)?.state,
      merged: pull.merged_at !== null,
    })),
    merges: pulls.filter(({ merged_at }) => merged_at !== null).length,
    comments: comments?.n ?? 0,
  }
}

/** The people of the organisation's first repository, each with a token for REST and git. */
function listPeople(world: World): Reply {
  const repo = allRepos(world)[0]
  return {
    status: 200,
    json: people(world).map(({ login, name }) => ({
      login,
      name,
      ...(repo === undefined ? {} : memberOf(world, repo, login)),
    })),
  }
}

function avatar(call: Call): Reply {
  const hue = (Number.parseInt(param(call, 'file'), 10) * 47) % 360
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="hsl(${hue} 55% 45%)"/><circle cx="32" cy="24" r="12" fill="#fff"/><path d="M8 64a24 24 0 0 1 48 0" fill="#fff"/></svg>`
  return { status: 200, text, headers: { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' } }
}

const routes: ControlRoute[] = [
  { method: 'GET', pattern: '/_forge/healthz', handle: () => ({ status: 200, json: { status: 'ok' } }) },
  { method: 'POST', pattern: '/_forge/issues', handle: postIssue },
  { method: 'POST', pattern: '/_forge/comments', handle: postComment },
  { method: 'GET', pattern: '/_forge/deliveries', handle: listDeliveries },
  {
    method: 'GET',
    pattern: '/_forge/deliveries/:id/payload',
    handle: (world, call) => ({ status: 200, json: JSON.parse(findDelivery(world, Number(param(call, 'id'))).payload) }),
  },
  {
    method: 'POST',
    pattern: '/_forge/deliveries/:id/redeliver',
    handle: (world, call) => ({ status: 202, json: { id: redeliver(world, Number(param(call, 'id'))) } }),
  },
  { method: 'GET', pattern: '/_forge/faults', handle: (world) => ({ status: 200, json: world.faults.plan() }) },
  {
    method: 'PUT',
    pattern: '/_forge/faults',
    handle: (world, call) => {
      world.faults.set(readJson(call, faultsSchema))
      return { status: 200, json: world.faults.plan() }
    },
  },
  {
    method: 'GET',
    pattern: '/_forge/repos/:owner/:repo/summary',
    handle: (world, call) => {
      const number = call.query.get('issue')
      const repo = repoOf(world, param(call, 'owner'), param(call, 'repo'))
      return { status: 200, json: summarise(world, repo, number === null ? null : Number(number)) }
    },
  },
  {
    method: 'POST',
    pattern: '/_forge/installation',
    handle: (world, call) => {
      changeInstallation(world, readJson(call, installationAction))
      return { status: 200, json: { id: world.credentials.installationId } }
    },
  },
  {
    method: 'POST',
    pattern: '/_forge/repos/:owner/:repo/changes',
    handle: (world, call) => {
      changeRepository(world, repoOf(world, param(call, 'owner'), param(call, 'repo')), readJson(call, ownerAction))
      return { status: 204 }
    },
  },
  { method: 'GET', pattern: '/_forge/unexpected', handle: (world) => ({ status: 200, json: world.unexpected }) },
  { method: 'GET', pattern: '/_forge/people', handle: listPeople },
  {
    method: 'POST',
    pattern: '/_forge/people/:login/token',
    handle: (world, call) => {
      const account = findAccount(world, param(call, 'login'))
      if (account === null) throw notFound()
      return { status: 201, json: { token: issuePersonToken(world, account.login, 'ghp') } }
    },
  },
  { method: 'GET', pattern: '/_forge/avatars/:file', handle: (_world, call) => avatar(call) },
]

/** The forge's own switches, which GitHub does not have. */
export function answerControl(world: World, call: Call): Reply {
  for (const route of routes) {
    const params = route.method === call.method ? match(route.pattern, call.path) : null
    if (params !== null) return route.handle(world, { ...call, params })
  }
  throw notFound()
}

import { randomBytes } from 'node:crypto'
import * as z from 'zod'
import { type Actor, type Grants, grantsSchema, hashToken } from './actor.ts'
import { ApiError, notFound } from './api-error.ts'
import { subscribedEvents } from './hooks.ts'
import { hasMark, installationState } from './installation.ts'
import { findAccount } from './members.ts'
import { cut, readJson } from './payload.ts'
import { presentAccount, presentUser } from './present-account.ts'
import { presentRepository } from './present-repository.ts'
import { allRepos, findRepo, findRepoById } from './repos.ts'
import { type Call, param, type Reply, type Route } from './router.ts'
import type { Repo } from './tables.ts'
import { iso, maybeIso, nodeId, type World } from './world.ts'

/** What the App was granted when it was installed. */
const installedPermissions: Grants = { metadata: 'read', contents: 'write', issues: 'write', pull_requests: 'write' }

/** An installation token lives an hour. */
const tokenLifeMs = 3_600_000

const registeredAt = Date.UTC(2026, 0, 5, 9)

function needApp(actor: Actor): void {
  if (actor.kind !== 'app') throw new ApiError(401, 'A JSON web token could not be decoded')
}

function presentApp(world: World): Record<string, unknown> {
  const { appId, slug, clientId } = world.credentials
  return {
    id: appId,
    slug,
    client_id: clientId,
    node_id: nodeId('A', appId),
    owner: organization(world),
    name: 'CodeCollection Registry',
    description: 'Turns issues into CodeBundles',
    external_url: world.appUrl,
    html_url: `${world.url}/apps/${slug}`,
    created_at: iso(registeredAt),
    updated_at: iso(registeredAt),
    permissions: installedPermissions,
    events: [...subscribedEvents],
    installations_count: 1,
  }
}

function organization(world: World): Record<string, unknown> {
  return presentUser(world, organizationLogin(world))
}

function organizationLogin(world: World): string {
  const first = allRepos(world)[0]
  if (first === undefined) throw new Error('the forge has no repositories')
  return first.owner
}

/** GitHub's installation; the App is installed on every repository of the organisation. */
export function presentInstallation(world: World): Record<string, unknown> {
  const { installationId, appId, slug, clientId } = world.credentials
  const account = organization(world)
  const { suspendedAt } = installationState(world)
  return {
    id: installationId,
    client_id: clientId,
    account,
    repository_selection: 'all',
    access_tokens_url: `${world.url}/api/v3/app/installations/${installationId}/access_tokens`,
    repositories_url: `${world.url}/api/v3/installation/repositories`,
    html_url: `${world.url}/organizations/${organizationLogin(world)}/settings/installations/${installationId}`,
    app_id: appId,
    app_slug: slug,
    target_id: account.id,
    target_type: 'Organization',
    permissions: installedPermissions,
    events: [...subscribedEvents],
    created_at: iso(registeredAt),
    updated_at: iso(registeredAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: suspendedAt === null ? null : presentUser(world, 'olga'),
    suspended_at: maybeIso(suspendedAt),
  }
}

/** A repository as installation events name it. */
export function repositorySummary(repo: Repo): Record<string, unknown> {
  return { id: repo.id, node_id: nodeId('R', repo.id), name: repo.name, full_name: `${repo.owner}/${repo.name}`, private: false }
}

/** Throws as GitHub does for an installation that is not there (any more). */
function needInstallation(world: World, id: string): void {
  if (id !== String(world.credentials.installationId) || !installationState(world).isInstalled) throw notFound()
}

function showInstallation(world: World, actor: Actor, repo: Repo | null): Reply {
  needApp(actor)
  if (repo === null || !installationState(world).isInstalled || hasMark(world, repo, 'removed')) throw notFound()
  return { status: 200, json: presentInstallation(world) }
}

const tokenRequest = z.object({
  repositories: z.array(z.string()).optional(),
  repository_ids: z.array(z.number().int()).optional(),
  permissions: grantsSchema.optional(),
})

function createToken(world: World, call: Call, actor: Actor): Reply {
  needApp(actor)
  needInstallation(world, param(call, 'installation'))
  if (installationState(world).suspendedAt !== null) throw new ApiError(403, 'This installation has been suspended')
  const wanted = readJson(call, tokenRequest)
  const chosen = chooseRepositories(world, wanted)
  const permissions = choosePermissions(wanted.permissions)
  const token = installationToken(world.credentials.appId)
  const expiresAt = Date.now() + tokenLifeMs
  world.store.run(
    'INSERT INTO tokens (hash, kind, repository_ids, permissions, expires_at) VALUES (?, ?, ?, ?, ?)',
    hashToken(token),
    'installation',
    chosen === null ? null : JSON.stringify(chosen.map(({ id }) => id)),
    JSON.stringify(permissions),
    expiresAt,
  )
  return {
    status: 201,
    json: {
      token,
      expires_at: iso(expiresAt),
      permissions,
      repository_selection: chosen === null ? 'all' : 'selected',
      ...(chosen === null ? {} : { repositories: chosen.map((repo) => presentRepository(world, repo)) }),
    },
  }
}

/** The stateless format: a prefix, the App's id and what looks like a JSON web token; about 520 characters. */
function installationToken(appId: number): string {
  const part = (bytes: number) => randomBytes(bytes).toString('base64url')
  return `ghs_${appId}_eyJ${part(24)}.eyJ${part(72)}.${part(270)}`
}

function chooseRepositories(world: World, wanted: z.infer<typeof tokenRequest>): Repo[] | null {
  if (wanted.repositories === undefined && wanted.repository_ids === undefined) return null
  const repos = allRepos(world).filter((repo) => !hasMark(world, repo, 'removed'))
  const found = [
    ...(wanted.repositories ?? []).map((name) => repos.find((repo) => repo.name === name)),
    ...(wanted.repository_ids ?? []).map((id) => repos.find((repo) => repo.id === id)),
  ].filter((repo) => repo !== undefined)
  if (found.length === (wanted.repositories ?? []).length + (wanted.repository_ids ?? []).length) return found
  throw new ApiError(422, 'There is at least one repository that does not exist or is not accessible to the parent installation.')
}

const ranks = { read: 1, write: 2, admin: 3 } as const

function choosePermissions(wanted: Grants | undefined): Grants {
  if (wanted === undefined) return installedPermissions
  for (const [name, level] of Object.entries(wanted)) {
    const granted = installedPermissions[name]
    if (granted === undefined || ranks[level] > ranks[granted])
      throw new ApiError(422, 'The permissions requested are not granted to this installation.')
  }
  return { metadata: 'read', ...wanted }
}

function listRepositories(world: World, call: Call, actor: Actor): Reply {
  if (actor.kind !== 'installation') throw new ApiError(403, 'Resource not accessible by integration')
  const allowed = allRepos(world).filter(({ id }) => actor.repositoryIds === null || actor.repositoryIds.includes(id))
  const page = cut(`${world.url}/api/v3/installation/repositories`, call, allowed, (shown) => ({
    total_count: allowed.length,
    repository_selection: actor.repositoryIds === null ? 'all' : 'selected',
    repositories: shown.map((repo) => presentRepository(world, repo)),
  }))
  return { status: 200, ...page }
}

function currentUser(world: World, _call: Call, actor: Actor): Reply {
  if (actor.kind !== 'person') throw new ApiError(403, 'Resource not accessible by integration')
  return { status: 200, json: presentProfile(world, actor.login) }
}

function presentProfile(world: World, login: string): Record<string, unknown> {
  const account = findAccount(world, login)
  if (account === null) throw notFound()
  const created = iso(registeredAt)
  return {
    ...presentAccount(world, account),
    name: account.name,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: created,
    updated_at: created,
  }
}

/** Calls about the App, its installation and the people. */
export const appRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/app',
    handle: (world, _call, actor) => {
      needApp(actor)
      return { status: 200, json: presentApp(world) }
    },
  },
  {
    method: 'GET',
    pattern: '/app/installations',
    handle: (world, _call, actor) => {
      needApp(actor)
      return { status: 200, json: [presentInstallation(world)] }
    },
  },
  {
    method: 'GET',
    pattern: '/app/installations/:installation',
    handle: (world, call, actor) => {
      needApp(actor)
      needInstallation(world, param(call, 'installation'))
      return { status: 200, json: presentInstallation(world) }
    },
  },
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/installation',
    handle: (world, call, actor) => showInstallation(world, actor, findRepo(world, param(call, 'owner'), param(call, 'repo'))),
  },
  {
    method: 'GET',
    pattern: '/repositories/:id/installation',
    handle: (world, call, actor) => showInstallation(world, actor, findRepoById(world, Number(param(call, 'id')))),
  },
  { method: 'POST', pattern: '/app/installations/:installation/access_tokens', handle: createToken },
  { method: 'GET', pattern: '/installation/repositories', handle: listRepositories },
  { method: 'GET', pattern: '/user', handle: currentUser },
  {
    method: 'GET',
    pattern: '/users/:login',
    handle: (world, call) => ({ status: 200, json: presentProfile(world, param(call, 'login')) }),
  },
]

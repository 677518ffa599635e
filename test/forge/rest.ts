import { type Actor, actorOf, allows, credentialOf, loginOf } from './actor.ts'
import { ApiError, notFound } from './api-error.ts'
import { graphql } from './graphql.ts'
import { hasMark } from './installation.ts'
import { findRenamed, findRepo, findRepoById } from './repos.ts'
import { appRoutes } from './rest-apps.ts'
import { gitRoutes } from './rest-git.ts'
import { hookRoutes } from './rest-hooks.ts'
import { issueRestRoutes } from './rest-issues.ts'
import { labelRoutes } from './rest-labels.ts'
import { pullRoutes } from './rest-pulls.ts'
import { refRoutes } from './rest-refs.ts'
import { repositoryRoutes } from './rest-repos.ts'
import { type Call, match, type Reply, type RepoRoute } from './router.ts'
import type { Repo } from './tables.ts'
import type { World } from './world.ts'

/** Every call that the forge answers, as `METHOD /path`. */
export function knownCalls(): string[] {
  const own = routes.map(({ method, pattern }) => `${method} ${pattern}`)
  return [...own, ...repoRoutes.map(({ method, pattern }) => `${method} /repos/:owner/:repo${pattern}`)]
}

const routes = [...appRoutes, ...hookRoutes]
const repoRoutes = [...repositoryRoutes, ...gitRoutes, ...refRoutes, ...issueRestRoutes, ...labelRoutes, ...pullRoutes]

/** Answers a call under /api/v3 (`path` is what follows it). Throws `ApiError` for every refusal. */
export function answerRest(world: World, call: Call, path: string): Reply {
  if ((call.headers['user-agent'] ?? '') === '') {
    throw new ApiError(403, 'Request forbidden by administrative rules. Please make sure your request has a User-Agent header')
  }
  const credential = credentialOf(call.headers.authorization)
  if (credential === null) throw new ApiError(401, 'Requires authentication')
  const actor = actorOf(world, credential, Date.now())
  return answerAs(world, call, path, actor)
}

/** Answers a call for GraphQL. */
export function answerGraphql(world: World, call: Call): Reply {
  const credential = credentialOf(call.headers.authorization)
  if (credential === null) throw new ApiError(401, 'This endpoint requires you to be authenticated.')
  return graphql(world, call, actorOf(world, credential, Date.now()))
}

/** What GitHub answers to a call by a name that the repository has left: 301 to a reading one, 307, which keeps method and body, to any other. */
function redirect(world: World, call: Call, path: string): Reply | null {
  const [, owner = '', name = '', rest = ''] = /^\/repos\/([^/]+)\/([^/]+)(\/.*)?$/.exec(path) ?? []
  const repo = findRenamed(world, owner, name)
  if (repo === null) return null
  const query = call.query.size === 0 ? '' : `?${call.query}`
  const url = `${world.url}/api/v3/repositories/${repo.id}${rest}${query}`
  const documentation_url = 'https://docs.github.com/rest/guides/best-practices-for-using-the-rest-api#follow-redirects'
  return {
    status: call.method === 'GET' ? 301 : 307,
    headers: { location: url },
    json: { message: 'Moved Permanently', url, documentation_url },
  }
}

function answerAs(world: World, call: Call, path: string, actor: Actor): Reply {
  const moved = redirect(world, call, path)
  if (moved !== null) return moved
  for (const route of routes) {
    const params = route.method === call.method ? match(route.pattern, path) : null
    if (params !== null) return route.handle(world, { ...call, params }, actor)
  }
  const place = locate(world, path)
  for (const route of place === null ? [] : repoRoutes) {
    const params = route.method === call.method ? match(route.pattern, place?.rest ?? '') : null
    if (params !== null) return answerRepo(world, { ...call, params }, actor, { route, repo: place?.repo ?? null })
  }
  world.unexpected.push({ method: call.method, path })
  throw notFound()
}

function locate(world: World, path: string): { repo: Repo | null; rest: string } | null {
  const byName = /^\/repos\/([^/]+)\/([^/]+)(\/.*)?$/.exec(path)
  if (byName !== null) return { repo: findRepo(world, byName[1] ?? '', byName[2] ?? ''), rest: byName[3] ?? '' }
  const byId = /^\/repositories\/(\d+)(\/.*)?$/.exec(path)
  return byId === null ? null : { repo: findRepoById(world, Number(byId[1])), rest: byId[2] ?? '' }
}

function answerRepo(world: World, call: Call, actor: Actor, { route, repo }: { route: RepoRoute; repo: Repo | null }): Reply {
  if (repo === null) throw notFound()
  if (!allows(world, actor, repo, route.need)) throw new ApiError(403, forbidden(actor))
  if (route.need.level === 'write' && hasMark(world, repo, 'archived')) throw new ApiError(403, archived)
  const reply = route.handle({ world, call, actor, login: loginOf(world, actor), repo })
  const accepted = [route.need.permission, ...(route.need.or === undefined ? [] : [route.need.or])].map(
    (name) => `${name}=${route.need.level}`,
  )
  return { ...reply, headers: { 'x-accepted-github-permissions': accepted.join('; '), ...reply.headers } }
}

/** GitHub's words for a change of an archived repository. */
const archived = 'Repository was archived so is read-only.'

function forbidden(actor: Actor): string {
  return actor.kind === 'person' ? 'Must have admin rights to Repository.' : 'Resource not accessible by integration'
}

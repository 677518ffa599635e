import type { Need } from './actor.ts'
import { ApiError, notFound } from './api-error.ts'
import { gitDirectory, gitMaybe } from './git.ts'
import { listTree, readBlob, type TreeEntry } from './git-objects.ts'
import { readRef, resolveCommit } from './git-refs.ts'
import { findAccount, memberOf } from './members.ts'
import { presentAccount } from './present-account.ts'
import { presentCommit } from './present-git.ts'
import { presentFullRepository, repositoryApi, repositoryPage } from './present-repository.ts'
import { param, type Reply, type RepoCall, type RepoRoute } from './router.ts'
import type { Repo } from './tables.ts'
import type { World } from './world.ts'

const metadata: Need = { permission: 'metadata', level: 'read' }
const contents: Need = { permission: 'contents', level: 'read' }

/** What REST calls `permission`: the five roles folded to four. */
const legacy = { admin: 'admin', maintain: 'write', write: 'write', triage: 'read', read: 'read', none: 'none' } as const

function permission({ world, repo, call }: RepoCall): Reply {
  const account = findAccount(world, param(call, 'login'))
  if (account === null) throw notFound()
  const role = memberOf(world, repo, account.login).permission
  const at = ['none', 'read', 'triage', 'write', 'maintain', 'admin'].indexOf(role)
  const permissions = { pull: at >= 1, triage: at >= 2, push: at >= 3, maintain: at >= 4, admin: at >= 5 }
  return {
    status: 200,
    json: { permission: legacy[role], role_name: role, user: { ...presentAccount(world, account), permissions, role_name: role } },
  }
}

function branch({ world, repo, call }: RepoCall): Reply {
  const name = param(call, 'branch')
  const sha = readRef(gitDirectory(world, repo), `refs/heads/${name}`)
  if (sha === null) throw new ApiError(404, 'Branch not found')
  const self = `${repositoryApi(world, repo)}/branches/${name}`
  return {
    status: 200,
    json: {
      name,
      commit: presentCommit(world, repo, sha),
      _links: { self, html: `${repositoryPage(world, repo)}/tree/${name}` },
      protected: false,
      protection: { enabled: false, required_status_checks: { enforcement_level: 'off', contexts: [], checks: [] } },
      protection_url: `${self}/protection`,
    },
  }
}

function commit({ world, repo, call }: RepoCall): Reply {
  const name = param(call, 'ref')
  const sha = resolveCommit(gitDirectory(world, repo), name)
  if (sha === null) throw new ApiError(422, `No commit found for SHA: ${name}`)
  if (call.headers.accept?.includes('sha')) return { status: 200, text: sha, headers: { 'content-type': 'application/vnd.github.sha' } }
  return { status: 200, json: presentCommit(world, repo, sha) }
}

function content({ world, repo, call }: RepoCall): Reply {
  const directory = gitDirectory(world, repo)
  const ref = call.query.get('ref') ?? repo.default_branch
  const path = (call.params.path ?? '').replace(/\/+$/, '')
  const tip = resolveCommit(directory, ref)
  if (tip === null) throw new ApiError(404, `No commit found for the ref ${ref}`)
  const sha = gitMaybe(directory, ['rev-parse', '--verify', '--quiet', `${tip}:${path}`])
  if (sha === null) throw notFound()
  const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
  const entry =
    path === ''
      ? null
      : listTree(directory, `${tip}:${parent}`, false).find((candidate) => candidate.sha === sha && path.endsWith(candidate.path))
  if (entry === null || entry?.type === 'tree') {
    const entries = listTree(directory, sha, false)
    return {
      status: 200,
      json: entries.map((child) => presentEntry(world, repo, { ...child, path: path === '' ? child.path : `${path}/${child.path}` }, ref)),
    }
  }
  if (entry === undefined) throw notFound()
  const bytes = readBlob(directory, sha)
  if (call.headers.accept?.includes('raw'))
    return { status: 200, text: bytes.toString(), headers: { 'content-type': 'application/vnd.github.raw' } }
  return {
    status: 200,
    json: {
      ...presentEntry(world, repo, { ...entry, path }, ref),
      encoding: 'base64',
      content: bytes.toString('base64').replace(/(.{60})/g, '$1\n'),
    },
  }
}

function presentEntry(world: World, repo: Repo, entry: TreeEntry, ref: string): Record<string, unknown> {
  const path = entry.path.split('/').map(encodeURIComponent).join('/')
  const api = repositoryApi(world, repo)
  const page = repositoryPage(world, repo)
  const folder = entry.type === 'tree'
  const links = {
    self: `${api}/contents/${path}?ref=${encodeURIComponent(ref)}`,
    git: `${api}/git/${folder ? 'trees' : 'blobs'}/${entry.sha}`,
    html: `${page}/${folder ? 'tree' : 'blob'}/${ref}/${path}`,
  }
  return {
    name: entry.path.split('/').at(-1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url: links.self,
    html_url: links.html,
    git_url: links.git,
    download_url: folder ? null : `${page}/raw/${ref}/${path}`,
    type: folder ? 'dir' : 'file',
    _links: links,
  }
}

/** Calls about a repository, its people, branches, commits and files. */
export const repositoryRoutes: RepoRoute[] = [
  {
    method: 'GET',
    pattern: '',
    need: metadata,
    handle: ({ world, repo }) => ({ status: 200, json: presentFullRepository(world, repo) }),
  },
  { method: 'GET', pattern: '/collaborators/:login/permission', need: metadata, handle: permission },
  { method: 'GET', pattern: '/branches/*branch', need: contents, handle: branch },
  { method: 'GET', pattern: '/commits/*ref', need: contents, handle: commit },
  { method: 'GET', pattern: '/contents', need: contents, handle: content },
  { method: 'GET', pattern: '/contents/*path', need: contents, handle: content },
]

import * as z from 'zod'
import type { Need } from './actor.ts'
import { ApiError, notFound } from './api-error.ts'
import { gitDirectory } from './git.ts'
import { typeOf } from './git-objects.ts'
import { deleteRef, isAncestor, isValidRefName, listRefs, moveRef, readRef, setRef } from './git-refs.ts'
import { readJson } from './payload.ts'
import { presentRef } from './present-git.ts'
import { afterRefsChanged } from './pushes.ts'
import { param, type Reply, type RepoCall, type RepoRoute } from './router.ts'

const read: Need = { permission: 'contents', level: 'read' }
const write: Need = { permission: 'contents', level: 'write' }

function answer({ world, repo }: RepoCall, status: number, name: string, sha: string): Reply {
  const type = typeOf(gitDirectory(world, repo), sha) ?? 'commit'
  return { status, json: presentRef(world, repo, { name, sha, type }) }
}

function getRef(input: RepoCall): Reply {
  const name = `refs/${param(input.call, 'ref')}`
  const sha = readRef(gitDirectory(input.world, input.repo), name)
  if (sha === null) throw notFound()
  return answer(input, 200, name, sha)
}

function matchingRefs({ world, repo, call }: RepoCall): Reply {
  const directory = gitDirectory(world, repo)
  const prefix = `refs/${param(call, 'ref')}`
  const found = listRefs(directory).filter(({ name }) => name.startsWith(prefix))
  return {
    status: 200,
    json: found.map(({ name, sha }) => presentRef(world, repo, { name, sha, type: typeOf(directory, sha) ?? 'commit' })),
  }
}

const refInput = z.object({ ref: z.string(), sha: z.string() })

function createRef(input: RepoCall): Reply {
  const { world, repo, call, login } = input
  const directory = gitDirectory(world, repo)
  const { ref, sha } = readJson(call, refInput)
  if (!/^refs\/[^/]+\/./.test(ref) || !isValidRefName(directory, ref)) throw new ApiError(422, 'Reference name is not valid')
  const type = typeOf(directory, sha)
  if (type === null || (ref.startsWith('refs/heads/') && type !== 'commit')) throw new ApiError(422, 'Object does not exist')
  if (readRef(directory, ref) !== null || !moveRef(directory, ref, sha, null)) throw new ApiError(422, 'Reference already exists')
  afterRefsChanged(world, repo, login)
  return answer(input, 201, ref, sha)
}

const moveInput = z.object({ sha: z.string(), force: z.boolean().default(false) })

function updateRef(input: RepoCall): Reply {
  const { world, repo, call, login } = input
  const directory = gitDirectory(world, repo)
  const name = `refs/${param(call, 'ref')}`
  const { sha, force } = readJson(call, moveInput)
  const current = readRef(directory, name)
  if (current === null) throw new ApiError(422, 'Reference does not exist')
  if (typeOf(directory, sha) === null) throw new ApiError(422, 'Object does not exist')
  if (force) setRef(directory, name, sha)
  else if (!isAncestor(directory, current, sha) || !moveRef(directory, name, sha, current))
    throw new ApiError(422, 'Update is not a fast forward')
  afterRefsChanged(world, repo, login)
  return answer(input, 200, name, sha)
}

function removeRef({ world, repo, call, login }: RepoCall): Reply {
  const directory = gitDirectory(world, repo)
  const name = `refs/${param(call, 'ref')}`
  if (readRef(directory, name) === null) throw new ApiError(422, 'Reference does not exist')
  if (name === `refs/heads/${repo.default_branch}`) throw new ApiError(422, 'Cannot delete the default branch')
  deleteRef(directory, name)
  afterRefsChanged(world, repo, login)
  return { status: 204 }
}

/** Git references. Their names hold slashes, so they take the rest of the path. */
export const refRoutes: RepoRoute[] = [
  { method: 'GET', pattern: '/git/ref/*ref', need: read, handle: getRef },
  { method: 'GET', pattern: '/git/matching-refs/*ref', need: read, handle: matchingRefs },
  { method: 'POST', pattern: '/git/refs', need: write, handle: createRef },
  { method: 'PATCH', pattern: '/git/refs/*ref', need: write, handle: updateRef },
  { method: 'DELETE', pattern: '/git/refs/*ref', need: write, handle: removeRef },
]

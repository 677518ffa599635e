import * as z from 'zod'
import type { Need } from './actor.ts'
import { ApiError, notFound } from './api-error.ts'
import { gitDirectory, gitMaybe } from './git.ts'
import {
  listTree,
  readBlob,
  readCommit,
  type Signature,
  type TreeChange,
  typeOf,
  writeBlob,
  writeCommit,
  writeTree,
} from './git-objects.ts'
import { accountOf } from './members.ts'
import { readJson } from './payload.ts'
import { presentGitCommit, presentTree } from './present-git.ts'
import { repositoryApi } from './present-repository.ts'
import { param, type Reply, type RepoCall, type RepoRoute } from './router.ts'
import { iso } from './world.ts'

const read: Need = { permission: 'contents', level: 'read' }
const write: Need = { permission: 'contents', level: 'write' }

const blobInput = z.object({ content: z.string(), encoding: z.enum(['utf-8', 'base64']).default('utf-8') })

function createBlob({ world, repo, call }: RepoCall): Reply {
  const { content, encoding } = readJson(call, blobInput)
  const sha = writeBlob(gitDirectory(world, repo), Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'))
  const url = `${repositoryApi(world, repo)}/git/blobs/${sha}`
  return { status: 201, headers: { location: url }, json: { sha, url } }
}

function getBlob({ world, repo, call }: RepoCall): Reply {
  const directory = gitDirectory(world, repo)
  const sha = param(call, 'sha')
  if (typeOf(directory, sha) !== 'blob') throw notFound()
  const bytes = readBlob(directory, sha)
  const url = `${repositoryApi(world, repo)}/git/blobs/${sha}`
  return { status: 200, json: { sha, node_id: `B_${sha}`, size: bytes.length, url, content: bytes.toString('base64'), encoding: 'base64' } }
}

const treeEntry = z
  .object({
    path: z.string().min(1),
    mode: z.enum(['100644', '100755', '040000', '160000', '120000']),
    type: z.enum(['blob', 'tree', 'commit']).optional(),
    sha: z.string().nullable().optional(),
    content: z.string().optional(),
  })
  .refine(({ sha, content }) => (sha === undefined) !== (content === undefined), 'must have either sha or content')

const treeInput = z.object({ base_tree: z.string().optional(), tree: z.array(treeEntry).min(1) })

const typeOfMode = { '100644': 'blob', '100755': 'blob', '120000': 'blob', '040000': 'tree', '160000': 'commit' } as const

function createTree({ world, repo, call }: RepoCall): Reply {
  const directory = gitDirectory(world, repo)
  const { base_tree, tree } = readJson(call, treeInput)
  const base = base_tree === undefined ? null : gitMaybe(directory, ['rev-parse', '--verify', '--quiet', `${base_tree}^{tree}`])
  if (base_tree !== undefined && base === null) throw notFound()
  const existing = new Set(base === null ? [] : listTree(directory, base, true).map(({ path }) => path))
  const changes = tree.map((entry) => treeChange(directory, entry, existing))
  const sha = writeTree(directory, base, changes)
  return {
    status: 201,
    headers: { location: `${repositoryApi(world, repo)}/git/trees/${sha}` },
    json: presentTree(world, repo, sha, listTree(directory, sha, false)),
  }
}

function treeChange(directory: string, entry: z.infer<typeof treeEntry>, existing: ReadonlySet<string>): TreeChange {
  const { path, mode, sha, content } = entry
  if (path.split('/').some((part) => ['', '.', '..'].includes(part) || part.toLowerCase() === '.git')) {
    throw new ApiError(422, 'tree.path contains a malformed path component')
  }
  if (content !== undefined) return { path, mode, sha: writeBlob(directory, Buffer.from(content)) }
  if (sha === null || sha === undefined) {
    if (!existing.has(path)) throw new ApiError(422, 'GitRPC::BadObjectState')
    return { path, mode, sha: null }
  }
  const wanted = typeOfMode[mode]
  if (wanted !== 'commit' && typeOf(directory, sha) !== wanted) throw new ApiError(422, `tree.sha ${sha} is not a valid ${wanted}`)
  return { path, mode, sha }
}

function getTree({ world, repo, call }: RepoCall): Reply {
  const directory = gitDirectory(world, repo)
  const name = param(call, 'sha')
  const sha = name.startsWith('-') ? null : gitMaybe(directory, ['rev-parse', '--verify', '--quiet', `${name}^{tree}`])
  if (sha === null) throw notFound()
  return { status: 200, json: presentTree(world, repo, sha, listTree(directory, sha, call.query.has('recursive'))) }
}

const personInput = z.object({ name: z.string().min(1), email: z.string().min(1), date: z.iso.datetime({ offset: true }).optional() })

const commitInput = z.object({
  message: z.string(),
  tree: z.string(),
  parents: z.array(z.string()).default([]),
  author: personInput.optional(),
  committer: personInput.optional(),
})

function createCommit({ world, repo, call, login }: RepoCall): Reply {
  const directory = gitDirectory(world, repo)
  const input = readJson(call, commitInput)
  if (typeOf(directory, input.tree) !== 'tree') throw new ApiError(422, 'Tree SHA does not exist')
  if (input.parents.some((sha) => typeOf(directory, sha) !== 'commit')) {
    throw new ApiError(422, 'Parent SHA does not exist or is not a commit object')
  }
  const author = signature(input.author, defaultSignature({ world, login }))
  const committer = signature(input.committer, author)
  const sha = writeCommit(directory, { tree: input.tree, parents: input.parents, author, committer, message: input.message })
  return {
    status: 201,
    headers: { location: `${repositoryApi(world, repo)}/git/commits/${sha}` },
    json: presentGitCommit(world, repo, readCommit(directory, sha)),
  }
}

/** Who a commit is by when the call does not say: the person or bot behind the token, now. */
function defaultSignature({ world, login }: Pick<RepoCall, 'world' | 'login'>): Signature {
  const account = accountOf(world, login)
  return { name: account.name, email: `${account.id}+${login}@users.noreply.github.com`, date: iso(Date.now()) }
}

function signature(given: z.infer<typeof personInput> | undefined, fallback: Signature): Signature {
  return given === undefined ? fallback : { name: given.name, email: given.email, date: given.date ?? iso(Date.now()) }
}

function getCommit({ world, repo, call }: RepoCall): Reply {
  const directory = gitDirectory(world, repo)
  const sha = param(call, 'sha')
  if (typeOf(directory, sha) !== 'commit') throw notFound()
  return { status: 200, json: presentGitCommit(world, repo, readCommit(directory, sha)) }
}

/** Git data: blobs, trees and commits. */
export const gitRoutes: RepoRoute[] = [
  { method: 'POST', pattern: '/git/blobs', need: write, handle: createBlob },
  { method: 'GET', pattern: '/git/blobs/:sha', need: read, handle: getBlob },
  { method: 'POST', pattern: '/git/trees', need: write, handle: createTree },
  { method: 'GET', pattern: '/git/trees/:sha', need: read, handle: getTree },
  { method: 'POST', pattern: '/git/commits', need: write, handle: createCommit },
  { method: 'GET', pattern: '/git/commits/:sha', need: read, handle: getCommit },
]

import * as z from 'zod'
import { GitHubError } from '../domain/failure.ts'
import type { DraftFile } from '../domain/sandbox-protocol.ts'
import { inLanes } from '../lib/lanes.ts'
import type { RepositoryRef } from '../pipeline/ports.ts'
import { branchTip, encodedRef } from './branch.ts'
import { isGitHubError } from './classify.ts'
import type { GitHubClient } from './client.ts'

const treeAnswer = z.object({
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string(), size: z.number().optional() })),
})
type Entry = z.infer<typeof treeAnswer>['tree'][number]
const blobAnswer = z.object({ content: z.string(), encoding: z.literal('base64') })

/** One call each, so a bound: the patch policy takes 50, and says so itself for a few more. */
const maxFiles = 60
/** GitHub asks clients not to send more than a handful of calls at once. */
const lanes = 5

const reading = { contents: 'read' } as const

export async function readBranch(
  client: GitHubClient,
  repo: RepositoryRef,
  what: { branch: string; directory: string; maxBytes: number },
): Promise<DraftFile[] | null> {
  const tip = await branchTip(client, repo, what.branch)
  return tip === null ? null : readFilesAt(client, repo, tip, what)
}

/** The text files below a directory in a commit. */
export async function readFilesAt(
  client: GitHubClient,
  repo: RepositoryRef,
  commitSha: string,
  what: { directory: string; maxBytes: number },
): Promise<DraftFile[]> {
  const tree = await treeAt(client, repo, commitSha, what.directory.split('/'))
  if (tree === null) return []
  const entries = (await listTree(client, repo, tree, true)).filter(({ type, mode }) => type === 'blob' && modeOf(mode) !== null)
  const bytes = entries.reduce((sum, entry) => sum + (entry.size ?? 0), 0)
  if (entries.length > maxFiles || bytes > what.maxBytes) {
    throw new GitHubError('branch_too_large', `${what.directory} holds ${entries.length} files of ${bytes} bytes on its branch`, 'never')
  }
  return inLanes(entries, lanes, async (entry) => ({
    path: `${what.directory}/${entry.path}`,
    mode: modeOf(entry.mode) ?? '100644',
    content: await readText(client, repo, entry),
  }))
}

/** The tree below `from` that `path` leads to; null when there is none. Walked, since a listing of a whole repository may be cut short. */
async function treeAt(client: GitHubClient, repo: RepositoryRef, from: string, path: readonly string[]): Promise<string | null> {
  let tree = from
  for (const name of path) {
    const found = (await listTree(client, repo, tree, false)).find((entry) => entry.path === name && entry.type === 'tree')
    if (found === undefined) return null
    tree = found.sha
  }
  return tree
}

async function listTree(client: GitHubClient, repo: RepositoryRef, sha: string, recursive: boolean): Promise<Entry[]> {
  const path = `/git/trees/${encodeURIComponent(sha)}${recursive ? '?recursive=1' : ''}`
  const { data } = await client.inRepository(repo, { method: 'GET', path, needs: reading }, treeAnswer)
  if (data.truncated) throw new GitHubError('branch_too_large', 'GitHub lists only a part of the files of this branch', 'never')
  return data.tree
}

function modeOf(mode: string): DraftFile['mode'] | null {
  return mode === '100644' || mode === '100755' ? mode : null
}

async function readText(client: GitHubClient, repo: RepositoryRef, entry: Entry): Promise<string> {
  const { data } = await client.inRepository(repo, { method: 'GET', path: `/git/blobs/${entry.sha}`, needs: reading }, blobAnswer)
  const text = textOf(data.content)
  if (text === null) throw new GitHubError('branch_not_text', `${entry.path.slice(0, 200)} is no text in UTF-8`, 'never')
  return text
}

/** UTF-8 text of base64; null for anything else. */
function textOf(base64: string): string | null {
  const bytes = Uint8Array.from(atob(base64.replaceAll('\n', '')), (character) => character.charCodeAt(0))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return null
  }
}

const contentAnswer = z.object({ type: z.literal('file'), size: z.number(), encoding: z.string(), content: z.string() })
const maxTextBytes = 100 * 1024

/** A text file of a commit; null when there is none that could be shown to a model. */
export async function readTextAt(client: GitHubClient, repo: RepositoryRef, commitSha: string, path: string): Promise<string | null> {
  const call = { method: 'GET', path: `/contents/${path}?ref=${encodeURIComponent(commitSha)}`, needs: reading } as const
  try {
    const { data } = await client.inRepository(repo, call, z.unknown())
    const file = contentAnswer.safeParse(data)
    if (!file.success || file.data.encoding !== 'base64' || file.data.size > maxTextBytes) return null
    return textOf(file.data.content)
  } catch (error) {
    if (isGitHubError(error, 'github_not_found')) return null
    throw error
  }
}

export async function deleteBranch(client: GitHubClient, repo: RepositoryRef, branch: string): Promise<void> {
  const call = { method: 'DELETE', path: `/git/refs/heads/${encodedRef(branch)}`, needs: { contents: 'write' } } as const
  try {
    await client.inRepository(repo, call, z.unknown())
  } catch (error) {
    // GitHub answers 422 for a ref that does not exist. Any other cause of it leaves the branch, so it is looked for.
    if (!isGitHubError(error, 'github_invalid') && !isGitHubError(error, 'github_not_found')) throw error
    if ((await branchTip(client, repo, branch)) !== null) throw error
  }
}

import * as z from 'zod'
import { GitHubError } from '../domain/failure.ts'
import type { DraftFile } from '../domain/sandbox-protocol.ts'
import { inLanes } from '../lib/lanes.ts'
import type { RepositoryRef } from '../pipeline/ports.ts'
import type { GitHubClient } from './client.ts'

const treeAnswer = z.object({
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string(), mode: z.string(), type: z.string(), sha: z.string(), size: z.number().optional() })),
})
const commitAnswer = z.object({ tree: z.object({ sha: z.string() }) })
const blobAnswer = z.object({ content: z.string(), encoding: z.literal('base64') })

const reading = { contents: 'read' } as const

/** More than a CodeBundle may hold. */
const maxFiles = 200
const maxBytes = 1024 * 1024
/** GitHub asks for few calls at a time. */
const lanes = 4

/**
 * The text files below `directory` in a commit, with their modes. Links, submodules and binary files are left out. Throws `GitHubError` (`too_large`) past 200 files or 1 MB.
 */
export async function readFiles(client: GitHubClient, repo: RepositoryRef, commitSha: string, directory: string): Promise<DraftFile[]> {
  const commit = `/git/commits/${encodeURIComponent(commitSha)}`
  const { data: found } = await client.inRepository(repo, { method: 'GET', path: commit, needs: reading }, commitAnswer)
  const path = `/git/trees/${found.tree.sha}?recursive=1`
  const { data: listing } = await client.inRepository(repo, { method: 'GET', path, needs: reading }, treeAnswer)
  const entries = listing.tree.filter(
    (entry) => entry.type === 'blob' && entry.path.startsWith(`${directory}/`) && /^100(644|755)$/.test(entry.mode),
  )
  const bytes = entries.reduce((sum, { size = 0 }) => sum + size, 0)
  if (listing.truncated || entries.length > maxFiles || bytes > maxBytes) {
    throw new GitHubError('too_large', `${directory} holds more than ${maxFiles} files or 1 MB on its branch`, 'never')
  }
  const read = await inLanes(entries, lanes, async (entry) => {
    const blob = `/git/blobs/${entry.sha}`
    const { data } = await client.inRepository(repo, { method: 'GET', path: blob, needs: reading }, blobAnswer)
    const content = textOf(data.content)
    return content === null
      ? []
      : [{ path: entry.path, mode: entry.mode === '100755' ? ('100755' as const) : ('100644' as const), content }]
  })
  return read.flat()
}

/** UTF-8 text of base64; null for anything else. */
function textOf(base64: string): string | null {
  const bytes = Uint8Array.from(atob(base64.replace(/\s/g, '')), (character) => character.charCodeAt(0))
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return text.includes('\0') ? null : text
  } catch {
    return null
  }
}

import { OutsideError } from '../../domain/failure.ts'
import type { DraftFile } from '../../domain/sandbox-protocol.ts'
import type { PushedBranch, Run } from './wire.ts'

/** The repository an agent works on. `url` is what it is cloned from, with or without `.git`. */
export interface CursorRepository {
  owner: string
  repo: string
  defaultBranch: string
  url: string
}

/**
 * Reads what an agent pushed, and takes its branch away. GitHub stands behind it. Both throw `OutsideError`.
 * Only plain and executable files count as files: links and submodules are refused or left out.
 */
export interface AgentBranches {
  /**
   * Files below `directory` at the tip of `branch`, with paths from the root of the repository; null when there is no such branch (yet).
   * Throws `OutsideError` of class `never` when they hold more than `maxBytes` together.
   */
  readBranch(repository: CursorRepository, what: { branch: string; directory: string; maxBytes: number }): Promise<DraftFile[] | null>
  /** Succeeds too when there is no such branch. */
  deleteBranch(repository: CursorRepository, branch: string): Promise<void>
}

/** Cursor names the branches it makes `cursor/…`; no other branch is ever read or deleted, whatever an answer says. */
const branchPrefix = 'cursor/'

/** More than the patch policy lets through, so that the policy, which says why, does the refusing. */
export const maxBranchBytes = 1024 * 1024

/** The branches of `repository` that the agent of this run has pushed, newest first. */
export function pushedBranches(run: Run, repository: CursorRepository): string[] {
  const wanted = addressOf(repository.url)
  const names = (run.git?.branches ?? []).flatMap((pushed: PushedBranch) =>
    addressOf(pushed.repoUrl) === wanted && pushed.branch?.startsWith(branchPrefix) ? [pushed.branch] : [],
  )
  return [...new Set(names)].filter((name) => name !== repository.defaultBranch).reverse()
}

/** Host and path of a repository, by which two spellings of its address are compared. */
function addressOf(url: string): string {
  return webUrl(url)
    .replace(/^[a-z]+:\/\//i, '')
    .toLowerCase()
}

/** The address of the repository as people open it, which is the one Cursor takes. */
export function webUrl(url: string): string {
  return url.replace(/\/+$/, '').replace(/\.git$/, '')
}

/** Those of `files` that a draft of `directory` may consist of. What the patch policy judges is left to it. */
export function takeOwn(files: readonly DraftFile[], directory: string): DraftFile[] {
  const bytes = files.reduce((sum, file) => sum + file.content.length, 0)
  if (bytes > maxBranchBytes) {
    throw new OutsideError(
      'cursor_draft_too_large',
      `Cursor wrote more than ${maxBranchBytes / 1024} KB of files. Narrow the request.`,
      'never',
    )
  }
  return files.flatMap(({ path, mode, content }) => {
    const inside = path.startsWith(`${directory}/`) && !path.split('/').some((part) => part === '..' || part === '.' || part === '')
    return inside ? [{ path, mode, content }] : []
  })
}

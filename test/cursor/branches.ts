import { OutsideError } from '../../worker/domain/failure.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import type { AgentBranches } from '../../worker/generation/cursor/branches.ts'

/** Repositories as far as an agent cares, by their web addresses. */
export interface Host {
  /** The form of the addresses that the service accepts. */
  address: RegExp
  /** Replaces the branch's contents, or adds to those of the default branch. */
  push(url: string, branch: string, files: readonly DraftFile[]): void
  /** Names of all branches of a repository; null when it is not one the App may read. */
  names(url: string): string[] | null
}

/** The same in memory, for a reader of the branches too. */
export interface Branches extends AgentBranches, Host {
  /** Lets the next `times` readings or deletions fail as when GitHub is out of order. */
  failReadings(times: number): void
  failDeletions(times: number): void
}

/** An in-memory GitHub with `repositories`: web addresses to the branches they have at first, which are empty. */
export function createBranches(repositories: Record<string, string[]>): Branches {
  const held = new Map(
    Object.entries(repositories).map(([url, names]) => [keyOf(url), new Map(names.map((name) => [name, [] as DraftFile[]]))]),
  )
  let failingReadings = 0
  let failingDeletions = 0

  return {
    address: /^https:\/\/github\.com\/[\w.-]+\/[\w.-]+$/,
    failReadings(times) {
      failingReadings = times
    },
    failDeletions(times) {
      failingDeletions = times
    },
    push(url, branch, files) {
      held.get(keyOf(url))?.set(branch, structuredClone([...files]))
    },
    names(url) {
      const repository = held.get(keyOf(url))
      return repository === undefined ? null : [...repository.keys()]
    },
    async readBranch(repository, { branch, directory, maxBytes }) {
      failingReadings -= 1
      if (failingReadings >= 0) throw outOfOrder()
      const files = held.get(keyOf(repository.url))?.get(branch)
      if (files === undefined) return null
      const bytes = files.reduce((sum, file) => sum + Buffer.byteLength(file.content), 0)
      if (bytes > maxBytes) throw new OutsideError('branch_too_large', `${directory} on ${branch} is too large.`, 'never')
      // Everything on the branch, whatever was asked for: what is taken of it must not depend on the reader.
      return structuredClone(files)
    },
    async deleteBranch(repository, branch) {
      failingDeletions -= 1
      if (failingDeletions >= 0) throw outOfOrder()
      held.get(keyOf(repository.url))?.delete(branch)
    },
  }
}

function outOfOrder(): OutsideError {
  return new OutsideError('github_server_error', 'GitHub is out of order.', 'later')
}

function keyOf(url: string): string {
  return url
    .replace(/^https?:\/\//, '')
    .replace(/\.git$/, '')
    .toLowerCase()
}

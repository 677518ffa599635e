import { git, gitMaybe } from './git.ts'

export interface Ref {
  name: string
  sha: string
}

/** Branches and tags, by name. */
export function listRefs(directory: string, prefixes: readonly string[] = ['refs/heads', 'refs/tags']): Ref[] {
  const output = git(directory, ['for-each-ref', '--format=%(refname) %(objectname)', ...prefixes])
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const space = line.lastIndexOf(' ')
      return { name: line.slice(0, space), sha: line.slice(space + 1) }
    })
}

/** What a full ref name points at, or null. */
export function readRef(directory: string, name: string): string | null {
  return gitMaybe(directory, ['show-ref', '--verify', '--hash', name])
}

/** Points a ref at a commit. With `from` only if it still points there (null: only if it does not exist). Returns false when it moved meanwhile. */
export function moveRef(directory: string, name: string, to: string, from: string | null): boolean {
  return gitMaybe(directory, ['update-ref', name, to, from ?? '0'.repeat(40)]) !== null
}

export function setRef(directory: string, name: string, to: string): void {
  git(directory, ['update-ref', name, to])
}

export function deleteRef(directory: string, name: string): void {
  git(directory, ['update-ref', '-d', name])
}

export function isValidRefName(directory: string, name: string): boolean {
  return gitMaybe(directory, ['check-ref-format', name]) !== null
}

export function isAncestor(directory: string, ancestor: string, of: string): boolean {
  return gitMaybe(directory, ['merge-base', '--is-ancestor', ancestor, of]) !== null
}

export function mergeBase(directory: string, one: string, other: string): string | null {
  return gitMaybe(directory, ['merge-base', one, other])
}

/** The commit that a branch, tag, full ref or SHA names, or null. */
export function resolveCommit(directory: string, name: string): string | null {
  for (const candidate of [`refs/heads/${name}`, `refs/tags/${name}`, name]) {
    if (candidate.startsWith('-')) continue
    const sha = gitMaybe(directory, ['rev-parse', '--verify', '--quiet', `${candidate}^{commit}`])
    if (sha !== null) return sha
  }
  return null
}

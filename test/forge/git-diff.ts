import { git, gitMaybe } from './git.ts'

export interface ChangedFile {
  path: string
  previousPath: string | null
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'copied' | 'changed'
  additions: number
  deletions: number
  /** Blob after the change; before it for a removed file. */
  sha: string
  /** Unified hunks without file headers; null for a binary file. */
  patch: string | null
}

const statuses: Record<string, ChangedFile['status']> = { A: 'added', D: 'removed', M: 'modified', R: 'renamed', C: 'copied', T: 'changed' }

const known = new Map<string, ChangedFile[]>()
/** Enough for every pull request that is looked at while others are. */
const knownAtMost = 200

/** What changed between two commits or trees. Objects never change, so an answer is kept. */
export function changedFiles(directory: string, from: string, to: string): ChangedFile[] {
  const key = `${directory} ${from} ${to}`
  const found = known.get(key)
  if (found !== undefined) return found
  const files = readChanges(directory, from, to)
  if (known.size >= knownAtMost) known.clear()
  known.set(key, files)
  return files
}

function readChanges(directory: string, from: string, to: string): ChangedFile[] {
  const fields = git(directory, ['diff-tree', '-r', '-M', '-z', '--raw', '--abbrev=40', from, to]).split('\0')
  // The patch lists the same files in the same order; only a file header starts a line with these words.
  const patches = git(directory, ['diff-tree', '-r', '-M', '-p', '--no-color', from, to])
    .split(/^diff --git /m)
    .slice(1)
  const files: ChangedFile[] = []
  for (let at = 0; at < fields.length; ) {
    const [, , before = '', after = '', code = ''] = (fields[at++] ?? '').split(' ')
    if (code === '') break
    const renamed = code.startsWith('R') || code.startsWith('C')
    const first = fields[at++] ?? ''
    const path = renamed ? (fields[at++] ?? '') : first
    const status = statuses[code.charAt(0)] ?? 'changed'
    const text = patches[files.length] ?? ''
    const start = text.search(/^@@ /m)
    const patch = start < 0 ? null : text.slice(start).replace(/\n$/, '')
    files.push({
      path,
      previousPath: renamed ? first : null,
      status,
      sha: status === 'removed' ? before : after,
      patch,
      additions: countLines(patch, '+'),
      deletions: countLines(patch, '-'),
    })
  }
  return files
}

function countLines(patch: string | null, sign: string): number {
  return (patch ?? '').split('\n').filter((line) => line.startsWith(sign)).length
}

/** Commits that `to` has and `from` has not, oldest first; all of `to` where `from` is null. At most `limit` of the newest. */
export function commitsBetween(directory: string, from: string | null, to: string, limit = 250): string[] {
  const range = from === null ? [to] : [`${from}..${to}`]
  return (gitMaybe(directory, ['rev-list', `--max-count=${limit}`, ...range]) ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .reverse()
}

export interface PathChanges {
  added: string[]
  removed: string[]
  modified: string[]
}

/** Paths that one commit added, removed and modified against its first parent. */
export function pathChanges(directory: string, commit: string): PathChanges {
  const fields = git(directory, [
    'diff-tree',
    '-r',
    '-z',
    '--root',
    '--no-commit-id',
    '--name-status',
    '-m',
    '--first-parent',
    commit,
  ]).split('\0')
  const changes: PathChanges = { added: [], removed: [], modified: [] }
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const path = fields[at + 1] ?? ''
    if (fields[at] === 'A') changes.added.push(path)
    else if (fields[at] === 'D') changes.removed.push(path)
    else changes.modified.push(path)
  }
  return changes
}

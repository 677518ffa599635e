import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { git, gitBytes, gitMaybe } from './git.ts'

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag'

export interface Signature {
  name: string
  email: string
  /** ISO 8601, as GitHub takes it; the offset is kept. */
  date: string
}

export interface CommitObject {
  sha: string
  tree: string
  parents: string[]
  author: Signature
  committer: Signature
  message: string
}

export interface TreeEntry {
  path: string
  mode: string
  type: ObjectType
  sha: string
  size: number | null
}

/** The type of an object, or null where the repository has none of that name. */
export function typeOf(directory: string, sha: string): ObjectType | null {
  if (!/^[0-9a-f]{40}$/.test(sha)) return null
  const type = gitMaybe(directory, ['cat-file', '-t', sha])
  return type === 'blob' || type === 'tree' || type === 'commit' || type === 'tag' ? type : null
}

export function writeBlob(directory: string, content: Buffer): string {
  return git(directory, ['hash-object', '-w', '--stdin'], { input: content })
}

export function readBlob(directory: string, sha: string): Buffer {
  return gitBytes(directory, ['cat-file', 'blob', sha])
}

/** Writes a commit. The same input always gives the same SHA. */
export function writeCommit(directory: string, commit: Omit<CommitObject, 'sha'>): string {
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${stamp(commit.author)}`,
    `committer ${stamp(commit.committer)}`,
    '',
    commit.message,
  ]
  return git(directory, ['hash-object', '-t', 'commit', '-w', '--stdin'], { input: lines.join('\n') })
}

function stamp({ name, email, date }: Signature): string {
  const offset = /([+-]\d\d):?(\d\d)$/.exec(date)
  const zone = offset === null ? '+0000' : `${offset[1]}${offset[2]}`
  const clean = (value: string) => value.replace(/[<>\n]/g, '')
  return `${clean(name)} <${clean(email)}> ${Math.floor(Date.parse(date) / 1000)} ${zone}`
}

export function readCommit(directory: string, sha: string): CommitObject {
  const text = gitBytes(directory, ['cat-file', 'commit', sha]).toString()
  const end = text.indexOf('\n\n')
  const headers = text.slice(0, end).split('\n')
  const field = (name: string) => headers.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1))
  return {
    sha,
    tree: field('tree')[0] ?? '',
    parents: field('parent'),
    author: signature(field('author')[0] ?? ''),
    committer: signature(field('committer')[0] ?? ''),
    message: text.slice(end + 2).replace(/\n+$/, ''),
  }
}

function signature(line: string): Signature {
  const [, name = '', email = '', seconds = '0'] = /^(.*) <(.*)> (\d+) /.exec(line) ?? []
  return { name, email, date: new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z') }
}

export function listTree(directory: string, sha: string, recursive: boolean): TreeEntry[] {
  const output = git(directory, ['ls-tree', '-z', '-l', ...(recursive ? ['-r', '-t'] : []), sha])
  return output
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [, mode = '', type = '', object = '', size = '-', path = ''] = /^(\d+) (\w+) (\w+) +(-|\d+)\t([\s\S]*)$/.exec(line) ?? []
      return { path, mode, type: entryType(type), sha: object, size: size === '-' ? null : Number(size) }
    })
}

function entryType(type: string): ObjectType {
  return type === 'tree' || type === 'commit' ? type : 'blob'
}

/** Works with an index of its own, so that a bare repository can build trees. */
export function withIndex<T>(work: (environment: Record<string, string>) => T): T {
  const file = join(tmpdir(), `forge-index-${randomUUID()}`)
  try {
    return work({ GIT_INDEX_FILE: file })
  } finally {
    rmSync(file, { force: true })
  }
}

/** What to put at a path of a tree; `sha: null` takes the path away. */
export interface TreeChange {
  path: string
  mode: string
  sha: string | null
}

/** Applies changes to `base` (null: the empty tree) and returns the new tree. */
export function writeTree(directory: string, base: string | null, changes: readonly TreeChange[]): string {
  return withIndex((environment) => {
    if (base !== null) git(directory, ['read-tree', base], { environment })
    const subtrees = changes.filter((change) => change.mode === '040000' && change.sha !== null)
    const lines = changes
      .filter((change) => !subtrees.includes(change))
      .map((change) => (change.sha === null ? `0 ${'0'.repeat(40)}\t${change.path}` : `${change.mode} ${change.sha}\t${change.path}`))
    for (const { path, sha } of subtrees) {
      git(directory, ['rm', '-r', '-q', '--cached', '--ignore-unmatch', '--', path], { environment })
      git(directory, ['read-tree', `--prefix=${path}/`, sha ?? ''], { environment })
    }
    if (lines.length > 0) git(directory, ['update-index', '-z', '--index-info'], { environment, input: `${lines.join('\0')}\0` })
    return git(directory, ['write-tree'], { environment })
  })
}

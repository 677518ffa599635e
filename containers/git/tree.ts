import { SandboxFailure } from '../sandbox-failure.ts'
import { git, gitText } from './git.ts'

/** One commit of a repository, ready to be read. */
export interface Snapshot {
  gitDir: string
  /** Object directories besides the repository's own, for a snapshot of files on disk. */
  env: Record<string, string>
  home: string
  url: string
  ref: string
  /** Empty for files on disk that belong to no commit. */
  commit: string
  /** Tree to read; the commit's unless the files on disk differ from it. */
  tree: string
  /** True when `tree` is not the commit's own. */
  uncommitted: boolean
  /** The git directory whose commits and tags tell the history; null where it is not known. */
  historyDir: string | null
  signal?: AbortSignal | undefined
}

export interface TreeEntry {
  path: string
  mode: string
  hash: string
  kind: 'file' | 'link' | 'submodule'
  bytes: number
}

/** More entries than any collection has; a bound against a hostile one. */
const maxEntries = 200_000

const kinds: Record<string, TreeEntry['kind']> = { '120000': 'link', '160000': 'submodule' }

/** Every entry of the tree (of `under` alone when given), in path order. Paths that are not UTF-8 carry replacement characters. */
export async function listTree(snapshot: Snapshot, under?: string): Promise<TreeEntry[]> {
  const only = under === undefined ? [] : ['--', under]
  const listing = await gitText({ ...snapshot, args: ['ls-tree', '-r', '-z', '--long', '--full-tree', snapshot.tree, ...only] })
  const entries: TreeEntry[] = []
  for (const line of listing.split('\0')) {
    const match = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t([\s\S]+)$/.exec(line)
    const [, mode, hash, bytes, path] = match ?? []
    if (!mode || !hash || !path) continue
    entries.push({ path, mode, hash, kind: kinds[mode] ?? 'file', bytes: bytes === '-' ? 0 : Number(bytes) })
    if (entries.length > maxEntries) throw new SandboxFailure('too_large', `The repository has more than ${maxEntries} files.`)
  }
  return entries
}

/** Names and hashes of the directories directly under `path`. */
export async function listDirectories(snapshot: Snapshot, path: string): Promise<Map<string, string>> {
  const result = await git({ ...snapshot, args: ['ls-tree', '-z', '--full-tree', snapshot.tree, `${path}/`] })
  const found = new Map<string, string>()
  for (const line of result.stdout.toString('utf8').split('\0')) {
    const match = /^040000 tree ([0-9a-f]+)\t([\s\S]+)$/.exec(line)
    if (match?.[1] && match[2]) found.set(match[2].slice(path.length + 1), match[1])
  }
  return found
}

/** Contents of blobs by hash. The caller bounds the sum by choosing entries by size. */
export async function readBlobs(snapshot: Snapshot, hashes: readonly string[]): Promise<Map<string, Buffer>> {
  const unique = [...new Set(hashes)]
  const contents = new Map<string, Buffer>()
  if (unique.length === 0) return contents
  const result = await git({
    ...snapshot,
    args: ['cat-file', '--batch'],
    stdin: `${unique.join('\n')}\n`,
    maxOutputBytes: 256 * 1024 * 1024,
  })
  let at = 0
  while (at < result.stdout.length) {
    const end = result.stdout.indexOf(10, at)
    if (end < 0) break
    const [hash, type, bytes] = result.stdout.toString('latin1', at, end).split(' ')
    at = end + 1
    if (!hash || type === 'missing' || bytes === undefined) continue
    const size = Number(bytes)
    contents.set(hash, result.stdout.subarray(at, at + size))
    at += size + 1
  }
  return contents
}

/** The first `bytes` of one blob; the whole blob is read, so the caller bounds its size. */
export async function readHead(snapshot: Snapshot, hash: string, bytes: number): Promise<Buffer> {
  const result = await git({ ...snapshot, args: ['cat-file', 'blob', hash] })
  return Buffer.from(result.stdout.subarray(0, bytes))
}

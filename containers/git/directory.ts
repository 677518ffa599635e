import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { SandboxFailure } from '../sandbox-failure.ts'
import { git, gitText } from './git.ts'
import type { Snapshot } from './tree.ts'

interface DirectoryOptions {
  path: string
  /** The repository the directory is the top of; null for a plain directory. */
  gitDir: string | null
  workDir: string
  /** Paths to read; all when absent. */
  only?: readonly string[]
  /** Whether a directory without files is an answer and not an error. */
  allowEmpty?: boolean
  signal?: AbortSignal | undefined
}

/**
 * Files on disk as a git tree: tracked and new ones, without those that are ignored. Links stay links and are not followed.
 * The tree is built in a repository of its own, so that no configuration or hook of the directory's repository runs.
 */
export async function snapshotDirectory(options: DirectoryOptions): Promise<Snapshot> {
  const gitDir = join(options.workDir, 'snapshot.git')
  await mkdir(gitDir, { recursive: true })
  const plain = { gitDir, home: options.workDir, signal: options.signal }
  await gitText({ ...plain, args: ['init', '--quiet', '--bare', '--template='] })
  const head = options.gitDir ? await headOf({ ...plain, gitDir: options.gitDir }) : null
  const env: Record<string, string> = options.gitDir
    ? { GIT_ALTERNATE_OBJECT_DIRECTORIES: await objectsOf({ ...plain, gitDir: options.gitDir }) }
    : {}
  const base = { ...plain, env }
  if (head) await gitText({ ...base, args: ['read-tree', head.commit] })
  // core.symlinks=false would store a link as a file; here the disk is read and links must be recorded as what they are.
  const paths = options.only?.filter((path) => existsSync(join(options.path, path))) ?? ['.']
  const add = await git({
    ...base,
    args: [
      '-c',
      'core.symlinks=true',
      `--work-tree=${options.path}`,
      '-C',
      options.path,
      'add',
      '--all',
      '--ignore-errors',
      '--',
      ...paths,
    ],
  })
  if (add.code !== 0 && add.code !== 1) throw new SandboxFailure('internal', `The files of ${options.path} could not be read.`)
  const tree = (await gitText({ ...base, args: ['write-tree', '--missing-ok'] })).trim()
  const listing = await gitText({ ...base, args: ['ls-tree', tree] })
  if (listing === '' && !head && !options.allowEmpty && !options.only)
    throw new SandboxFailure('repository_empty', `${options.path} has no commit and no files.`)
  const uncommitted = head !== null && head.tree !== tree
  return { ...base, url: options.path, ref: head?.branch ?? '', commit: head?.commit ?? '', tree, uncommitted, historyDir: options.gitDir }
}

interface Base {
  gitDir: string
  home: string
  signal?: AbortSignal | undefined
}

async function headOf(base: Base): Promise<{ commit: string; tree: string; branch: string } | null> {
  const commit = await git({ ...base, args: ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'] })
  if (commit.code !== 0) return null
  const tree = await gitText({ ...base, args: ['rev-parse', '--verify', 'HEAD^{tree}'] })
  const branch = await git({ ...base, args: ['symbolic-ref', '--quiet', '--short', 'HEAD'] })
  return { commit: commit.stdout.toString('utf8').trim(), tree: tree.trim(), branch: branch.stdout.toString('utf8').trim() || 'HEAD' }
}

async function objectsOf(base: Base): Promise<string> {
  const path = (await gitText({ ...base, args: ['rev-parse', '--git-path', 'objects'] })).trim()
  return path.startsWith('/') ? path : join(base.home, path)
}

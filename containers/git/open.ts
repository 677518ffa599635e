import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SandboxFailure } from '../sandbox-failure.ts'
import { snapshotDirectory } from './directory.ts'
import { git, gitText, lastLine } from './git.ts'
import { fetchRemote, type RemoteSource } from './remote.ts'
import type { Snapshot } from './tree.ts'

export interface OpenOptions extends RemoteSource {
  /** A directory that is removed with the work; becomes HOME of every git process. */
  workDir: string
  /** Whether `url` may be a path on this machine (command line only). */
  allowPath: boolean
  maxPackBytes?: number | undefined
  /** Whether a clone gets its history too; a path on this machine has it anyway. */
  history?: boolean | undefined
  signal?: AbortSignal | undefined
}

/**
 * Opens one commit of a repository for reading.
 * Fails with `repository_not_found`, `ref_not_found`, `repository_empty`, `unreachable`, `timeout`, `too_large` or `bad_request`.
 */
export async function openRepository(options: OpenOptions): Promise<Snapshot> {
  if (options.ref !== undefined && !isSafeRef(options.ref)) {
    throw new SandboxFailure('ref_not_found', `"${options.ref.slice(0, 100)}" is not the name of a branch, tag or commit.`)
  }
  if (/^(https?|file):\/\//.test(options.url)) {
    if (!URL.canParse(options.url)) throw new SandboxFailure('bad_request', 'The address of the repository is not a URL.')
    const { username, password } = new URL(options.url)
    // A password in an address would be on git's command line and in the catalogue.
    if (username || password) throw new SandboxFailure('bad_request', 'Give the credential apart from the address of the repository.')
    return fetchRemote(options)
  }
  if (!options.allowPath) throw new SandboxFailure('bad_request', 'The repository must be given as an http, https or file URL.')
  return openPath(options)
}

/** Names git itself allows, without those that its command line would read as an option or a range. */
function isSafeRef(ref: string): boolean {
  return /^[^-+\s:~^?*[\\][^\s:~^?*[\\]*$/.test(ref) && !ref.includes('..') && !ref.includes('@{') && ref.length <= 250
}

async function openPath(options: OpenOptions): Promise<Snapshot> {
  const path = options.url
  if (!existsSync(path)) throw new SandboxFailure('repository_not_found', `There is nothing at ${path}.`)
  if (!statSync(path).isDirectory()) throw new SandboxFailure('repository_not_found', `${path} is not a directory.`)
  const gitDir = await gitDirOf(path, options.workDir)
  const isBare = gitDir === path
  if (gitDir && (isBare || options.ref !== undefined)) return openCommit(options, gitDir)
  if (options.ref !== undefined) {
    throw new SandboxFailure('ref_not_found', `${path} is not the top of a git repository, so it has no commit "${options.ref}".`)
  }
  return snapshotDirectory({ path, gitDir, workDir: options.workDir, signal: options.signal })
}

/** The git directory of a work tree or bare repository; null for a plain directory, also one inside another work tree. */
async function gitDirOf(path: string, home: string): Promise<string | null> {
  if (existsSync(join(path, '.git'))) {
    const result = await git({ gitDir: join(path, '.git'), home, args: ['rev-parse', '--absolute-git-dir'] })
    return result.code === 0 ? result.stdout.toString('utf8').trim() : null
  }
  return existsSync(join(path, 'objects')) && existsSync(join(path, 'HEAD')) ? path : null
}

async function openCommit(options: OpenOptions, gitDir: string): Promise<Snapshot> {
  const base = { gitDir, home: options.workDir, signal: options.signal, env: {} }
  const ref = options.ref ?? 'HEAD'
  const found = await resolveCommit(base, ref)
  if (!found) {
    const any = await git({ ...base, args: ['rev-list', '--all', '--max-count=1'] })
    if (any.stdout.length === 0) throw new SandboxFailure('repository_empty', `The repository ${options.url} has no commit.`)
    throw new SandboxFailure('ref_not_found', `The repository has no branch, tag or commit "${ref}".`)
  }
  const branch = await git({ ...base, args: ['symbolic-ref', '--quiet', '--short', 'HEAD'] })
  const name = options.ref ?? (branch.stdout.toString('utf8').trim() || 'HEAD')
  const tree = (await gitText({ ...base, args: ['rev-parse', '--verify', `${found}^{tree}`] })).trim()
  return { ...base, url: options.url, ref: name, commit: found, tree, uncommitted: false, historyDir: gitDir }
}

/** A ref may be a branch known only from a remote, as in a fresh clone. */
async function resolveCommit(
  base: { gitDir: string; home: string; signal?: AbortSignal | undefined },
  ref: string,
): Promise<string | null> {
  for (const candidate of [ref, `origin/${ref}`]) {
    const result = await git({ ...base, args: ['rev-parse', '--verify', '--quiet', `${candidate}^{commit}`] })
    if (result.code === 0) return result.stdout.toString('utf8').trim()
    if (/bad object|corrupt/.test(result.stderr)) throw new SandboxFailure('internal', lastLine(result.stderr))
  }
  return null
}

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { SandboxFailure } from '../sandbox-failure.ts'
import { type GitCall, git, gitText, lastLine } from './git.ts'
import type { Snapshot } from './tree.ts'

export interface RemoteSource {
  url: string
  ref?: string | undefined
  credential?: string | undefined
}

interface FetchOptions extends RemoteSource {
  workDir: string
  /** Largest pack that is fetched; 512 MiB when absent. */
  maxPackBytes?: number | undefined
  /** Whether the commits before this one, and the tags, are fetched too (without their files). */
  history?: boolean | undefined
  signal?: AbortSignal | undefined
}

/** A hundred times the largest known collection. */
const defaultMaxPackBytes = 512 * 1024 * 1024

/** Enough for the largest known collection many times over, on a slow line. */
const fetchTimeoutMs = 120_000

/** Commits of the history that are fetched, far more than any known collection has. */
const maxDepth = 5_000

/** History without files is small; a server that cannot leave the files out sends more, and past this the history stays unknown. */
const maxHistoryBytes = 128 * 1024 * 1024
const historyTimeoutMs = 45_000

/** Fetches one commit, without history unless it is asked for, without submodules or large-file storage, into a bare repository under `workDir`. */
export async function fetchRemote(options: FetchOptions): Promise<Snapshot> {
  const gitDir = join(options.workDir, 'repository.git')
  await mkdir(gitDir, { recursive: true })
  const base = { gitDir, home: options.workDir, signal: options.signal }
  await gitText({ ...base, args: ['init', '--quiet', '--bare', '--template='] })
  const remote = {
    ...base,
    env: credentialEnvironment(options),
    timeoutMs: fetchTimeoutMs,
    maxFileBytes: options.maxPackBytes ?? defaultMaxPackBytes,
  }
  const ref = options.ref ?? (await defaultBranch(remote, options.url))
  await fetchCommit(remote, options.url, ref)
  const commit = await gitText({ ...base, args: ['rev-parse', '--verify', 'FETCH_HEAD^{commit}'] })
  const tree = await gitText({ ...base, args: ['rev-parse', '--verify', 'FETCH_HEAD^{tree}'] })
  const historyDir = options.history && (await fetchHistory(remote, options.url, commit.trim())) ? gitDir : null
  return { ...base, env: {}, url: options.url, ref, commit: commit.trim(), tree: tree.trim(), uncommitted: false, historyDir }
}

/** Deepens the clone by commits and directories, without files where the server can leave them out. False when that is not possible within the bounds. */
async function fetchHistory(remote: Omit<GitCall, 'args'>, url: string, commit: string): Promise<boolean> {
  const options = ['--quiet', `--depth=${maxDepth}`, '--filter=blob:none', '--no-recurse-submodules', '--no-write-commit-graph']
  const call = { ...remote, timeoutMs: historyTimeoutMs, maxFileBytes: Math.min(maxHistoryBytes, remote.maxFileBytes ?? maxHistoryBytes) }
  try {
    const result = await git({ ...call, args: ['fetch', ...options, '--', url, commit, '+refs/tags/*:refs/tags/*'] })
    return result.code === 0
  } catch (error) {
    if (error instanceof SandboxFailure && !remote.signal?.aborted) return false
    throw error
  }
}

/**
 * The credential travels in the environment of the one git process that fetches, as a header bound to the repository's origin:
 * it is on no command line and in no file, and git does not send it to another host after a redirect.
 */
function credentialEnvironment(source: RemoteSource): Record<string, string> {
  if (!source.credential) return {}
  const encoded = Buffer.from(`x-access-token:${source.credential}`).toString('base64')
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${new URL(source.url).origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${encoded}`,
  }
}

async function defaultBranch(remote: Omit<GitCall, 'args'>, url: string): Promise<string> {
  const result = await git({ ...remote, args: ['ls-remote', '--symref', '--', url] })
  if (result.code !== 0) throw remoteFailure(result.stderr)
  const listing = result.stdout.toString('utf8')
  const symbolic = /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(listing)?.[1]
  if (listing.trim() === '') throw new SandboxFailure('repository_empty', 'The repository has no commit.')
  if (!/\tHEAD$/m.test(listing)) throw new SandboxFailure('ref_not_found', "The repository's default branch does not exist.")
  return symbolic ?? 'HEAD'
}

async function fetchCommit(remote: Omit<GitCall, 'args'>, url: string, ref: string): Promise<void> {
  const fetchOne = (wanted: string) =>
    git({
      ...remote,
      args: ['fetch', '--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules', '--no-write-commit-graph', '--', url, wanted],
    })
  const direct = await fetchOne(ref)
  if (direct.code === 0) return
  if (!/couldn't find remote ref|not our ref|invalid refspec/i.test(direct.stderr)) throw remoteFailure(direct.stderr)
  const full = /^[0-9a-f]{7,39}$/.test(ref) ? await completeHash(remote, url, ref) : null
  if (full && (await fetchOne(full)).code === 0) return
  const listing = await git({ ...remote, args: ['ls-remote', '--', url] })
  if (listing.code === 0 && listing.stdout.length === 0) throw new SandboxFailure('repository_empty', 'The repository has no commit.')
  throw new SandboxFailure('ref_not_found', `The repository has no branch, tag or commit "${ref}".`)
}

/** A shortened commit hash is only known to a repository that has the commits, so they are fetched without their files. */
async function completeHash(remote: Omit<GitCall, 'args'>, url: string, short: string): Promise<string | null> {
  await git({
    ...remote,
    args: ['fetch', '--quiet', '--filter=tree:0', '--', url, '+refs/heads/*:refs/heads/*', '+refs/tags/*:refs/tags/*'],
  })
  const result = await git({ gitDir: remote.gitDir, home: remote.home, args: ['rev-parse', '--verify', '--quiet', `${short}^{commit}`] })
  return result.code === 0 ? result.stdout.toString('utf8').trim() : null
}

const missing =
  /not found|does not appear to be a git repository|does not exist|Authentication failed|could not read (Username|Password)|Access denied|error: 40[134]/i

function remoteFailure(stderr: string): SandboxFailure {
  if (/died of signal 25|File size limit exceeded|File too large/i.test(stderr))
    return new SandboxFailure('too_large', 'The repository is too large to be fetched.')
  if (missing.test(stderr))
    return new SandboxFailure('repository_not_found', 'The repository does not exist or cannot be read with the rights given.')
  return new SandboxFailure(
    'unreachable',
    `The repository could not be fetched: ${lastLine(stderr).replace(/https?:\/\/[^\s/]*@/g, 'https://')}`,
  )
}

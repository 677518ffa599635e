import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Commit, RepositoryHistory } from '../../worker/domain/catalogue.ts'
import { commitsKept } from '../../worker/domain/catalogue.ts'
import { SandboxFailure } from '../sandbox-failure.ts'
import { countContributors } from './contributors.ts'
import { type GitCall, git } from './git.ts'
import { firstReleases, readReleases } from './releases.ts'
import type { Snapshot } from './tree.ts'

export interface History extends RepositoryHistory {
  /** Commits that touched a directory under codebundles/, newest first, by its name; at most 30 each. */
  byBundle: Map<string, Commit[]>
  /** The repository has more commits than were read. */
  isCut: boolean
}

/** A commit as the log prints it. */
export interface LoggedCommit {
  sha: string
  at: number
  author: string
  email: string
  subject: string
  bundles: string[]
}

/** More commits under codebundles/ than any collection has; past them the last change of a bundle may be missing. */
const maxCommits = 20_000
const logTimeoutMs = 30_000
const maxLogBytes = 96 * 1024 * 1024

const fieldEnd = '\u001f'
const commitStart = '\u001e'

/**
 * The history of codebundles/ from one `git log`, and the releases. Null where the clone has no history; the caller says so.
 * A merge counts for what it changed against all of its parents, as it does when one path's log is asked for.
 */
export async function readHistory(snapshot: Snapshot): Promise<History | null> {
  if (snapshot.historyDir === null || snapshot.commit === '') return null
  // What a clone without files lacks is not fetched now: the credential is gone, and nothing here needs it.
  const call = { home: snapshot.home, signal: snapshot.signal, gitDir: snapshot.historyDir, env: { GIT_ALLOW_PROTOCOL: 'none' } }
  const boundary = await shallowBoundary(call)
  const releases = await readReleases(call)
  try {
    const [log, first] = await Promise.all([readLog(call, snapshot.commit), firstReleases(call, snapshot.commit, releases)])
    if (log === null) return null
    // The oldest commits of a clone that is cut look as if they had made every file.
    const commits = log.filter((commit) => !boundary.has(commit.sha))
    if (commits.length === 0 && boundary.size > 0) return null
    const isCut = boundary.size > 0 || log.length >= maxCommits
    return { releases, contributors: countContributors(commits), byBundle: groupByBundle(commits, first), isCut }
  } catch (error) {
    if (error instanceof SandboxFailure && (error.code === 'too_large' || (error.code === 'timeout' && !snapshot.signal?.aborted)))
      return null
    throw error
  }
}

type Call = Pick<GitCall, 'gitDir' | 'env' | 'home' | 'signal'>

/** Commits whose parents the clone lacks. */
async function shallowBoundary(call: Call): Promise<Set<string>> {
  const place = await git({ ...call, args: ['rev-parse', '--path-format=absolute', '--git-path', 'shallow'] })
  const path = place.stdout.toString('utf8').trim()
  if (place.code !== 0 || !existsSync(path)) return new Set()
  return new Set((await readFile(path, 'latin1')).split('\n').filter((line) => line !== ''))
}

async function readLog(call: Call, commit: string): Promise<LoggedCommit[] | null> {
  const format = `--format=${commitStart}%H${fieldEnd}%ct${fieldEnd}%aN${fieldEnd}%aE${fieldEnd}%s${fieldEnd}`
  const plain = ['--no-show-signature', '--no-ext-diff', '--no-textconv', '--no-renames', '--no-color', '--no-notes', '--encoding=UTF-8']
  const result = await git({
    ...call,
    args: [
      ...['-c', `mailmap.blob=${commit}:.mailmap`, '-c', 'core.quotePath=false'],
      ...['log', '-c', '-z', '--name-only', format, ...plain, `--max-count=${maxCommits}`, commit, '--', 'codebundles'],
    ],
    timeoutMs: logTimeoutMs,
    maxOutputBytes: maxLogBytes,
  })
  return result.code === 0 ? parseLog(result.stdout.toString('utf8')) : null
}

function parseLog(text: string): LoggedCommit[] {
  const commits: LoggedCommit[] = []
  for (const record of text.split(commitStart)) {
    const [sha, seconds, author, email, subject, ...rest] = record.split(fieldEnd)
    if (!sha || rest.length === 0) continue
    const bundles = new Set<string>()
    for (const path of rest.join('').split('\0')) {
      const name = /^\n?codebundles\/([^/]+)\//.exec(path)?.[1]
      if (name !== undefined) bundles.add(name)
    }
    commits.push({
      sha,
      at: Number(seconds) * 1000,
      author: (author ?? '').slice(0, 100),
      email: (email ?? '').toLowerCase(),
      subject: (subject ?? '').slice(0, 200),
      bundles: [...bundles],
    })
  }
  return commits
}

function groupByBundle(commits: readonly LoggedCommit[], first: ReadonlyMap<string, string>): Map<string, Commit[]> {
  const byBundle = new Map<string, Commit[]>()
  for (const { sha, at, author, subject, bundles } of commits) {
    for (const bundle of bundles) {
      const list = byBundle.get(bundle) ?? []
      if (list.length < commitsKept) list.push({ sha, at, author, subject, release: first.get(sha) ?? null })
      byBundle.set(bundle, list)
    }
  }
  return byBundle
}

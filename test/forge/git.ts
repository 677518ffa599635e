import { spawnSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { World } from './world.ts'

/** Why a git command failed. */
export class GitError extends Error {
  override readonly name = 'GitError'
  readonly exitCode: number

  constructor(args: readonly string[], exitCode: number, stderr: string) {
    super(`git ${args[0] ?? ''} ended with ${exitCode}: ${stderr.trim()}`)
    this.exitCode = exitCode
  }
}

/** The environment of every git process: nothing of the machine's or the user's configuration. */
export function gitEnvironment(extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const environment: Record<string, string> = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    LC_ALL: 'C.UTF-8',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    ...extra,
  }
  // The Worker's generated types make its own variables part of every process environment; git needs none of them.
  return environment as NodeJS.ProcessEnv
}

/** A bare repository on disk. */
export function gitDirectory(world: Pick<World, 'dataDir'>, repo: { owner: string; name: string }): string {
  return join(world.dataDir, 'repositories', repo.owner, `${repo.name}.git`)
}

/** Takes away the locks that git processes left when they were killed; only for a time at which none runs. */
export function removeStaleLocks(directory: string): void {
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.lock') && !name.startsWith('objects')) rmSync(join(directory, name))
  }
}

export interface GitOptions {
  input?: string | Buffer
  environment?: Record<string, string>
  cwd?: string
}

/** Runs git in a bare repository and returns stdout as bytes. Throws `GitError` on any other exit code than 0. */
export function gitBytes(directory: string, args: readonly string[], options: GitOptions = {}): Buffer {
  const result = spawnSync('git', ['--git-dir', directory, ...args], {
    env: gitEnvironment(options.environment),
    maxBuffer: 512 * 1024 * 1024,
    ...(options.input === undefined ? {} : { input: options.input }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  if (result.error !== undefined) throw result.error
  if (result.status !== 0) throw new GitError(args, result.status ?? -1, result.stderr.toString())
  return result.stdout
}

/** Runs git in a bare repository and returns stdout as text without the last line break. */
export function git(directory: string, args: readonly string[], options: GitOptions = {}): string {
  return gitBytes(directory, args, options).toString().replace(/\n$/, '')
}

/** Runs git and returns null where it ends with a failure; for questions whose answer is "there is none". */
export function gitMaybe(directory: string, args: readonly string[], options: GitOptions = {}): string | null {
  try {
    return git(directory, args, options)
  } catch (error) {
    if (error instanceof GitError) return null
    throw error
  }
}

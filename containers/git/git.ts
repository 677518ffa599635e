import { fileLimit } from '../confine/file-limit.ts'
import { type ChildResult, runChild } from '../run-child.ts'
import { SandboxFailure } from '../sandbox-failure.ts'

/** git with nothing of the machine's: no system or user configuration, no hooks, no prompts, no filters, no other protocols. */

export interface GitCall {
  gitDir: string
  args: readonly string[]
  home: string
  env?: Record<string, string>
  stdin?: string | Uint8Array
  timeoutMs?: number
  maxOutputBytes?: number
  /** Longest file git may write, a pack mostly. */
  maxFileBytes?: number | undefined
  signal?: AbortSignal | undefined
}

const defaultTimeoutMs = 60_000

/** A tree listing of 100,000 files is about 15 MB. */
const defaultMaxOutputBytes = 64 * 1024 * 1024

const isolated = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_ASKPASS: '/bin/false',
  GIT_ALLOW_PROTOCOL: 'http:https:file',
  GIT_LFS_SKIP_SMUDGE: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
}

const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.symlinks=false',
  'core.attributesFile=/dev/null',
  'safe.directory=*',
  'gc.auto=0',
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'protocol.version=2',
]

/** Runs git and returns how it ended; only being killed is an error (`timeout`, `too_large`). */
export async function git(call: GitCall): Promise<ChildResult> {
  const limit = call.maxFileBytes === undefined ? [] : fileLimit(call.maxFileBytes)
  const [command = 'git', ...args] = [
    ...limit,
    'git',
    ...settings.flatMap((setting) => ['-c', setting]),
    `--git-dir=${call.gitDir}`,
    ...call.args,
  ]
  const result = await runChild({
    command,
    args,
    cwd: call.home,
    home: call.home,
    env: { ...isolated, ...call.env },
    timeoutMs: call.timeoutMs ?? defaultTimeoutMs,
    maxOutputBytes: call.maxOutputBytes ?? defaultMaxOutputBytes,
    signal: call.signal,
    ...(call.stdin === undefined ? {} : { stdin: call.stdin }),
  })
  if (result.killed === 'timeout') throw new SandboxFailure('timeout', 'Reading the repository took too long.')
  if (result.killed === 'output') throw new SandboxFailure('too_large', 'The repository is too large to be read.')
  if (result.killed === 'aborted') throw new SandboxFailure('timeout', 'The caller went away or the deadline passed.')
  return result
}

/** Runs git and returns its output; anything but success is `internal`. For commands that cannot fail on a sound repository. */
export async function gitText(call: GitCall): Promise<string> {
  const result = await git(call)
  if (result.code !== 0) throw new SandboxFailure('internal', `git ${call.args[0] ?? ''} failed: ${lastLine(result.stderr)}`)
  return result.stdout.toString('utf8')
}

/** The last line of an error output that says something. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}

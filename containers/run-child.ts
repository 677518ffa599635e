import { spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

/** Runs one program with an explicit environment, in its own process group, bounded in time and output. */

export interface Bounds {
  stdin?: string | Uint8Array
  timeoutMs: number
  /** Of standard output, and of standard error. */
  maxOutputBytes: number
  signal?: AbortSignal | undefined
  /** Watches the running child; it is killed when `over` is called. Returns the end of the watch. */
  watch?: (pid: number, over: (what: 'memory' | 'cpu') => void) => () => void
}

export interface ChildOptions extends Bounds {
  command: string
  args: readonly string[]
  cwd: string
  /** Added to PATH, HOME and LANG; nothing else is inherited. */
  env?: Record<string, string>
  /** HOME of the child: a directory that is removed with the work. */
  home: string
  /** Put before PATH, for example the virtual environment's bin. */
  path?: readonly string[]
}

export interface ChildResult {
  /** Exit status; null when the child was killed. */
  code: number | null
  stdout: Buffer
  stderr: string
  /** Why the child was killed; null when it ended by itself. */
  killed: Killed | null
}

type Killed = 'timeout' | 'output' | 'aborted' | 'memory' | 'cpu'

/** A process that leads a group of its own. */
export interface Running {
  pid: number | undefined
  stdin: Writable
  stdout: Readable
  stderr: Readable
  /** Its status; null when it was killed. Rejects when it could not be started. */
  ended: Promise<number | null>
}

/** The end of a long error output says more than its beginning. */
const maxStderrBytes = 64 * 1024

/** Environment of every child. The runner's own variables (its token) never reach one. */
function childEnvironment(home: string, path: readonly string[] = [], extra: Record<string, string> = {}): NodeJS.ProcessEnv {
  const env: Record<string, string> = {
    PATH: [...path, process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(':'),
    HOME: home,
    TMPDIR: home,
    LANG: 'C.UTF-8',
    ...extra,
  }
  // The Worker's own variables are declared as always present in every process; in a child they are absent on purpose.
  return env as NodeJS.ProcessEnv
}

/** Resolves when the child and its output have ended; rejects only when the program cannot be started. */
export async function runChild(options: ChildOptions): Promise<ChildResult> {
  const child = spawn(options.command, [...options.args], {
    cwd: options.cwd,
    env: childEnvironment(options.home, options.path, options.env),
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = new Promise<number | null>((resolve, reject) => child.once('exit', resolve).once('error', reject))
  const { pid, stdin, stdout, stderr } = child
  return oversee({ pid, stdin, stdout, stderr, ended }, options)
}

/** Holds a process to its bounds. Resolves when it and its output have ended. */
export async function oversee(child: Running, bounds: Bounds): Promise<ChildResult> {
  let killed: ChildResult['killed'] = null
  const kill = (why: Killed) => {
    killed ??= why
    killGroup(child.pid)
  }
  const settle = enforce(child.pid, bounds, kill)
  const stdout: Buffer[] = []
  let stderr = ''
  const tooMuch = () => kill('output')
  const outputs = Promise.all([
    receive(child.stdout, bounds.maxOutputBytes, { take: (part) => stdout.push(part), tooMuch }),
    receive(child.stderr, bounds.maxOutputBytes, {
      take: (part) => {
        stderr = (stderr + part.toString('utf8')).slice(-maxStderrBytes)
      },
      tooMuch,
    }),
  ])
  // A child that ends before it has read its input is judged by its exit status, not by the broken pipe.
  child.stdin.on('error', () => child.stdin.destroy())
  child.stdin.end(bounds.stdin ?? '')
  try {
    const code = await child.ended
    // A grandchild that outlives its parent in the group is not left behind.
    killGroup(child.pid)
    await outputs
    return { code: killed ? null : code, stdout: Buffer.concat(stdout), stderr, killed }
  } finally {
    settle()
  }
}

/** Watches time, use and the caller. Returns the end of the watch. */
function enforce(pid: number | undefined, { timeoutMs, signal, watch }: Bounds, kill: (why: Killed) => void): () => void {
  const onAbort = () => kill('aborted')
  const timer = setTimeout(() => kill('timeout'), timeoutMs)
  signal?.addEventListener('abort', onAbort, { once: true })
  if (signal?.aborted) onAbort()
  const endWatch = pid === undefined ? undefined : watch?.(pid, kill)
  return () => {
    clearTimeout(timer)
    endWatch?.()
    signal?.removeEventListener('abort', onAbort)
  }
}

/** Takes what a stream brings, up to a bound. Resolves when it is closed. */
function receive(stream: Readable, maxBytes: number, to: { take: (part: Buffer) => void; tooMuch: () => void }): Promise<void> {
  let bytes = 0
  stream.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes > maxBytes) to.tooMuch()
    else to.take(part)
  })
  return closed(stream)
}

/** Resolves when nothing more comes. */
export function closed(stream: Readable): Promise<void> {
  return new Promise((resolve) => (stream.closed ? resolve() : stream.once('close', resolve)))
}

/** Why a program was stopped, as a sentence about it; null when it ended by itself or the caller went away. */
export function stopOf(result: ChildResult, what: string): string | null {
  if (result.killed === 'timeout') return `${what} took too long and was stopped.`
  if (result.killed === 'output') return `${what} printed too much and was stopped.`
  if (result.killed === 'memory') return `${what} used too much memory and was stopped.`
  return result.killed === 'cpu' ? `${what} used too much processor time and was stopped.` : null
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM'))) throw error
  }
}

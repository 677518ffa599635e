import { spawn } from 'node:child_process'

/** Runs one program with an explicit environment, in its own process group, bounded in time and output. */

export interface ChildOptions {
  command: string
  args: readonly string[]
  cwd: string
  /** Added to PATH, HOME and LANG; nothing else is inherited. */
  env?: Record<string, string>
  /** HOME of the child: a directory that is removed with the work. */
  home: string
  /** Put before PATH, for example the virtual environment's bin. */
  path?: readonly string[]
  stdin?: string | Uint8Array
  timeoutMs: number
  /** Of standard output, and of standard error. */
  maxOutputBytes: number
  signal?: AbortSignal | undefined
  /** Watches the running child; it is killed when `over` is called. Returns the end of the watch. */
  watch?: (pid: number, over: (what: 'memory' | 'cpu') => void) => () => void
}

export interface ChildResult {
  /** Exit status; null when the child was killed. */
  code: number | null
  stdout: Buffer
  stderr: string
  /** Why the child was killed; null when it ended by itself. */
  killed: 'timeout' | 'output' | 'aborted' | 'memory' | 'cpu' | null
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
export function runChild(options: ChildOptions): Promise<ChildResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(options.command, [...options.args], {
      cwd: options.cwd,
      env: childEnvironment(options.home, options.path, options.env),
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const stdout: Buffer[] = []
    let outputBytes = 0
    let stderrBytes = 0
    let stderr = ''
    let killed: ChildResult['killed'] = null
    const kill = (why: ChildResult['killed']) => {
      killed ??= why
      killGroup(child.pid)
    }
    const onAbort = () => kill('aborted')
    const timer = setTimeout(() => kill('timeout'), options.timeoutMs)
    options.signal?.addEventListener('abort', onAbort, { once: true })
    if (options.signal?.aborted) onAbort()
    const endWatch = child.pid === undefined ? undefined : options.watch?.(child.pid, kill)
    const settle = () => {
      clearTimeout(timer)
      endWatch?.()
      options.signal?.removeEventListener('abort', onAbort)
    }
    child.stdout.on('data', (chunk: Buffer) => {
      outputBytes += chunk.length
      if (outputBytes > options.maxOutputBytes) kill('output')
      else stdout.push(chunk)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderrBytes += chunk.length
      if (stderrBytes > options.maxOutputBytes) kill('output')
      stderr = (stderr + chunk.toString('utf8')).slice(-maxStderrBytes)
    })
    // A child that ends before it has read its input is judged by its exit status, not by the broken pipe.
    child.stdin.on('error', () => child.stdin.destroy())
    child.on('error', (error) => {
      settle()
      reject(error)
    })
    // A grandchild that outlives its parent in the group is not left behind.
    child.on('exit', () => killGroup(child.pid))
    child.on('close', (code) => {
      settle()
      resolve({ code: killed ? null : code, stdout: Buffer.concat(stdout), stderr, killed })
    })
    child.stdin.end(options.stdin ?? '')
  })
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

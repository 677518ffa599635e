import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { markerVariable, processesOf, signal, waitGone } from './processes.ts'

export interface ChildCommand {
  /** Short name, also of the log file and the last part of the marker. */
  name: string
  command: string
  args: string[]
  cwd: string
  env: Record<string, string>
  logPath: string
  /** Id of the stack; every process of this child carries `<stack id>/<name>`. */
  stackId: string
}

export interface Child {
  name: string
  pid: number
  logPath: string
  marker: string
  /** Resolves when the process has ended, with a short description. */
  ended: Promise<string>
  isRunning: () => boolean
}

/** Starts a child in a process group of its own, its output going to its log file. Throws when it cannot be started. */
export function startChild(options: ChildCommand): Child {
  const marker = `${options.stackId}/${options.name}`
  const log = openSync(options.logPath, 'a')
  const child: ChildProcess = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env, [markerVariable]: marker },
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  let running = true
  const ended = new Promise<string>((resolve) => {
    const end = (text: string) => {
      running = false
      resolve(text)
    }
    child.once('error', (error) => end(error.message))
    child.once('exit', (code, name) => end(name === null ? `exit code ${code}` : `signal ${name}`))
  })
  if (child.pid === undefined) throw new Error(`${options.command} cannot be started`)
  return { name: options.name, pid: child.pid, logPath: options.logPath, marker, ended, isRunning: () => running }
}

/** Asks a child to end, and after `graceMs` ends what is left of its process tree. */
export async function stopChild(child: Child, graceMs: number): Promise<void> {
  const tree = processesOf(child.marker)
  if (child.isRunning()) signal(child.pid, 'SIGTERM')
  if (!(await waitGone(tree, graceMs))) for (const pid of tree) signal(pid, 'SIGKILL')
  await waitGone(tree, 5_000)
}

/** The last lines of a child's log. */
export function logTail(path: string, lines: number): string {
  try {
    return readFileSync(path, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  } catch (error) {
    return `(no log: ${error instanceof Error ? error.message : String(error)})`
  }
}

import { spawnSync } from 'node:child_process'

let works: boolean | null = null

/** Command and arguments that keep a program from writing a file over `bytes`; empty where the machine has no such command. */
export function fileLimit(bytes: number): string[] {
  works ??= spawnSync('prlimit', ['--fsize=1048576', 'true'], { stdio: 'ignore', timeout: 5000 }).status === 0
  return works ? ['prlimit', `--fsize=${bytes}`] : []
}

import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'

const projectRoot = resolve(import.meta.dirname, '..', '..')

/** The virtual environment of this checkout; made first when it is missing. Messages go to standard error. Throws with one sentence when it cannot be made. */
export function ensureVenv(): string {
  const venv = join(projectRoot, '.local', 'venv')
  const result = spawnSync(join(projectRoot, 'containers', 'install.sh'), [venv], {
    stdio: ['ignore', 'inherit', 'pipe'],
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(result.stderr.trim() || 'The Robot side could not be installed.')
  return venv
}

/** A path as the caller of `npm run` means it: relative to where npm was started. */
export function callerPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path)
}

/** A repository argument: URLs stay, paths become absolute. */
export function callerSource(source: string): string {
  return /^(https?|file):\/\//.test(source) ? source : callerPath(source)
}

/** Prints one sentence on standard error and sets the exit status. */
export function failWith(status: number, message: string): void {
  process.stderr.write(`${message}\n`)
  process.exitCode = status
}

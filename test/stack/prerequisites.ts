import { spawnSync } from 'node:child_process'
import { StackError } from './stack-error.ts'

function version(command: string, args: string[]): string | null {
  const result = spawnSync(command, args, { encoding: 'utf8' })
  return result.status === 0 ? result.stdout.trim() : null
}

/** Fails with one sentence when git or Python 3.10 or newer is missing. */
export function checkPrerequisites(): void {
  if (version('git', ['--version']) === null)
    throw new StackError('git is missing: install it (on Debian: apt-get install git) and start again.')
  const python = version('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'])
  if (python === null)
    throw new StackError(
      'Python is missing: install Python 3.10 or newer (on Debian: apt-get install python3 python3-venv) and start again.',
    )
  const [major = 0, minor = 0] = python.split('.').map(Number)
  if (major < 3 || (major === 3 && minor < 10))
    throw new StackError(`Python ${python} is too old: install Python 3.10 or newer and start again.`)
  if (version('python3', ['-c', 'import venv, ensurepip']) === null) {
    throw new StackError('Python has no venv module: install it (on Debian: apt-get install python3-venv) and start again.')
  }
}

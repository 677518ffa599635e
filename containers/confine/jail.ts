import { join } from 'node:path'
import type { Policy } from './policy.ts'

/** The directory with the Python programs that shut steps off: beside this file in development, beside the bundle in the image. */
export const confinePrograms = import.meta.dirname.endsWith('dist') ? join(import.meta.dirname, '..', 'confine') : import.meta.dirname

/** What `enter` of jail.py is told. The runner makes all of it; nothing in it is a bundle's text. */
export interface Jail {
  /** The step's user; null to stay the same. */
  user: number | null
  /** An empty directory on which the step's root is mounted. */
  root: string
  /** Size of all that is written, and number of files and directories. */
  diskBytes: number
  diskEntries: number
  /** Shown read-only at the same place, besides the system's programs. */
  see: string[]
  /** Directories of which the step gets a private copy at the same place. */
  copy: string[]
  /** Empty directories. */
  make: string[]
  cwd: string
  /** By the name of the kernel's limit. */
  limits: Record<string, number>
}

/** The kernel's limits for one process of a step. */
export function limitsOf(policy: Policy): Record<string, number> {
  return {
    AS: policy.addressBytes,
    CPU: policy.cpuSeconds,
    FSIZE: policy.fileBytes,
    NOFILE: policy.openFiles,
    NPROC: policy.processes,
    CORE: 0,
    MSGQUEUE: 0,
    MEMLOCK: 65_536,
  }
}

/** The command that shuts a step off and starts it. `words` are the step's environment as `NAME=value`, `--` and its own command. */
export function jailCommand(venv: string, jail: Jail, words: readonly string[]): { command: string; args: string[] } {
  const program = ['-I', '-S', '-B', join(confinePrograms, 'jail.py')]
  return { command: join(venv, 'bin', 'python'), args: [...program, String(process.pid), JSON.stringify(jail), ...words] }
}

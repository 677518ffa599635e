import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Confinement } from '../../worker/domain/confinement.ts'
import { type Jail, jailCommand } from './jail.ts'

/** What this machine's kernel allows; tried out once a process by shutting off a program that does nothing. */

/** `own user` needs a runner that is root, `same user` namespaces that an ordinary user may make. */
export type Variant = 'own user' | 'same user' | 'none'

interface Machine {
  variant: Variant
  /** First of the users that steps run as; null where they cannot be changed. */
  firstUser: number | null
}

/** Users nobody has: outside of what distributions, containers and directories hand out; then, where a container maps few users, free ones of the image. */
const firstUsers = [1_900_000_000, 30_000]

/** How many of them; two runs at a time never have the same. */
const users = 10_000

let found: Machine | null = null

/** What the kernel allows to steps that the interpreter of this virtual environment shuts off. */
export function machine(venv: string): Machine {
  found ??= tryOut(venv)
  return found
}

function tryOut(venv: string): Machine {
  if (process.platform !== 'linux') return { variant: 'none', firstUser: null }
  if (process.getuid?.() === 0) {
    const firstUser = firstUsers.find((user) => works(venv, user))
    if (firstUser !== undefined) return { variant: 'own user', firstUser }
  }
  return { variant: works(venv, null) ? 'same user' : 'none', firstUser: null }
}

let place: string | null = null

/** An empty directory of this process, on which each step mounts its root, unseen by anybody else. */
export function mountPoint(): string {
  if (place === null) {
    const made = mkdtempSync(join(tmpdir(), `ccr-work-${process.pid}-root-`))
    process.once('exit', () => rmSync(made, { recursive: true, force: true }))
    place = made
  }
  return place
}

function works(venv: string, user: number | null): boolean {
  const nothing: Jail = {
    user,
    root: mountPoint(),
    diskBytes: 1_048_576,
    diskEntries: 1000,
    see: [],
    copy: [],
    make: [],
    cwd: '/',
    limits: { NOFILE: 64 },
  }
  const { command, args } = jailCommand(venv, nothing, ['PATH=/usr/bin:/bin', '--', 'true'])
  return spawnSync(command, args, { stdio: 'ignore', timeout: 10_000 }).status === 0
}

const taken = new Set<number>()

/** A user that no other run of this process has; `release` gives it back. Null where the user stays the same. */
export function takeUser(firstUser: number | null): { user: number | null; release: () => void } {
  if (firstUser === null) return { user: null, release: () => undefined }
  let user = firstUser + Math.floor(Math.random() * users)
  while (taken.has(user)) user = firstUser + Math.floor(Math.random() * users)
  taken.add(user)
  return { user, release: () => void taken.delete(user) }
}

const reasons: Record<Variant, string | null> = {
  'own user': null,
  'same user': 'The runner is not root, so it cannot give them a user of their own.',
  none: 'This machine cannot take network, files and processes away from them.',
}

/** How a step is shut off on this machine, for the report. */
export function confinementHere(venv: string, allowUnconfined: boolean): Confinement {
  const { variant } = machine(venv)
  const why = reasons[variant]
  if (variant === 'none') {
    return { ran: allowUnconfined, user: 'same', network: 'open', files: 'open', processes: 'shared', limits: 'runner', why }
  }
  const user = variant === 'own user' ? 'own' : 'same'
  return { ran: true, user, network: 'none', files: 'own', processes: 'own', limits: 'kernel', why }
}

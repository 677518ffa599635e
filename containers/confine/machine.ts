import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, mkdtempSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Confinement } from '../../worker/domain/confinement.ts'
import { jailProgram } from './jail-program.ts'

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

/** Where every Linux keeps its programs and what these need to start. Keys, homes, configuration and temporary files are not among them. */
const systemPaths = [
  ...['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32', '/nix/store'],
  ...['/etc/alternatives', '/etc/ld.so.cache', '/etc/ssl/certs', '/etc/localtime'],
]

/** The list for the first stage that shows the system's programs. */
export function seeSystem(): string[] {
  return systemPaths.flatMap((path) => {
    if (!existsSync(path)) return []
    const isLink = lstatSync(path).isSymbolicLink()
    return isLink && !path.startsWith('/etc/') ? ['link', readlinkSync(path), path] : ['see', path]
  })
}

/** The first stage's list of `see`, `copy`, `make` and `link`, after the directories that it needs. Throws for a path that no line can hold. */
export function layout(list: readonly string[]): string[] {
  const directories: string[] = []
  for (let at = 0; at < list.length; at += 2) {
    const isLink = list[at] === 'link'
    if (isLink) at += 1
    const path = list[at + 1] ?? ''
    if (path.includes('\n')) throw new Error('A path with a line break cannot be shown to a step.')
    directories.push(`.${isLink || (list[at] === 'see' && !statSync(path).isDirectory()) ? dirname(path) : path}`)
  }
  return [directories.join('\n'), ...list]
}

/** Command and arguments that make the namespaces of a variant and begin the first stage in them. */
export function namespaces(variant: Variant): string[] {
  const mine = variant === 'same user' ? ['--user', '--map-root-user'] : []
  // Dies with the runner, also when that is killed.
  return [
    'setpriv',
    '--pdeathsig',
    'KILL',
    'unshare',
    ...mine,
    '--mount',
    '--net',
    '--pid',
    '--ipc',
    '--uts',
    '--fork',
    '--kill-child',
    'sh',
    '-c',
    jailProgram,
    'sh',
  ]
}

let found: Machine | null = null

export function machine(): Machine {
  found ??= tryOut()
  return found
}

function tryOut(): Machine {
  if (process.platform !== 'linux') return { variant: 'none', firstUser: null }
  if (process.getuid?.() === 0) {
    const firstUser = firstUsers.find((user) => works('own user', user))
    if (firstUser !== undefined) return { variant: 'own user', firstUser }
  }
  return { variant: works('same user', null) ? 'same user' : 'none', firstUser: null }
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

function works(variant: Variant, user: number | null): boolean {
  const [command = '', ...args] = [...namespaces(variant), mountPoint(), user === null ? '' : String(user), '1048576', '1000']
  const last = [...layout(seeSystem()), '--', '/', '--nofile=64', '--', 'PATH=/usr/bin:/bin', 'true']
  const { status } = spawnSync(command, [...args, ...last], { stdio: 'ignore', timeout: 10_000 })
  return status === 0
}

const taken = new Set<number>()

/** A user that no other run of this process has; `release` gives it back. Null where the user stays the same. */
export function takeUser(): { user: number | null; release: () => void } {
  const { firstUser } = machine()
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
export function confinementHere(allowUnconfined: boolean): Confinement {
  const { variant } = machine()
  const why = reasons[variant]
  if (variant === 'none') {
    return { ran: allowUnconfined, user: 'same', network: 'open', files: 'open', processes: 'shared', limits: 'runner', why }
  }
  const user = variant === 'own user' ? 'own' : 'same'
  return { ran: true, user, network: 'none', files: 'own', processes: 'own', limits: 'kernel', why }
}

import { spawnSync } from 'node:child_process'

/** How a program that runs the repository's code is shut off: as far as this kernel lets an ordinary user. */

export interface Isolation {
  /** Command and arguments to put before the program. */
  prefix: string[]
  /** For the report: what the kernel allowed. */
  network: 'none' | 'not isolated'
  limits: 'prlimit' | 'none'
}

/** Widest first: with its own process table the program cannot look into the runner's environment either. */
const namespaces = [
  ['unshare', '--map-root-user', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'],
  ['unshare', '--map-root-user', '--net'],
]

/** Address space: Robot with the keyword libraries needs 400 MB. Processor time: a dry run takes 3 s. Files: nothing large is written. */
const limits = ['prlimit', '--as=4294967296', '--cpu=60', '--fsize=67108864', '--nofile=1024', '--core=0']

/** Command and arguments that keep a program from writing a file over `bytes`; empty where the machine cannot. */
export function fileLimit(bytes: number): string[] {
  return isolation().limits === 'prlimit' ? ['prlimit', `--fsize=${bytes}`] : []
}

let found: Isolation | null = null

/** What this machine allows; tried out once a process. */
export function isolation(): Isolation {
  found ??= tryOut()
  return found
}

function tryOut(): Isolation {
  const works = (prefix: string[]) => {
    const [command = 'true', ...args] = [...prefix, 'true']
    return spawnSync(command, args, { stdio: 'ignore', timeout: 5000 }).status === 0
  }
  const namespace = namespaces.find(works) ?? []
  const limit = works(limits) ? limits : []
  return {
    prefix: [...namespace, ...limit],
    network: namespace.length > 0 ? 'none' : 'not isolated',
    limits: limit.length > 0 ? 'prlimit' : 'none',
  }
}

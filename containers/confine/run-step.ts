import { realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type ChildResult, oversee, runChild } from '../run-child.ts'
import { type Jail, jailCommand, limitsOf } from './jail.ts'
import type { Keeper } from './keeper.ts'
import { machine, mountPoint, takeUser } from './machine.ts'
import type { Policy } from './policy.ts'
import { watchUsage } from './usage-watch.ts'

/** The one way in which anything untrusted is run, imported or rendered. */

export interface Step {
  policy: Policy
  command: string
  args: readonly string[]
  /** Within one of the directories below. */
  cwd: string
  /** Its whole environment, beside PATH, HOME, TMPDIR and LANG. Names and values may come from the bundle. */
  env?: Record<string, string>
  /** Put before PATH. */
  path?: readonly string[]
  /** HOME of the step: a directory that is removed with the work. Where the step is shut off it sees an empty one in its place. */
  home: string
  /** The virtual environment of the command. */
  venv: string
  /** What the step may read besides the system's programs and the virtual environment, at the same place. */
  see: readonly string[]
  /** Directories of which the step gets a copy that it may change, at the same place. The copy is gone with the step. */
  copy: readonly string[]
  stdin?: string
  /** Where the step is forked, if it has no input. */
  keeper?: Keeper | null | undefined
  /** Shorter than the policy's. */
  wallMs?: number | undefined
  /** Run it although this machine cannot shut it off. */
  allowUnconfined: boolean
  signal?: AbortSignal | undefined
}

const standardPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/**
 * Runs a step under its policy and answers how it ended. Ask `confinementHere` first: where the machine cannot shut it off and that was not allowed, this throws.
 * Whatever the step left running is dead when this resolves, and whatever it wrote is gone.
 */
export async function runStep(step: Step): Promise<ChildResult> {
  const { variant, firstUser } = machine(step.venv)
  if (variant === 'none' && !step.allowUnconfined) throw new Error(`${step.policy.step} cannot be shut off on this machine.`)
  const { policy, home } = step
  const bounds = {
    cwd: variant === 'none' ? step.cwd : '/',
    home,
    timeoutMs: Math.min(policy.wallMs, step.wallMs ?? policy.wallMs),
    maxOutputBytes: policy.outputBytes,
    signal: step.signal,
    watch: (pid: number, over: (what: 'memory' | 'cpu') => void) => watchUsage(pid, policy, over),
    ...(step.stdin === undefined ? {} : { stdin: step.stdin }),
  }
  if (variant === 'none') return runChild({ ...bounds, ...openly(step) })
  const { user, release } = takeUser(firstUser)
  try {
    const [jail, words] = [jailOf(step, user), wordsOf(step)]
    const forked = step.stdin === undefined ? await step.keeper?.fork(jail) : null
    return await (forked
      ? oversee(forked, { ...bounds, stdin: words.join('\0') })
      : runChild({ ...bounds, ...jailCommand(step.venv, jail, words) }))
  } finally {
    release()
  }
}

function openly({ command, args, env, path }: Step): Pick<Parameters<typeof runChild>[0], 'command' | 'args' | 'env' | 'path'> {
  return { command, args, ...(env === undefined ? {} : { env }), ...(path === undefined ? {} : { path }) }
}

function jailOf({ policy, home, venv, see, copy, cwd }: Step, user: number | null): Jail {
  const { diskBytes, diskEntries } = policy
  const shown = [...pythonOf(venv), ...see]
  return { user, root: mountPoint(), diskBytes, diskEntries, see: shown, copy: [...copy], make: [home], cwd, limits: limitsOf(policy) }
}

function wordsOf(step: Step): string[] {
  return [...environmentOf(step), '--', step.command, ...step.args]
}

function environmentOf({ env = {}, path = [], home }: Step): string[] {
  const all = { PATH: [...path, standardPath].join(':'), HOME: home, TMPDIR: '/tmp', LANG: 'C.UTF-8', ...env }
  return Object.entries(all).flatMap(([name, value]) => (isVariable(name, value) ? [`${name}=${value}`] : []))
}

/** Anything else would be taken for the end of the environment, or could not be passed on. */
function isVariable(name: string, value: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !value.includes('\0')
}

/** The virtual environment and, where it lies elsewhere, the Python that it was made from. */
function pythonOf(venv: string): string[] {
  const base = dirname(dirname(realpathSync(join(venv, 'bin', 'python'))))
  const own = [...new Set([venv, realpathSync(venv)])]
  return base === '/usr' || base.startsWith('/usr/') ? own : [...own, base]
}

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Duplex } from 'node:stream'
import * as z from 'zod'
import { closed, type Running } from '../run-child.ts'
import { confinePrograms, type Jail } from './jail.ts'
import { machine } from './machine.ts'

/**
 * A process that has imported Robot Framework and what the keyword libraries need, and forks itself for each step: importing takes longer than most scenarios.
 * It is told numbers, directories and limits, never what a bundle holds; see keeper.py.
 */
export interface Keeper {
  /** A process that shuts itself off and then reads the words of its step from its input. Null when there is none to be had: the step is started by itself then. */
  fork: (jail: Jail) => Promise<Running | null>
  /** Ends the keeper, and with it every step that still runs. */
  close: () => Promise<void>
}

export interface KeeperOptions {
  venv: string
  /** The Python programs that its steps run: each has a `main`, and is imported before. */
  programs: readonly string[]
  /** How many steps there will be at most. */
  steps: number
  /** Longest silence after a question before it is given up. */
  silenceMs?: number
}

/** Importing takes half a second on a quiet machine, forking some milliseconds. */
const defaultSilenceMs = 20_000

/** A keeper that is not needed any more has nothing left to do. */
const closingMs = 5000

const answerSchema = z.union([
  z.object({ ready: z.literal(true) }),
  z.object({ unfit: z.string() }),
  z.object({ step: z.number(), pid: z.number() }),
  z.object({ step: z.number(), status: z.number().nullable() }),
])

function readAnswer(line: string): z.infer<typeof answerSchema> | null {
  try {
    return answerSchema.safeParse(JSON.parse(line)).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null
    throw error
  }
}

interface Asked {
  forked: PromiseWithResolvers<Running | null>
  /** Status of the step; null when it was killed. */
  ended: PromiseWithResolvers<number | null>
}

/** Starts a keeper. Null where steps cannot be shut off: it has nothing to do there. */
export function startKeeper(options: KeeperOptions): Keeper | null {
  return machine(options.venv).variant === 'none' ? null : new PythonKeeper(options)
}

class PythonKeeper implements Keeper {
  readonly #child: ChildProcess
  readonly #steps: number
  readonly #silenceMs: number
  readonly #asked = new Map<number, Asked>()
  readonly #ready = Promise.withResolvers<boolean>()
  readonly #exited: Promise<unknown>
  #count = 0
  #isOver = false

  constructor({ venv, programs, steps, silenceMs = defaultSilenceMs }: KeeperOptions) {
    this.#steps = steps
    this.#silenceMs = silenceMs
    const pipes = Array.from({ length: 3 * steps }, () => 'pipe' as const)
    const args = ['-B', join(confinePrograms, 'keeper.py'), String(process.pid), ...programs]
    this.#child = spawn(join(venv, 'bin', 'python'), args, {
      cwd: '/',
      // As steps have it. The Worker's own variables are declared as always present and are absent on purpose.
      env: { PATH: '/usr/bin:/bin', HOME: '/', TMPDIR: '/tmp', LANG: 'C.UTF-8', RW_MODE: 'dev' } as unknown as NodeJS.ProcessEnv,
      detached: true,
      stdio: ['pipe', 'pipe', 'inherit', ...pipes],
    })
    this.#exited = new Promise((resolve) => this.#child.once('exit', resolve).once('error', resolve))
    void this.#exited.then(() => this.#giveUp('It ended.'))
    for (const stream of this.#child.stdio) stream?.on('error', () => stream.destroy())
    if (this.#child.stdout) createInterface(this.#child.stdout).on('line', (line) => this.#hear(line))
  }

  async fork(jail: Jail): Promise<Running | null> {
    const step = this.#count
    this.#count += 1
    const isReady = step < this.#steps && (await this.#inTime(this.#ready.promise))
    if (!isReady || this.#isOver) return null
    const asked: Asked = { forked: Promise.withResolvers(), ended: Promise.withResolvers() }
    this.#asked.set(step, asked)
    this.#child.stdin?.write(`${JSON.stringify({ step, jail })}\n`)
    return this.#inTime(asked.forked.promise)
  }

  async close(): Promise<void> {
    this.#end()
    // One that has forked gathers the steps that ended; another may still be importing.
    if (this.#asked.size === 0) this.#child.kill('SIGKILL')
    this.#child.stdin?.end()
    const timer = setTimeout(() => this.#child.kill('SIGKILL'), closingMs)
    await this.#exited
    clearTimeout(timer)
    for (const stream of this.#child.stdio) stream?.destroy()
  }

  #hear(line: string): void {
    const answer = readAnswer(line)
    if (answer === null) this.#giveUp('It said what nobody understands.')
    else if ('ready' in answer) this.#ready.resolve(true)
    else if ('unfit' in answer) this.#giveUp(`${answer.unfit}.`)
    else if ('pid' in answer) this.#begin(answer.step, answer.pid)
    else this.#asked.get(answer.step)?.ended.resolve(answer.status)
  }

  #begin(step: number, pid: number): void {
    const asked = this.#asked.get(step)
    const [stdin, stdout, stderr] = this.#child.stdio.slice(3 + 3 * step)
    if (!(asked && stdin instanceof Duplex && stdout instanceof Duplex && stderr instanceof Duplex)) return
    const ended = asked.ended.promise
    asked.forked.resolve({ pid, stdin, stdout, stderr, ended })
    // All processes of a step hold its pipes. Once these are closed the step is over, and a keeper that does not say so has fallen silent.
    void Promise.all([closed(stdout), closed(stderr)]).then(() => this.#inTime(ended))
  }

  async #inTime<T>(answer: Promise<T>): Promise<T> {
    const timer = setTimeout(() => this.#giveUp(`It did not answer within ${this.#silenceMs / 1000} s.`), this.#silenceMs)
    try {
      return await answer
    } finally {
      clearTimeout(timer)
    }
  }

  /** No step is forked any more; those that run end with the keeper, as any process may. */
  #giveUp(why: string): void {
    if (this.#isOver) return
    process.stderr.write(`Robot Framework could not be kept ready for the next step: ${why} Each step imports it by itself.\n`)
    this.#child.kill('SIGKILL')
    this.#end()
  }

  #end(): void {
    this.#isOver = true
    this.#ready.resolve(false)
    for (const { forked, ended } of this.#asked.values()) {
      forked.resolve(null)
      ended.resolve(null)
    }
  }
}

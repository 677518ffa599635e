import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { type Child, logTail, startChild, stopChild } from './child.ts'
import { type Cron, startCron } from './cron.ts'
import { ForgeControl } from './forge-control.ts'
import { leaveFolder, takeFolder } from './lock.ts'
import { choosePorts } from './ports.ts'
import { preparationMarker, prepareState, prepareVenv, prepareWeb, type Report } from './prepare.ts'
import { killMarked } from './processes.ts'
import { loadSettings } from './secrets.ts'
import { commandOf, healthUrl, type ServiceName, type StackPlan, type StackUrls, urlsOf } from './services.ts'
import { StackError } from './stack-error.ts'

export interface StackOptions {
  /** Folder of everything this stack keeps: databases, forge, secrets, logs. */
  dir: string
  ports: 'fixed' | 'free'
  /** Start over: all data of `dir` is removed, the virtual environment is kept. */
  fresh?: boolean
  /** Settings of the Worker that differ from the development ones. */
  extraVars?: Record<string, string>
  /** Port of the forge, where `ports` is `free` and others must know it beforehand. */
  forgePort?: number
  /** A developer's own `.dev.vars`; with a real GitHub App in it the forge is not started. */
  devVars?: string
  report?: Report
  /** Logs each request and each step. */
  verbose?: boolean
  /** Gives up starting; what was begun is ended. */
  signal?: AbortSignal
  /** How often the Worker's minute cron fires, in milliseconds; 0 for never. */
  cronEveryMs?: number
}

export interface Stack {
  dir: string
  urls: StackUrls
  plan: StackPlan
  /** Null when the product talks to GitHub itself. */
  forge: ForgeControl | null
  cron: Cron
  /** Resolves with a sentence when a part ends that nobody asked to end. */
  broken: Promise<string>
  /** Ends every part, whatever it takes. May be called twice. */
  stop: () => Promise<void>
  /** SIGKILL for the whole process tree of the product; the forge stands for github.com and stays. */
  kill9: (names?: readonly ServiceName[]) => Promise<void>
  /** Starts what `kill9` ended, with the same data and addresses, and waits until it is healthy. */
  restart: () => Promise<void>
}

const healthLimitMs = 90_000
/** Wrangler needs about a second to end workerd in order. */
const graceMs = 5_000

async function waitHealthy(child: Child, url: string, signal: AbortSignal | undefined): Promise<void> {
  const end = Date.now() + healthLimitMs
  while (Date.now() < end) {
    signal?.throwIfAborted()
    if (!child.isRunning())
      throw new StackError(`The ${child.name} ended while starting. Its last words (${child.logPath}):\n${logTail(child.logPath, 25)}`)
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok) return
    await delay(100)
  }
  throw new StackError(
    `The ${child.name} gives no healthy answer at ${url}. Its last words (${child.logPath}):\n${logTail(child.logPath, 25)}`,
  )
}

function wipe(dir: string): void {
  for (const name of ['state', 'state.stamp', 'forge', 'dev.env', 'logs', 'runner'])
    rmSync(join(dir, name), { recursive: true, force: true })
}

async function prepare(options: StackOptions): Promise<StackPlan> {
  mkdirSync(options.dir, { recursive: true })
  const report: Report = (text) => options.report?.(text)
  const { id, cleared } = await takeFolder(options.dir)
  if (cleared > 0) report(`ended ${cleared} processes that an earlier start had left behind`)
  if (options.fresh) wipe(options.dir)
  mkdirSync(join(options.dir, 'logs'), { recursive: true })
  for (const name of readdirSync(join(options.dir, 'logs'))) rmSync(join(options.dir, 'logs', name), { recursive: true })
  const settings = loadSettings(options.dir, options.devVars ?? null)
  const chosen = await choosePorts(options.ports, !settings.real)
  const ports = { ...chosen, forge: options.forgePort ?? chosen.forge }
  const [venv] = await Promise.all([prepareVenv(report), prepareWeb(report), prepareState(join(options.dir, 'state'), report)]).catch(
    async (error: unknown) => {
      await killMarked(preparationMarker)
      throw error
    },
  )
  return { id, dir: options.dir, ports, settings, venv, extraVars: options.extraVars ?? {}, verbose: options.verbose ?? false }
}

/** The running parts of a stack: what is started is watched, and what ends by itself is told. */
class Parts {
  readonly #plan: StackPlan
  readonly #urls: StackUrls
  readonly #signal: AbortSignal | undefined
  readonly #children = new Map<ServiceName, Child>()
  readonly #expected = new Set<Child>()
  readonly #broken = Promise.withResolvers<string>()
  readonly broken: Promise<string> = this.#broken.promise

  constructor(plan: StackPlan, urls: StackUrls, signal: AbortSignal | undefined) {
    this.#plan = plan
    this.#urls = urls
    this.#signal = signal
  }

  async start(names: readonly ServiceName[]): Promise<void> {
    await Promise.all(names.map((name) => this.#startOne(name)))
  }

  async #startOne(name: ServiceName): Promise<void> {
    const child = startChild(commandOf(name, this.#plan))
    this.#children.set(name, child)
    void child.ended.then((how) => {
      if (!this.#expected.has(child))
        this.#broken.resolve(`The ${name} ended by itself (${how}). Its last words (${child.logPath}):\n${logTail(child.logPath, 25)}`)
    })
    await waitHealthy(child, healthUrl(name, this.#urls), this.#signal)
  }

  async kill(names: readonly ServiceName[]): Promise<void> {
    const children = names.map((name) => this.#children.get(name)).filter((child) => child !== undefined)
    for (const child of children) this.#expected.add(child)
    await Promise.all(children.map((child) => Promise.all([killMarked(child.marker), child.ended])))
  }

  stopped(): ServiceName[] {
    return [...this.#children].filter(([, child]) => !child.isRunning()).map(([name]) => name)
  }

  async stop(): Promise<void> {
    const children = [...this.#children.values()]
    for (const child of children) this.#expected.add(child)
    await Promise.all(children.map((child) => stopChild(child, graceMs)))
    await killMarked(`${this.#plan.id}/`)
  }
}

/**
 * Starts forge, runner and Worker with everything they need, and resolves when each is healthy. On failure nothing is left running.
 * Throws `StackError` for what a person can mend.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const plan = await prepare(options)
  const urls = urlsOf(plan.ports, plan.settings.real)
  const parts = new Parts(plan, urls, options.signal)
  const cron = startCron(urls.worker, options.cronEveryMs ?? 60_000)
  let stopping: Promise<void> | null = null
  const stopAll = async () => {
    cron.stop()
    await parts.stop()
    leaveFolder(options.dir)
  }
  const stop = () => {
    stopping ??= stopAll()
    return stopping
  }
  try {
    options.report?.(`starting runner, Worker${urls.forge === null ? '' : ' and forge'}`)
    await parts.start(['runner', 'worker'])
    // Last, since it delivers what waits as soon as it is up.
    if (urls.forge !== null) await parts.start(['forge'])
  } catch (error) {
    await stop()
    throw error
  }
  cron.begin()
  return {
    dir: options.dir,
    urls,
    plan,
    cron,
    broken: parts.broken,
    forge: urls.forge === null ? null : new ForgeControl(urls.forge),
    stop,
    kill9: (killed = ['worker', 'runner']) => parts.kill(killed),
    restart: () => parts.start(parts.stopped()),
  }
}

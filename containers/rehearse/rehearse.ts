import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { confinementCheck } from '../../worker/domain/confinement.ts'
import { permissionChecks } from '../../worker/domain/rehearsal/compare-permissions.ts'
import { accessCheck, badScenario, checksOf, distinct, noBundle, unreadable } from '../../worker/domain/rehearsal/conclude.ts'
import { leastPermissions } from '../../worker/domain/rehearsal/least-permissions.ts'
import { proveAccess } from '../../worker/domain/rehearsal/prove-access.ts'
import type { RehearsalReport } from '../../worker/domain/rehearsal/rehearsal-report.ts'
import type { Scenario } from '../../worker/domain/rehearsal/scenario.ts'
import type { Check } from '../../worker/domain/report.ts'
import { importsOf } from '../../worker/domain/robot-imports.ts'
import { type Keeper, startKeeper } from '../confine/keeper.ts'
import { confinementHere } from '../confine/machine.ts'
import type { Snapshot } from '../git/tree.ts'
import { readRobotFiles } from '../robot/read-robot.ts'
import { SandboxFailure } from '../sandbox-failure.ts'
import { toolVersions } from '../tools.ts'
import { type BundleFile, layDown, readSurroundings } from '../validate/assemble.ts'
import { declaredPermissions } from './declared-permissions.ts'
import { type RobotFile, rehearsalProgram, runScenario, type ScenarioOutcome } from './run-scenario.ts'
import { maxScenarios, readScenario, scenarioCount, scenarioFiles, standardScenarios } from './scenario-files.ts'

export interface RehearseOptions {
  /** Where libraries come from; null when there is no repository around the bundle. */
  snapshot: Snapshot | null
  bundlePath: string
  files: readonly BundleFile[]
  /** Run only this scenario, given as text, instead of the standard ones and the bundle's own. */
  only?: { path: string; text: string } | undefined
  /** Run although this machine cannot shut the bundle off. For bundles one trusts. */
  allowUnconfined: boolean
  /** Where the scenarios are forked; one of their own when absent. */
  keeper?: Keeper | null
  /** Longest run of one scenario; 60 s when absent. */
  wallMs?: number | undefined
  /** An empty directory that the caller removes. */
  workDir: string
  venv: string
  signal?: AbortSignal | undefined
  progress: (message: string) => void
}

/** A usual scenario takes 3 s; a bundle that asks again and again takes longer. */
const defaultWallMs = 60_000

/** Two run side by side: each waits for its own processes part of the time. */
const atATime = 2

interface Planned {
  scenario: Scenario
  source: string | null
}

/** Rehearses a bundle. Never throws for what is wrong with the bundle: that is a failed check. */
export async function rehearse(options: RehearseOptions): Promise<RehearsalReport> {
  if (options.keeper !== undefined) return rehearseIn(options)
  const steps = options.only ? 1 : scenarioCount(options.files, options.bundlePath)
  const keeper = startKeeper({ venv: options.venv, programs: [rehearsalProgram], steps })
  return rehearseIn({ ...options, keeper }).finally(() => keeper?.close())
}

async function rehearseIn(options: RehearseOptions): Promise<RehearsalReport> {
  const started = performance.now()
  const confinement = confinementHere(options.venv, options.allowUnconfined)
  const home = join(options.workDir, 'home')
  await mkdir(home, { recursive: true })
  const [robots, tools] = await Promise.all([robotFiles(options, home), toolVersions(options.venv, home)])
  const { planned, checks } = plan(options)
  checks.unshift(...robots.flatMap(({ path, problems }) => unreadable(path, problems)))
  if (robots.length === 0) checks.unshift(noBundle(options.bundlePath))
  const outcomes = confinement.ran && robots.length > 0 ? await runAll(options, robots, planned) : []
  if (options.signal?.aborted) throw new SandboxFailure('timeout', 'The caller went away or the deadline passed.')
  const scenarios = outcomes.map(({ report }) => report)
  const calls = outcomes.flatMap((outcome) => outcome.calls)
  const tasks = scenarios.flatMap(({ files }) => files.flatMap(({ file, tasks: own }) => own.map((task) => ({ ...task, file }))))
  const access = proveAccess(tasks, calls)
  const permissions = leastPermissions(calls)
  const all = distinct([
    ...checks,
    ...scenarios.flatMap(checksOf),
    ...(scenarios.length > 0 ? [accessCheck(access), ...permissionChecks(permissions, declaredPermissions(readmeOf(options)), calls)] : []),
    confinementCheck(confinement),
  ])
  const ok = !all.some(({ status, severity }) => status === 'fail' && severity === 'block')
  const durationMs = Math.round(performance.now() - started)
  return {
    ok,
    bundle: options.bundlePath,
    checks: all,
    scenarios,
    access,
    permissions,
    network: confinement.network === 'none' ? 'none' : 'not isolated',
    limits: confinement.limits === 'kernel' ? 'prlimit' : 'none',
    files: confinement.files === 'own' ? 'read-only' : 'not isolated',
    confinement,
    durationMs,
    tools,
  }
}

function readmeOf({ files, bundlePath }: RehearseOptions): { path: string; text: string } | null {
  const found = files.find(({ path, kind }) => kind === 'file' && path.toLowerCase() === `${bundlePath}/readme.md`.toLowerCase())
  return found ? { path: found.path, text: found.content.toString('utf8') } : null
}

/** The bundle's Robot files with what they import, read by Robot itself. */
async function robotFiles(options: RehearseOptions, home: string): Promise<RobotFile[]> {
  const root = join(options.workDir, 'read')
  const roles = ['runbook', 'sli'] as const
  const found = roles.flatMap((role) => {
    const file = options.files.find(({ path, kind }) => kind === 'file' && path === `${options.bundlePath}/${role}.robot`)
    return file ? [{ role, file }] : []
  })
  await layDown(
    root,
    found.map(({ file }) => file),
  )
  const models = await readRobotFiles(
    found.map(({ file }) => join(root, file.path)),
    { venv: options.venv, root, home, signal: options.signal },
  )
  return found.map(({ role, file }, index) => {
    const model = models[index]
    const imports = model ? importsOf(model) : []
    const services = [...new Set(imports.flatMap(({ kind, name }) => (kind === 'service' ? [name] : [])))]
    const skip = services.length === 0 ? null : `It imports the location service ${services.join(', ')}, which only the platform has.`
    return { path: file.path, role, imports, problems: model?.problems ?? [], skip }
  })
}

function plan(options: RehearseOptions): { planned: Planned[]; checks: Check[] } {
  const texts = options.only
    ? [options.only]
    : scenarioFiles(options.files, options.bundlePath).map(({ path, content }) => ({ path, text: content.toString('utf8') }))
  const planned: Planned[] = options.only ? [] : standardScenarios.map((scenario) => ({ scenario, source: null }))
  const checks: Check[] = []
  for (const { path, text } of texts.slice(0, maxScenarios)) {
    const parsed = readScenario(path, text)
    if (parsed.ok) planned.push({ scenario: parsed.scenario, source: path })
    else checks.push(badScenario(path, parsed.message))
  }
  if (texts.length > maxScenarios) {
    checks.push(badScenario(texts[maxScenarios]?.path ?? '', `Of ${texts.length} scenarios only the first ${maxScenarios} are run.`))
  }
  return { planned, checks }
}

async function runAll(options: RehearseOptions, robots: readonly RobotFile[], planned: readonly Planned[]): Promise<ScenarioOutcome[]> {
  const { libraries } = await readSurroundings(options.snapshot)
  const files = [...libraries, ...options.files]
  const outcomes: ScenarioOutcome[] = []
  const queue = [...planned.entries()]
  const serve = async () => {
    for (let next = queue.shift(); next && !options.signal?.aborted; next = queue.shift()) {
      const [index, { scenario, source }] = next
      options.progress(`Rehearsing ${scenario.name}`)
      const { bundlePath, venv, signal, allowUnconfined, keeper = null, wallMs = defaultWallMs } = options
      const workDir = join(options.workDir, `scenario-${index}`)
      outcomes[index] = await runScenario({
        scenario,
        source,
        bundlePath,
        robots,
        files,
        workDir,
        venv,
        keeper,
        wallMs,
        allowUnconfined,
        signal,
      })
    }
  }
  await Promise.all(Array.from({ length: atATime }, serve))
  return outcomes
}

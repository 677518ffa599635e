import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { judgeExpectations } from '../../worker/domain/rehearsal/expectations.ts'
import { readCalls, readFile } from '../../worker/domain/rehearsal/read-record.ts'
import { eventSchema, type RehearsalEvent } from '../../worker/domain/rehearsal/record.ts'
import type { RehearsedCall, RehearsedFile, ScenarioReport } from '../../worker/domain/rehearsal/rehearsal-report.ts'
import type { Scenario } from '../../worker/domain/rehearsal/scenario.ts'
import { importedValues } from '../../worker/domain/rehearsal/stand-in-values.ts'
import type { RobotImport } from '../../worker/domain/robot-imports.ts'
import type { Keeper } from '../confine/keeper.ts'
import { rehearsalPolicy } from '../confine/policy.ts'
import { runStep } from '../confine/run-step.ts'
import { type ChildResult, stopOf } from '../run-child.ts'
import { type BundleFile, layDown } from '../validate/assemble.ts'
import { startRecorder } from './recorder.ts'
import { layStandIns, rehearsalPrograms, type StandIns } from './stand-ins.ts'

/** Runs Robot files among stand-ins; it has a `main`. */
export const rehearsalProgram = join(rehearsalPrograms, 'rehearse.py')

/** A Robot file of the bundle with what it imports. `skip` says why it cannot run here; null when it can. */
export interface RobotFile {
  path: string
  role: 'runbook' | 'sli'
  imports: RobotImport[]
  /** What Robot cannot read in it. */
  problems: { line: number | null; message: string }[]
  skip: string | null
}

export interface ScenarioRun {
  scenario: Scenario
  /** Path of its file; null for a standard scenario. */
  source: string | null
  bundlePath: string
  robots: readonly RobotFile[]
  /** Bundle and libraries; each scenario gets its own copy, because bundles write beside their scripts. */
  files: readonly BundleFile[]
  /** An empty directory that the caller removes. */
  workDir: string
  venv: string
  /** Where the run is forked. */
  keeper: Keeper | null
  /** Longest run of all files together. */
  wallMs: number
  allowUnconfined: boolean
  signal?: AbortSignal | undefined
}

/** Calls that the report lists in full. */
const maxListedCalls = 300

export interface ScenarioOutcome {
  report: ScenarioReport
  /** Every call, also those that the report leaves out. */
  calls: RehearsedCall[]
}

/** Runs the bundle's Robot files once in the scenario's world. */
export async function runScenario(run: ScenarioRun): Promise<ScenarioOutcome> {
  const started = performance.now()
  const root = join(run.workDir, 'repository')
  const runnable = run.robots.filter(({ skip }) => skip === null)
  await mkdir(join(root, run.bundlePath), { recursive: true })
  await layDown(root, run.files)
  const standIns = await layStandIns(join(run.workDir, 'stand-ins'), run.scenario, run.venv)
  const recorder = await startRecorder(standIns.place)
  const result = await (runnable.length > 0 ? runRobot(run, root, standIns, runnable) : Promise.resolve(null)).finally(recorder.close)
  const events = result ? eventsOf(result, root) : []
  const calls = readCalls(recorder.calls, events)
  const files = run.robots.map((robot) => fileOf(robot, events, calls, result, run.wallMs))
  const ran = files.some(({ outcome }) => outcome !== 'skipped')
  const report: ScenarioReport = {
    name: run.scenario.name,
    source: run.source,
    ran,
    skipped: ran ? null : files.map(({ file, why }) => `${file}: ${why}`).join(' '),
    files,
    calls: calls.slice(0, maxListedCalls),
    callCount: calls.length,
    expectations: ran ? judgeExpectations(run.scenario, files) : [],
    durationMs: Math.round(performance.now() - started),
  }
  return { report, calls }
}

async function runRobot(run: ScenarioRun, root: string, standIns: StandIns, robots: readonly RobotFile[]): Promise<ChildResult> {
  const home = join(run.workDir, 'home')
  const temp = join(run.workDir, 'codebundle-temp')
  await Promise.all([mkdir(home, { recursive: true }), mkdir(temp, { recursive: true })])
  const values = importedValues(
    robots.flatMap(({ imports }) => imports),
    run.scenario,
  )
  return runStep({
    policy: rehearsalPolicy,
    keeper: run.keeper,
    command: join(run.venv, 'bin', 'python'),
    args: ['-B', rehearsalProgram, ...robots.map(({ path }) => join(root, path))],
    cwd: join(root, run.bundlePath),
    home,
    venv: run.venv,
    see: [rehearsalPrograms, standIns.place],
    // Bundles write beside their scripts.
    copy: [root, temp],
    path: [standIns.bin, join(run.venv, 'bin')],
    env: {
      ...values,
      PYTHONPATH: join(root, 'libraries'),
      RW_MODE: 'dev',
      CODEBUNDLE_TEMP_DIR: temp,
      AZURE_CONFIG_DIR: join(home, '.azure'),
      CLOUDSDK_CONFIG: join(home, '.gcloud'),
      REHEARSAL_BIN: standIns.bin,
    },
    wallMs: run.wallMs,
    allowUnconfined: run.allowUnconfined,
    signal: run.signal,
  })
}

function fileOf(
  robot: RobotFile,
  events: readonly RehearsalEvent[],
  calls: readonly RehearsedCall[],
  result: ChildResult | null,
  wallMs: number,
): RehearsedFile {
  const plan = { file: robot.path, role: robot.role }
  if (robot.skip === null) return readFile(plan, events, calls, stopped(result, wallMs))
  return { ...plan, outcome: 'skipped', why: robot.skip, tasks: [], issues: [], metrics: [], text: '', verdict: null }
}

function stopped(result: ChildResult | null, wallMs: number): string | null {
  if (result?.killed === 'timeout') return `It did not end within ${Math.round(wallMs / 1000)} s and was stopped.`
  if (result?.killed === 'aborted') return 'The caller went away.'
  return result ? stopOf(result, 'It') : null
}

/** Events with paths relative to the repository. A line that is no event was written by the bundle and is left out. */
function eventsOf(result: ChildResult, root: string): RehearsalEvent[] {
  return parseLines(result.stdout.toString('utf8'), (value) => {
    const parsed = eventSchema.safeParse(value)
    if (!parsed.success) return []
    const { file } = parsed.data
    return [{ ...parsed.data, file: file?.startsWith(`${root}/`) ? file.slice(root.length + 1) : file }]
  })
}

function parseLines<T>(text: string, read: (value: unknown) => T[]): T[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return []
    try {
      return read(JSON.parse(line))
    } catch (error) {
      if (error instanceof SyntaxError) return []
      throw error
    }
  })
}

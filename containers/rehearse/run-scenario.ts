import { constants } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { judgeExpectations } from '../../worker/domain/rehearsal/expectations.ts'
import { readCalls, readFile } from '../../worker/domain/rehearsal/read-record.ts'
import { type CallRecord, callRecordSchema, eventSchema, type RehearsalEvent } from '../../worker/domain/rehearsal/record.ts'
import type { RehearsedCall, RehearsedFile, ScenarioReport } from '../../worker/domain/rehearsal/rehearsal-report.ts'
import type { Scenario } from '../../worker/domain/rehearsal/scenario.ts'
import { importedValues } from '../../worker/domain/rehearsal/stand-in-values.ts'
import type { RobotImport } from '../../worker/domain/robot-imports.ts'
import { isolation } from '../isolate.ts'
import { type ChildResult, runChild } from '../run-child.ts'
import { type BundleFile, layDown } from '../validate/assemble.ts'
import { confinement } from './confine.ts'
import { layStandIns, rehearsalPrograms, type StandIns } from './stand-ins.ts'

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
  /** Longest run of all files together. */
  wallMs: number
  signal?: AbortSignal | undefined
}

/** Events are cut to a few thousand characters each by the program that prints them. */
const maxOutputBytes = 32 * 1024 * 1024

/** Robot, the shells and tools of a bundle stay far below; a fork bomb does not. */
const processLimit = ['prlimit', '--nproc=512']

/** Calls that the report lists in full. */
const maxListedCalls = 300

/** The recorder stops a little above 8 MB. */
const maxRecordBytes = 9 * 1024 * 1024

/** Calls that are read at all. */
const maxReadCalls = 20_000

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
  const result = runnable.length > 0 ? await runRobot(run, root, standIns, runnable) : null
  const events = result ? eventsOf(result, root) : []
  const calls = readCalls(await callsOf(standIns.record), events)
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
  const [command = '', ...args] = [
    ...confinement(run.workDir),
    ...(isolation().limits === 'prlimit' ? processLimit : []),
    ...['env', '-C', join(root, run.bundlePath)],
    join(run.venv, 'bin', 'python'),
    '-B',
    join(rehearsalPrograms, 'rehearse.py'),
    ...robots.map(({ path }) => join(root, path)),
  ]
  const values = importedValues(
    robots.flatMap(({ imports }) => imports),
    run.scenario,
  )
  return runChild({
    command,
    args,
    cwd: join(root, run.bundlePath),
    home,
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
    timeoutMs: run.wallMs,
    maxOutputBytes,
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
  if (robot.skip === null) return readFile(plan, events, calls, stopOf(result, wallMs))
  return { ...plan, outcome: 'skipped', why: robot.skip, tasks: [], issues: [], metrics: [], text: '', verdict: null }
}

function stopOf(result: ChildResult | null, wallMs: number): string | null {
  if (result?.killed === 'timeout') return `It did not end within ${Math.round(wallMs / 1000)} s and was stopped.`
  if (result?.killed === 'output') return 'It printed too much and was stopped.'
  return result?.killed === 'aborted' ? 'The caller went away.' : null
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

/** The record is read up to a bound and never through a link: what ran could have put anything in its place. */
async function callsOf(record: string): Promise<CallRecord[]> {
  try {
    const file = await open(record, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      if (!(await file.stat()).isFile()) return []
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(maxRecordBytes), position: 0 })
      return parseLines(buffer.toString('utf8', 0, bytesRead), (value) => {
        const parsed = callRecordSchema.safeParse(value)
        return parsed.success ? [parsed.data] : []
      }).slice(0, maxReadCalls)
    } finally {
      await file.close()
    }
  } catch (error) {
    // No call was recorded, or a link lies there.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ELOOP')) return []
    throw error
  }
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

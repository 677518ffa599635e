import { join } from 'node:path'
import type { BundleFacts, FileFact, RefusedFile, RobotFact } from '../../worker/domain/gates/facts.ts'
import { importsOf } from '../../worker/domain/robot-imports.ts'
import type { RobotModel } from '../../worker/domain/robot-model.ts'
import { jqPrograms } from '../../worker/domain/shell/jq-programs.ts'
import type { Keeper } from '../confine/keeper.ts'
import { isRuleFile, isTemplate } from '../inspect/discovery.ts'
import { readRobotFiles } from '../robot/read-robot.ts'
import type { Assembly } from './assemble.ts'
import { compilePrograms } from './jq.ts'
import { matchPatterns } from './patterns.ts'
import { dryRun, installedPackages, templateFacts } from './python-facts.ts'
import { readScripts, shellFiles } from './scripts.ts'
import type { StepLog } from './step-log.ts'
import { readYaml } from './yaml-facts.ts'

export interface GatherOptions {
  /** The assembled repository on disk. */
  root: string
  bundlePath: string
  refused: RefusedFile[]
  venv: string
  /** HOME of every child; removed with the work. */
  home: string
  /** Where the dry run is forked. */
  keeper?: Keeper | null | undefined
  /** Longest dry run; 60 s when absent. */
  dryRunMs?: number | undefined
  /** Longest run of ShellCheck; 30 s when absent. */
  lintMs?: number | undefined
  /** Whether steps may run although this machine cannot shut them off. */
  allowUnconfined?: boolean | undefined
  signal?: AbortSignal | undefined
  /** Where the time of each tool is noted. */
  steps?: StepLog
}

/** Runs every tool over the assembled bundle and returns what they say. `progress` hears what is being done. */
export async function gatherFacts(assembly: Assembly, options: GatherOptions, progress: (message: string) => void): Promise<BundleFacts> {
  const { files } = assembly
  const { robotPaths, own } = robotFilesOf(files, options.bundlePath)
  const time = <T>(name: string, count: number, of: string, work: () => Promise<T>) =>
    timed(options.steps, name, `${count} ${of}${count === 1 ? '' : 's'}`, count, work)
  progress('Reading the Robot files, checking the scripts, rendering the templates')
  const reading = time('Robot files', robotPaths.length, 'file', () =>
    readRobotFiles(
      robotPaths.map((path) => join(options.root, path)),
      options,
    ),
  )
  progress(`Dry run of ${own.length} Robot file${own.length === 1 ? '' : 's'}`)
  const [models, dryRuns, scripts, templates] = await Promise.all([
    reading,
    time('Dry run', own.length, 'Robot file', () => dryRun(own, options)),
    time('bash -n and ShellCheck', shellFiles(files).length, 'script', () => readScripts(files, options)),
    time('Templates', files.filter(({ path }) => isTemplate(path)).length, 'template', () => templateFacts(files, options)),
  ])
  const said = { models: new Map(robotPaths.map((path, index) => [path, models[index]])), dryRuns, scripts, templates }
  return factsOf(assembly, options, said)
}

/** Notes the time of a tool that has something to work on, and that another had nothing. */
function timed<T>(steps: StepLog | undefined, name: string, about: string, count: number, work: () => Promise<T>): Promise<T> {
  if (!steps) return work()
  if (count > 0) return steps.time(name, about, work)
  steps.skip(name, 'There is none.')
  return work()
}

/** Robot files that can be read, and those of them that hold the bundle's tasks. */
export function robotFilesOf(files: readonly FileFact[], bundlePath: string): { robotPaths: string[]; own: string[] } {
  const robotPaths = files.flatMap((file) =>
    file.path.endsWith('.robot') && file.kind === 'file' && file.text !== null ? [file.path] : [],
  )
  return {
    robotPaths,
    own: ['runbook.robot', 'sli.robot'].map((name) => `${bundlePath}/${name}`).filter((path) => robotPaths.includes(path)),
  }
}

/** What the tools said of one bundle. */
interface Said extends Pick<BundleFacts, 'dryRuns' | 'scripts' | 'templates'> {
  models: ReadonlyMap<string, RobotModel | undefined>
}

/** Joins what the tools said of a bundle to what its files say themselves. */
export async function factsOf(
  assembly: Assembly,
  options: GatherOptions,
  { models, dryRuns, scripts, templates }: Said,
): Promise<BundleFacts> {
  const { files } = assembly
  const { bundlePath, refused, venv } = options
  const robots = [...models].flatMap(([path, model]): RobotFact[] => (model ? [{ path, role: roleOf(path, bundlePath), model }] : []))
  const installed = await installedPackages(venv)
  const readme = files.find((file) => file.path.toLowerCase() === `${bundlePath}/readme.md`.toLowerCase())
  const facts: BundleFacts = {
    slug: bundlePath.replace(/^codebundles\//, ''),
    path: bundlePath,
    files,
    refused,
    robots,
    scripts,
    patterns: await matchPatterns(robots.flatMap((robot) => importsOf(robot.model))),
    jq: [],
    rules: files.flatMap((file) => (isRuleFile(file.path) && file.text !== null ? [readYaml(file.path, file.text)] : [])),
    taskfiles: files.flatMap((file) =>
      /\/\.test\/(.*\/)?Taskfile\.ya?ml$/.test(file.path) && file.text !== null ? [readYaml(file.path, file.text)] : [],
    ),
    templates,
    readme: readme?.text == null ? null : { path: readme.path, text: readme.text },
    dryRuns,
    repositoryModules: assembly.repositoryModules,
    missingPackages: assembly.requirements.filter((name) => !installed.has(name)),
    siblings: assembly.siblings,
    siblingTasks: assembly.siblingTasks,
  }
  const programs = jqPrograms(facts)
  facts.jq = await timed(options.steps, 'jq programs', `${programs.length} programs`, programs.length, () =>
    compilePrograms(programs, options),
  )
  return facts
}

function roleOf(path: string, bundlePath: string): RobotFact['role'] {
  if (path === `${bundlePath}/runbook.robot`) return 'runbook'
  return path === `${bundlePath}/sli.robot` ? 'sli' : 'other'
}

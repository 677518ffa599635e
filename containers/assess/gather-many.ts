import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { BundleFacts, DryRunFact, ScriptFact } from '../../worker/domain/gates/facts.ts'
import { readRobotFiles } from '../robot/read-robot.ts'
import type { Assembly } from '../validate/assemble.ts'
import { factsOf, type GatherOptions, robotFilesOf } from '../validate/gather.ts'
import { dryRun, templateFacts } from '../validate/python-facts.ts'
import { readScripts } from '../validate/scripts.ts'

export interface Assembled {
  bundlePath: string
  assembly: Assembly
}

type ManyOptions = Omit<GatherOptions, 'bundlePath' | 'refused'>

/** Tools that run beside each other; each uses one core. */
const lanes = Math.min(2, availableParallelism())

/** A dry run of many files imports the libraries once; a file takes half a second more. */
const sharedDryRunMs = 60_000
/** A file that is tried again by itself, because a run of many stopped at it. */
const loneDryRunMs = 15_000
const maxLoneRuns = 2

/**
 * Runs every tool once over many bundles of one repository, which costs a fraction of running them bundle by bundle. `root` holds all bundles.
 * The facts come in the order of the bundles.
 */
export async function gatherMany(bundles: readonly Assembled[], options: ManyOptions): Promise<BundleFacts[]> {
  const shared: GatherOptions = { ...options, bundlePath: '.', refused: [] }
  const robots = bundles.map(({ bundlePath, assembly }) => robotFilesOf(assembly.files, bundlePath))
  const robotPaths = robots.flatMap((one) => one.robotPaths)
  const files = bundles.flatMap(({ assembly }) => assembly.files)
  const [models, dryRuns, scripts, templates] = await Promise.all([
    readRobotFiles(
      robotPaths.map((path) => join(options.root, path)),
      options,
    ),
    dryRunAll(
      robots.flatMap((one) => one.own),
      shared,
    ),
    lintAll(files, shared),
    templateFacts(files, shared),
  ])
  const modelOf = new Map(robotPaths.map((path, index) => [path, models[index]]))
  return Promise.all(
    bundles.map(({ bundlePath, assembly }, index) => {
      const isOwn = ({ path }: { path: string }) => path.startsWith(`${bundlePath}/`)
      const own = new Map((robots[index]?.robotPaths ?? []).map((path) => [path, modelOf.get(path)]))
      const said = { models: own, dryRuns: dryRuns.filter(isOwn), scripts: scripts.filter(isOwn), templates: templates.filter(isOwn) }
      return factsOf(assembly, { ...options, bundlePath, refused: [] }, said)
    }),
  )
}

/** Splits a list over the lanes, one after the other, so that large neighbours part. */
function split<T>(items: readonly T[]): T[][] {
  return Array.from({ length: lanes }, (_unused, lane) => items.filter((_item, index) => index % lanes === lane))
}

/**
 * A library that stops the process stops the files after it too; those are tried again by themselves, a few of them. A file whose dry run had no chance
 * to end is left out: a busy machine must not be held against a bundle.
 */
async function dryRunAll(paths: readonly string[], options: GatherOptions): Promise<DryRunFact[]> {
  const runs = (await Promise.all(split(paths).map((part) => dryRun(part, { ...options, dryRunMs: sharedDryRunMs })))).flat()
  const broken = runs.filter(({ failure, libraries }) => failure !== null && libraries.length === 0).map(({ path }) => path)
  const again = new Map<string, DryRunFact>()
  for (const path of broken.slice(0, maxLoneRuns)) {
    const [run] = await dryRun([path], { ...options, dryRunMs: loneDryRunMs })
    if (run) again.set(path, run)
  }
  return runs.flatMap((run) => {
    const last = broken.includes(run.path) ? again.get(run.path) : run
    return last === undefined || tookTooLong(last) ? [] : [last]
  })
}

function tookTooLong({ failure }: DryRunFact): boolean {
  return failure !== null && /took too long/.test(failure)
}

/** Files given to ShellCheck at once: it takes up to a second for a script, and a run that is stopped loses all of them. */
const lintedAtOnce = 12

async function lintAll(files: Assembly['files'], options: GatherOptions): Promise<ScriptFact[]> {
  const scripts = files.filter(({ path, text }) => path.endsWith('.sh') || text?.startsWith('#!'))
  const inLane = async (part: Assembly['files']) => {
    const found: ScriptFact[] = []
    for (let at = 0; at < part.length; at += lintedAtOnce) found.push(...(await readScripts(part.slice(at, at + lintedAtOnce), options)))
    return found
  }
  return (await Promise.all(split(scripts).map(inLane))).flat()
}

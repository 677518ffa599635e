import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { BundleFacts } from '../../worker/domain/gates/facts.ts'
import type { AssessLine, AssessRequest } from '../../worker/domain/sandbox-protocol.ts'
import { assess } from '../../worker/domain/score/score.ts'
import { openRepository } from '../git/open.ts'
import { listDirectories, listTree, type Snapshot, type TreeEntry } from '../git/tree.ts'
import { SandboxFailure } from '../sandbox-failure.ts'
import { describeAssembly, layDown, readEntries, readSurroundings, type Surroundings } from '../validate/assemble.ts'
import { type Assembled, gatherMany } from './gather-many.ts'

export interface AssessOptions extends AssessRequest {
  /** An empty directory that the caller removes. */
  workDir: string
  venv: string
  /** Whether `url` may be a path on this machine. */
  allowPath: boolean
  /** Whether steps may run although this machine cannot shut them off. */
  allowUnconfined?: boolean | undefined
  signal?: AbortSignal | undefined
}

/** Bundles whose tools run together: enough to share the start of the tools, few enough that results come while the rest is worked on. */
const batchSize = 10

interface Source {
  path: string
  treeHash: string
  entries: TreeEntry[]
}

/**
 * Assesses the bundles of a repository, those of `paths` when given, and yields a line for each, then `end`. A path that is no bundle has no line.
 * Throws `SandboxFailure` when the repository cannot be read or the run was stopped.
 */
export async function* assessRepository(options: AssessOptions): AsyncGenerator<AssessLine> {
  yield { type: 'progress', message: `Fetching ${options.url}` }
  const snapshot = await openRepository(options)
  const sources = await bundlesOf(snapshot, options.paths)
  const surroundings = await readSurroundings(snapshot)
  for (let at = 0; at < sources.length; at += batchSize) {
    const batch = sources.slice(at, at + batchSize)
    yield { type: 'progress', message: `Assessing CodeBundles ${at + 1} to ${at + batch.length} of ${sources.length}` }
    const root = join(options.workDir, `assess-${at}`)
    yield* assessBatch(await writeBatch(snapshot, { root, surroundings, batch }), root, options)
    if (options.signal?.aborted) throw new SandboxFailure('timeout', 'The caller went away or the deadline passed.')
  }
  yield { type: 'end' }
}

async function bundlesOf(snapshot: Snapshot, paths: readonly string[] | undefined): Promise<Source[]> {
  const hashes = await listDirectories(snapshot, 'codebundles')
  const wanted = paths === undefined ? null : new Set(paths)
  const found = new Map<string, Source & { isBundle: boolean }>()
  for (const entry of await listTree(snapshot)) {
    const [, path, slug, inner] = /^(codebundles\/([^/]+))\/(.+)$/s.exec(entry.path) ?? []
    if (!path || !slug || (wanted && !wanted.has(path))) continue
    const source = found.get(path) ?? { path, treeHash: hashes.get(slug) ?? '', entries: [], isBundle: false }
    source.entries.push(entry)
    source.isBundle ||= entry.kind === 'file' && (inner === 'runbook.robot' || inner === 'sli.robot')
    found.set(path, source)
  }
  return [...found.values()].filter(({ isBundle }) => isBundle)
}

interface Batch {
  root: string
  surroundings: Surroundings
  batch: readonly Source[]
}

interface Written extends Assembled {
  treeHash: string
}

async function writeBatch(snapshot: Snapshot, { root, surroundings, batch }: Batch): Promise<Written[]> {
  await mkdir(root, { recursive: true })
  await layDown(root, surroundings.libraries)
  const written: Written[] = []
  for (const { path, treeHash, entries } of batch) {
    const files = await readEntries(snapshot, entries)
    await layDown(root, files)
    written.push({ bundlePath: path, treeHash, assembly: describeAssembly(root, surroundings, files) })
  }
  return written
}

async function* assessBatch(bundles: readonly Written[], root: string, options: AssessOptions): AsyncGenerator<AssessLine> {
  const home = join(options.workDir, 'home')
  await mkdir(home, { recursive: true })
  const { venv, allowUnconfined, signal } = options
  const facts = yield* whileWaiting(gatherMany(bundles, { root, venv, home, allowUnconfined, signal }))
  for (const [index, { bundlePath, treeHash }] of bundles.entries()) {
    const found = facts[index]
    if (found) yield lineOf(bundlePath, treeHash, found)
  }
}

/** A reader gives up after a minute of silence; ShellCheck over many scripts may take longer on a busy machine. */
const signOfLifeMs = 15_000

/** Says that the work goes on until it is done, and returns its result. */
async function* whileWaiting<T>(work: Promise<T>): AsyncGenerator<AssessLine, T> {
  const done = work.then((value) => ({ value }))
  for (;;) {
    const { promise: tick, resolve } = Promise.withResolvers<null>()
    const timer = setTimeout(() => resolve(null), signOfLifeMs)
    const first = await Promise.race([done, tick]).finally(() => clearTimeout(timer))
    if (first) return first.value
    yield { type: 'progress', message: 'Dry runs and ShellCheck are at work' }
  }
}

/** A bundle on which the rules break has a line that says so; the others go on. */
function lineOf(path: string, treeHash: string, facts: BundleFacts): AssessLine {
  try {
    return { type: 'assessment', path, treeHash, assessment: assess(facts, treeHash) }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { type: 'unassessed', path, treeHash, message: message.slice(0, 300) }
  }
}

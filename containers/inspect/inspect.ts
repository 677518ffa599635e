import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Catalogue } from '../../worker/domain/catalogue.ts'
import type { InspectLine, InspectRequest } from '../../worker/domain/sandbox-protocol.ts'
import { openRepository } from '../git/open.ts'
import { listDirectories, listTree, readBlobs, type Snapshot, type TreeEntry } from '../git/tree.ts'
import { readRobotFiles } from '../robot/read-robot.ts'
import { type BundleSource, describeBundle, filesToRead, isRobotOf } from './bundle.ts'
import { ProblemList } from './problem-list.ts'

export interface InspectOptions extends InspectRequest {
  /** An empty directory that the caller removes. */
  workDir: string
  venv: string
  /** Whether `url` may be a path on this machine. */
  allowPath: boolean
  signal?: AbortSignal | undefined
}

/** Bundles read at a time: enough to keep the readers busy, few enough that progress is seen. */
const batchSize = 60

/**
 * Reads a collection and yields the lines of an inspection, from `collection` to `end`.
 * Throws `SandboxFailure` when the repository cannot be read; whatever is wrong inside it is a `problem` line or a bundle's problem.
 */
export async function* inspect(options: InspectOptions): AsyncGenerator<InspectLine> {
  yield { type: 'progress', message: `Fetching ${options.url}` }
  const snapshot = await openRepository(options)
  yield { type: 'collection', collection: { url: snapshot.url, ref: snapshot.ref, commit: snapshot.commit } }
  const entries = await listTree(snapshot)
  const hashes = await listDirectories(snapshot, 'codebundles')
  const sources = bundlesOf(entries, hashes)
  const problems = collectionProblems(snapshot, entries, sources)
  for (const problem of problems.list()) yield { type: 'problem', problem }
  const known = new Map(Object.entries(options.known ?? {}))
  const changed = sources.filter((source) => known.get(source.path) !== source.treeHash)
  for (const source of sources) {
    if (!changed.includes(source)) yield { type: 'unchanged', path: source.path, treeHash: source.treeHash }
  }
  for (let at = 0; at < changed.length; at += batchSize) {
    const batch = changed.slice(at, at + batchSize)
    yield { type: 'progress', message: `Reading CodeBundles ${at + 1} to ${at + batch.length} of ${changed.length}` }
    yield* readBatch(snapshot, batch, options)
  }
  yield { type: 'end' }
}

/** The same inspection as one object. */
export async function inspectAll(options: InspectOptions): Promise<Catalogue> {
  const catalogue: Catalogue = { collection: { url: options.url, ref: '', commit: '' }, bundles: [], problems: [] }
  for await (const line of inspect(options)) {
    if (line.type === 'collection') catalogue.collection = line.collection
    else if (line.type === 'bundle') catalogue.bundles.push(line.bundle)
    else if (line.type === 'problem') catalogue.problems.push(line.problem)
  }
  return catalogue
}

/** A bundle is a directory directly under codebundles/ that holds runbook.robot or sli.robot as a plain file. */
function bundlesOf(entries: readonly TreeEntry[], hashes: Map<string, string>): BundleSource[] {
  const byDirectory = new Map<string, TreeEntry[]>()
  for (const entry of entries) {
    const slug = /^codebundles\/([^/]+)\//.exec(entry.path)?.[1]
    if (slug === undefined) continue
    const list = byDirectory.get(slug)
    if (list) list.push(entry)
    else byDirectory.set(slug, [entry])
  }
  const sources: BundleSource[] = []
  for (const [slug, list] of byDirectory) {
    const source = { slug, path: `codebundles/${slug}`, treeHash: hashes.get(slug) ?? '', entries: list }
    if (list.some((entry) => entry.kind === 'file' && isRobotOf(source, entry.path))) sources.push(source)
  }
  return sources.sort((a, b) => (a.slug < b.slug ? -1 : 1))
}

/** What is wrong outside of the bundles. */
function collectionProblems(snapshot: Snapshot, entries: readonly TreeEntry[], sources: readonly BundleSource[]): ProblemList {
  const problems = new ProblemList()
  if (snapshot.uncommitted) problems.add('uncommitted_changes', `The files on disk differ from commit ${snapshot.commit.slice(0, 12)}.`)
  if (!entries.some((entry) => entry.path.startsWith('codebundles/'))) {
    problems.add('no_codebundles', 'The repository has no directory codebundles/.')
  }
  const inBundles = new Set(sources.map((source) => source.slug))
  for (const entry of entries) {
    if (inBundles.has(/^codebundles\/([^/]+)\//.exec(entry.path)?.[1] ?? '')) continue
    if (entry.kind === 'link') problems.add('symbolic_link', 'Symbolic links are not followed.', entry.path)
    else if (entry.kind === 'submodule') problems.add('submodule', 'Submodules are not read.', entry.path)
  }
  return problems
}

async function* readBatch(snapshot: Snapshot, batch: readonly BundleSource[], options: InspectOptions): AsyncGenerator<InspectLine> {
  const wanted = batch.map((source) => ({ source, files: filesToRead(source) }))
  const blobs = await readBlobs(
    snapshot,
    wanted.flatMap(({ files }) => files.map((file) => file.hash)),
  )
  const folder = join(options.workDir, 'robot')
  await mkdir(folder, { recursive: true })
  const robots: { path: string; disk: string }[] = []
  for (const { source, files } of wanted) {
    for (const file of files.filter((entry) => isRobotOf(source, entry.path))) {
      const disk = join(folder, `${file.hash}.robot`)
      await writeFile(disk, blobs.get(file.hash) ?? '')
      robots.push({ path: file.path, disk })
    }
  }
  const models = await readRobotFiles(
    robots.map((robot) => robot.disk),
    { venv: options.venv, home: options.workDir, signal: options.signal },
  )
  const byPath = new Map(robots.flatMap((robot, index) => (models[index] ? [[robot.path, models[index]]] : [])))
  for (const { source, files } of wanted) {
    const texts = new Map(files.map((file) => [file.path, blobs.get(file.hash)?.toString('utf8') ?? '']))
    yield { type: 'bundle', ...describeBundle({ source, texts, models: byPath }) }
  }
}

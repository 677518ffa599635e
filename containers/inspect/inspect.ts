import type { Catalogue } from '../../worker/domain/catalogue.ts'
import type { InspectLine, InspectRequest } from '../../worker/domain/sandbox-protocol.ts'
import { type History, readHistory } from '../git/history.ts'
import { openRepository } from '../git/open.ts'
import { listDirectories, listTree, type Snapshot, type TreeEntry } from '../git/tree.ts'
import { type BundleSource, isRobotOf } from './bundle.ts'
import { ProblemList } from './problem-list.ts'
import { type BatchOptions, batchesOf, readBatch } from './read-batch.ts'

export interface InspectOptions extends InspectRequest, BatchOptions {
  /** Whether `url` may be a path on this machine. */
  allowPath: boolean
}

/** Bundles read in one inspection, 17 times the largest known collection: an answer of more would not fit. What is stored is not read again, so the next run reads on. */
const maxBundlesRead = 2_000

/**
 * Reads a collection and yields the lines of an inspection, from `collection` to `end`.
 * Throws `SandboxFailure` when the repository cannot be read; whatever is wrong inside it is a `problem` line or a bundle's problem.
 */
export async function* inspect(options: InspectOptions): AsyncGenerator<InspectLine> {
  yield { type: 'progress', message: `Fetching ${options.url}` }
  const snapshot = await openRepository({ ...options, history: true })
  yield { type: 'collection', collection: { url: snapshot.url, ref: snapshot.ref, commit: snapshot.commit } }
  const [entries, hashes, history] = await Promise.all([
    listTree(snapshot),
    listDirectories(snapshot, 'codebundles'),
    readHistory(snapshot),
  ])
  if (history) yield { type: 'history', history: { contributors: history.contributors, releases: history.releases } }
  const byBundle = history?.byBundle ?? new Map()
  const all = bundlesOf(entries, hashes)
  const known = new Map(Object.entries(options.known ?? {}))
  const isUnchanged = (source: BundleSource) => known.get(source.path) === source.treeHash
  const { changed, left } = withinBounds(all, isUnchanged)
  const problems = collectionProblems(snapshot, entries, all)
  noteHistory(history, problems)
  if (left.length > 0) {
    problems.add(
      'too_many_bundles',
      `The collection has ${left.length} more CodeBundles than one inspection reads; they are read by the next ones.`,
    )
  }
  for (const problem of problems.list()) yield { type: 'problem', problem }
  for (const { slug, path, treeHash } of all.filter(isUnchanged))
    yield { type: 'unchanged', path, treeHash, history: byBundle.get(slug) ?? [] }
  // A changed bundle that must wait stays as the caller knows it.
  for (const { path } of left) {
    const treeHash = known.get(path)
    if (treeHash !== undefined) yield { type: 'unchanged', path, treeHash }
  }
  let done = 0
  for (const batch of batchesOf(changed)) {
    yield { type: 'progress', message: `Reading CodeBundles ${done + 1} to ${done + batch.length} of ${changed.length}` }
    yield* readBatch(snapshot, batch, byBundle, options)
    done += batch.length
  }
  yield { type: 'end' }
}

/** The same inspection as one object. */
export async function inspectAll(options: InspectOptions): Promise<Catalogue> {
  const catalogue: Catalogue = { collection: { url: options.url, ref: '', commit: '' }, history: null, bundles: [], problems: [] }
  for await (const line of inspect(options)) {
    if (line.type === 'collection') catalogue.collection = line.collection
    else if (line.type === 'bundle') {
      const { bundle, history = [] } = line
      catalogue.bundles.push({ ...bundle, lastChange: history[0] ?? null, history })
    } else if (line.type === 'history') catalogue.history = line.history
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

/** The changed bundles that this inspection reads, and those that are left for the next. */
function withinBounds(all: readonly BundleSource[], isUnchanged: (source: BundleSource) => boolean) {
  const changed = all.filter((source) => !isUnchanged(source))
  return { changed: changed.slice(0, maxBundlesRead), left: changed.slice(maxBundlesRead) }
}

function noteHistory(history: History | null, problems: ProblemList): void {
  if (history === null) {
    problems.add('history_unknown', 'The history could not be read: last changes, contributors and releases are not known.')
  } else if (history.isCut) {
    problems.add('history_cut', 'The repository has more commits than are read: changes before them are not known.')
  }
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

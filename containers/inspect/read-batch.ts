import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Commit, Template } from '../../worker/domain/catalogue.ts'
import type { InspectLine } from '../../worker/domain/sandbox-protocol.ts'
import { readBlobs, readHead, type Snapshot, type TreeEntry } from '../git/tree.ts'
import { readRobotFiles } from '../robot/read-robot.ts'
import { type BundleSource, describeBundle, filesToRead, isRobotOf, longReadmeOf, maxTextBytes } from './bundle.ts'
import { isTemplate } from './discovery.ts'
import { readTemplates } from './templates.ts'

export interface BatchOptions {
  /** An empty directory that the caller removes. */
  workDir: string
  venv: string
  /** Whether templates may be rendered although this machine cannot shut that off. */
  allowUnconfined?: boolean | undefined
  signal?: AbortSignal | undefined
}

/** Bundles read at a time: enough to keep the readers busy, few enough that progress is seen. */
const batchBundles = 60

/** Bytes read at a time, so that a repository of large files does not fill the memory. */
const batchBytes = 16 * 1024 * 1024

/** Long READMEs are opened one by one; a collection of nothing else must not take all the time. */
const longReadmesRead = 25

interface Wanted {
  source: BundleSource
  files: TreeEntry[]
}

/** The bundles in groups that are read together. */
export function batchesOf(sources: readonly BundleSource[]): Wanted[][] {
  const batches: Wanted[][] = []
  let bytes = 0
  for (const source of sources) {
    const files = filesToRead(source)
    const own = files.reduce((sum, file) => sum + file.bytes, 0)
    const last = batches.at(-1)
    if (last && last.length < batchBundles && bytes + own <= batchBytes) {
      last.push({ source, files })
      bytes += own
    } else {
      batches.push([{ source, files }])
      bytes = own
    }
  }
  return batches
}

/** Reads the bundles of one batch and yields their lines. */
export async function* readBatch(
  snapshot: Snapshot,
  batch: readonly Wanted[],
  history: ReadonlyMap<string, Commit[]>,
  options: BatchOptions,
): AsyncGenerator<InspectLine> {
  const blobs = await readBlobs(
    snapshot,
    batch.flatMap(({ files }) => files.map((file) => file.hash)),
  )
  const folder = join(options.workDir, 'batch')
  await mkdir(folder, { recursive: true })
  const [models, templates, readmes] = await Promise.all([
    readModels(batch, blobs, folder, options),
    renderAll(batch, blobs, folder, options),
    readLongReadmes(snapshot, batch),
  ])
  await rm(folder, { recursive: true, force: true })
  for (const { source, files } of batch) {
    const texts = new Map(files.map((file) => [file.path, blobs.get(file.hash)?.toString('utf8') ?? '']))
    for (const [path, text] of readmes) if (path.startsWith(`${source.path}/`)) texts.set(path, text)
    const commits = history.get(source.slug) ?? []
    const reading = { source, texts, models, templates: templates.get(source.path) ?? [] }
    yield { type: 'bundle', ...describeBundle(reading), history: commits }
  }
}

async function readModels(batch: readonly Wanted[], blobs: ReadonlyMap<string, Buffer>, folder: string, options: BatchOptions) {
  const robots: { path: string; disk: string }[] = []
  for (const { source, files } of batch) {
    for (const file of files.filter((entry) => isRobotOf(source, entry.path))) {
      const disk = join(folder, `${file.hash}.robot`)
      await writeFile(disk, blobs.get(file.hash) ?? '')
      robots.push({ path: file.path, disk })
    }
  }
  const models = await readRobotFiles(
    robots.map((robot) => robot.disk),
    { venv: options.venv, root: folder, home: options.workDir, signal: options.signal },
  )
  return new Map(robots.flatMap((robot, index) => (models[index] ? [[robot.path, models[index]] as const] : [])))
}

async function renderAll(batch: readonly Wanted[], blobs: ReadonlyMap<string, Buffer>, folder: string, options: BatchOptions) {
  const sources = batch.flatMap(({ source, files }) =>
    files
      .filter((file) => isTemplate(file.path))
      .map((file) => ({ bundle: source.path, path: file.path, text: blobs.get(file.hash) ?? Buffer.alloc(0) })),
  )
  const { venv, workDir, allowUnconfined, signal } = options
  const read = await readTemplates(sources, { venv, folder: join(folder, 'templates'), home: workDir, allowUnconfined, signal })
  const byBundle = new Map<string, Template[]>()
  for (const [index, { bundle }] of sources.entries()) {
    const template = read[index]
    if (template) byBundle.set(bundle, [...(byBundle.get(bundle) ?? []), template])
  }
  return byBundle
}

async function readLongReadmes(snapshot: Snapshot, batch: readonly Wanted[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  const entries = batch.flatMap(({ source }) => longReadmeOf(source) ?? [])
  for (const entry of entries.slice(0, longReadmesRead)) {
    const head = await readHead(snapshot, entry.hash, maxTextBytes)
    // A cut may fall into a character; its half is left out.
    texts.set(entry.path, new TextDecoder().decode(head, { stream: true }))
  }
  return texts
}

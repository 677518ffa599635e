import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileFact, RefusedFile } from '../../worker/domain/gates/facts.ts'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { listDirectories, listTree, readBlobs, type Snapshot, type TreeEntry } from '../git/tree.ts'
import { maxTextBytes } from '../inspect/bundle.ts'

/** The part of a repository that a validation needs, with the draft laid over it. */
export interface Assembly {
  /** The repository on disk: the bundle, the libraries, nothing else, no links. */
  root: string
  files: FileFact[]
  siblings: string[]
  /** Titles of each runbook's tasks, by directory. */
  siblingTasks: Record<string, string[]>
  repositoryModules: string[]
  /** Names in the repository's requirements.txt, lower case with hyphens. */
  requirements: string[]
}

/** One file of the bundle as it will be after the draft. */
export interface BundleFile {
  path: string
  mode: string
  kind: FileFact['kind']
  bytes: number
  /** Empty for what is no plain file or is too large. */
  content: Buffer
}

/** Files over this stay unread; a draft may not have one. */
const maxFileBytes = maxTextBytes

/** Why a draft's path cannot be used; null when it can. */
export function refusePath(path: string): string | null {
  if (path.startsWith('/') || path.includes('\\') || path.includes('\0')) return 'is not a relative path'
  const parts = path.split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'has an empty, "." or ".." part'
  if (parts.some((part) => part.toLowerCase() === '.git')) return 'is inside .git'
  return null
}

/** Lays the draft's files over the bundle's. A path outside of the bundle, or through a file or link, is refused and the rest is kept. */
export function overlay(
  base: readonly BundleFile[],
  draft: readonly DraftFile[],
  bundlePath: string,
): { files: BundleFile[]; refused: RefusedFile[] } {
  const files = new Map(base.map((file) => [file.path, file]))
  const refused: RefusedFile[] = []
  for (const { path, mode, content } of draft) {
    const why = refusePath(path) ?? (path.startsWith(`${bundlePath}/`) ? null : `is outside of ${bundlePath}/`) ?? throughFile(files, path)
    if (why) refused.push({ path: path.slice(0, 200), why })
    else files.set(path, plainFile(path, mode, Buffer.from(content, 'utf8')))
  }
  return { files: [...files.values()].sort((a, b) => (a.path < b.path ? -1 : 1)), refused }
}

function plainFile(path: string, mode: string, content: Buffer): BundleFile {
  return { path, mode, kind: 'file', bytes: content.length, content }
}

/** A path cannot lead through something that is no directory: a file, or a link that would lead elsewhere. */
function throughFile(files: Map<string, BundleFile>, path: string): string | null {
  const parts = path.split('/')
  const blocked = parts.map((_part, index) => parts.slice(0, index).join('/')).find((parent) => files.has(parent))
  if (blocked) return `leads through ${blocked}, which is not a directory`
  return [...files.keys()].some((other) => other.startsWith(`${path}/`)) ? 'is a directory' : null
}

/** Reads the bundle's own files of a snapshot. */
export async function bundleFiles(snapshot: Snapshot, bundlePath: string): Promise<BundleFile[]> {
  const entries = (await listTree(snapshot, bundlePath)).filter((entry) => entry.path.startsWith(`${bundlePath}/`))
  return readEntries(snapshot, entries)
}

/** Contents of small files; links and large files keep an empty content and are judged by their kind and size. */
export async function readEntries(snapshot: Snapshot, entries: readonly TreeEntry[]): Promise<BundleFile[]> {
  const small = entries.filter((entry) => entry.kind === 'file' && entry.bytes <= maxFileBytes)
  const blobs = await readBlobs(
    snapshot,
    small.map((entry) => entry.hash),
  )
  return entries.map((entry) => ({
    path: entry.path,
    mode: entry.mode,
    kind: entry.kind,
    bytes: entry.bytes,
    content: blobs.get(entry.hash) ?? Buffer.alloc(0),
  }))
}

/** What a repository gives every bundle in it. */
export interface Surroundings {
  libraries: readonly BundleFile[]
  siblings: string[]
  siblingTasks: Record<string, string[]>
  requirements: string[]
}

/** Reads what is around the bundles; empty without a repository. */
export async function readSurroundings(snapshot: Snapshot | null): Promise<Surroundings> {
  if (!snapshot) return { libraries: [], siblings: [], siblingTasks: {}, requirements: [] }
  const [libraries, directories, requirements, siblingTasks] = await Promise.all([
    librariesOf(snapshot),
    listDirectories(snapshot, 'codebundles'),
    requirementsOf(snapshot),
    taskTitles(snapshot),
  ])
  return { libraries, siblings: [...directories.keys()], siblingTasks, requirements }
}

/** Writes bundle and libraries to `root` and describes them. */
export async function assemble(
  root: string,
  snapshot: Snapshot | null,
  bundlePath: string,
  bundle: readonly BundleFile[],
): Promise<Assembly> {
  const surroundings = await readSurroundings(snapshot)
  await mkdir(join(root, bundlePath), { recursive: true })
  await layDown(root, [...surroundings.libraries, ...bundle])
  return describeAssembly(root, surroundings, bundle)
}

/** Writes plain files of a readable size under `root`. */
export async function layDown(root: string, files: readonly BundleFile[]): Promise<void> {
  for (const file of files) {
    if (file.kind !== 'file' || file.bytes > maxFileBytes) continue
    const target = join(root, file.path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, file.content)
    if (file.mode === '100755') await chmod(target, 0o755)
  }
}

/** A bundle among its surroundings, both on disk under `root`. */
export function describeAssembly(root: string, surroundings: Surroundings, bundle: readonly BundleFile[]): Assembly {
  const { libraries, siblings, siblingTasks, requirements } = surroundings
  return { root, files: bundle.map(describe), siblings, siblingTasks, repositoryModules: modulesOf(libraries), requirements }
}

async function librariesOf(snapshot: Snapshot): Promise<BundleFile[]> {
  const entries = await listTree(snapshot, 'libraries')
  return readEntries(
    snapshot,
    entries.filter((entry) => entry.kind === 'file' && entry.bytes <= maxFileBytes),
  )
}

/** Lines of the section of tasks that begin at the margin: enough to compare titles, without reading a hundred files with Robot. */
async function taskTitles(snapshot: Snapshot): Promise<Record<string, string[]>> {
  const entries = (await listTree(snapshot, 'codebundles')).filter(({ path }) => /^codebundles\/[^/]+\/runbook\.robot$/.test(path))
  const files = await readEntries(snapshot, entries)
  return Object.fromEntries(
    files.map(({ path, content }) => {
      const section =
        /^\*\*\* (?:Tasks|Test Cases) \*\*\*[^\n]*\n([\s\S]*?)(?=^\*\*\*|$(?![\s\S]))/m.exec(content.toString('utf8'))?.[1] ?? ''
      return [
        path.split('/')[1] ?? '',
        [...section.matchAll(/^(\S[^\n]*)$/gm)].flatMap((match) => (match[1]?.startsWith('#') ? [] : [match[1] ?? ''])),
      ]
    }),
  )
}

async function requirementsOf(snapshot: Snapshot): Promise<string[]> {
  const [file] = await readEntries(snapshot, await listTree(snapshot, 'requirements.txt'))
  const lines = file?.content.toString('utf8').split('\n') ?? []
  return lines.flatMap((line) => /^\s*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1]?.toLowerCase().replace(/[_.]/g, '-') ?? [])
}

/** `RW.Utils`, `Azure` ...: what the repository's libraries/ makes importable, packages and modules down to two levels. */
function modulesOf(libraries: readonly BundleFile[]): string[] {
  const names = new Set<string>()
  for (const { path } of libraries) {
    const parts = path
      .replace(/^libraries\//, '')
      .replace(/\.(py|robot|resource)$/, '')
      .split('/')
    for (let depth = 1; depth <= Math.min(3, parts.length); depth += 1) names.add(parts.slice(0, depth).join('.'))
  }
  return [...names].sort()
}

function describe(file: BundleFile): FileFact {
  const isText = file.kind === 'file' && file.bytes <= maxFileBytes && !file.content.includes(0)
  return {
    path: file.path,
    mode: file.mode,
    kind: file.kind,
    bytes: file.bytes,
    text: isText ? file.content.toString('utf8') : null,
  }
}

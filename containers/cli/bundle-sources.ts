import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { snapshotDirectory } from '../git/directory.ts'
import { openRepository } from '../git/open.ts'
import { listTree, type Snapshot } from '../git/tree.ts'
import { type BundleFile, bundleFiles, readEntries } from '../validate/assemble.ts'

/** A bundle among its surroundings. */
export interface Sources {
  snapshot: Snapshot | null
  bundlePath: string
  files: BundleFile[]
}

/**
 * The bundle as it is on disk. Libraries and siblings come from `base`, or from the repository or plain directory that the bundle
 * stands in when it stands in a codebundles/ directory.
 */
export async function readSources(directory: string, base: string | undefined, workDir: string): Promise<Sources> {
  const bundlePath = `codebundles/${basename(directory)}`
  const isPlaced = basename(dirname(directory)) === 'codebundles'
  const baseDir = join(workDir, 'base-repository')
  await mkdir(baseDir)
  if (base === undefined && isPlaced) {
    const root = dirname(dirname(directory))
    const snapshot = await snapshotDirectory({
      path: root,
      gitDir: null,
      workDir: baseDir,
      only: [bundlePath, 'libraries', 'requirements.txt'],
    })
    return { snapshot, bundlePath, files: await bundleFiles(snapshot, bundlePath) }
  }
  const own = await snapshotDirectory({ path: directory, gitDir: null, workDir, allowEmpty: true })
  const files = (await readEntries(own, await listTree(own))).map((file) => ({ ...file, path: `${bundlePath}/${file.path}` }))
  const snapshot = base === undefined ? null : await openRepository({ url: base, workDir: baseDir, allowPath: true })
  return { snapshot, bundlePath, files }
}

/** The bundle as the repository has it, by its path `codebundles/<name>`; without files when the repository has no such directory. */
export async function readSourcesWithin(bundlePath: string, base: string, workDir: string): Promise<Sources> {
  const baseDir = join(workDir, 'base-repository')
  await mkdir(baseDir)
  const snapshot = await openRepository({ url: base, workDir: baseDir, allowPath: true })
  return { snapshot, bundlePath, files: await bundleFiles(snapshot, bundlePath) }
}

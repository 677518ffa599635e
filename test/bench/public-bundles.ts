import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openRepository } from '../../containers/git/open.ts'
import { listTree, type Snapshot } from '../../containers/git/tree.ts'
import { type BundleFile, bundleFiles } from '../../containers/validate/assemble.ts'
import { collections, sourceOf } from '../eval/collections.ts'

/** The bundles of the public collections, for programs that prove each of them. */

export interface PublicBundle {
  collection: string
  slug: string
  bundlePath: string
  snapshot: Snapshot
  files: BundleFile[]
}

export interface Chosen {
  /** GitHub, or a path or URL with `{name}` in it. */
  pattern: string | undefined
  /** Only bundles whose collection/slug holds this text. */
  only: string | undefined
  /** Every n-th bundle. */
  every: number
  twice: boolean
}

/** Reads `--collections PATTERN --only TEXT --every N --twice`. */
export function readChoice(args: readonly string[]): Chosen {
  const options = {
    collections: { type: 'string' },
    only: { type: 'string' },
    every: { type: 'string', default: '1' },
    twice: { type: 'boolean', default: false },
  } as const
  const { values } = parseArgs({ args: [...args], options })
  const { collections: pattern, only, every, twice } = values
  const isPath = pattern !== undefined && !/^\w+:\/\//.test(pattern)
  return { pattern: isPath ? resolve(process.env.INIT_CWD ?? '.', pattern) : pattern, only, every: Math.max(1, Number(every) || 1), twice }
}

/** Bundles one after the other, collection by collection. What is fetched is removed at the end. */
export async function* publicBundles({ pattern, only, every }: Chosen): AsyncGenerator<PublicBundle> {
  let count = 0
  for (const name of Object.values(collections)) {
    const workDir = mkdtempSync(join(tmpdir(), 'registry-public-'))
    try {
      const snapshot = await openRepository({ url: sourceOf(name, pattern), workDir, allowPath: true })
      for (const slug of await slugsOf(snapshot)) {
        const isChosen = (only === undefined || `${name}/${slug}`.includes(only)) && count++ % every === 0
        const bundlePath = `codebundles/${slug}`
        if (isChosen) yield { collection: name, slug, bundlePath, snapshot, files: await bundleFiles(snapshot, bundlePath) }
      }
    } finally {
      rmSync(workDir, { recursive: true, force: true })
    }
  }
}

async function slugsOf(snapshot: Snapshot): Promise<string[]> {
  const robots = (await listTree(snapshot, 'codebundles')).flatMap(
    ({ path }) => /^codebundles\/([^/]+)\/(?:runbook|sli)\.robot$/.exec(path)?.[1] ?? [],
  )
  return [...new Set(robots)]
}

/** Runs work in a directory of its own, which is removed. */
export async function inWorkDir<T>(work: (workDir: string) => Promise<T>): Promise<T> {
  const workDir = mkdtempSync(join(tmpdir(), 'registry-proof-'))
  try {
    return await work(workDir)
  } finally {
    rmSync(workDir, { recursive: true, force: true })
  }
}

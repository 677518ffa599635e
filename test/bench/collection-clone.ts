import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const samples = join(import.meta.dirname, '..', 'samples')

/** As many as the largest public collection has. */
const bundles = 117
const filesWanted = 2_109
const commits = 40

function git(directory: string, args: readonly string[], input?: string): string {
  const who = {
    GIT_AUTHOR_NAME: 'ada',
    GIT_AUTHOR_EMAIL: 'ada@example.org',
    GIT_COMMITTER_NAME: 'ada',
    GIT_COMMITTER_EMAIL: 'ada@example.org',
  }
  const result = spawnSync('git', ['-C', directory, ...args], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', ...who },
    ...(input === undefined ? {} : { input }),
  })
  if (result.status !== 0) throw new Error(`git ${args[0] ?? ''} failed: ${result.stderr}`)
  return result.stdout
}

/** A collection of the size of the largest public one, made of the samples under other names, with a history and releases. */
export function syntheticCollection(directory: string): string {
  mkdirSync(directory)
  git(directory, ['init', '--quiet', '--initial-branch=main'])
  const sources = ['cluster-care-codecollection', 'cloud-care-codecollection'].flatMap((collection) => {
    const folder = join(samples, collection, 'codebundles')
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      existsSync(join(folder, entry.name, 'runbook.robot')) ? [join(folder, entry.name)] : [],
    )
  })
  for (let index = 0; index < bundles; index += 1) {
    const source = sources[index % sources.length] ?? ''
    cpSync(source, join(directory, 'codebundles', `copy-${String(index).padStart(3, '0')}`), { recursive: true })
    if (index % Math.ceil(bundles / commits) === 0) commit(directory, index)
  }
  const present = git(directory, ['ls-files', '--cached', '--others']).split('\n').length - 1
  for (let index = present; index < filesWanted; index += 1) {
    const folder = join(directory, 'codebundles', `copy-${String(index % bundles).padStart(3, '0')}`, '.test')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `case-${index}.yaml`), `case: ${index}\n`.repeat(200))
  }
  commit(directory, bundles)
  return directory
}

function commit(directory: string, index: number): void {
  git(directory, ['add', '--all'])
  git(directory, ['commit', '--quiet', '--message', `Add up to ${index}`])
  git(directory, ['tag', `v0.${index}.0`])
}

/** A clone of `source` whose newest commit changes one line in one bundle's Robot file. `source` itself stays as it is. */
export function cloneWithOneChange(source: string, directory: string): { path: string; bundle: string } {
  git('.', ['clone', '--quiet', '--bare', '--shared', source, directory])
  const listing = git(directory, ['ls-tree', '-r', 'HEAD', 'codebundles/']).split('\n')
  const robot = listing.flatMap((line) => /^(\d+) blob (\w+)\t(codebundles\/[^/]+\/runbook\.robot)$/.exec(line) ?? [])
  const [, mode = '', hash = '', file = ''] = robot
  if (file === '') throw new Error(`${source} has no bundle with a runbook`)
  const text = `${git(directory, ['cat-file', 'blob', hash])}\n# One more line.\n`
  const blob = git(directory, ['hash-object', '-w', '--stdin'], text).trim()
  git(directory, ['read-tree', 'HEAD'])
  git(directory, ['update-index', '--cacheinfo', `${mode},${blob},${file}`])
  const tree = git(directory, ['write-tree']).trim()
  const parent = git(directory, ['rev-parse', 'HEAD']).trim()
  const changed = git(directory, ['commit-tree', tree, '-p', parent, '-m', 'Change one bundle']).trim()
  git(directory, ['update-ref', 'HEAD', changed])
  return { path: directory, bundle: file.replace('/runbook.robot', '') }
}

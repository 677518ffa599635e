import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GitError, git, gitBytes } from './git.ts'
import { readBlob, withIndex, writeBlob } from './git-objects.ts'
import { mergeBase } from './git-refs.ts'

/**
 * Merges two commits and returns the tree, or null on a conflict. Done with an index and `git merge-file`,
 * because `git merge-tree --write-tree` is missing from the git of older distributions.
 */
export function mergeTrees(directory: string, base: string, head: string): string | null {
  const ancestor = mergeBase(directory, base, head)
  if (ancestor === null) return null
  if (ancestor === base) return git(directory, ['rev-parse', `${head}^{tree}`])
  return withIndex((environment) => {
    git(directory, ['read-tree', '-i', '-m', '--aggressive', ancestor, base, head], { environment })
    const unmerged = unmergedPaths(git(directory, ['ls-files', '-u', '-z'], { environment }))
    for (const [path, stages] of unmerged) {
      const merged = mergeFile(directory, stages)
      if (merged === null) return null
      git(directory, ['update-index', '--cacheinfo', `${merged.mode},${merged.sha},${path}`], { environment })
    }
    return git(directory, ['write-tree'], { environment })
  })
}

type Stages = Map<string, { mode: string; sha: string }>

function unmergedPaths(output: string): Map<string, Stages> {
  const paths = new Map<string, Stages>()
  for (const line of output.split('\0').filter((entry) => entry !== '')) {
    const [, mode = '', sha = '', stage = '', path = ''] = /^(\d+) (\w+) (\d)\t([\s\S]*)$/.exec(line) ?? []
    const stages: Stages = paths.get(path) ?? new Map()
    stages.set(stage, { mode, sha })
    paths.set(path, stages)
  }
  return paths
}

function mergeFile(directory: string, stages: Stages): { mode: string; sha: string } | null {
  const [ancestor, ours, theirs] = [stages.get('1'), stages.get('2'), stages.get('3')]
  if (ancestor === undefined || ours === undefined || theirs === undefined) return null
  const folder = mkdtempSync(join(tmpdir(), 'forge-merge-'))
  try {
    for (const [name, { sha }] of [['ancestor', ancestor] as const, ['ours', ours] as const, ['theirs', theirs] as const]) {
      writeFileSync(join(folder, name), readBlob(directory, sha))
    }
    const merged = gitBytes(directory, ['merge-file', '-p', '-q', ...['ours', 'ancestor', 'theirs'].map((name) => join(folder, name))])
    return { mode: ours.mode === ancestor.mode ? theirs.mode : ours.mode, sha: writeBlob(directory, merged) }
  } catch (error) {
    if (error instanceof GitError) return null
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

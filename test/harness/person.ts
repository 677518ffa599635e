import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RequestFile } from '../stack/request-file.ts'
import type { RunningStack } from './stack-fixture.ts'

type Git = (...args: string[]) => string

/** A person checks the issue's branch out and does something with it, with git. Returns the head that it has then. */
export async function onBranch(
  { forge }: RunningStack,
  { owner, repo }: RequestFile,
  issue: number,
  act: (git: Git, directory: string) => void,
): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'registry-person-'))
  const git: Git = (...args) => {
    const who = ['-c', 'user.name=Rex', '-c', 'user.email=rex@example.net']
    const ended = spawnSync('git', ['-C', directory, ...who, ...args], { encoding: 'utf8' })
    if (ended.status !== 0) throw new Error(`git ${args[0]}: ${ended.stderr}`)
    return ended.stdout.trim()
  }
  try {
    const token = new URL(forge.url)
    token.username = 'rex'
    token.password = await forge.tokenOf('rex')
    git('clone', '--quiet', '--branch', `codecollection-registry/issue-${issue}`, `${token.href}${owner}/${repo}.git`, '.')
    act(git, directory)
    git('push', '--quiet', '--force')
    return git('rev-parse', 'HEAD')
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Adds a line to a file and commits it. */
export function writesOn(path: string): (git: Git, directory: string) => void {
  return (git, directory) => {
    appendFileSync(join(directory, path), '\nWritten by a person.\n')
    git('commit', '--quiet', '--all', '--message', 'Say who wrote it')
  }
}

/** Takes everything off the branch that is not on the default branch. */
export function takesOff(git: Git): void {
  git('reset', '--quiet', '--hard', 'origin/HEAD')
  git('commit', '--quiet', '--allow-empty', '--message', 'Start over')
}

import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { bundlePath, goodBundle } from './good-bundle.ts'
import { git, makeRepository, projectRoot, tempDir, venv, writeFiles } from './support.ts'

const action = parse(readFileSync(join(projectRoot, 'action.yml'), 'utf8'))

interface ActionStep {
  id?: string
  run?: string
  env?: Record<string, string>
}
const steps: ActionStep[] = action.runs.steps
const prove = steps.find(({ id }) => id === 'prove')

beforeAll(() => void venv(), 300_000)

/** Runs the action's own step as a workflow would, with a sudo that only passes on: the test's user stays. */
function runStep(repository: string, since: string, rehearse = 'false') {
  const place = tempDir()
  const bin = join(place, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nshift\nexec "$@"\n')
  chmodSync(join(bin, 'sudo'), 0o755)
  const files = { GITHUB_OUTPUT: join(place, 'output'), GITHUB_STEP_SUMMARY: join(place, 'summary.md') }
  const own = { SINCE: since, REHEARSE: rehearse, SARIF: 'found.sarif', ACTION: projectRoot, GITHUB_WORKSPACE: repository }
  const env = { ...process.env, ...files, ...own, PATH: `${bin}:${process.env.PATH}` }
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', prove?.run ?? 'exit 99'], {
    env,
    encoding: 'utf8',
  })
  const read = (path: string) => readFileSync(path, 'utf8')
  return {
    status,
    stdout,
    stderr,
    summary: () => read(files.GITHUB_STEP_SUMMARY),
    output: () => read(files.GITHUB_OUTPUT),
    sarif: () => JSON.parse(read(join(repository, 'found.sarif'))),
  }
}

function repositoryWith(change: Record<string, string | null>) {
  const repository = makeRepository([
    { path: 'README.md', mode: '100644', content: '# Care\n' },
    { path: 'codebundles/k8s-old-thing/sli.robot', mode: '100644', content: 'not Robot\n' },
  ])
  const since = git(repository, 'rev-parse', 'HEAD')
  writeFiles(repository, goodBundle(change))
  git(repository, 'add', '--all')
  git(repository, 'commit', '--quiet', '--message', 'Add a bundle')
  return { repository, since }
}

describe('the action for a collection', () => {
  it('gives every value of the event to the shell as a variable, never into the program', () => {
    for (const { run } of steps) expect(run ?? '').not.toMatch(/\$\{\{/)
    expect(execFileSync(join(venv(), 'bin', 'shellcheck'), ['--shell=bash', '-'], { input: prove?.run, encoding: 'utf8' })).toBe('')
  })

  it('passes a good bundle, rehearsed, and looks at nothing that was not changed', () => {
    const { repository, since } = repositoryWith({})
    const ended = runStep(repository, since, 'true')
    expect(ended.stderr + ended.stdout).not.toContain('k8s-old-thing')
    expect(ended.status).toBe(0)
    expect(ended.output()).toBe('sarif=found.sarif\n')
    expect(ended.summary()).toContain('| `everything-fails` |')
    expect(ended.sarif().runs).toHaveLength(1)
  }, 60_000)

  it('fails for a blocking finding and points at its line', () => {
    const { repository, since } = repositoryWith({
      'check_usage.sh': "#!/usr/bin/env bash\nset -euo pipefail\nkubectl get pvc -o json | jq '.items[ | .x'\n",
    })
    const ended = runStep(repository, since)
    expect(ended.status).toBe(1)
    expect(ended.stdout).toContain(`::error file=${bundlePath}/check_usage.sh,line=3,title=script/jq::jq%3A`.replace('%3A', ':'))
    const [run] = ended.sarif().runs
    expect(run.results.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain('script/jq')
  }, 60_000)

  it('says when no bundle was changed, and when the commit is unknown', () => {
    const { repository } = repositoryWith({})
    const same = runStep(repository, git(repository, 'rev-parse', 'HEAD'))
    expect(same.status).toBe(0)
    expect(same.summary()).toContain('No CodeBundle was changed.')
    const unknown = runStep(repository, '0000000000000000000000000000000000000000')
    expect(unknown.status).toBe(2)
    expect(unknown.stderr).not.toMatch(/\n\s+at /)
  }, 60_000)
})

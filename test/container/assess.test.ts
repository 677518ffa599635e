import { describe, expect, it, onTestFinished } from 'vitest'
import { type RunnerOptions, startRunner } from '../../containers/server.ts'
import { type AssessLine, assessLineSchema, type DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { scoreRules } from '../../worker/domain/score/score.ts'
import { bundlePath, goodBundle, slug } from './good-bundle.ts'
import { git, makeRepository, runCli, tempDir, venv } from './support.ts'

const token = 'runner-token'

async function assessOver(body: object, options: Partial<RunnerOptions> = {}): Promise<AssessLine[]> {
  const runner = await startRunner({ token, venv: venv(), port: 0, workRoot: tempDir(), ...options })
  onTestFinished(() => runner.close())
  const response = await fetch(`${runner.url}/assess`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  return (await response.text())
    .trim()
    .split('\n')
    .map((line) => assessLineSchema.parse(JSON.parse(line)))
}

/** The good bundle under another name, with a script that breaks several rules. */
function poorBundle(name: string): DraftFile[] {
  const moved = goodBundle().map((file) => ({ ...file, path: file.path.replace(bundlePath, `codebundles/${name}`) }))
  const script =
    '#!/bin/bash\nset -x\npods=$(kubectl get pods -o json 2>/dev/null || echo "[]")\nkubectl delete pod "$1"\nif [ "$pods" = "[]" ; then\n'
  return moved
    .filter(({ path }) => !path.endsWith('README.md'))
    .map((file) => (file.path.endsWith('check_usage.sh') ? { ...file, content: script, mode: '100644' as const } : file))
}

const assessments = (lines: AssessLine[]) => lines.flatMap((line) => (line.type === 'assessment' ? [line] : []))

describe('an assessment over HTTP', () => {
  it('streams one line a bundle with its tree hash, and tells a good bundle from a poor one', { timeout: 60_000 }, async () => {
    const repository = makeRepository([
      ...goodBundle(),
      ...poorBundle('k8s-poor-usage'),
      { path: 'codebundles/notes/README.md', mode: '100644', content: 'x' },
    ])
    const lines = await assessOver({ url: `file://${repository}` })
    expect(lines.at(-1)).toEqual({ type: 'end' })
    const [poor, good, ...more] = assessments(lines)
    expect(more).toEqual([])
    expect(good).toMatchObject({ path: bundlePath, treeHash: git(repository, 'rev-parse', `HEAD:${bundlePath}`) })
    expect(good?.assessment).toMatchObject({ treeHash: good?.treeHash, security: { level: 'none', skipped: [] } })
    expect(good?.assessment.points).toHaveLength(scoreRules.length)
    expect(good?.assessment.score).toBeGreaterThanOrEqual(95)
    expect(poor?.assessment.score).toBeLessThan((good?.assessment.score ?? 0) - 20)
    expect(poor?.assessment.points.filter(({ earned, of }) => earned < of).map(({ id }) => id)).toEqual(
      expect.arrayContaining(['script/sound', 'script/executable', 'failure/commands', 'readme/names', 'safe/access', 'safe/habits']),
    )
    expect(poor?.assessment.security.access.writes).toEqual([
      { command: 'kubectl delete pod', file: 'codebundles/k8s-poor-usage/check_usage.sh', line: 4 },
    ])
  })

  it('assesses the bundles that are asked for, at the commit that is asked for', { timeout: 60_000 }, async () => {
    const repository = makeRepository([...goodBundle(), ...poorBundle('k8s-poor-usage')])
    const first = git(repository, 'rev-parse', 'HEAD')
    const hash = git(repository, 'rev-parse', `HEAD:${bundlePath}`)
    git(repository, 'rm', '--quiet', '-r', bundlePath)
    git(repository, 'commit', '--quiet', '--message', 'Remove it')
    const lines = await assessOver({ url: `file://${repository}`, ref: first, paths: [bundlePath, 'codebundles/never-was'] })
    expect(assessments(lines).map(({ path, treeHash }) => [path, treeHash])).toEqual([[bundlePath, hash]])
  })

  it('goes on after a library that ends the process of a dry run', { timeout: 90_000 }, async () => {
    const library = { path: 'libraries/Quits.py', mode: '100644' as const, content: 'import os\nos._exit(3)\n' }
    const quits = poorBundle('k8s-quits-usage').map((file) =>
      file.path.endsWith('runbook.robot')
        ? { ...file, content: file.content.replace('Library             Collections', 'Library             Quits') }
        : file,
    )
    const lines = await assessOver({ url: `file://${makeRepository([...goodBundle(), ...quits, library])}` })
    const found = assessments(lines)
    expect(found.map(({ path }) => path)).toEqual([bundlePath, 'codebundles/k8s-quits-usage'])
    expect(found[0]?.assessment.points.find(({ id }) => id === 'run/keywords')).toMatchObject({ earned: 12, of: 12 })
    expect(found[1]?.assessment.points.find(({ id }) => id === 'run/keywords')?.earned).toBeLessThan(12)
  })

  it('ends with an error line when the repository cannot be read', async () => {
    expect((await assessOver({ url: 'file:///nowhere.git' })).at(-1)).toMatchObject({ type: 'error', code: 'repository_not_found' })
    expect((await assessOver({ url: '/etc' })).at(-1)).toMatchObject({ type: 'error', code: 'bad_request' })
  })
})

describe('npm run -s assess', () => {
  it('prints an array, or a table of the distribution', { timeout: 60_000 }, () => {
    const repository = makeRepository(goodBundle())
    const json = runCli('assess', [repository, '--bundle', slug])
    expect([json.status, JSON.parse(json.stdout)]).toMatchObject([0, [{ path: bundlePath, score: expect.any(Number) }]])
    expect(runCli('assess', [repository, '--table']).stdout).toMatch(/ 90–100 +1 █[\s\S]*k8s-pvc-usage/)
  })

  it('says in one sentence what it cannot do', () => {
    expect(runCli('assess', [])).toMatchObject({ status: 2, stderr: expect.stringContaining('Usage:') })
    expect(runCli('assess', [makeRepository(goodBundle()), '--bundle', 'nothing'])).toMatchObject({ status: 1, stdout: '' })
  })
})

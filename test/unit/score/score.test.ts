// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import { describe, expect, it } from 'vitest'
import type { BundleFacts } from '../../../worker/domain/gates/facts.ts'
import { judge } from '../../../worker/domain/score/rule.ts'
import { assess, scoreRules } from '../../../worker/domain/score/score.ts'
import {
  call,
  file,
  fullIssue,
  goodDryRun,
  goodFacts,
  goodModel,
  goodTask,
  initialization,
  path,
  rules,
  runbookPath,
  setting,
  template,
  withImport,
  withModel,
  withTask,
} from '../gates/good-facts.ts'

/** A bundle with everything that a rule can look at, all of it right. */
function wholeFacts(): BundleFacts {
  const facts = goodFacts()
  const except = {
    kind: 'block' as const,
    type: 'EXCEPT',
    cells: [],
    assign: [],
    line: 18,
    body: [call('RW.Core.Add Issue', fullIssue, 18)],
  }
  const task = { ...goodTask(), steps: [...goodTask().steps, except] }
  const sli = { ...goodModel(), tasks: [{ ...goodTask(), steps: [call('RW.Core.Push Metric', ['${score}'])] }] }
  return {
    ...facts,
    files: [...facts.files, file('.test/Taskfile.yaml')],
    scripts: [{ path: `${path}/check.sh`, mode: '100755', text: '#!/usr/bin/env bash\nkubectl get pvc -o json\n', syntax: [], lint: [] }],
    robots: [
      { path: runbookPath, role: 'runbook', model: { ...goodModel(), tasks: [task] } },
      { path: `${path}/sli.robot`, role: 'sli', model: sli },
    ],
    dryRuns: [goodDryRun(), { ...goodDryRun(), path: `${path}/sli.robot` }],
  }
}

const script = (text: string, more: Partial<BundleFacts['scripts'][number]> = {}): BundleFacts => ({
  ...goodFacts(),
  scripts: [{ path: `${path}/check.sh`, mode: '100755', text, syntax: [], lint: [], ...more }],
})
const settings = (name: string) => goodModel().settings.filter((one) => one.name !== name)
const silent = { kind: 'block' as const, type: 'EXCEPT', cells: [], assign: [], line: 18, body: [call('Log', ['x'])] }
const sliWithout: BundleFacts = { ...goodFacts(), robots: [{ path: `${path}/sli.robot`, role: 'sli', model: goodModel() }] }
const withoutReadme: BundleFacts = { ...goodFacts(), readme: null }
const secret = initialization(call('RW.Core.Import Secret', ['kubeconfig'], 42, ['${kubeconfig}=']))

/** One way to lose points by each rule, with what the reason must say. */
const losses: [string, BundleFacts, RegExp][] = [
  [
    'run/parses',
    withModel({ problems: [{ kind: 'file', line: 9, message: 'IF must have closing END.' }] }),
    /closing END.*runbook.robot:9/,
  ],
  [
    'run/keywords',
    {
      ...goodFacts(),
      dryRuns: [
        { ...goodDryRun(), faults: [{ file: runbookPath, line: 3, message: 'No keyword', kind: 'step', keyword: 'Nothing Such' }] },
      ],
    },
    /Nothing Such/,
  ],
  ['run/setup', withModel({ settings: settings('Suite Setup') }), /no Suite Setup/],
  ['script/sound', script('#!/bin/bash\nif', { syntax: [{ line: 2, message: 'unexpected end' }] }), /unexpected end/],
  ['script/executable', script('#!/bin/bash', { mode: '100644' }), /not executable/],
  ['script/timeout', withTask({ steps: [call('RW.CLI.Run Bash File', ['bash_file=check.sh'])] }), /without timeout_seconds/],
  ['failure/commands', script('x=$(kubectl get pods || echo "[]")'), /kubectl get pods/],
  ['failure/except', withTask({ steps: [silent] }), /told to nobody/],
  ['issue/raised', withTask({ steps: [call('Log', ['x'])] }), /No task raises an issue/],
  ['issue/complete', withTask({ steps: [call('RW.Core.Add Issue', ['severity=3', 'title=x'])] }), /without expected/],
  ['sli/metric', sliWithout, /pushes no metric/],
  ['discovery/types', { ...goodFacts(), rules: [rules({}, { resourceTypes: ['stateful_set'] })] }, /stateful_set/],
  ['discovery/rules', { ...goodFacts(), rules: [rules({ qualifiers: ['location'] })] }, /location/],
  ['discovery/templates', { ...goodFacts(), templates: [template('codebundles/other/runbook.robot', [])] }, /not in this repository/],
  ['discovery/config', { ...goodFacts(), templates: [template(runbookPath, ['NAMESPACE', 'NOBODY'])] }, /NOBODY/],
  ['about/name', { ...goodFacts(), slug: 'k8s' }, /three parts/],
  ['task/access', withTask({ settings: [] }), /access:read-only/],
  ['task/data', withTask({ settings: [] }), /data: tag/],
  ['task/documentation', withTask({ settings: [] }), /no \[Documentation\]/],
  ['task/title', withTask({ name: 'Check' }), /scope variable/],
  ['about/settings', withModel({ settings: settings('Force Tags') }), /1 of 5 settings.*Force Tags/],
  ['variable/described', withImport('NAMESPACE', 'pattern=x'), /no description/],
  [
    'variable/pattern',
    { ...withImport('A', 'pattern=^x$', 'example=y'), patterns: [{ pattern: '^x$', text: 'y', result: 'none' }] },
    /does not accept/,
  ],
  ['variable/secrets', withModel({ keywords: [secret] }), /no description/],
  ['readme/sections', withoutReadme, /does not exist/],
  ['readme/names', withoutReadme, /does not exist/],
  ['safe/access', withTask({ steps: [call('RW.CLI.Run Cli', ['cmd=kubectl delete pod x'])] }), /kubectl delete pod/],
  ['safe/credentials', withImport('GITHUB_TOKEN'), /GITHUB_TOKEN/],
  ['safe/habits', script('set -x'), /traced/],
  ['clean/files', { ...goodFacts(), files: [file('pvc_issues.json')] }, /output of a run/],
  ['test/fixtures', goodFacts(), /\.test/],
]

const pointOf = (id: string, facts: BundleFacts) => assess(facts, 'tree').points.find((point) => point.id === id)

describe('the rules of the score', () => {
  it.each(scoreRules.map((rule) => [rule.id, rule] as const))('a whole bundle earns %s in full', (_id, rule) => {
    const point = judge(rule, wholeFacts())
    expect(point).toMatchObject({ earned: rule.of, of: rule.of, hint: null })
    expect(point.reason.length).toBeGreaterThan(10)
  })

  it.each(losses)('%s loses points, with the reason and a hint', (id, facts, says) => {
    const point = pointOf(id, facts)
    expect(point?.earned).toBeLessThan(point?.of ?? 0)
    expect(point?.reason).toMatch(says)
    expect(point?.hint).toMatch(/\w{3}/)
  })

  it('every rule has a loss among these tests, and no id is used twice', () => {
    expect([...new Set(losses.map(([id]) => id))].sort()).toEqual(scoreRules.map(({ id }) => id).sort())
    expect(new Set(scoreRules.map(({ id }) => id)).size).toBe(scoreRules.length)
  })
})

describe('a score', () => {
  it('is 100 for a bundle that does everything right', () => {
    expect(assess(wholeFacts(), 'tree-1')).toMatchObject({ score: 100, treeHash: 'tree-1', security: { level: 'none' } })
  })

  it('is the share of the points that could be earned, worst loss first, what does not count last', () => {
    const { score, points } = assess(script('x=$(kubectl get pods || echo "[]")'), 'tree')
    const sum = (key: 'earned' | 'of') => points.reduce((all, point) => all + point[key], 0)
    expect(score).toBe(Math.round((100 * sum('earned')) / sum('of')))
    expect(points[0]?.id).toBe('failure/commands')
    const losses = points.map(({ earned, of }) => (of === 0 ? -1 : of - earned))
    expect(losses).toEqual([...losses].sort((a, b) => b - a))
  })

  it('leaves out what a bundle does not have, and says so', () => {
    const facts = { ...goodFacts(), rules: [], templates: [], scripts: [] }
    const left = assess(facts, 'tree').points.filter(({ of }) => of === 0)
    expect(left.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['discovery/types', 'discovery/rules', 'discovery/templates', 'sli/metric', 'script/sound']),
    )
    expect(left.every(({ reason }) => reason.startsWith('Not counted: '))).toBe(true)
    expect(assess({ ...facts, files: [...facts.files, file('.test/x')] }, 'tree').score).toBe(100)
  })

  it('counts by share: half of the tasks lose half of the points', () => {
    const tasks = [goodTask(), { ...goodTask(), name: 'Other in `${NAMESPACE}`', settings: [setting('Documentation', ['x'])] }]
    expect(pointOf('task/access', withModel({ tasks }))).toMatchObject({
      earned: 4,
      of: 8,
      reason: expect.stringContaining('1 of 2 tasks'),
    })
  })

  it('does not hold against a bundle what its gate calls less grave, such as a package that is not installed here', () => {
    const fault = {
      file: runbookPath,
      line: 3,
      message: "Importing library 'CloudCustodian.Core' failed: No module named 'c7n'",
      kind: 'import' as const,
      keyword: null,
    }
    expect(pointOf('run/keywords', { ...goodFacts(), dryRuns: [{ ...goodDryRun(), faults: [fault] }] })).toMatchObject({ earned: 12 })
  })

  it('leaves out a rule that breaks on a bundle and judges by the others', () => {
    const [rule] = scoreRules
    const broken = rule && judge({ ...rule, extent: () => JSON.parse('{') }, goodFacts())
    expect(broken).toMatchObject({ of: 0, reason: expect.stringContaining('broke') })
  })
})

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import { describe, expect, it } from 'vitest'
import { gates } from '../../../worker/domain/gates/all.ts'
import type { BundleFacts } from '../../../worker/domain/gates/facts.ts'
import { runGates } from '../../../worker/domain/gates/gate.ts'
import { breaches as firstBreaches, withScript } from './breaches.ts'
import { outcomeBreaches, outcomeInnocents } from './breaches-outcomes.ts'
import { shellBreaches, shellInnocents } from './breaches-shell.ts'
import { templateBreaches, templateInnocents } from './breaches-templates.ts'
import {
  call,
  file,
  goodFacts,
  goodTask,
  initialization,
  rules,
  template,
  templateText,
  withImport,
  withModel,
  withTask,
} from './good-facts.ts'

const breaches = [...firstBreaches, ...shellBreaches, ...templateBreaches, ...outcomeBreaches]

describe('gates', () => {
  it.each(gates.map((gate) => [gate.id, gate] as const))('a good bundle passes %s', (_id, gate) => {
    expect(runGates([gate], goodFacts())).toEqual([expect.objectContaining({ id: gate.id, status: 'pass' })])
  })

  it.each(breaches.map((breach) => [breach.id, breach.when, breach] as const))('%s fails when %s', (id, _when, breach) => {
    const gate = gates.find((candidate) => candidate.id === id)
    const failed = gate ? runGates([gate], breach.facts).filter((check) => check.status === 'fail') : []
    expect(failed[0]).toMatchObject({ id, message: expect.stringMatching(breach.says), hint: expect.stringMatching(/./) })
    if (breach.line !== undefined) expect(failed[0]?.line).toBe(breach.line)
    if (breach.severity !== undefined) expect(failed[0]?.severity).toBe(breach.severity)
  })

  it('every gate has a breach, a reason and a hint, and no id is used twice', () => {
    expect([...new Set(breaches.map((breach) => breach.id))].sort()).toEqual(gates.map((gate) => gate.id).sort())
    expect(new Set(gates.map((gate) => gate.id)).size).toBe(gates.length)
    for (const gate of gates) expect([gate.reason, gate.hint, gate.title].every((text) => text.length > 10)).toBe(true)
  })

  it('a gate with very many findings is cut and says how many are left', () => {
    const gate = gates.find((candidate) => candidate.id === 'files/plain')
    const files = Array.from({ length: 60 }, (_unused, index) => file(`link-${index}`, { kind: 'link' as const }))
    const checks = gate ? runGates([gate], { ...goodFacts(), files }) : []
    expect(checks).toHaveLength(26)
    expect(checks.at(-1)?.message).toMatch(/35 more/)
  })

  it('a gate whose findings are cut still names every file', () => {
    const gate = gates.find((candidate) => candidate.id === 'script/request-timeout')
    const script = (name: string, calls: number) => ({
      path: `codebundles/k8s-pvc-usage/${name}`,
      mode: '100755',
      text: 'curl -s https://shop.example.org\n'.repeat(calls),
      syntax: [],
      lint: [],
    })
    const checks = gate ? runGates([gate], { ...goodFacts(), scripts: [script('a.sh', 40), script('b.sh', 3), script('c.sh', 1)] }) : []
    expect(checks).toHaveLength(26)
    const places = checks.map(({ file, line }) => (file === null ? '' : `${file.slice(-4)}:${line}`))
    expect(places.slice(0, 2)).toEqual(['a.sh:1', 'a.sh:2'])
    expect(places.slice(-3)).toEqual(['b.sh:1', 'c.sh:1', ''])
    expect(checks.at(-1)?.message).toMatch(/19 more/)
  })
})

describe('gates that must not fire', () => {
  const passes = (id: string, facts: BundleFacts) => {
    const gate = gates.find((candidate) => candidate.id === id)
    return gate ? runGates([gate], facts).every((check) => check.status !== 'fail') : false
  }

  it.each([...shellInnocents, ...outcomeInnocents, ...templateInnocents])('%s: %s', (id, _what, facts) =>
    expect(passes(id, facts)).toBe(true),
  )

  it.each([
    ['import/credential', 'a name that only speaks of a secret', withImport('SECRET_EXPIRY_DAYS')],
    [
      'import/pattern',
      'a default that is empty',
      { ...withImport('LABEL', 'pattern=^x$', 'default='), patterns: [{ pattern: '^x$', text: '', result: 'none' as const }] },
    ],
    ['import/platform-prefix', 'the look-back window of a runbook', withImport('RW_LOOKBACK_WINDOW')],
    [
      'task/title-variables',
      'a variable set for the suite',
      withModel({
        tasks: [{ ...goodTask(), name: 'Check `${HOST}`' }],
        keywords: [initialization(call('Set Suite Variable', ['${HOST}', 'a']))],
      }),
    ],
    ['robot/unescaped-equals', 'a keyword without free named arguments', withTask({ steps: [call('RW.Core.Unknown', ['a (b=c)'])] })],
    ['robot/unescaped-equals', 'an escaped sign', withTask({ steps: [call('RW.Core.Add To Report', ['a (b\\=c)'])] })],
    ['robot/unescaped-equals', 'a sign inside a variable', withTask({ steps: [call('RW.Core.Add To Report', ['${{a == 1}}'])] })],
    [
      'script/exists',
      'a script whose name is known only at run time',
      withTask({ steps: [call('Run Bash File', ['bash_file=${SCRIPT}'])] }),
    ],
    ['issue/complete', 'arguments that come as a dictionary', withTask({ steps: [call('Add Issue', ['&{issue}'])] })],
    [
      'rules/resource-types',
      'a custom resource',
      { ...goodFacts(), rules: [rules({}, { resourceTypes: ['certificates.cert-manager.io'] })] },
    ],
    [
      'rules/resource-types',
      'a platform without a list',
      { ...goodFacts(), rules: [rules({}, { resourceTypes: ['x'] }, { platform: 'azure_devops' })] },
    ],
    ['script/failure-swallowed', 'a fallback that says so', withScript('x=$(kubectl get pods || echo "unknown")')],
    ['script/failure-swallowed', 'a failure that ends the script', withScript('x=$(kubectl get pods) || exit 1')],
    ['script/failure-swallowed', 'a fallback of what asks no platform', withScript('x=$(jq length list.json || echo 0)')],
    [
      'robot/except-silent',
      'a branch that sets the score to zero',
      withTask({
        steps: [{ kind: 'block', type: 'EXCEPT', cells: [], assign: [], line: 1, body: [call('Log', ['x']), call('Set Variable', ['0'])] }],
      }),
    ],
    [
      'robot/except-silent',
      'a branch that raises an issue',
      withTask({ steps: [{ kind: 'block', type: 'EXCEPT', cells: [], assign: [], line: 1, body: [call('RW.Core.Add Issue', [])] }] }),
    ],
    [
      'templates/path-to-robot',
      'a template fixed to another repository',
      {
        ...goodFacts(),
        templates: [template('codebundles/cron/sli.robot', [], templateText.replace('{{repo_url}}', 'https://example.org/x.git'))],
      },
    ],
  ] satisfies [string, string, BundleFacts][])('%s accepts %s', (id, _what, facts) => {
    expect(passes(id, facts)).toBe(true)
  })
})

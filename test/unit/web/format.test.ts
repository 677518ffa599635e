// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot Framework writes its variables so
import { describe, it } from 'vitest'
import { parse } from 'yaml'
import { configurationYaml } from '../../../web/format/configuration.ts'
import { stageOf, stages, stateTexts } from '../../../web/format/stages.ts'
import { count, safeHref, splitMarks, splitVariables } from '../../../web/format/text.ts'
import { absolute, duration, relative } from '../../../web/format/time.ts'
import { states } from '../../../worker/domain/states.ts'
import { bundleView } from './fixture-catalogue.ts'

describe('texts', () => {
  it('split a task name at its variables, with or without backticks', ({ expect }) => {
    expect(splitVariables('List Pods in `${NAMESPACE}` of ${CONTEXT}')).toEqual([
      { text: 'List Pods in ', variable: false },
      { text: 'NAMESPACE', variable: true },
      { text: ' of ', variable: false },
      { text: 'CONTEXT', variable: true },
    ])
  })

  it('split a snippet at its marks and lose no text when one is missing', ({ expect }) => {
    expect(splitMarks('a \u0001b\u0002 c')).toEqual([
      { text: 'a ', marked: false },
      { text: 'b', marked: true },
      { text: ' c', marked: false },
    ])
    expect(
      splitMarks('a \u0001b')
        .map((part) => part.text)
        .join(''),
    ).toBe('a b')
  })

  it('count with the right form of the word', ({ expect }) => {
    expect([count(1, 'task'), count(0, 'task'), count(1200, 'match', 'matches')]).toEqual(['1 task', '0 tasks', '1,200 matches'])
  })

  it('let only web addresses into links', ({ expect }) => {
    expect(['javascript:alert(1)', 'data:text/html,x', '/relative', 'https://a.example/b'].map(safeHref)).toEqual([
      null,
      null,
      null,
      'https://a.example/b',
    ])
  })
})

describe('times', () => {
  it('are said in their largest unit', ({ expect }) => {
    expect([0, 59_999, 60_000, 3_600_000, 86_400_000, 40 * 86_400_000, 800 * 86_400_000].map(duration)).toEqual([
      '0 s',
      '59 s',
      '1 min',
      '1 h',
      '1 d',
      '1 mo',
      '2 y',
    ])
  })

  it('look back and ahead', ({ expect }) => {
    expect([relative(0, 5_000), relative(0, 120_000), relative(7_200_000, 0)]).toEqual(['just now', '2 min ago', 'in 2 h'])
    expect(absolute(Date.UTC(2026, 10, 22, 20, 10))).toBe('2026-11-22 20:10 UTC')
  })
})

describe('stages', () => {
  it('know every state, and never point past the last stage', ({ expect }) => {
    expect(states.filter((state) => stateTexts[state] === undefined || stageOf(state, null) >= stages.length)).toEqual([])
  })

  it('stay where they were when a run fails', ({ expect }) => {
    expect(stages[stageOf('failed', 'validating')]).toBe('Validate')
  })
})

describe('a configuration to start from', () => {
  it('is YAML that names the bundle, its variables and its secrets', ({ expect }) => {
    expect(parse(configurationYaml(bundleView()))).toMatchObject({
      kind: 'Runbook',
      spec: {
        codeBundle: { ref: 'main', pathToRobot: 'codebundles/k8s-pvc-usage/runbook.robot' },
        configProvided: [
          { name: 'NAMESPACE', value: 'orders' },
          { name: 'CONTEXT', value: 'sandbox-cluster-1' },
          { name: 'KUBERNETES_DISTRIBUTION_BINARY', value: 'kubectl' },
          { name: 'USAGE_THRESHOLD', value: '85' },
        ],
        secretsProvided: [{ name: 'kubeconfig' }, { name: 'slack_webhook' }],
      },
    })
  })

  it('keeps hostile names and defaults inside their quotes', ({ expect }) => {
    const view = bundleView()
    const [first] = view.bundle.variables
    if (first === undefined) throw new Error('the fixture has no variable')
    const value = 'a"\n  kind: Evil # {{ x }}: *y'
    view.bundle.variables = [{ ...first, name: 'X: y', default: value }]
    expect(parse(configurationYaml(view)).spec.configProvided).toEqual([{ name: 'X: y', value }])
  })
})

// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import type { BundleFacts, DryRunFact, FileFact, KeywordFact, YamlFact } from '../../../worker/domain/gates/facts.ts'
import type { Cell, RobotBody, RobotCall, RobotModel, RobotSetting } from '../../../worker/domain/robot-model.ts'

/** The facts of a small bundle that breaks no rule, and builders to break it one rule at a time. */

export const path = 'codebundles/k8s-pvc-usage'
export const runbookPath = `${path}/runbook.robot`

function cells(values: readonly string[], line: number): Cell[] {
  return values.map((value) => [value, line])
}

export function setting(name: string, values: string[], line = 1): RobotSetting {
  return { name, cells: cells(values, line), line, ...(name === 'Documentation' ? { text: values.join(' ') } : {}) }
}

export function call(keyword: string, args: string[] = [], line = 20, assign: string[] = []): RobotCall {
  return { kind: 'call', keyword, args: cells(args, line), assign, line }
}

export const namespaceImport = [
  'NAMESPACE',
  'type=string',
  'description=The namespace to look at.',
  'pattern=^[a-z0-9-]+$',
  'example=online-shop',
  'default=default',
]

export const fullIssue = [
  'severity=3',
  'title=Volumes are nearly full',
  'expected=Volumes have free space',
  'actual=Volumes are above 90 %',
  'details=list',
  'next_steps=Extend the volume',
  'reproduce_hint=kubectl get pvc',
]

export function goodTask(): RobotBody {
  return {
    name: 'Check Volumes in Namespace `${NAMESPACE}`',
    line: 14,
    settings: [setting('Documentation', ['Looks for full volumes.'], 15), setting('Tags', ['access:read-only', 'data:config'], 16)],
    steps: [
      call('RW.CLI.Run Bash File', ['bash_file=check.sh', 'env=${env}', 'timeout_seconds=120'], 17, ['${rsp}=']),
      {
        kind: 'block',
        type: 'IF',
        cells: [['${rsp.returncode} != 0', 18]],
        assign: [],
        line: 18,
        body: [call('RW.Core.Add Issue', fullIssue, 19)],
      },
      call('RW.Core.Add Pre To Report', ['Usage\\=${rsp.stdout}'], 20),
    ],
  }
}

export function initialization(...steps: RobotCall[]): RobotBody {
  return { name: 'Suite Initialization', line: 40, settings: [], steps }
}

export function goodModel(): RobotModel {
  return {
    sections: [
      { type: 'settings', header: '*** Settings ***', line: 1 },
      { type: 'tasks', header: '*** Tasks ***', line: 13 },
      { type: 'keywords', header: '*** Keywords ***', line: 39 },
    ],
    settings: [
      setting('Documentation', ['Checks volumes.'], 2),
      setting('Metadata', ['Author', 'ada'], 3),
      setting('Metadata', ['Display Name', 'Kubernetes Volume Usage'], 4),
      setting('Metadata', ['Supports', 'Kubernetes,AKS'], 5),
      setting('Suite Setup', ['Suite Initialization'], 6),
      setting('Force Tags', ['Kubernetes', 'PVC'], 7),
      setting('Library', ['RW.Core'], 8),
    ],
    variables: [],
    tasks: [goodTask()],
    keywords: [
      initialization(
        call('RW.Core.Import User Variable', namespaceImport, 41, ['${NAMESPACE}=']),
        call('RW.Core.Import Secret', ['kubeconfig', 'type=string', 'description=Access to the cluster.'], 42, ['${kubeconfig}=']),
      ),
    ],
    problems: [],
  }
}

const signatures: KeywordFact[] = [
  { name: 'Add To Report', named: ['obj', 'fmt'], positional: 2, required: ['obj'], varargs: false, kwargs: true },
  {
    name: 'Add Issue',
    named: ['severity', 'title', 'expected', 'actual'],
    positional: 4,
    required: ['severity', 'title'],
    varargs: false,
    kwargs: true,
  },
]

export function goodDryRun(): DryRunFact {
  return {
    path: runbookPath,
    failure: null,
    libraries: [{ name: 'RW.Core', alias: 'RW.Core', keywords: signatures }],
    faults: [],
    offers: {},
  }
}

export function file(name: string, more: Partial<FileFact> = {}): FileFact {
  return { path: `${path}/${name}`, mode: '100644', bytes: 100, kind: 'file', text: 'text', ...more }
}

export const slx = {
  baseName: 'pvc-usage',
  qualifiers: ['namespace', 'cluster'],
  baseTemplateName: 'k8s-pvc-usage',
  levelOfDetail: 'basic',
  outputItems: [{ type: 'slx' }, { type: 'runbook', templateName: 'k8s-pvc-usage-taskset.yaml' }],
}

/** Generation rules around one SLX, with the line of every part that the tests ask for. */
export function rules(more: object = {}, entry: object = {}, spec: object = {}): YamlFact {
  const match = [{ type: 'pattern', pattern: '.+', properties: ['name'], mode: 'substring' }]
  const value = {
    apiVersion: 'runwhen.com/v1',
    kind: 'GenerationRules',
    spec: { generationRules: [{ resourceTypes: ['namespace'], matchRules: match, slxs: [{ ...slx, ...more }], ...entry }], ...spec },
  }
  const lines = new Map([['spec/generationRules/0/slxs/0/qualifiers', 12]])
  return { path: `${path}/.runwhen/generation-rules/k8s-pvc-usage.yaml`, value, fault: null, lines }
}

export const templateText =
  'spec:\n  codeBundle:\n    repoUrl: {{repo_url}}\n    pathToRobot: x\n  configProvided: []\n  secretsProvided:\n    - name: kubeconfig\n'

export function template(pathToRobot: string, names: string[], text = templateText) {
  const spec = { codeBundle: { pathToRobot }, configProvided: names.map((name) => ({ name, value: 'x' })) }
  const value = { apiVersion: 'runwhen.com/v1', kind: 'Runbook', spec }
  return { path: `${path}/.runwhen/templates/k8s-pvc-usage-taskset.yaml`, text, value, fault: null }
}

export const goodReadme = `# Kubernetes Volume Usage

Looks at every volume of a namespace and raises an issue when one is nearly full.

## Tasks
* Check Volumes

## Configuration
* NAMESPACE: the namespace
* kubeconfig: access to the cluster
`

export function goodFacts(): BundleFacts {
  return {
    slug: 'k8s-pvc-usage',
    path,
    files: [
      file('README.md'),
      file('runbook.robot'),
      file('check.sh', { mode: '100755' }),
      file('.runwhen/templates/k8s-pvc-usage-slx.yaml'),
      file('.runwhen/templates/k8s-pvc-usage-taskset.yaml'),
    ],
    refused: [],
    robots: [{ path: runbookPath, role: 'runbook', model: goodModel() }],
    scripts: [{ path: `${path}/check.sh`, mode: '100755', text: '#!/usr/bin/env bash\ntrue\n', syntax: [], lint: [] }],
    patterns: [
      { pattern: '^[a-z0-9-]+$', text: 'online-shop', result: 'whole' },
      { pattern: '^[a-z0-9-]+$', text: 'default', result: 'whole' },
    ],
    jq: [],
    rules: [rules()],
    templates: [template(runbookPath, ['NAMESPACE'])],
    readme: { path: `${path}/README.md`, text: goodReadme },
    dryRuns: [goodDryRun()],
    repositoryModules: [],
    missingPackages: [],
    siblings: ['k8s-pvc-usage'],
  }
}

/** Good facts with another model of the runbook. */
export function withModel(change: Partial<RobotModel>): BundleFacts {
  return { ...goodFacts(), robots: [{ path: runbookPath, role: 'runbook', model: { ...goodModel(), ...change } }] }
}

/** Good facts whose only task is changed. */
export function withTask(change: Partial<RobotBody>): BundleFacts {
  return withModel({ tasks: [{ ...goodTask(), ...change }] })
}

/** Good facts whose Suite Initialization holds this one import. */
export function withImport(...args: string[]): BundleFacts {
  return withModel({ keywords: [initialization(call('RW.Core.Import User Variable', args, 44, [`\${${args[0] ?? ''}}=`]))] })
}

import { add, all, type Fault, on, readme, remove, rule, runbook, swap, template } from './fault.ts'

/** Faults after which discovery offers the bundle to nobody, or configures it wrongly. */

const firstType = /(resourceTypes:\n\s+- )\S+/
const qualifiers = /qualifiers: \[[^\]]*\]/

export const discoveryFaults: readonly Fault[] = [
  {
    group: 'discovery',
    name: 'invented resource type',
    expects: ['rules/resource-types'],
    seed: swap(rule, firstType, '$1imaginary_widgets'),
  },
  {
    group: 'discovery',
    name: 'resource type in the singular',
    expects: ['rules/resource-types'],
    seed: on('azure', swap(rule, /(resourceTypes:\n\s+- \S+)s\n/, '$1\n')),
  },
  {
    group: 'discovery',
    name: 'Kubernetes kind with an underscore',
    expects: ['rules/resource-types'],
    seed: on('k8s', swap(rule, firstType, '$1stateful_set')),
  },
  {
    group: 'discovery',
    name: 'provider prefix twice',
    expects: ['rules/resource-types'],
    seed: on('gcp', swap(rule, firstType, '$1gcp_gcp_sql_instances')),
  },
  {
    group: 'discovery',
    name: 'unknown platform',
    expects: ['rules/shape', 'rules/platform'],
    seed: swap(rule, /platform: \w+/, 'platform: vercel'),
  },
  {
    group: 'discovery',
    name: 'platform left out',
    expects: ['rules/resource-types'],
    seed: on('aws', swap(rule, / {2}platform: \w+\n/, '')),
  },
  {
    group: 'discovery',
    name: 'invalid qualifier location',
    expects: ['rules/qualifiers'],
    seed: on('gcp', swap(rule, qualifiers, 'qualifiers: ["location", "project"]')),
  },
  {
    group: 'discovery',
    name: 'invalid qualifier repository',
    expects: ['rules/qualifiers'],
    seed: swap(rule, qualifiers, 'qualifiers: ["repository"]'),
  },
  { group: 'discovery', name: 'misspelt key in slxs', expects: ['rules/slxs'], seed: swap(rule, 'baseTemplateName:', 'baseTemplatename:') },
  { group: 'discovery', name: 'unknown output type', expects: ['rules/slxs'], seed: swap(rule, '- type: runbook', '- type: runbok') },
  {
    group: 'discovery',
    name: 'template that does not exist',
    expects: ['rules/templates'],
    seed: swap(rule, '-taskset.yaml', '-tasks.yaml'),
  },
  { group: 'discovery', name: 'wrong kind', expects: ['rules/shape'], seed: swap(rule, 'kind: GenerationRules', 'kind: GenerationRule') },
  {
    group: 'discovery',
    name: 'no match rules',
    expects: ['rules/shape'],
    seed: swap(rule, /matchRules:\n(?: {8}.*\n)+/, 'matchRules: []\n'),
  },
  {
    group: 'discovery',
    name: 'match rule of unknown type',
    expects: ['rules/shape', 'rules/match-rules'],
    seed: swap(rule, '- type: pattern', '- type: regex'),
  },
  { group: 'discovery', name: 'rules that are no YAML', expects: ['rules/yaml'], seed: swap(rule, '- type: pattern', '- type: [pattern') },
  {
    group: 'discovery',
    name: 'base name over the limit',
    expects: ['rules/base-name'],
    seed: swap(rule, /baseName: \S+/, 'baseName: a-name-that-nobody-can-shorten'),
  },
  {
    group: 'templates',
    name: 'wrong pathToRobot',
    expects: ['templates/path-to-robot'],
    seed: swap(template('Runbook'), 'runbook.robot', 'runbok.robot'),
  },
  {
    group: 'templates',
    name: 'pathToRobot of another bundle',
    expects: ['templates/path-to-robot'],
    seed: swap(template('Runbook'), /codebundles\/[\w-]+\//, 'codebundles/some-other-bundle/'),
  },
  {
    group: 'templates',
    name: 'runbook template runs the SLI',
    expects: ['templates/robot-role', 'templates/path-to-robot', 'templates/kind'],
    seed: swap(template('Runbook'), '/runbook.robot', '/sli.robot'),
  },
  {
    group: 'templates',
    name: 'misspelt configuration name',
    expects: ['templates/config-known', 'templates/config-required'],
    seed: swap(template('Runbook'), /(configProvided:\n\s+- name: \w+)/, '$1X'),
  },
  {
    group: 'templates',
    name: 'required variable not provided',
    expects: ['templates/config-required'],
    seed: swap(template('Runbook'), /(configProvided:\n)(\s+- name: \w+\n\s+value: .*\n)/, '$1'),
  },
  {
    group: 'templates',
    name: 'unquoted colon',
    expects: ['templates/render'],
    seed: swap(template('Runbook'), /description: .*/, 'description: Checks: all: of it'),
  },
  { group: 'templates', name: 'unclosed Jinja', expects: ['templates/render'], seed: swap(template('Runbook'), '{% endif %}', '') },
  {
    group: 'templates',
    name: 'custom value that renders to a placeholder',
    expects: ['templates/custom-values', 'templates/placeholders', 'templates/missing-value'],
    seed: swap(template('Runbook'), /(configProvided:\n\s+- name: \w+\n\s+value: ).*/, '$1"{{ custom.team_account }}"'),
  },
  {
    group: 'templates',
    name: 'auth include of another platform',
    expects: ['templates/auth'],
    seed: swap(template('Runbook'), /(aws|azure|gcp)-auth\.yaml/, 'kubernetes-auth.yaml'),
  },
  {
    group: 'templates',
    name: 'no secret provided',
    expects: ['templates/secrets', 'templates/auth'],
    seed: swap(template('Runbook'), / {2}secretsProvided:\n(?: {2,}.*\n?)+$/, ''),
  },
  {
    group: 'templates',
    name: 'SLI every 30 seconds',
    expects: ['templates/interval', 'sli/interval'],
    seed: swap(template('ServiceLevelIndicator'), /intervalSeconds: \d+/, 'intervalSeconds: 30'),
  },
  {
    group: 'templates',
    name: 'unknown key in a template',
    expects: ['templates/shape'],
    seed: swap(template('Runbook'), 'configProvided:', 'configProvide:'),
  },
  {
    group: 'templates',
    name: 'wrong kind of template',
    expects: ['templates/shape', 'templates/kind'],
    seed: swap(template('Runbook'), 'kind: Runbook', 'kind: Runbooks'),
  },
  {
    group: 'templates',
    name: 'SLO with its threshold upside down',
    expects: ['templates/slo', 'templates/slo-threshold'],
    seed: all(
      swap(rule, '- type: runbook', '- type: slo\n              templateName: objective-slo.yaml\n            - type: runbook'),
      add(
        '.runwhen/templates/objective-slo.yaml',
        `apiVersion: runwhen.com/v1
kind: ServiceLevelObjective
metadata:
  name: {{slx_name}}
  labels:
    {% include "common-labels.yaml" %}
  annotations:
    {% include "common-annotations.yaml" %}
spec:
  codeBundle:
    repoUrl: https://github.com/runwhen-contrib/rw-public-codecollection.git
    pathToYaml: codebundles/slo-default/queries.yaml
    ref: main
  sloSpecType: simple-mwmb
  objective: 99
  threshold: 0
  operand: gt
`,
      ),
    ),
  },
  {
    group: 'files',
    name: 'README without a variable',
    expects: ['readme/names'],
    seed: (bundle) => {
      const name = /Import User Variable\s+(\w+)/.exec(
        bundle.files.find((file) => file.path.endsWith('/runbook.robot'))?.content ?? '',
      )?.[1]
      return name === undefined ? null : swap(readme, new RegExp(`\\b${name}\\b`, 'g'), 'it')(bundle)
    },
  },
  { group: 'files', name: 'no README', expects: ['readme/present'], seed: remove(readme) },
  {
    group: 'files',
    name: 'README without configuration',
    expects: ['readme/sections'],
    seed: swap(readme, /^##.*(config|setting|variable|input|secret|requirement|setup|prerequisite|parameter).*$/gim, '## More'),
  },
  { group: 'files', name: 'meta.yaml', expects: ['files/no-meta'], seed: add('meta.yaml', 'display_name: Something\n') },
  { group: 'files', name: 'no runbook', expects: ['robot/runbook-present'], seed: remove(runbook) },
]

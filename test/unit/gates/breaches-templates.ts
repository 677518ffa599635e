// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's and the shell's variables look like placeholders.
import type { BundleFacts, TemplateFact } from '../../../worker/domain/gates/facts.ts'
import type { RobotStep } from '../../../worker/domain/robot-model.ts'
import type { Breach } from './breaches.ts'
import { withSli } from './breaches-shell.ts'
import {
  call,
  file,
  fullIssue,
  goodFacts,
  initialization,
  path,
  rules,
  runbookPath,
  template,
  templateText,
  withModel,
  withTask,
} from './good-facts.ts'

const withTemplates = (...templates: TemplateFact[]): BundleFacts => ({ ...goodFacts(), templates })

/** A rendered template of this kind and `spec`, written as `text`. */
function rendering(kind: string, spec: object, text = templateText): TemplateFact {
  return { ...template(runbookPath, []), text, value: { apiVersion: 'runwhen.com/v1', kind, spec } }
}

const run = (robot: string) => ({ pathToRobot: `${path}/${robot}` })

const objective = (threshold: number, operand: string) => ({
  ...withSli(),
  templates: [
    rendering('ServiceLevelObjective', { codeBundle: {}, objective: 99, threshold, operand }, `spec:\n  threshold: ${threshold}\n`),
  ],
})

const withIssue = (...args: string[]) =>
  withTask({
    steps: [
      call(
        'RW.Core.Add Issue',
        [...fullIssue.filter((one) => !args.some((other) => other.split('=')[0] === one.split('=')[0])), ...args],
        33,
      ),
    ],
  })

const withScript = (text: string): BundleFacts => ({
  ...goodFacts(),
  scripts: [{ path: `${path}/check.sh`, mode: '100755', text, syntax: [], lint: [] }],
})

const forEach = (variable: string, title: string): RobotStep => ({
  kind: 'block',
  type: 'FOR',
  cells: [
    [`\${${variable}}`, 30],
    ['IN', 30],
    ['@{all}', 30],
  ],
  assign: [],
  line: 30,
  body: [call('RW.Core.Add Issue', [...fullIssue.filter((one) => !one.startsWith('title=')), `title=${title}`], 31)],
})

const provider = 'provider "azurerm" {\n  features {}\n}\n'
const terraform = (name: string, text = provider) => file(`.test/terraform/${name}`, { text })
const taskfile = (text: string) => ({ ...goodFacts(), files: [file('.test/Taskfile.yaml', { text }), file('.test/kubernetes/good.yaml')] })
const awsSecret = initialization(call('RW.Core.Import Secret', ['aws_credentials', 'description=x'], 41))

/** Ways to break the rules about templates, fixtures, wording and duplicates. */
export const templateBreaches: Breach[] = [
  {
    id: 'rules/match-rules',
    when: 'a rule has an unknown type',
    facts: { ...goodFacts(), rules: [rules({}, { matchRules: [{ type: 'regex' }] })] },
    says: /"regex" is unknown/,
  },
  {
    id: 'templates/shape',
    when: 'the kind is unknown',
    facts: withTemplates(rendering('Runbooks', { codeBundle: {} })),
    says: /"Runbooks" is unknown/,
    severity: 'block',
  },
  {
    id: 'templates/shape',
    when: 'a field is misspelt',
    facts: withTemplates(rendering('Runbook', { codeBundle: {}, configProvide: [] }, 'spec:\n  configProvide: []\n')),
    says: /configProvide is no field/,
    line: 2,
    severity: 'warn',
  },
  {
    id: 'templates/shape',
    when: 'a field is missing',
    facts: withTemplates(rendering('Runbook', { location: 'x' })),
    says: /codeBundle is missing/,
  },
  {
    id: 'templates/robot-role',
    when: 'a runbook runs the SLI',
    facts: withTemplates(rendering('Runbook', { codeBundle: run('sli.robot') })),
    says: /runs sli\.robot/,
    line: 4,
  },
  {
    id: 'templates/auth',
    when: 'another platform is included',
    facts: {
      ...withModel({ keywords: [awsSecret] }),
      templates: [rendering('Runbook', { codeBundle: run('runbook.robot') }, 'spec:\n  {% include "gcp-auth.yaml" %}\n')],
    },
    says: /gcp-auth does not provide aws_credentials/,
    line: 2,
  },
  {
    id: 'templates/secrets',
    when: 'a secret is not provided',
    facts: withTemplates(rendering('Runbook', { codeBundle: run('runbook.robot') }, 'spec:\n  configProvided: []\n')),
    says: /kubeconfig is imported/,
  },
  {
    id: 'templates/missing-value',
    when: 'a custom value has no default',
    facts: withTemplates(rendering('Runbook', { codeBundle: {} }, 'a\n    value: "{{ custom.team }}"\n')),
    says: /custom\.team/,
    line: 2,
  },
  {
    id: 'templates/interval',
    when: 'the SLI runs all the time',
    facts: withTemplates(rendering('ServiceLevelIndicator', { codeBundle: {}, intervalSeconds: 30 }, 'intervalSeconds: 30\n')),
    says: /every 30 s/,
    line: 1,
    severity: 'warn',
  },
  {
    id: 'templates/interval',
    when: 'the SLI runs rarely',
    facts: withTemplates(rendering('ServiceLevelIndicator', { codeBundle: {}, intervalSeconds: 3600 })),
    says: /3600/,
    severity: 'advise',
  },
  { id: 'templates/slo-threshold', when: 'broken counts as good', facts: objective(0, 'gt'), says: /gt 0/, line: 2 },
  {
    id: 'harness/taskfile',
    when: 'the file is no YAML',
    facts: {
      ...goodFacts(),
      taskfiles: [
        { path: `${path}/.test/Taskfile.yaml`, value: undefined, fault: { line: 3, message: 'no end of the list' }, lines: new Map() },
      ],
    },
    says: /no end/,
    line: 3,
  },
  {
    id: 'harness/duplicate-provider',
    when: 'a provider is configured twice',
    facts: { ...goodFacts(), files: [terraform('main.tf'), terraform('provider.tf')] },
    says: /"azurerm" is configured here and in main\.tf/,
    line: 1,
  },
  {
    id: 'harness/fixtures',
    when: 'a fixture is not there',
    facts: taskfile('tasks:\n  a: kubectl apply -f kubernetes/broken.yaml\n'),
    says: /kubernetes\/broken\.yaml/,
    line: 2,
  },
  {
    id: 'issue/stable-title',
    when: 'a time is in the title',
    facts: withIssue('title=Failed at ${timestamp}'),
    says: /"timestamp"/,
    line: 33,
  },
  {
    id: 'issue/stable-title',
    when: 'a script counts in the title',
    facts: withScript('title="$count pods failed"\n'),
    says: /\$count/,
    severity: 'advise',
  },
  { id: 'issue/destructive', when: 'the advice destroys', facts: withIssue('next_steps=Delete the volume'), says: /"Delete"/, line: 33 },
  {
    id: 'issue/per-resource',
    when: 'each pod is an issue',
    facts: withTask({ steps: [forEach('pod', 'Pod `${pod}` is not ready')] }),
    says: /"pod"/,
    line: 31,
  },
  {
    id: 'report/file-noise',
    when: 'a file is told of',
    facts: withTask({ steps: [call('RW.Core.Add To Report', ['Wrote file issues.json'], 34)] }),
    says: /Wrote file/,
    line: 34,
  },
  {
    id: 'report/file-noise',
    when: 'a script tells of it',
    facts: withScript('echo "Results saved to out.json"\n'),
    says: /Results saved/,
    line: 1,
  },
  {
    id: 'files/duplicate',
    when: 'another bundle has the tasks',
    facts: { ...goodFacts(), siblingTasks: { 'k8s-volumes': ['Check volumes in namespace `${NS}`'] } },
    says: /100 % .* k8s-volumes/,
  },
]

/** What looks like a breach at first sight. */
export const templateInnocents: [id: string, what: string, facts: BundleFacts][] = [
  [
    'templates/missing-value',
    'a value that is asked for first',
    withTemplates(rendering('Runbook', { codeBundle: {} }, '{% if custom.team %}\n value: "{{ custom.team }}"\n{% endif %}\n')),
  ],
  [
    'templates/missing-value',
    'a value with a default',
    withTemplates(rendering('Runbook', { codeBundle: {} }, ' value: "{{ custom.team | default("x") }}"\n')),
  ],
  ['templates/slo-threshold', 'a score of 1 is good', objective(1, 'eq')],
  [
    'harness/duplicate-provider',
    'a second one with an alias',
    { ...goodFacts(), files: [terraform('main.tf'), terraform('east.tf', provider.replace('{\n', '{\n  alias = "east"\n'))] },
  ],
  [
    'harness/fixtures',
    'a fixture that is there, standard input, an address, a variable',
    taskfile(
      'a: kubectl apply -f kubernetes/good.yaml\nb: cat x | kubectl apply -f -\nc: kubectl apply -f https://example.org/x.yaml\nd: kubectl apply -f kubernetes/$NAME.yaml\n',
    ),
  ],
  ['issue/stable-title', 'a scope in the title', withIssue('title=Volumes are full in namespace `${NAMESPACE}`')],
  ['issue/destructive', 'advice with care', withIssue('next_steps=Check who uses the volume, then delete it')],
  ['issue/per-resource', 'findings that a script put together', withTask({ steps: [forEach('issue', '${issue}[title]')] })],
  ['report/file-noise', 'a message on standard error', withScript('echo "Results saved to out.json" >&2\n')],
  ['files/duplicate', 'the bundle itself', { ...goodFacts(), siblingTasks: { 'k8s-pvc-usage': ['Check volumes in namespace `${NS}`'] } }],
]

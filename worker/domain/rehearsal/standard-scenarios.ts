import { type Scenario, scenarioSchema } from './scenario.ts'

/** Scenarios for every bundle. They know nothing of it, so they ask only for what holds of any bundle. */

/** Every command exits 1 and says why on its error output. A bundle that looks healthy then would hide any outage of what it looks at. */
export const everythingFails: Scenario = scenarioSchema.parse({
  name: 'everything-fails',
  description: 'Each command exits 1 with an error. Nothing could be checked, so nothing may look healthy.',
  default: { exitCode: 1, stderr: 'error: connection refused: the server could not be reached\n' },
  expect: { neverHealthy: true },
})

const emptyList = '{"apiVersion":"v1","kind":"List","metadata":{"resourceVersion":""},"items":[]}\n'

function said(stdout: string, ...commands: string[]): { command: string; stdout: string }[] {
  return commands.map((command) => ({ command, stdout }))
}

/** `-o json`, `-ojson`, `--output=json`: each spelling of an option that names a form. */
function inForm(tool: string, form: string, ...options: string[]): string[] {
  return options.flatMap((option) => {
    const joined = option.startsWith('--') ? `${option}=${form}` : `${option}${form}`
    return [`${tool} *${option} ${form}*`, `${tool} *${joined}*`]
  })
}

function cluster(tool: string): { command: string; stdout: string; stderr?: string }[] {
  return [
    ...said('rehearsal\n', `${tool} config current-context*`, `${tool} config get-contexts*-o name*`),
    ...said('{"clientVersion":{"gitVersion":"v1.31.0"},"serverVersion":{"gitVersion":"v1.31.0"}}\n', `${tool} version*json*`),
    ...said('Client Version: v1.31.0\nServer Version: v1.31.0\n', `${tool} version*`),
    ...said('yes\n', `${tool} auth can-i*`),
    ...said('', `${tool} config *`, `${tool} logs *`, ...inForm(tool, 'name', '-o', '--output'), `${tool} *--no-headers*`),
    // Before the listing, because `-o jsonpath=…` begins like `-o json`.
    ...said('', `${tool} *jsonpath=*`, `${tool} *go-template=*`, `${tool} *custom-columns*`),
    ...said(emptyList, ...inForm(tool, 'json', '-o', '--output')),
    ...said('apiVersion: v1\nitems: []\nkind: List\n', ...inForm(tool, 'yaml', '-o', '--output')),
    ...['get', 'top', 'describe'].map((verb) => ({ command: `${tool} ${verb} *`, stdout: '', stderr: 'No resources found\n' })),
    ...['get', 'top', 'describe'].map((verb) => ({ command: `${tool} * ${verb} *`, stdout: '', stderr: 'No resources found\n' })),
  ]
}

const identity = '{"UserId":"REHEARSAL","Account":"123456789012","Arn":"arn:aws:iam::123456789012:user/rehearsal"}\n'
const account =
  '{"id":"00000000-0000-0000-0000-000000000000","name":"rehearsal","state":"Enabled","tenantId":"00000000-0000-0000-0000-000000000000"}\n'

const clouds = [
  ...said(identity, 'aws *sts get-caller-identity*'),
  ...said('', 'aws configure *'),
  { command: 'aws *', empty: true },
  ...said('00000000-0000-0000-0000-000000000000\n', 'az account show*-o tsv*', 'az account show*--output tsv*'),
  ...said(account, 'az account show*'),
  ...said('', 'az login*', 'az account set*', 'az config *', 'az extension *', ...inForm('az', 'tsv', '-o', '--output')),
  ...said('', ...inForm('az', 'table', '-o', '--output')),
  ...said('[]\n', 'az *'),
  ...said('', 'gcloud auth *', 'gcloud config *'),
  ...said('[]\n', 'gcloud *--format=json*', 'gcloud *--format json*'),
  ...said('', 'gcloud *', 'gsutil *'),
  ...said('[]\n', 'bq *json*'),
]

/** Every command succeeds and lists nothing, in the shape in which its tool says so. */
export const nothingThere: Scenario = scenarioSchema.parse({
  name: 'nothing-there',
  description: 'Each command succeeds with an empty answer in its own form. A bundle must be able to read it.',
  answers: [
    ...cluster('kubectl'),
    ...cluster('oc'),
    ...clouds,
    ...said('[]\n', 'gh *--json*', 'gh api*', ...inForm('helm', 'json', '-o', '--output')),
    ...said('{}\n', 'istioctl *-o json*', 'terraform *-json*'),
  ],
  default: { exitCode: 0 },
  expect: { tasksPass: true },
})

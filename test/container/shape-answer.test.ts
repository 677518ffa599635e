import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ensureVenv } from '../../containers/cli/setup.ts'
import { rehearsalPrograms } from '../../containers/rehearse/stand-ins.ts'

const program = `
import json, sys
sys.path.insert(0, sys.argv[1])
import shape_answer
for tool, args, text in json.load(sys.stdin):
    try:
        print(json.dumps(shape_answer.shaped(tool, args, text)))
    except shape_answer.BadQuery as error:
        print(json.dumps("bad query"))
`

/** What the tools make of each answer, started as a stand-in is: without the site's packages. */
function shaped(cases: readonly (readonly [tool: string, args: string | readonly string[], answer: unknown])[]): string[] {
  const input = JSON.stringify(
    cases.map(([tool, args, answer]) => [
      tool,
      typeof args === 'string' ? args.split(' ') : args,
      typeof answer === 'string' ? answer : JSON.stringify(answer),
    ]),
  )
  const output = execFileSync(join(ensureVenv(), 'bin', 'python'), ['-IS', '-c', program, rehearsalPrograms], { input, encoding: 'utf8' })
  return output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}

const instances = {
  Reservations: [
    {
      Instances: [
        { InstanceId: 'i-1', State: { Name: 'running' } },
        { InstanceId: 'i-2', State: { Name: 'stopped' } },
      ],
    },
  ],
}
const groups = [
  { name: 'web', location: 'westeurope', provisioningState: 'Succeeded', enabled: true },
  { name: 'db', location: 'westeurope', provisioningState: 'Failed', enabled: false },
]
const services = [
  {
    metadata: { name: 'shop' },
    status: {
      conditions: [
        { type: 'Ready', status: 'True' },
        { type: 'Active', status: 'False' },
      ],
    },
    zone: 'a/b/eu-1b',
  },
  { metadata: { name: 'cart' }, status: {} },
]

it('gives the form that aws, az and gcloud are asked for', () => {
  const ids = 'Reservations[].Instances[].InstanceId'
  expect(
    shaped([
      ['aws', `ec2 describe-instances --query ${ids} --output text`, instances],
      ['aws', `ec2 describe-instances --query=${ids}`, instances],
      ['aws', 'ec2 describe-instances --query Reservations[].Instances[].[InstanceId,State.Name] --output text', instances],
      ['aws', 'ec2 describe-instances --query Reservations[0].Nothing --output text', instances],
      ['aws', 'ec2 describe-instances --query length(Reservations[].Instances[])', instances],
      ['aws', 'ec2 describe-instances --query Reservations[', instances],
      ['az', 'network nsg list --query [].name -o tsv', groups],
      ['az', 'network nsg list --query [?provisioningState!=`Succeeded`].{name:name,on:enabled} --output tsv', groups],
      ['az', 'network nsg show --query nothing', {}],
      ['gcloud', 'run services list --format=value(metadata.name,status.conditions[0].status)', services],
      ['gcloud', 'run services list --format csv[no-heading](metadata.name,zone.basename())', services],
      ['gcloud', 'run services list --format=value(status.conditions[].type)', services],
      ['gcloud', 'run services list --format=json', services[1]],
      ['kubectl', 'get pods -o json', '{"items": []}'],
      ['aws', 's3 ls', '2026-01-01 bucket'],
    ]),
  ).toEqual([
    'i-1\ti-2\n',
    '[\n    "i-1",\n    "i-2"\n]\n',
    'i-1\trunning\ni-2\tstopped\n',
    'None\n',
    '2\n',
    'bad query',
    'web\ndb\n',
    'db\tfalse\n',
    '',
    'shop\tTrue\ncart\t\n',
    'shop,eu-1b\ncart,\n',
    'Ready;Active\n\n',
    '{\n  "metadata": {\n    "name": "cart"\n  },\n  "status": {}\n}\n',
    '{\n    "items": []\n}\n',
    '2026-01-01 bucket',
  ])
})

const pods = {
  kind: 'List',
  items: [
    {
      metadata: { name: 'web-1', labels: { 'app.kubernetes.io/name': 'web' } },
      spec: {
        nodeName: 'a',
        containers: [
          { name: 'web', image: 'web:1' },
          { name: 'log', image: 'log:2' },
        ],
      },
      status: {
        phase: 'Running',
        ready: true,
        containerStatuses: [
          { name: 'web', restartCount: 7 },
          { name: 'log', restartCount: 0 },
        ],
      },
    },
    { kind: 'Pod', metadata: { name: 'db-0' }, spec: { nodeName: 'b' }, status: { phase: 'Pending', message: null } },
  ],
}

/** As a shell hands it over: the form is one word. */
const kubectl = (form: string, ...words: string[]) => ['kubectl', ['get', 'pods', ...words, '-n', 'shop', '-o', form], pods] as const

it('gives the forms of kubectl, by the examples of its documentation and those that scripts use', () => {
  const cases: (readonly [ReturnType<typeof kubectl> | readonly [string, string[], unknown], string])[] = [
    [kubectl('jsonpath={.items[*].metadata.name}'), 'web-1 db-0'],
    [kubectl("jsonpath={.items[*]['metadata.name','status.phase']}"), ''],
    [kubectl('jsonpath={range .items[*]}{.metadata.name}{"\\t"}{.status.phase}{"\\n"}{end}'), 'web-1\tRunning\ndb-0\tPending\n'],
    [kubectl('jsonpath={range .items[?(@.status.phase!="Running")]}{.metadata.name}{" "}{end}'), 'db-0 '],
    [kubectl("jsonpath={.items[?(@.metadata.name=='db-0')].spec.nodeName}"), 'b'],
    [kubectl('jsonpath={.items[0].status.containerStatuses[?(@.restartCount>5)].name}'), 'web'],
    [kubectl('jsonpath={.items[?(@.status.message)].metadata.name}'), 'db-0'],
    [kubectl('jsonpath={.items[0].spec.containers[-1:].image}'), 'log:2'],
    [kubectl('jsonpath={.items[0].spec.containers[0:2].name}'), 'web log'],
    [kubectl('jsonpath={..image}'), 'web:1 log:2'],
    [kubectl('jsonpath={.items[0].metadata.labels.app\\.kubernetes\\.io/name}'), 'web'],
    [kubectl("jsonpath={.items[0].metadata.labels['app.kubernetes.io/name']}"), 'web'],
    [kubectl('jsonpath={.items[0].metadata.labels}'), '{"app.kubernetes.io/name":"web"}'],
    [kubectl('jsonpath={.items[0].status.ready}'), 'true'],
    [kubectl('jsonpath={.items[0].nothing.at.all}'), ''],
    [kubectl('jsonpath=pods: {$.items[*].kind}'), 'pods: Pod'],
    [kubectl('jsonpath={range .items[*]}{.metadata.name}: {range .spec.containers[*]}{.name},{end}{end}'), 'web-1: web,log,db-0: '],
    [kubectl('jsonpath={.items[*'), 'bad query'],
    [kubectl('jsonpath={range .items[*]}{.x}'), 'bad query'],
    [kubectl('jsonpath={.status.phase}', 'db-0'), 'Pending'],
    [['kubectl', ['get', 'pod/db-0', '-o=jsonpath={.spec.nodeName}'], pods], 'b'],
    [['kubectl', ['get', 'pods', '-ojsonpath={.items[1].spec.nodeName}'], pods], 'b'],
    [['oc', ['get', 'pods', '--output', 'name'], pods], 'pod/web-1\npod/db-0\n'],
    [kubectl('custom-columns=NAME:.metadata.name,NODE:.spec.nodeName'), 'NAME    NODE\nweb-1   a\ndb-0    b\n'],
    [kubectl('custom-columns=:.metadata.name', '--no-headers'), 'web-1\ndb-0\n'],
    [kubectl('custom-columns=I:.spec.containers[*].image', '--no-headers'), 'web:1,log:2\n<none>\n'],
    [kubectl('wide'), ''],
    [kubectl('go-template={{.items}}'), ''],
    [['kubectl', ['get', 'pods', '-n', 'team-ops'], pods], ''],
  ]
  const answers = shaped(cases.map(([call]) => call))
  expect(cases.map(([[, words]], index) => [words, answers[index]])).toEqual(cases.map(([[, words], wanted]) => [words, wanted]))
  expect(JSON.parse(shaped([kubectl('json', 'db-0')])[0] ?? '')).toMatchObject({ spec: { nodeName: 'b' } })
  expect(JSON.parse(shaped([kubectl('json', 'another')])[0] ?? '')).toEqual(pods)
})

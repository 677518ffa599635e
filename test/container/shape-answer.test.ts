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
function shaped(cases: readonly (readonly [tool: string, args: string, answer: unknown])[]): string[] {
  const input = JSON.stringify(
    cases.map(([tool, args, answer]) => [tool, args.split(' '), typeof answer === 'string' ? answer : JSON.stringify(answer)]),
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
    '{"items": []}',
    '2026-01-01 bucket',
  ])
})

import { type Answer, brokenOf, but } from './answer-pairs.ts'
import type { Sample } from './sample.ts'

/** How the answers of `az` are put together. */

export const subscription = '00000000-0000-0000-0000-000000000000'
export const resourceGroup = 'shop-production'
const place = `/subscriptions/${subscription}/resourceGroups/${resourceGroup}`

/** Id of a resource: `Microsoft.Compute/disks`, `data`. */
export function idOf(type: string, name: string): string {
  return `${place}/providers/${type}/${name}`
}

/** What every resource has. */
export function resource(type: string, name: string, more: object): object {
  const common = {
    id: idOf(type, name),
    name,
    type,
    resourceGroup,
    location: 'westeurope',
    tags: { owner: 'team-shop', environment: 'production' },
  }
  return { ...common, provisioningState: 'Succeeded', ...more }
}

/** The answers of a group of commands that has `list` and `show`. */
export function listed(group: string, item: object, wrong: object | readonly object[]): Answer[] {
  const [first = item, ...more] = brokenOf(item, wrong)
  return [
    { command: `az *${group} list*`, healthy: [item], broken: [first, ...more] },
    { command: `az *${group} show*`, healthy: item, broken: first },
  ]
}

/** Any other command that answers with one list or one object. */
export function asked(command: string, healthy: unknown, broken: unknown): Answer {
  return { command: `az *${command}*`, healthy, broken }
}

/** An answer and what is wrong with it. */
export function shown(command: string, item: object, wrong: object): Answer {
  return asked(command, item, but(item, wrong))
}

/** A metric of Azure Monitor, with the same value for every aggregation. */
export function metric(name: string, unit: string, healthy: number, broken: number): Answer {
  const answer = (value: number) => ({
    cost: 0,
    interval: 'PT5M',
    timespan: '{{now-1h}}/{{now-0s}}',
    value: [
      {
        name: { value: name, localizedValue: name },
        unit,
        errorCode: 'Success',
        timeseries: [
          {
            metadatavalues: [],
            data: ['{{now-15m}}', '{{now-10m}}', '{{now-5m}}'].map((timeStamp) => ({
              timeStamp,
              average: value,
              count: 1,
              maximum: value,
              minimum: value,
              total: value,
            })),
          },
        ],
      },
    ],
  })
  return asked(`monitor metrics list*${name}`, answer(healthy), answer(broken))
}

const change = {
  caller: 'ada@example.com',
  category: { value: 'Administrative', localizedValue: 'Administrative' },
  eventTimestamp: '{{now-20m}}',
  submissionTimestamp: '{{now-19m}}',
  level: 'Warning',
  operationName: { value: 'Microsoft.Resources/tags/write', localizedValue: 'Update tags' },
  resourceGroupName: resourceGroup,
  resourceId: idOf('Microsoft.Network/networkSecurityGroups', 'checkout'),
  status: { value: 'Succeeded', localizedValue: 'Succeeded' },
  subStatus: { value: 'OK', localizedValue: 'OK (HTTP Status Code: 200)' },
}
/** Nobody changed anything in the healthy world: whose changes are expected, only the request says. */
const activity: Answer = asked('monitor activity-log list', [], [change])

export function azureSample(kind: string, ...answers: readonly (Answer | Answer[])[]): Sample {
  return { kind, answers: [...answers.flat(), activity] }
}

export const identity = { type: 'SystemAssigned', principalId: subscription, tenantId: subscription }

export const noIdentity = { type: 'None' }

export const failed = { provisioningState: 'Failed', tags: {} }

export const created = '{{now-200d}}'

export const open = { ...failed, publicNetworkAccess: 'Enabled' }

export const net = (type: string) => `Microsoft.Network/${type}`

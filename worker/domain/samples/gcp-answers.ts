import { type Answer, brokenOf } from './answer-pairs.ts'
import type { Sample } from './sample.ts'

/** How the answers of `gcloud` are put together. */

export const project = 'shop-production'
export const location = `projects/${project}/locations/europe-west1`
/** Address of a resource of Compute Engine: `zones/europe-west1-b/disks/web-1`. */
export function selfLink(path: string): string {
  return `https://www.googleapis.com/compute/v1/projects/${project}/${path}`
}

/** The answers of a group of commands that has `list` and `describe`. */
export function listed(group: string, item: object, wrong: object | readonly object[]): Answer[] {
  const [first = item, ...more] = brokenOf(item, wrong)
  return [
    { command: `gcloud *${group} list*`, healthy: [item], broken: [first, ...more] },
    { command: `gcloud *${group} describe*`, healthy: item, broken: first },
  ]
}

/** Any other command. */
export function asked(command: string, healthy: unknown, broken: unknown): Answer {
  return { command: `gcloud *${command}*`, healthy, broken }
}

/** A metric of Cloud Monitoring, which gcloud cannot read: its API, asked with curl. */
export function metric(type: string, healthy: number, broken: number): Answer {
  const answer = (value: number) => ({
    timeSeries: [
      {
        metric: { type, labels: {} },
        resource: { type: 'global', labels: { project_id: project } },
        metricKind: 'GAUGE',
        valueType: 'DOUBLE',
        points: ['{{now-5m}}', '{{now-10m}}'].map((endTime) => ({
          interval: { startTime: endTime, endTime },
          value: { doubleValue: value },
        })),
      },
    ],
    unit: '1',
  })
  return {
    command: `curl *monitoring.googleapis.com*${type
      .slice(type.indexOf('/') + 1)
      .split('/')
      .join('*')}*`,
    healthy: answer(healthy),
    broken: answer(broken),
  }
}

const entry = {
  insertId: '0a1b',
  logName: `projects/${project}/logs/run.googleapis.com%2Fstderr`,
  timestamp: '{{now-10m}}',
  receiveTimestamp: '{{now-10m}}',
}
const error = {
  ...entry,
  severity: 'ERROR',
  textPayload: 'request failed: connection refused',
  resource: {
    type: 'cloud_run_revision',
    labels: { service_name: 'checkout', revision_name: 'checkout-00002', location: 'europe-west1', project_id: project },
  },
}
const change = {
  ...entry,
  logName: `projects/${project}/logs/cloudaudit.googleapis.com%2Factivity`,
  severity: 'NOTICE',
  resource: { type: 'gce_instance', labels: { project_id: project } },
  protoPayload: {
    '@type': 'type.googleapis.com/google.cloud.audit.AuditLog',
    authenticationInfo: { principalEmail: 'ada@example.com' },
    methodName: 'v1.compute.instances.setMetadata',
    resourceName: `projects/${project}/zones/europe-west1-b/instances/web-1`,
    serviceName: 'compute.googleapis.com',
  },
}
/** Nothing is logged in the healthy world, neither errors nor changes: whose changes are expected, only the request says. */
const logs: Answer[] = [asked('logging read*activity', [], [change]), asked('logging read', [], [error])]

export function gcpSample(kind: string, ...answers: readonly (Answer | Answer[])[]): Sample {
  return { kind, answers: [...answers.flat(), ...logs] }
}

export const created = '{{now-90d}}'

export const labels = { owner: 'team-shop', environment: 'production' }

export const zone = selfLink('zones/europe-west1-b')

export const instance = {
  id: '1000000000000000001',
  name: 'web-1',
  kind: 'compute#instance',
  status: 'RUNNING',
  zone,
  machineType: `${zone}/machineTypes/e2-medium`,
  selfLink: selfLink('zones/europe-west1-b/instances/web-1'),
  creationTimestamp: created,
  lastStartTimestamp: '{{now-9d}}',
  cpuPlatform: 'Intel Broadwell',
  deletionProtection: true,
  canIpForward: false,
  labels,
  tags: { items: ['web'] },
  metadata: {
    items: [
      { key: 'enable-oslogin', value: 'TRUE' },
      { key: 'block-project-ssh-keys', value: 'true' },
    ],
  },
  networkInterfaces: [{ name: 'nic0', networkIP: '10.0.1.4', network: selfLink('global/networks/shop'), accessConfigs: [] }],
  disks: [{ boot: true, deviceName: 'web-1', source: selfLink('zones/europe-west1-b/disks/web-1'), diskSizeGb: '50' }],
  scheduling: { automaticRestart: true, onHostMaintenance: 'MIGRATE', preemptible: false },
  serviceAccounts: [{ email: `web@${project}.iam.gserviceaccount.com`, scopes: ['https://www.googleapis.com/auth/cloud-platform'] }],
  shieldedInstanceConfig: { enableSecureBoot: true, enableVtpm: true, enableIntegrityMonitoring: true },
}

export const key = `${location}/keyRings/shop/cryptoKeys/data`

/** A resource whose name is a path and whose state is a word. */
export const stateful = (path: string, state: string, more: object) => ({
  name: `${location}/${path}`,
  state,
  createTime: created,
  labels,
  ...more,
})

export const topic = `projects/${project}/topics/orders`

export const everyone = { bindings: [{ role: 'roles/viewer', members: ['allUsers', 'allAuthenticatedUsers'] }] }

export const nobody = { bindings: [{ role: 'roles/viewer', members: [`group:team-shop@example.com`] }] }

export const policy = (command: string) => asked(`${command} get-iam-policy`, nobody, everyone)

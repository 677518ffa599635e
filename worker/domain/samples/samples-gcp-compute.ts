import { asked, created, gcpSample, instance, labels, listed, location, metric, selfLink, zone } from './gcp-answers.ts'
import type { Sample } from './sample.ts'

const disk = {
  id: '1000000000000000002',
  name: 'web-1',
  kind: 'compute#disk',
  status: 'READY',
  sizeGb: '50',
  type: `${zone}/diskTypes/pd-balanced`,
  zone,
  creationTimestamp: created,
  lastAttachTimestamp: '{{now-9d}}',
  users: [instance.selfLink],
  labels,
  resourcePolicies: [selfLink('regions/europe-west1/resourcePolicies/daily')],
  diskEncryptionKey: { kmsKeyName: `${location}/keyRings/shop/cryptoKeys/disks` },
  selfLink: selfLink('zones/europe-west1-b/disks/web-1'),
}
const managed = (instanceStatus: string, state: string) => ({
  instance: instance.selfLink,
  instanceStatus,
  currentAction: state === 'HEALTHY' ? 'NONE' : 'RECREATING',
  instanceHealth: [{ detailedHealthState: state }],
  lastAttempt: {},
  version: {},
})
const cpu = metric('compute.googleapis.com/instance/cpu/utilization', 0.2, 0.98)

const neglected = {
  deletionProtection: false,
  canIpForward: true,
  labels: {},
  metadata: { items: [] },
  networkInterfaces: [
    {
      name: 'nic0',
      networkIP: '10.0.1.5',
      network: selfLink('global/networks/default'),
      accessConfigs: [{ name: 'External NAT', natIP: '203.0.113.20', type: 'ONE_TO_ONE_NAT' }],
    },
  ],
  scheduling: { automaticRestart: false },
  serviceAccounts: [{ email: '1-compute@developer.gserviceaccount.com', scopes: ['https://www.googleapis.com/auth/cloud-platform'] }],
  shieldedInstanceConfig: { enableSecureBoot: false, enableVtpm: false, enableIntegrityMonitoring: false },
}

const badDisk = {
  users: undefined,
  labels: {},
  resourcePolicies: undefined,
  diskEncryptionKey: undefined,
  lastDetachTimestamp: '{{now-200d}}',
  creationTimestamp: '{{now-700d}}',
}

export const gcpComputeSamples: readonly Sample[] = [
  gcpSample(
    'gcp-compute',
    listed('compute instances', instance, [
      { ...neglected, status: 'TERMINATED', lastStopTimestamp: '{{now-3h}}' },
      { ...neglected, id: '1000000000000000009', name: 'web-2', selfLink: selfLink('zones/europe-west1-b/instances/web-2') },
    ]),
    cpu,
  ),
  gcpSample(
    'gcp-disk',
    listed('compute disks', disk, [
      { ...badDisk, status: 'FAILED' },
      { ...badDisk, id: '1000000000000000010', name: 'old' },
    ]),
  ),
  gcpSample(
    'gcp-snapshot',
    listed(
      'compute snapshots',
      {
        id: '1000000000000000007',
        name: 'web-1-nightly',
        kind: 'compute#snapshot',
        status: 'READY',
        diskSizeGb: '50',
        storageBytes: '9000000',
        storageLocations: ['eu'],
        sourceDisk: disk.selfLink,
        autoCreated: true,
        creationTimestamp: '{{now-12h}}',
        labels,
        snapshotEncryptionKey: { kmsKeyName: `${location}/keyRings/shop/cryptoKeys/disks` },
      },
      { status: 'FAILED', autoCreated: false, creationTimestamp: '{{now-700d}}', labels: {}, snapshotEncryptionKey: undefined },
    ),
    listed('compute disks', disk, {}),
  ),
  gcpSample(
    'gcp-mig',
    asked('compute instance-groups managed list-instances', [managed('RUNNING', 'HEALTHY')], [managed('STOPPED', 'UNHEALTHY')]),
    asked(
      'compute instance-groups managed list-errors',
      [],
      [{ timestamp: '{{now-10m}}', error: { code: 'QUOTA_EXCEEDED', message: 'The quota of the region is exhausted.' } }],
    ),
    listed(
      'compute instance-groups managed',
      {
        id: '1000000000000000006',
        name: 'web',
        kind: 'compute#instanceGroupManager',
        baseInstanceName: 'web',
        targetSize: 3,
        size: '3',
        zone,
        instanceTemplate: selfLink('global/instanceTemplates/web-4'),
        currentActions: { none: 3, creating: 0, recreating: 0, deleting: 0, abandoning: 0, restarting: 0, refreshing: 0, verifying: 0 },
        status: { isStable: true, versionTarget: { isReached: true }, stateful: { hasStatefulConfig: false } },
        autoHealingPolicies: [{ healthCheck: selfLink('global/healthChecks/checkout'), initialDelaySec: 120 }],
        autoscaled: 'yes',
        creationTimestamp: created,
      },
      {
        size: '0',
        currentActions: { none: 0, creating: 3 },
        status: { isStable: false, versionTarget: { isReached: false } },
        autoHealingPolicies: undefined,
        autoscaled: 'no',
      },
    ),
  ),
]

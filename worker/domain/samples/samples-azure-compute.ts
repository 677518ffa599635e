import { asked, azureSample, failed, identity, idOf, listed, metric, noIdentity, resource } from './azure-answers.ts'
import type { Sample } from './sample.ts'

const disk = {
  osType: 'Linux',
  name: 'web-1-os',
  caching: 'ReadWrite',
  diskSizeGB: 64,
  managedDisk: { id: idOf('Microsoft.Compute/disks', 'web-1-os'), storageAccountType: 'Premium_LRS' },
}
const vm = resource('Microsoft.Compute/virtualMachines', 'web-1', {
  vmId: '11111111-2222-3333-4444-555555555555',
  powerState: 'VM running',
  hardwareProfile: { vmSize: 'Standard_D2s_v5' },
  storageProfile: { osDisk: disk, dataDisks: [] },
  osProfile: { computerName: 'web-1', adminUsername: 'shop', linuxConfiguration: { disablePasswordAuthentication: true } },
  networkProfile: { networkInterfaces: [{ id: idOf('Microsoft.Network/networkInterfaces', 'web-1') }] },
  privateIps: '10.0.1.4',
  publicIps: '',
  identity,
  securityProfile: { encryptionAtHost: true },
  timeCreated: '{{now-90d}}',
  zones: ['1'],
})
const viewed = (state: string, agent: string) => ({
  statuses: [
    { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
    { code: `PowerState/${state}`, level: 'Info', displayStatus: `VM ${state}` },
  ],
  vmAgent: { vmAgentVersion: '2.14', statuses: [{ code: `ProvisioningState/${agent}`, displayStatus: agent, time: '{{now-5m}}' }] },
})
const badVm = {
  tags: {},
  publicIps: '203.0.113.20',
  osProfile: { linuxConfiguration: { disablePasswordAuthentication: false } },
  identity: noIdentity,
  securityProfile: { encryptionAtHost: false },
  zones: undefined,
}

export const azureComputeSamples: readonly Sample[] = [
  azureSample(
    'az-vm',
    // What has stopped has no load, so the other problems are those of a second machine, which runs.
    listed('vm', vm, [
      { ...badVm, powerState: 'VM deallocated' },
      { ...badVm, name: 'web-2', id: idOf('Microsoft.Compute/virtualMachines', 'web-2'), provisioningState: 'Failed' },
    ]),
    asked(
      'vm get-instance-view',
      { ...vm, instanceView: viewed('running', 'succeeded') },
      { ...vm, provisioningState: 'Failed', instanceView: viewed('deallocated', 'Unavailable') },
    ),
    metric('Percentage CPU', 'Percent', 21, 98),
    metric('Available Memory Bytes', 'Bytes', 6_000_000_000, 20_000_000),
  ),
  azureSample(
    'az-vmss',
    listed(
      'vmss',
      resource('Microsoft.Compute/virtualMachineScaleSets', 'workers', {
        sku: { name: 'Standard_D2s_v5', tier: 'Standard', capacity: 3 },
        orchestrationMode: 'Uniform',
        upgradePolicy: { mode: 'Rolling' },
        overprovision: true,
        zones: ['1', '2'],
        automaticRepairsPolicy: { enabled: true },
        timeCreated: '{{now-90d}}',
      }),
      { ...failed, sku: { capacity: 0 }, upgradePolicy: { mode: 'Manual' }, zones: undefined, automaticRepairsPolicy: { enabled: false } },
    ),
    asked(
      'vmss list-instances',
      [{ instanceId: '0', name: 'workers_0', provisioningState: 'Succeeded', latestModelApplied: true }],
      [{ instanceId: '0', name: 'workers_0', provisioningState: 'Failed', latestModelApplied: false }],
    ),
    metric('Percentage CPU', 'Percent', 21, 98),
  ),
  azureSample(
    'az-disk',
    listed(
      'disk',
      resource('Microsoft.Compute/disks', 'web-1-os', {
        diskState: 'Attached',
        diskSizeGb: 64,
        managedBy: idOf('Microsoft.Compute/virtualMachines', 'web-1'),
        sku: { name: 'Premium_LRS', tier: 'Premium' },
        encryption: { type: 'EncryptionAtRestWithCustomerKey', diskEncryptionSetId: idOf('Microsoft.Compute/diskEncryptionSets', 'shop') },
        networkAccessPolicy: 'DenyAll',
        publicNetworkAccess: 'Disabled',
        timeCreated: '{{now-40d}}',
        osType: 'Linux',
        zones: ['1'],
      }),
      {
        tags: {},
        diskState: 'Unattached',
        managedBy: null,
        provisioningState: 'Failed',
        encryption: { type: 'EncryptionAtRestWithPlatformKey', diskEncryptionSetId: undefined },
        networkAccessPolicy: 'AllowAll',
        publicNetworkAccess: 'Enabled',
        timeCreated: '{{now-700d}}',
      },
    ),
  ),
]

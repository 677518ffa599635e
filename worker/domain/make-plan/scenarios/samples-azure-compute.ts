import { asked, azureSample, idOf, listed, metric, resource, shown, subscription } from './azure-answers.ts'
import type { Sample } from './sample.ts'

const identity = { type: 'SystemAssigned', principalId: subscription, tenantId: subscription }
const noIdentity = { type: 'None' }
const failed = { provisioningState: 'Failed', tags: {} }
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
const badVm = {
  tags: {},
  publicIps: '203.0.113.20',
  osProfile: { linuxConfiguration: { disablePasswordAuthentication: false } },
  identity: noIdentity,
  securityProfile: { encryptionAtHost: false },
  zones: undefined,
}
const viewed = (state: string, agent: string) => ({
  statuses: [
    { code: 'ProvisioningState/succeeded', level: 'Info', displayStatus: 'Provisioning succeeded' },
    { code: `PowerState/${state}`, level: 'Info', displayStatus: `VM ${state}` },
  ],
  vmAgent: { vmAgentVersion: '2.14', statuses: [{ code: `ProvisioningState/${agent}`, displayStatus: agent, time: '{{now-5m}}' }] },
})
const pool = {
  name: 'system',
  mode: 'System',
  count: 3,
  minCount: 3,
  maxCount: 6,
  enableAutoScaling: true,
  vmSize: 'Standard_D4s_v5',
  osType: 'Linux',
  orchestratorVersion: '1.34.2',
  currentOrchestratorVersion: '1.34.2',
  provisioningState: 'Succeeded',
  powerState: { code: 'Running' },
  availabilityZones: ['1', '2'],
}
const badPool = {
  ...pool,
  count: 0,
  enableAutoScaling: false,
  orchestratorVersion: '1.24.0',
  currentOrchestratorVersion: '1.24.0',
  provisioningState: 'Failed',
  powerState: { code: 'Stopped' },
  availabilityZones: undefined,
}
const site = (name: string, kind: string) =>
  resource('Microsoft.Web/sites', name, {
    kind,
    provisioningState: undefined,
    state: 'Running',
    enabled: true,
    availabilityState: 'Normal',
    usageState: 'Normal',
    httpsOnly: true,
    clientCertEnabled: true,
    defaultHostName: `${name}.azurewebsites.net`,
    hostNames: [`${name}.azurewebsites.net`],
    publicNetworkAccess: 'Disabled',
    lastModifiedTimeUtc: '{{now-9d}}',
    appServicePlanId: idOf('Microsoft.Web/serverfarms', 'shop'),
    identity,
    siteConfig: {
      alwaysOn: true,
      minTlsVersion: '1.2',
      ftpsState: 'Disabled',
      http20Enabled: true,
      linuxFxVersion: 'PYTHON|3.13',
      healthCheckPath: '/healthz',
    },
  })
const badSite = {
  state: 'Stopped',
  enabled: false,
  availabilityState: 'Limited',
  usageState: 'Exceeded',
  httpsOnly: false,
  clientCertEnabled: false,
  publicNetworkAccess: 'Enabled',
  identity: noIdentity,
  siteConfig: {
    alwaysOn: false,
    minTlsVersion: '1.0',
    ftpsState: 'AllAllowed',
    http20Enabled: false,
    linuxFxVersion: 'PYTHON|3.7',
    healthCheckPath: null,
  },
  tags: {},
}
const siteAnswers = (group: string, name: string, kind: string) => [
  shown(
    `${group} config show`,
    {
      alwaysOn: true,
      minTlsVersion: '1.2',
      ftpsState: 'Disabled',
      http20Enabled: true,
      healthCheckPath: '/healthz',
      remoteDebuggingEnabled: false,
    },
    {
      alwaysOn: false,
      minTlsVersion: '1.0',
      ftpsState: 'AllAllowed',
      http20Enabled: false,
      healthCheckPath: null,
      remoteDebuggingEnabled: true,
    },
  ),
  asked(`${group} deployment list`, [], []),
  ...listed(group, site(name, kind), badSite),
  metric('Http5xx', 'Count', 0, 800),
  metric('HttpResponseTime', 'Seconds', 0.1, 20),
  metric('AverageResponseTime', 'Seconds', 0.1, 20),
  metric('MemoryWorkingSet', 'Bytes', 90_000_000, 9_000_000_000),
  metric('CpuTime', 'Seconds', 2, 290),
]

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
    'az-aks',
    listed('aks nodepool', pool, badPool),
    asked(
      'aks get-upgrades',
      { name: 'default', controlPlaneProfile: { kubernetesVersion: '1.34.2', upgrades: null } },
      {
        name: 'default',
        controlPlaneProfile: { kubernetesVersion: '1.24.0', upgrades: [{ kubernetesVersion: '1.25.0', isPreview: null }] },
      },
    ),
    listed(
      'aks',
      resource('Microsoft.ContainerService/managedClusters', 'shop', {
        kubernetesVersion: '1.34.2',
        currentKubernetesVersion: '1.34.2',
        powerState: { code: 'Running' },
        enableRbac: true,
        disableLocalAccounts: true,
        dnsPrefix: 'shop',
        fqdn: 'shop-0a1b.hcp.westeurope.azmk8s.io',
        nodeResourceGroup: 'MC_shop',
        sku: { name: 'Base', tier: 'Standard' },
        apiServerAccessProfile: { enablePrivateCluster: true, authorizedIpRanges: ['10.0.0.0/8'] },
        networkProfile: { networkPlugin: 'azure', networkPolicy: 'calico' },
        autoUpgradeProfile: { upgradeChannel: 'patch', nodeOsUpgradeChannel: 'NodeImage' },
        aadProfile: { managed: true, enableAzureRbac: true },
        addonProfiles: { omsagent: { enabled: true }, azurepolicy: { enabled: true } },
        agentPoolProfiles: [pool],
        identity,
      }),
      {
        ...failed,
        kubernetesVersion: '1.24.0',
        currentKubernetesVersion: '1.24.0',
        powerState: { code: 'Stopped' },
        enableRbac: false,
        disableLocalAccounts: false,
        sku: { tier: 'Free' },
        apiServerAccessProfile: { enablePrivateCluster: false, authorizedIpRanges: [] },
        networkProfile: { networkPolicy: null },
        autoUpgradeProfile: { upgradeChannel: 'none', nodeOsUpgradeChannel: 'None' },
        aadProfile: null,
        addonProfiles: { omsagent: { enabled: false }, azurepolicy: { enabled: false } },
        agentPoolProfiles: [badPool],
      },
    ),
    metric('node_cpu_usage_percentage', 'Percent', 30, 98),
    metric('node_memory_working_set_percentage', 'Percent', 40, 98),
  ),
  azureSample('az-functionapp', siteAnswers('functionapp', 'orders', 'functionapp,linux')),
  azureSample('az-appservice', siteAnswers('webapp', 'checkout', 'app,linux')),
  azureSample(
    'az-appserviceplan',
    listed(
      'appservice plan',
      resource('Microsoft.Web/serverfarms', 'shop', {
        status: 'Ready',
        kind: 'linux',
        reserved: true,
        numberOfSites: 2,
        numberOfWorkers: 2,
        maximumNumberOfWorkers: 30,
        zoneRedundant: true,
        sku: { name: 'P1v3', tier: 'PremiumV3', capacity: 2 },
      }),
      {
        ...failed,
        status: 'Pending',
        numberOfSites: 0,
        numberOfWorkers: 1,
        zoneRedundant: false,
        sku: { name: 'F1', tier: 'Free', capacity: 1 },
      },
    ),
    metric('CpuPercentage', 'Percent', 25, 98),
    metric('MemoryPercentage', 'Percent', 40, 98),
    metric('HttpQueueLength', 'Count', 0, 900),
  ),
  azureSample(
    'az-acr',
    listed(
      'acr',
      resource('Microsoft.ContainerRegistry/registries', 'shop', {
        loginServer: 'shop.azurecr.io',
        adminUserEnabled: false,
        anonymousPullEnabled: false,
        publicNetworkAccess: 'Disabled',
        networkRuleBypassOptions: 'AzureServices',
        networkRuleSet: { defaultAction: 'Deny', ipRules: [] },
        zoneRedundancy: 'Enabled',
        sku: { name: 'Premium', tier: 'Premium' },
        status: null,
        creationDate: '{{now-200d}}',
        policies: {
          retentionPolicy: { days: 30, status: 'enabled' },
          quarantinePolicy: { status: 'enabled' },
          trustPolicy: { status: 'enabled', type: 'Notary' },
        },
        encryption: { status: 'enabled' },
      }),
      {
        ...failed,
        adminUserEnabled: true,
        anonymousPullEnabled: true,
        publicNetworkAccess: 'Enabled',
        networkRuleSet: { defaultAction: 'Allow' },
        zoneRedundancy: 'Disabled',
        sku: { name: 'Basic', tier: 'Basic' },
        policies: {
          retentionPolicy: { status: 'disabled' },
          quarantinePolicy: { status: 'disabled' },
          trustPolicy: { status: 'disabled' },
        },
        encryption: { status: 'disabled' },
      },
    ),
    asked(
      'acr show-usage',
      { value: [{ name: 'Size', currentValue: 900, limit: 10_000, unit: 'Bytes' }] },
      { value: [{ name: 'Size', currentValue: 9990, limit: 10_000, unit: 'Bytes' }] },
    ),
    asked('acr repository list', ['checkout'], ['checkout']),
  ),
  azureSample(
    'az-containerapp',
    listed(
      'containerapp revision',
      {
        name: 'checkout--1',
        properties: {
          active: true,
          healthState: 'Healthy',
          provisioningState: 'Provisioned',
          runningState: 'Running',
          replicas: 2,
          trafficWeight: 100,
          createdTime: '{{now-9d}}',
        },
      },
      { properties: { healthState: 'Unhealthy', provisioningState: 'Failed', runningState: 'Failed', replicas: 0 } },
    ),
    listed(
      'containerapp',
      resource('Microsoft.App/containerApps', 'checkout', {
        provisioningState: undefined,
        properties: {
          provisioningState: 'Succeeded',
          runningStatus: 'Running',
          latestRevisionName: 'checkout--1',
          latestReadyRevisionName: 'checkout--1',
          latestRevisionFqdn: 'checkout--1.example.westeurope.azurecontainerapps.io',
          configuration: {
            activeRevisionsMode: 'Single',
            ingress: { external: false, targetPort: 8080, allowInsecure: false, fqdn: 'checkout.example.westeurope.azurecontainerapps.io' },
          },
          template: {
            scale: { minReplicas: 2, maxReplicas: 6 },
            containers: [{ name: 'checkout', image: 'shop.azurecr.io/checkout:1.4.2' }],
          },
        },
      }),
      {
        tags: {},
        properties: {
          provisioningState: 'Failed',
          runningStatus: 'Stopped',
          latestReadyRevisionName: 'checkout--0',
          configuration: { ingress: { external: true, allowInsecure: true } },
          template: { scale: { minReplicas: 0, maxReplicas: 1 } },
        },
      },
    ),
  ),
  azureSample(
    'az-aci',
    [
      ['list', 0],
      ['show', 1],
    ].map(([verb, alone]) => {
      const state = (name: string, exitCode: number | null, restartCount: number) => ({
        restartCount,
        currentState: { state: name, startTime: '{{now-9d}}', exitCode, detailStatus: '' },
        events: [],
      })
      const group = (provisioningState: string, view: string, own: object) =>
        resource('Microsoft.ContainerInstance/containerGroups', 'import', {
          provisioningState,
          osType: 'Linux',
          restartPolicy: 'Always',
          instanceView: { state: view, events: [] },
          ipAddress: { ip: '10.0.1.9', type: 'Private', ports: [{ port: 8080, protocol: 'TCP' }] },
          containers: [
            {
              name: 'import',
              image: 'shop.azurecr.io/import:1.0.3',
              instanceView: own,
              resources: { requests: { cpu: 1, memoryInGB: 1.5 } },
            },
          ],
        })
      const [healthy, broken] = [
        group('Succeeded', 'Running', state('Running', null, 0)),
        group('Failed', 'Failed', state('Terminated', 137, 40)),
      ]
      return { command: `az container ${verb}*`, healthy: alone === 1 ? healthy : [healthy], broken: alone === 1 ? broken : [broken] }
    }),
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

import { asked, azureSample, failed, identity, listed, metric, resource } from './azure-answers.ts'
import type { Sample } from './sample.ts'

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

export const azureContainersSamples: readonly Sample[] = [
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
]

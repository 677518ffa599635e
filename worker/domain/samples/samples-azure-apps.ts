import { asked, azureSample, failed, identity, idOf, listed, metric, noIdentity, resource, shown } from './azure-answers.ts'
import type { Sample } from './sample.ts'

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

export const azureAppsSamples: readonly Sample[] = [
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
]

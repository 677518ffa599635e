import { asked, azureSample, created, failed, idOf, listed, metric, open, resource, subscription } from './azure-answers.ts'
import type { Sample } from './sample.ts'

export const azureServicesSamples: readonly Sample[] = [
  azureSample(
    'az-datafactory',
    asked(
      'datafactory pipeline-run query-by-factory',
      {
        value: [
          {
            pipelineName: 'load',
            runId: '11111111-2222-3333-4444-555555555555',
            status: 'Succeeded',
            runStart: '{{now-3h}}',
            runEnd: '{{now-2h}}',
            message: '',
          },
        ],
      },
      {
        value: [
          {
            pipelineName: 'load',
            runId: '11111111-2222-3333-4444-555555555555',
            status: 'Failed',
            runStart: '{{now-3h}}',
            runEnd: '{{now-2h}}',
            message: 'The source cannot be read.',
          },
        ],
      },
    ),
    listed(
      'datafactory trigger',
      { name: 'nightly', properties: { type: 'ScheduleTrigger', runtimeState: 'Started' } },
      { properties: { runtimeState: 'Stopped' } },
    ),
    listed(
      'datafactory',
      resource('Microsoft.DataFactory/factories', 'shop', { version: '2018-06-01', createTime: created, publicNetworkAccess: 'Disabled' }),
      open,
    ),
  ),
  azureSample(
    'az-apim',
    listed(
      'apim',
      resource('Microsoft.ApiManagement/service', 'shop', {
        gatewayUrl: 'https://shop.azure-api.net',
        publicNetworkAccess: 'Disabled',
        sku: { name: 'Premium', capacity: 1 },
        platformVersion: 'stv2',
        createdAtUtc: created,
        certificates: [],
        hostnameConfigurations: [{ type: 'Proxy', hostName: 'api.example.com', certificate: { expiry: '{{now+380d}}' } }],
      }),
      {
        ...open,
        sku: { name: 'Developer' },
        platformVersion: 'stv1',
        hostnameConfigurations: [{ type: 'Proxy', hostName: 'api.example.com', certificate: { expiry: '{{now+2d}}' } }],
      },
    ),
    metric('Capacity', 'Percent', 20, 98),
    metric('Requests', 'Count', 900, 900),
    metric('Duration', 'MilliSeconds', 80, 29_000),
  ),
  azureSample(
    'az-logicapp',
    listed(
      'logic workflow',
      resource('Microsoft.Logic/workflows', 'approve', {
        state: 'Enabled',
        createdTime: created,
        changedTime: '{{now-20d}}',
        version: '0858',
        accessEndpoint: 'https://example.logic.azure.com',
      }),
      { ...failed, state: 'Disabled' },
    ),
    metric('RunsFailed', 'Count', 0, 60),
  ),
  azureSample(
    'az-batch',
    listed(
      'batch pool',
      { id: 'workers', state: 'active', allocationState: 'steady', currentDedicatedNodes: 2, targetDedicatedNodes: 2, resizeErrors: null },
      { allocationState: 'resizing', currentDedicatedNodes: 0, resizeErrors: [{ code: 'AllocationTimedout' }] },
    ),
    listed(
      'batch account',
      resource('Microsoft.Batch/batchAccounts', 'shop', {
        accountEndpoint: 'shop.westeurope.batch.azure.com',
        poolAllocationMode: 'BatchService',
        publicNetworkAccess: 'Disabled',
        dedicatedCoreQuota: 100,
        poolQuota: 20,
      }),
      open,
    ),
  ),
  azureSample(
    'az-databricks',
    listed(
      'databricks workspace',
      resource('Microsoft.Databricks/workspaces', 'reports', {
        workspaceUrl: 'adb-1.1.azuredatabricks.net',
        workspaceId: '1',
        publicNetworkAccess: 'Disabled',
        sku: { name: 'premium' },
        createdDateTime: created,
        parameters: { enableNoPublicIp: { type: 'Bool', value: true } },
      }),
      { ...open, sku: { name: 'trial' }, parameters: { enableNoPublicIp: { value: false } } },
    ),
  ),
  azureSample(
    'az-loganalytics',
    listed(
      'monitor log-analytics workspace',
      resource('Microsoft.OperationalInsights/workspaces', 'shop', {
        customerId: subscription,
        retentionInDays: 90,
        sku: { name: 'PerGB2018' },
        workspaceCapping: { dailyQuotaGb: 10, dataIngestionStatus: 'RespectQuota', quotaNextResetTime: '{{now+9h}}' },
        publicNetworkAccessForIngestion: 'Disabled',
        publicNetworkAccessForQuery: 'Disabled',
        createdDate: created,
      }),
      {
        ...failed,
        retentionInDays: 7,
        workspaceCapping: { dataIngestionStatus: 'OverQuota' },
        publicNetworkAccessForIngestion: 'Enabled',
        publicNetworkAccessForQuery: 'Enabled',
      },
    ),
    asked(
      'monitor log-analytics query',
      [],
      [{ TableName: 'PrimaryResult', TimeGenerated: '{{now-5m}}', Level: 'Error', Message: 'request failed' }],
    ),
  ),
  azureSample(
    'az-synapse',
    listed(
      'synapse sql pool',
      { name: 'reports', status: 'Online', provisioningState: 'Succeeded' },
      { status: 'Paused', provisioningState: 'Failed' },
    ),
    listed(
      'synapse workspace',
      resource('Microsoft.Synapse/workspaces', 'reports', {
        publicNetworkAccess: 'Disabled',
        managedVirtualNetwork: 'default',
        connectivityEndpoints: { web: 'https://web.azuresynapse.net' },
        azureAdOnlyAuthentication: true,
      }),
      { ...open, managedVirtualNetwork: '', azureAdOnlyAuthentication: false },
    ),
  ),
  azureSample(
    'az-resourcegroup',
    listed(
      'resource',
      resource('Microsoft.Storage/storageAccounts', 'shopinvoices', {
        createdTime: created,
        changedTime: '{{now-9d}}',
        kind: 'StorageV2',
        sku: { name: 'Standard_GRS' },
      }),
      { ...failed },
    ),
    asked(
      'group show',
      {
        id: idOf('', '').replace('/providers//', ''),
        name: 'shop-production',
        location: 'westeurope',
        properties: { provisioningState: 'Succeeded' },
        tags: { owner: 'team-shop' },
      },
      { name: 'shop-production', location: 'westeurope', properties: { provisioningState: 'Failed' }, tags: {} },
    ),
    asked(
      'group list',
      [{ name: 'shop-production', location: 'westeurope', properties: { provisioningState: 'Succeeded' }, tags: { owner: 'team-shop' } }],
      [{ name: 'shop-production', location: 'westeurope', properties: { provisioningState: 'Failed' }, tags: {} }],
    ),
  ),
]

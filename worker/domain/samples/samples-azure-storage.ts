import { azureSample, created, listed, metric, open, resource, shown, subscription } from './azure-answers.ts'
import type { Sample } from './sample.ts'

/** A secret, key or certificate of a vault. */
const item = (group: string) =>
  listed(
    `keyvault ${group}`,
    {
      id: `https://shop.vault.azure.net/${group}s/database`,
      kid: `https://shop.vault.azure.net/keys/database`,
      name: 'database',
      attributes: {
        enabled: true,
        created: '{{now-20d}}',
        updated: '{{now-20d}}',
        notBefore: '{{now-20d}}',
        expires: '{{now+380d}}',
        recoveryLevel: 'Recoverable+Purgeable',
      },
      tags: { owner: 'team-shop' },
    },
    { attributes: { created: '{{now-700d}}', updated: '{{now-700d}}', notBefore: '{{now-700d}}', expires: '{{now+2d}}' }, tags: {} },
  )
const space = (type: string, more: object) =>
  resource(type, 'shop', {
    status: 'Active',
    createdAt: created,
    minimumTlsVersion: '1.2',
    disableLocalAuth: true,
    publicNetworkAccess: 'Disabled',
    zoneRedundant: true,
    sku: { name: 'Premium', tier: 'Premium', capacity: 1 },
    ...more,
  })
const badSpace = {
  ...open,
  status: 'Disabled',
  minimumTlsVersion: '1.0',
  disableLocalAuth: false,
  zoneRedundant: false,
  sku: { name: 'Basic', tier: 'Basic' },
}
const queue = {
  name: 'orders',
  status: 'Active',
  messageCount: 3,
  sizeInBytes: 900,
  maxSizeInMegabytes: 1024,
  countDetails: { activeMessageCount: 3, deadLetterMessageCount: 0, scheduledMessageCount: 0, transferDeadLetterMessageCount: 0 },
  deadLetteringOnMessageExpiration: true,
  maxDeliveryCount: 10,
  lockDuration: 'PT1M',
}
const badQueue = {
  status: 'Disabled',
  messageCount: 90_000,
  sizeInBytes: 1_073_000_000,
  countDetails: { activeMessageCount: 85_000, deadLetterMessageCount: 5000 },
  deadLetteringOnMessageExpiration: false,
}

export const azureStorageSamples: readonly Sample[] = [
  azureSample(
    'az-storage',
    listed(
      'storage container',
      {
        name: 'invoices',
        properties: { publicAccess: null, leaseState: 'available', leaseStatus: 'unlocked', lastModified: '{{now-9d}}' },
      },
      { properties: { publicAccess: 'blob' } },
    ),
    shown(
      'storage account blob-service-properties show',
      {
        isVersioningEnabled: true,
        deleteRetentionPolicy: { enabled: true, days: 30 },
        containerDeleteRetentionPolicy: { enabled: true, days: 30 },
        changeFeed: { enabled: true },
      },
      {
        isVersioningEnabled: false,
        deleteRetentionPolicy: { enabled: false, days: null },
        containerDeleteRetentionPolicy: { enabled: false, days: null },
        changeFeed: { enabled: false },
      },
    ),
    listed(
      'storage account',
      resource('Microsoft.Storage/storageAccounts', 'shopinvoices', {
        kind: 'StorageV2',
        sku: { name: 'Standard_GRS', tier: 'Standard' },
        accessTier: 'Hot',
        statusOfPrimary: 'available',
        statusOfSecondary: 'available',
        primaryLocation: 'westeurope',
        secondaryLocation: 'northeurope',
        allowBlobPublicAccess: false,
        allowSharedKeyAccess: false,
        enableHttpsTrafficOnly: true,
        minimumTlsVersion: 'TLS1_2',
        publicNetworkAccess: 'Disabled',
        networkRuleSet: { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: [], virtualNetworkRules: [] },
        encryption: {
          keySource: 'Microsoft.Keyvault',
          requireInfrastructureEncryption: true,
          services: { blob: { enabled: true }, file: { enabled: true } },
        },
        creationTime: created,
        keyCreationTime: { key1: '{{now-20d}}', key2: '{{now-20d}}' },
        primaryEndpoints: { blob: 'https://shopinvoices.blob.core.windows.net/' },
      }),
      {
        ...open,
        sku: { name: 'Standard_LRS' },
        statusOfPrimary: 'unavailable',
        statusOfSecondary: null,
        allowBlobPublicAccess: true,
        allowSharedKeyAccess: true,
        enableHttpsTrafficOnly: false,
        minimumTlsVersion: 'TLS1_0',
        networkRuleSet: { defaultAction: 'Allow' },
        encryption: {
          keySource: 'Microsoft.Storage',
          requireInfrastructureEncryption: null,
          services: { blob: { enabled: false }, file: { enabled: false } },
        },
        keyCreationTime: { key1: '{{now-900d}}', key2: '{{now-900d}}' },
      },
    ),
    metric('Availability', 'Percent', 100, 20),
    metric('UsedCapacity', 'Bytes', 90_000_000, 5_400_000_000_000_000),
    metric('SuccessE2ELatency', 'MilliSeconds', 8, 9000),
  ),
  azureSample(
    'az-keyvault',
    ...['secret', 'certificate', 'key'].map(item),
    listed(
      'keyvault',
      resource('Microsoft.KeyVault/vaults', 'shop', {
        provisioningState: undefined,
        properties: {
          provisioningState: 'Succeeded',
          vaultUri: 'https://shop.vault.azure.net/',
          enableSoftDelete: true,
          softDeleteRetentionInDays: 90,
          enablePurgeProtection: true,
          enableRbacAuthorization: true,
          publicNetworkAccess: 'Disabled',
          networkAcls: { defaultAction: 'Deny', bypass: 'AzureServices', ipRules: [] },
          sku: { family: 'A', name: 'standard' },
          accessPolicies: [],
          tenantId: subscription,
        },
      }),
      {
        tags: {},
        properties: {
          provisioningState: 'RegisteringDns',
          enableSoftDelete: false,
          softDeleteRetentionInDays: 7,
          enablePurgeProtection: null,
          enableRbacAuthorization: false,
          publicNetworkAccess: 'Enabled',
          networkAcls: { defaultAction: 'Allow' },
        },
      },
    ),
    metric('Availability', 'Percent', 100, 20),
    metric('SaturationShoebox', 'Percent', 1, 98),
  ),
  azureSample(
    'az-servicebus',
    listed('servicebus queue', queue, badQueue),
    listed('servicebus topic subscription', queue, badQueue),
    listed(
      'servicebus topic',
      { name: 'events', status: 'Active', subscriptionCount: 2, sizeInBytes: 900 },
      { status: 'Disabled', subscriptionCount: 0 },
    ),
    listed(
      'servicebus namespace',
      space('Microsoft.ServiceBus/namespaces', { serviceBusEndpoint: 'https://shop.servicebus.windows.net:443/' }),
      badSpace,
    ),
    metric('DeadletteredMessages', 'Count', 0, 5000),
    metric('ActiveMessages', 'Count', 3, 90_000),
    metric('ServerErrors', 'Count', 0, 500),
    metric('ThrottledRequests', 'Count', 0, 500),
  ),
  azureSample(
    'az-eventhub',
    listed(
      'eventhubs eventhub',
      { name: 'clicks', status: 'Active', partitionCount: 4, messageRetentionInDays: 7, createdAt: created },
      { status: 'Disabled', messageRetentionInDays: 1 },
    ),
    listed(
      'eventhubs namespace',
      space('Microsoft.EventHub/namespaces', { isAutoInflateEnabled: true, maximumThroughputUnits: 10, kafkaEnabled: true }),
      { ...badSpace, isAutoInflateEnabled: false },
    ),
    metric('ThrottledRequests', 'Count', 0, 500),
    metric('ServerErrors', 'Count', 0, 500),
    metric('IncomingMessages', 'Count', 900, 0),
  ),
  azureSample(
    'az-recovery',
    listed(
      'backup job',
      {
        name: '11111111-2222-3333-4444-555555555555',
        properties: {
          status: 'Completed',
          operation: 'Backup',
          entityFriendlyName: 'web-1',
          startTime: '{{now-6h}}',
          endTime: '{{now-5h}}',
          errorDetails: null,
        },
      },
      { properties: { status: 'Failed', errorDetails: [{ errorCode: 1, errorTitle: 'The agent does not answer' }] } },
    ),
    listed(
      'backup item',
      {
        name: 'web-1',
        properties: {
          friendlyName: 'web-1',
          protectionState: 'Protected',
          protectionStatus: 'Healthy',
          healthStatus: 'Passed',
          lastBackupStatus: 'Completed',
          lastBackupTime: '{{now-6h}}',
          lastRecoveryPoint: '{{now-6h}}',
          policyName: 'daily',
        },
      },
      {
        properties: {
          protectionState: 'ProtectionStopped',
          protectionStatus: 'Unhealthy',
          healthStatus: 'ActionRequired',
          lastBackupStatus: 'Failed',
          lastBackupTime: '{{now-90d}}',
          lastRecoveryPoint: '{{now-90d}}',
        },
      },
    ),
    listed(
      'backup vault',
      resource('Microsoft.RecoveryServices/vaults', 'shop', {
        provisioningState: undefined,
        properties: {
          provisioningState: 'Succeeded',
          publicNetworkAccess: 'Disabled',
          securitySettings: { softDeleteSettings: { softDeleteState: 'Enabled' }, immutabilitySettings: { state: 'Locked' } },
          redundancySettings: { standardTierStorageRedundancy: 'GeoRedundant' },
        },
      }),
      {
        tags: {},
        properties: {
          provisioningState: 'Failed',
          publicNetworkAccess: 'Enabled',
          securitySettings: { softDeleteSettings: { softDeleteState: 'Disabled' }, immutabilitySettings: { state: 'Disabled' } },
          redundancySettings: { standardTierStorageRedundancy: 'LocallyRedundant' },
        },
      },
    ),
  ),
]

import { asked, azureSample, listed, metric, resource, shown } from './azure-answers.ts'
import type { Sample } from './sample.ts'

const created = '{{now-200d}}'
/** A flexible server. */
const server = (type: string, version: string) =>
  resource(`Microsoft.${type}/flexibleServers`, 'shop', {
    provisioningState: undefined,
    state: 'Ready',
    version,
    fullyQualifiedDomainName: 'shop.database.example.com',
    administratorLogin: 'shop',
    availabilityZone: '1',
    sku: { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' },
    storage: { storageSizeGb: 128, autoGrow: 'Enabled', iops: 500 },
    backup: { backupRetentionDays: 35, geoRedundantBackup: 'Enabled', earliestRestoreDate: '{{now-35d}}' },
    highAvailability: { mode: 'ZoneRedundant', state: 'Healthy', standbyAvailabilityZone: '2' },
    network: { publicNetworkAccess: 'Disabled' },
    publicNetworkAccess: 'Disabled',
    maintenanceWindow: { customWindow: 'Enabled' },
    systemData: { createdAt: created },
  })
const badServer = {
  tags: {},
  state: 'Stopped',
  version: '11',
  storage: { autoGrow: 'Disabled' },
  backup: { backupRetentionDays: 1, geoRedundantBackup: 'Disabled' },
  highAvailability: { mode: 'Disabled', state: 'NotEnabled' },
  network: { publicNetworkAccess: 'Enabled' },
  publicNetworkAccess: 'Enabled',
  maintenanceWindow: { customWindow: 'Disabled' },
}
const firewallRule = (group: string, option = '') =>
  asked(
    `${group} firewall-rule list${option}`,
    [],
    [{ name: 'all', startIpAddress: '0.0.0.0', endIpAddress: '255.255.255.255', resourceGroup: 'shop-production' }],
  )
const database = resource('Microsoft.Sql/servers/databases', 'orders', {
  provisioningState: undefined,
  status: 'Online',
  serverName: 'shop',
  currentServiceObjectiveName: 'GP_Gen5_2',
  currentSku: { name: 'GP_Gen5', tier: 'GeneralPurpose', capacity: 2 },
  zoneRedundant: true,
  maxSizeBytes: 34_359_738_368,
  creationDate: created,
  earliestRestoreDate: '{{now-14d}}',
  requestedBackupStorageRedundancy: 'Geo',
})

const failed = { provisioningState: 'Failed', tags: {} }
const open = { ...failed, publicNetworkAccess: 'Enabled' }

const serverMetrics = [
  metric('cpu_percent', 'Percent', 20, 98),
  metric('memory_percent', 'Percent', 40, 98),
  metric('storage_percent', 'Percent', 30, 98),
  metric('active_connections', 'Count', 9, 4900),
  metric('connections_failed', 'Count', 0, 400),
]

export const azureDatabasesSamples: readonly Sample[] = [
  azureSample(
    'az-postgres',
    firewallRule('postgres flexible-server'),
    listed('postgres flexible-server', server('DBforPostgreSQL', '17'), badServer),
    ...serverMetrics,
  ),
  azureSample(
    'az-mysql',
    firewallRule('mysql flexible-server'),
    listed('mysql flexible-server', server('DBforMySQL', '8.4'), badServer),
    ...serverMetrics,
  ),
  azureSample(
    'az-sql',
    firewallRule('sql server'),
    shown('sql server audit-policy show', { state: 'Enabled', retentionDays: 90 }, { state: 'Disabled', retentionDays: 0 }),
    shown('sql db tde show', { state: 'Enabled' }, { state: 'Disabled' }),
    listed('sql db', database, {
      tags: {},
      status: 'Offline',
      zoneRedundant: false,
      earliestRestoreDate: null,
      requestedBackupStorageRedundancy: 'Local',
    }),
    listed(
      'sql server',
      resource('Microsoft.Sql/servers', 'shop', {
        provisioningState: undefined,
        state: 'Ready',
        version: '12.0',
        administratorLogin: 'shop',
        administrators: { azureAdOnlyAuthentication: true, login: 'team-shop' },
        fullyQualifiedDomainName: 'shop.database.windows.net',
        minimalTlsVersion: '1.2',
        publicNetworkAccess: 'Disabled',
        restrictOutboundNetworkAccess: 'Enabled',
      }),
      {
        tags: {},
        state: 'Disabled',
        administrators: { azureAdOnlyAuthentication: false },
        minimalTlsVersion: '1.0',
        publicNetworkAccess: 'Enabled',
        restrictOutboundNetworkAccess: 'Disabled',
      },
    ),
    listed(
      'sql mi',
      resource('Microsoft.Sql/managedInstances', 'shop', { state: 'Ready', publicDataEndpointEnabled: false, minimalTlsVersion: '1.2' }),
      { ...failed, state: 'Stopped', publicDataEndpointEnabled: true, minimalTlsVersion: '1.0' },
    ),
    metric('cpu_percent', 'Percent', 20, 98),
    metric('dtu_consumption_percent', 'Percent', 20, 98),
    metric('storage_percent', 'Percent', 30, 98),
    metric('deadlock', 'Count', 0, 60),
    metric('connection_failed', 'Count', 0, 400),
  ),
  azureSample(
    'az-cosmos',
    listed(
      'cosmosdb',
      resource('Microsoft.DocumentDB/databaseAccounts', 'shop', {
        kind: 'GlobalDocumentDB',
        documentEndpoint: 'https://shop.documents.azure.com:443/',
        publicNetworkAccess: 'Disabled',
        disableLocalAuth: true,
        enableAutomaticFailover: true,
        enableMultipleWriteLocations: true,
        minimalTlsVersion: 'Tls12',
        backupPolicy: { type: 'Continuous' },
        consistencyPolicy: { defaultConsistencyLevel: 'Session' },
        ipRules: [],
        isVirtualNetworkFilterEnabled: true,
        locations: [{ locationName: 'West Europe', failoverPriority: 0, isZoneRedundant: true, provisioningState: 'Succeeded' }],
        readLocations: [],
        writeLocations: [],
      }),
      {
        ...open,
        disableLocalAuth: false,
        enableAutomaticFailover: false,
        enableMultipleWriteLocations: false,
        minimalTlsVersion: 'Tls',
        backupPolicy: { type: 'Periodic' },
        isVirtualNetworkFilterEnabled: false,
        locations: [{ locationName: 'West Europe', failoverPriority: 0, isZoneRedundant: false, provisioningState: 'Failed' }],
      },
    ),
    metric('NormalizedRUConsumption', 'Percent', 20, 100),
    metric('ServiceAvailability', 'Percent', 100, 20),
    metric('TotalRequests', 'Count', 900, 900),
  ),
  azureSample(
    'az-redis',
    listed(
      'redis',
      resource('Microsoft.Cache/Redis', 'sessions', {
        hostName: 'sessions.redis.cache.windows.net',
        port: 6379,
        sslPort: 6380,
        enableNonSslPort: false,
        minimumTlsVersion: '1.2',
        publicNetworkAccess: 'Disabled',
        redisVersion: '7.4',
        sku: { name: 'Premium', family: 'P', capacity: 1 },
        redisConfiguration: { rdbBackupEnabled: 'true', maxmemoryPolicy: 'volatile-lru' },
        disableAccessKeyAuthentication: true,
        zones: ['1', '2'],
      }),
      {
        ...open,
        enableNonSslPort: true,
        minimumTlsVersion: '1.0',
        redisVersion: '4.0',
        sku: { name: 'Basic', family: 'C', capacity: 0 },
        redisConfiguration: { rdbBackupEnabled: 'false', maxmemoryPolicy: 'noeviction' },
        disableAccessKeyAuthentication: false,
        zones: undefined,
      },
    ),
    metric('usedmemorypercentage', 'Percent', 30, 98),
    metric('serverLoad', 'Percent', 20, 98),
    metric('percentProcessorTime', 'Percent', 20, 98),
    metric('evictedkeys', 'Count', 0, 9000),
    metric('connectedclients', 'Count', 12, 9900),
    metric('cachemisses', 'Count', 3, 90_000),
    metric('errors', 'Count', 0, 500),
  ),
]

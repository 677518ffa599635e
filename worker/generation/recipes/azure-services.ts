import { type AzureRow, provisioned, publicAccess, scope } from './azure-row.ts'
import { bad, notIn, shellVar } from './jq.ts'

export const azureServices: AzureRow[] = [
  [
    'az-storage',
    'storage account list',
    `if (.provisioningState // "unknown") != "Succeeded" then "provisioning state is \\(.provisioningState // "unknown")" elif .statusOfPrimary != null and .statusOfPrimary != "available" then "primary is \\(.statusOfPrimary)" else null end`,
    'Storage accounts are not available',
    'azure_storage_accounts',
    {
      variants: [
        {
          id: 'public',
          words: /public|expos|anonymous|internet/i,
          finding: 'Storage accounts allow public access',
          severity: 2,
          problem: bad('.allowBlobPublicAccess == true', '"public access to blobs is allowed"'),
        },
        {
          id: 'tls',
          words: /tls|https|encrypt/i,
          finding: 'Storage accounts allow old transport security',
          severity: 3,
          problem: bad(
            '.enableHttpsTrafficOnly != true or (.minimumTlsVersion // "TLS1_0") != "TLS1_2"',
            '"HTTPS or TLS 1.2 is not enforced"',
          ),
        },
      ],
    },
  ],
  [
    'az-keyvault',
    'keyvault list',
    bad('(.properties.provisioningState // "Succeeded") != "Succeeded"', '"provisioning state is \\(.properties.provisioningState)"'),
    'Key Vaults are not provisioned',
    'azure_keyvault_vaults',
    {
      variants: [
        {
          id: 'expiry',
          words: /expir|valid|renew|rotat|certificates?|secrets?|keys?\b/i,
          finding: 'Items of a Key Vault expire soon',
          severity: 2,
          threshold: {
            variable: 'EXPIRY_DAYS',
            default: 30,
            description: 'Days before the end of validity from which on an issue is raised.',
          },
          each: {
            names: '[.[].name]',
            command: `az keyvault secret list --vault-name "\${item}" --subscription ${shellVar('AZURE_SUBSCRIPTION_ID')} --output json`,
          },
          items: '[.[] | .answer[]? | select(.attributes.enabled != false)]',
          name: '(.name // .id)',
          problem:
            '(try ((.attributes.expires | sub("\\\\+00:?00$"; "Z") | fromdateiso8601) - now) catch null) as $left | if $left != null and $left / 86400 <= $threshold then "ends on \\(.attributes.expires)" else null end',
        },
      ],
    },
  ],
  [
    'az-postgres',
    'postgres flexible-server list',
    notIn('.state', ['Ready']),
    'PostgreSQL servers are not ready',
    'azure_postgresqlflexibleservers_servers',
    {
      variants: [publicAccess('PostgreSQL servers are public')],
      changes: { restart: `az postgres flexible-server restart --name "$item" ${scope}` },
    },
  ],
  [
    'az-mysql',
    'mysql flexible-server list',
    notIn('.state', ['Ready']),
    'MySQL servers are not ready',
    'azure_mysqlflexibleservers_servers',
    { variants: [publicAccess('MySQL servers are public')] },
  ],
  [
    'az-sql',
    'sql server list',
    notIn('.state', ['Ready']),
    'SQL servers are not ready',
    'azure_sql_servers',
    { variants: [publicAccess('SQL servers are public')] },
  ],
  [
    'az-cosmos',
    'cosmosdb list',
    provisioned,
    'Cosmos DB accounts are not available',
    'azure_cosmos_database_accounts',
    { variants: [publicAccess('Cosmos DB accounts are public')] },
  ],
  [
    'az-redis',
    'redis list',
    provisioned,
    'Redis caches are not available',
    'azure_redis_caches',
    {
      variants: [
        {
          id: 'tls',
          words: /tls|ssl|encrypt|non.?ssl/i,
          finding: 'Redis caches accept unencrypted connections',
          severity: 3,
          problem: bad('.enableNonSslPort == true', '"the port without TLS is open"'),
        },
      ],
    },
  ],
  [
    'az-servicebus',
    'servicebus namespace list',
    `if .status != null and .status != "Active" then "status is \\(.status)" else ${provisioned} end`,
    'Service Bus namespaces are not active',
    'azure_servicebus_namespaces',
  ],
  [
    'az-eventhub',
    'eventhubs namespace list',
    `if .status != null and .status != "Active" then "status is \\(.status)" else ${provisioned} end`,
    'Event Hubs namespaces are not active',
    'azure_eventhub_namespaces',
  ],
  [
    'az-disk',
    'disk list',
    bad('.diskState == "Unattached"', '"\\(.diskSizeGB // .diskSizeGb // "?") GiB, attached to nothing"'),
    'Disks are not attached',
    'azure_compute_disks',
  ],
  ['az-datafactory', 'datafactory list', provisioned, 'Data Factories are not available', 'azure_datafactory_factories'],
  ['az-apim', 'apim list', provisioned, 'API Management services are not available', 'azure_apimanagement_service'],
  ['az-logicapp', 'logic workflow list', notIn('.state', ['Enabled']), 'Logic Apps are disabled', 'azure_logic_workflows'],
  ['az-frontdoor', 'afd profile list', provisioned, 'Front Door profiles are not available', 'azure_frontdoor_front_doors'],
  [
    'az-vpngateway',
    'network vnet-gateway list',
    provisioned,
    'Virtual network gateways are not provisioned',
    'azure_network_virtual_network_gateways',
  ],
  [
    'az-dns',
    'network dns zone list',
    bad('(.numberOfRecordSets // 0) <= 2', '"holds no records of its own"'),
    'DNS zones are empty',
    'azure_dns_zones',
  ],
  ['az-batch', 'batch account list', provisioned, 'Batch accounts are not available', 'azure_batch_account'],
  ['az-databricks', 'databricks workspace list', provisioned, 'Databricks workspaces are not available', 'azure_databricks_workspaces'],
  ['az-recovery', 'backup vault list', provisioned, 'Recovery Services vaults are not available', 'azure_recoveryservices_vaults'],
  [
    'az-loganalytics',
    'monitor log-analytics workspace list',
    provisioned,
    'Log Analytics workspaces are not available',
    'azure_operationalinsights_workspaces',
  ],
  ['az-synapse', 'synapse workspace list', provisioned, 'Synapse workspaces are not available', 'azure_synapse_workspaces'],
  [
    'az-resourcegroup',
    'resource list',
    bad(
      '.provisioningState != null and (.provisioningState | test("Failed|Canceled"))',
      '"\\(.type // "resource"): provisioning state is \\(.provisioningState)"',
    ),
    'Resources are not provisioned',
    'azure_resources_resource_groups',
  ],
]

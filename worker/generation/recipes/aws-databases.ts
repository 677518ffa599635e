import { type AwsRow, cpu, each, flags } from './aws-row.ts'
import { bad, notIn } from './jq.ts'

export const awsDatabases: AwsRow[] = [
  [
    'aws-elasticache',
    'elasticache describe-cache-clusters --show-cache-node-info',
    '.CacheClusters',
    '.CacheClusterId',
    `if .CacheClusterStatus != "available" then "status is \\(.CacheClusterStatus)" elif any(.CacheNodes[]?; .CacheNodeStatus != "available") then "a node is not available" else null end`,
    'ElastiCache clusters or nodes are not available',
    'aws_elasticache_clusters',
    {
      variants: [
        {
          id: 'updates',
          words: /version|patch|update|upgrade/i,
          finding: 'ElastiCache updates are pending',
          severity: 4,
          list: 'aws elasticache describe-update-actions',
          items: '.UpdateActions',
          name: '(.CacheClusterId // .ReplicationGroupId)',
          problem: bad(
            '(.UpdateActionStatus | test("^(not-applied|waiting-to-start|scheduled|scheduling)$"))',
            '"update \\(.ServiceUpdateName // "unknown") is \\(.UpdateActionStatus)"',
          ),
        },
      ],
    },
    {
      namespace: 'AWS/ElastiCache',
      dimension: 'CacheClusterId',
      metrics: [
        ['Evictions', /evict/i, 'Maximum', 100, 'Evictions'],
        ['SwapUsage', /swap/i, 'Maximum', 52428800, 'Swap use, in bytes,'],
        cpu,
        ['DatabaseMemoryUsagePercentage', /memory/i, 'Maximum', 85, 'Memory use, in percent,'],
        ['CurrConnections', /connection/i, 'Maximum', 50000, 'Connections'],
      ],
    },
  ],
  [
    'aws-rds',
    'rds describe-db-instances',
    '.DBInstances',
    '.DBInstanceIdentifier',
    notIn('.DBInstanceStatus', ['available', 'backing-up', 'configuring-enhanced-monitoring', 'storage-optimization'], 'status'),
    'RDS instances are not available',
    'aws_rds_instances',
    {
      variants: [
        {
          id: 'backup',
          words: /backup|retention|restore/i,
          finding: 'RDS instances have no automatic backup',
          severity: 2,
          problem: bad('(.BackupRetentionPeriod // 0) == 0', '"automatic backups are off"'),
        },
        {
          id: 'encryption',
          words: /encrypt/i,
          finding: 'RDS storage is not encrypted',
          severity: 3,
          problem: bad('.StorageEncrypted != true', '"storage is not encrypted"'),
        },
        {
          id: 'public',
          words: /public|exposed|internet/i,
          finding: 'RDS instances are public',
          severity: 2,
          problem: bad('.PubliclyAccessible == true', '"is publicly accessible"'),
        },
        {
          id: 'multiaz',
          words: /multi.?az|high(?:ly)? availab|standby/i,
          finding: 'RDS instances have no standby',
          severity: 4,
          problem: bad('.MultiAZ != true', '"runs in a single availability zone"'),
        },
      ],
      changes: {
        restart: `aws rds reboot-db-instance --db-instance-identifier "$item" ${flags}`,
        reboot: `aws rds reboot-db-instance --db-instance-identifier "$item" ${flags}`,
      },
    },
    {
      namespace: 'AWS/RDS',
      dimension: 'DBInstanceIdentifier',
      metrics: [
        cpu,
        ['DatabaseConnections', /connection/i, 'Maximum', 500, 'Connections'],
        ['ReplicaLag', /lag|replica/i, 'Maximum', 60, 'Replication lag, in seconds,'],
        ['DiskQueueDepth', /queue depth|iops|disk i.?o/i, 'Average', 20, 'Disk queue depth'],
        ['FreeStorageSpace', /storage|disk|space/i, 'Minimum', 10737418240, 'Free storage, in bytes,'],
      ],
    },
  ],
  [
    'aws-dynamodb',
    'dynamodb list-tables',
    '[.[] | .Table]',
    '.TableName',
    notIn('.TableStatus', ['ACTIVE', 'UPDATING'], 'status'),
    'DynamoDB tables are not active',
    'aws_dynamodb_tables',
    each('.TableNames', 'dynamodb describe-table --table-name "$item"'),
    {
      namespace: 'AWS/DynamoDB',
      dimension: 'TableName',
      metrics: [
        ['ThrottledRequests', /throttl/i, 'Sum', 1, 'Throttled requests'],
        ['SystemErrors', /error/i, 'Sum', 1, 'System errors'],
      ],
    },
  ],
  [
    'aws-opensearch',
    'opensearch list-domain-names',
    '[.[] | .DomainStatus]',
    '.DomainName',
    `if .Deleted == true then "is deleted" elif .Processing == true then null elif .Created != true then "is not created" else null end`,
    'OpenSearch domains are not in service',
    'aws_opensearch_domains',
    each('[.DomainNames[].DomainName]', 'opensearch describe-domain --domain-name "$item"'),
  ],
  [
    'aws-redshift',
    'redshift describe-clusters',
    '.Clusters',
    '.ClusterIdentifier',
    notIn('.ClusterStatus', ['available', 'modifying'], 'status'),
    'Redshift clusters are not available',
    'aws_redshift_clusters',
  ],
  [
    'aws-docdb',
    'docdb describe-db-clusters',
    '.DBClusters',
    '.DBClusterIdentifier',
    notIn('.Status', ['available', 'backing-up'], 'status'),
    'DocumentDB clusters are not available',
    'aws_docdb_clusters',
  ],
]

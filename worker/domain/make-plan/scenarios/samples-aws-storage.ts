import { accountId, arn, awsSample, described, listed, named, region, tags } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const key = arn('kms', 'key/11111111-2222-3333-4444-555555555555')
const bucket = 'shop-invoices'
const queueUrl = (name: string) => `https://sqs.${region}.amazonaws.com/${accountId}/${name}`
const topic = arn('sns', 'orders')
const volume = {
  VolumeId: 'vol-0a1b2c3d4e5f60718',
  State: 'in-use',
  Size: 100,
  VolumeType: 'gp3',
  Iops: 3000,
  Throughput: 125,
  Encrypted: true,
  KmsKeyId: key,
  AvailabilityZone: `${region}a`,
  CreateTime: '{{now-40d}}',
  MultiAttachEnabled: false,
  Attachments: [
    {
      InstanceId: 'i-0a1b2c3d4e5f60718',
      Device: '/dev/xvda',
      State: 'attached',
      AttachTime: '{{now-40d}}',
      DeleteOnTermination: true,
      VolumeId: 'vol-0a1b2c3d4e5f60718',
    },
  ],
  Tags: tags,
}
/** What is in error may still be attached, and what is attached to nothing is not in error: two volumes. */
const neglected = { VolumeType: 'gp2', Encrypted: false, KmsKeyId: undefined, Attachments: [], Tags: [] }
const attributes = {
  QueueArn: arn('sqs', 'orders'),
  ApproximateNumberOfMessages: '3',
  ApproximateNumberOfMessagesNotVisible: '1',
  ApproximateNumberOfMessagesDelayed: '0',
  CreatedTimestamp: '1767225600',
  LastModifiedTimestamp: '1767225600',
  VisibilityTimeout: '30',
  MessageRetentionPeriod: '345600',
  SqsManagedSseEnabled: 'true',
  RedrivePolicy: JSON.stringify({ deadLetterTargetArn: arn('sqs', 'orders-dlq'), maxReceiveCount: 5 }),
}
const deadLetters = {
  ...attributes,
  QueueArn: arn('sqs', 'orders-dlq'),
  ApproximateNumberOfMessages: '0',
  ApproximateNumberOfMessagesNotVisible: '0',
  RedrivePolicy: undefined,
}

export const awsStorageSamples: readonly Sample[] = [
  awsSample('aws-s3', [
    named('s3api list-buckets', { Buckets: [{ Name: bucket, CreationDate: '{{now-400d}}', BucketRegion: region }], Owner: { ID: '0a1b' } }),
    { command: 'aws *s3 ls*', healthy: `2026-01-01 00:00:00 ${bucket}\n`, broken: `2026-01-01 00:00:00 ${bucket}\n` },
    described(
      's3api get-public-access-block',
      'PublicAccessBlockConfiguration',
      { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
      { BlockPublicAcls: false, IgnorePublicAcls: false, BlockPublicPolicy: false, RestrictPublicBuckets: false },
    ),
    // A bucket that never was versioned answers with an empty object.
    { command: 'aws *s3api get-bucket-versioning*', healthy: { Status: 'Enabled', MFADelete: 'Enabled' }, broken: {} },
    // Since 2023 every bucket is encrypted; a stand-in for the error of older ones is an empty list of rules.
    described(
      's3api get-bucket-encryption',
      'ServerSideEncryptionConfiguration',
      { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key }, BucketKeyEnabled: true }] },
      { Rules: [] },
    ),
    described('s3api get-bucket-policy-status', 'PolicyStatus', { IsPublic: false }, { IsPublic: true }),
    listed(
      's3api get-bucket-acl',
      'Grants',
      { Grantee: { DisplayName: 'shop', ID: '0a1b', Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' },
      {
        Grantee: { DisplayName: undefined, ID: undefined, Type: 'Group', URI: 'http://acs.amazonaws.com/groups/global/AllUsers' },
        Permission: 'READ',
      },
    ),
    {
      command: 'aws *s3api get-bucket-logging*',
      healthy: { LoggingEnabled: { TargetBucket: 'shop-logs', TargetPrefix: 'invoices/' } },
      broken: {},
    },
    {
      command: 'aws *s3api get-bucket-lifecycle-configuration*',
      healthy: { Rules: [{ ID: 'expire', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 400 } }] },
      broken: { Rules: [] },
    },
    { command: 'aws *s3api get-bucket-tagging*', healthy: { TagSet: tags }, broken: { TagSet: [] } },
    {
      command: 'aws *s3api get-bucket-replication*',
      healthy: {
        ReplicationConfiguration: {
          Role: arn('iam', 'role/replication'),
          Rules: [{ ID: 'all', Status: 'Enabled', Priority: 1, Destination: { Bucket: 'arn:aws:s3:::shop-invoices-copy' } }],
        },
      },
      broken: { ReplicationConfiguration: { Role: arn('iam', 'role/replication'), Rules: [] } },
    },
    { command: 'aws *s3api get-bucket-location*', healthy: { LocationConstraint: region }, broken: { LocationConstraint: region } },
  ]),
  awsSample(
    'aws-sqs',
    [
      named('sqs list-queues', { QueueUrls: [queueUrl('orders'), queueUrl('orders-dlq')] }),
      described('sqs get-queue-url', '', { QueueUrl: queueUrl('orders') }, {}),
      described('sqs get-queue-attributes*dlq', 'Attributes', deadLetters, {
        ApproximateNumberOfMessages: '4800',
        SqsManagedSseEnabled: 'false',
      }),
      described('sqs get-queue-attributes', 'Attributes', attributes, {
        ApproximateNumberOfMessages: '90000',
        ApproximateNumberOfMessagesNotVisible: '20000',
        SqsManagedSseEnabled: 'false',
        RedrivePolicy: undefined,
      }),
    ],
    'ApproximateAgeOfOldestMessage',
    'ApproximateNumberOfMessagesVisible',
  ),
  awsSample(
    'aws-sns',
    [
      named('sns list-topics', { Topics: [{ TopicArn: topic }] }),
      described(
        'sns get-topic-attributes',
        'Attributes',
        {
          TopicArn: topic,
          Owner: accountId,
          DisplayName: 'Orders',
          SubscriptionsConfirmed: '2',
          SubscriptionsPending: '0',
          SubscriptionsDeleted: '0',
          KmsMasterKeyId: key,
          Policy: '{"Version":"2012-10-17","Statement":[]}',
        },
        { SubscriptionsConfirmed: '0', SubscriptionsPending: '2', SubscriptionsDeleted: '3', KmsMasterKeyId: undefined },
      ),
      listed(
        'sns list-subscriptions',
        'Subscriptions',
        {
          SubscriptionArn: `${topic}:11111111-2222-3333-4444-555555555555`,
          Owner: accountId,
          Protocol: 'sqs',
          Endpoint: arn('sqs', 'orders'),
          TopicArn: topic,
        },
        { SubscriptionArn: 'PendingConfirmation' },
      ),
    ],
    'NumberOfNotificationsFailed',
  ),
  awsSample(
    'aws-efs',
    [
      listed(
        'efs describe-file-systems',
        'FileSystems',
        {
          FileSystemId: 'fs-0a1b2c3d4e5f60718',
          FileSystemArn: arn('elasticfilesystem', 'file-system/fs-0a1b2c3d4e5f60718'),
          Name: 'shared',
          OwnerId: accountId,
          CreationTime: '{{now-200d}}',
          LifeCycleState: 'available',
          NumberOfMountTargets: 2,
          SizeInBytes: { Value: 8_000_000_000, Timestamp: '{{now-1h}}' },
          PerformanceMode: 'generalPurpose',
          ThroughputMode: 'elastic',
          Encrypted: true,
          KmsKeyId: key,
          Tags: tags,
        },
        { LifeCycleState: 'error', NumberOfMountTargets: 0, Encrypted: false, KmsKeyId: undefined, Tags: [] },
      ),
      listed(
        'efs describe-mount-targets',
        'MountTargets',
        {
          MountTargetId: 'fsmt-0a1b2c3d4e5f60718',
          FileSystemId: 'fs-0a1b2c3d4e5f60718',
          SubnetId: 'subnet-0a1b2c3d4e5f60718',
          LifeCycleState: 'available',
          IpAddress: '10.0.1.40',
          AvailabilityZoneName: `${region}a`,
        },
        { LifeCycleState: 'error' },
      ),
      described('efs describe-backup-policy', 'BackupPolicy', { Status: 'ENABLED' }, { Status: 'DISABLED' }),
    ],
    'PercentIOLimit',
    'BurstCreditBalance',
  ),
  awsSample('aws-ebs', [
    listed('ec2 describe-volumes', 'Volumes', volume, [
      { ...neglected, State: 'available' },
      { ...neglected, VolumeId: 'vol-0ffffffffffffffff', State: 'error' },
    ]),
    listed(
      'ec2 describe-volume-status',
      'VolumeStatuses',
      {
        VolumeId: volume.VolumeId,
        AvailabilityZone: `${region}a`,
        VolumeStatus: { Status: 'ok', Details: [{ Name: 'io-enabled', Status: 'passed' }] },
        Events: [],
        Actions: [],
      },
      { VolumeStatus: { Status: 'impaired', Details: [{ Name: 'io-enabled', Status: 'failed' }] } },
    ),
  ]),
  awsSample('aws-ebs-snapshot', [
    listed(
      'ec2 describe-snapshots',
      'Snapshots',
      {
        SnapshotId: 'snap-0a1b2c3d4e5f60718',
        VolumeId: volume.VolumeId,
        VolumeSize: 100,
        State: 'completed',
        Progress: '100%',
        StartTime: '{{now-12h}}',
        OwnerId: accountId,
        Description: 'nightly',
        Encrypted: true,
        KmsKeyId: key,
        StorageTier: 'standard',
        Tags: tags,
      },
      {
        State: 'error',
        StateMessage: 'The volume could not be read',
        Progress: '14%',
        StartTime: '{{now-700d}}',
        Encrypted: false,
        KmsKeyId: undefined,
        Tags: [],
      },
    ),
    named('ec2 describe-volumes', { Volumes: [volume] }),
  ]),
  awsSample(
    'aws-kinesis',
    [
      named('kinesis list-streams', {
        StreamNames: ['clicks'],
        HasMoreStreams: false,
        StreamSummaries: [
          {
            StreamName: 'clicks',
            StreamARN: arn('kinesis', 'stream/clicks'),
            StreamStatus: 'ACTIVE',
            StreamCreationTimestamp: '{{now-200d}}',
          },
        ],
      }),
      described(
        'kinesis describe-stream-summary',
        'StreamDescriptionSummary',
        {
          StreamName: 'clicks',
          StreamARN: arn('kinesis', 'stream/clicks'),
          StreamStatus: 'ACTIVE',
          StreamModeDetails: { StreamMode: 'ON_DEMAND' },
          RetentionPeriodHours: 48,
          StreamCreationTimestamp: '{{now-200d}}',
          EncryptionType: 'KMS',
          KeyId: key,
          OpenShardCount: 4,
          ConsumerCount: 1,
          EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
        },
        { StreamStatus: 'DELETING', RetentionPeriodHours: 24, EncryptionType: 'NONE', KeyId: undefined, ConsumerCount: 0 },
      ),
      described(
        'kinesis describe-stream --',
        'StreamDescription',
        {
          StreamName: 'clicks',
          StreamARN: arn('kinesis', 'stream/clicks'),
          StreamStatus: 'ACTIVE',
          RetentionPeriodHours: 48,
          EncryptionType: 'KMS',
          HasMoreShards: false,
          Shards: [{ ShardId: 'shardId-000000000000' }],
        },
        { StreamStatus: 'DELETING', EncryptionType: 'NONE' },
      ),
    ],
    ...['GetRecords.IteratorAgeMilliseconds', 'WriteProvisionedThroughputExceeded', 'ReadProvisionedThroughputExceeded'],
  ),
  awsSample(
    'aws-msk',
    [
      listed(
        'kafka list-clusters --',
        'ClusterInfoList',
        {
          ClusterName: 'events',
          ClusterArn: arn('kafka', 'cluster/events/11111111'),
          State: 'ACTIVE',
          NumberOfBrokerNodes: 3,
          CreationTime: '{{now-200d}}',
          CurrentBrokerSoftwareInfo: { KafkaVersion: '3.9.x' },
          EnhancedMonitoring: 'PER_BROKER',
          EncryptionInfo: { EncryptionAtRest: { DataVolumeKMSKeyId: key }, EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true } },
          BrokerNodeGroupInfo: { InstanceType: 'kafka.m7g.large', StorageInfo: { EbsStorageInfo: { VolumeSize: 500 } } },
        },
        {
          State: 'FAILED',
          StateInfo: { Code: 'VolumesDetached', Message: 'The volumes of a broker are gone.' },
          CurrentBrokerSoftwareInfo: { KafkaVersion: '2.2.1' },
          EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'PLAINTEXT', InCluster: false } },
        },
      ),
      listed(
        'kafka list-clusters-v2',
        'ClusterInfoList',
        {
          ClusterType: 'PROVISIONED',
          ClusterName: 'events',
          ClusterArn: arn('kafka', 'cluster/events/11111111'),
          State: 'ACTIVE',
          CreationTime: '{{now-200d}}',
          Provisioned: {
            NumberOfBrokerNodes: 3,
            CurrentBrokerSoftwareInfo: { KafkaVersion: '3.9.x' },
            EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS', InCluster: true } },
          },
        },
        {
          State: 'FAILED',
          Provisioned: {
            CurrentBrokerSoftwareInfo: { KafkaVersion: '2.2.1' },
            EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'PLAINTEXT', InCluster: false } },
          },
        },
      ),
    ],
    ...['UnderReplicatedPartitions', 'OfflinePartitionsCount', 'KafkaDataLogsDiskUsed'],
  ),
  awsSample('aws-backup', [
    listed(
      'backup list-backup-jobs',
      'BackupJobs',
      {
        BackupJobId: '11111111-2222-3333-4444-555555555555',
        AccountId: accountId,
        BackupVaultName: 'shop',
        BackupVaultArn: arn('backup', 'backup-vault:shop'),
        RecoveryPointArn: arn('ec2', 'snapshot/snap-0a1b2c3d4e5f60718'),
        ResourceArn: arn('rds', 'db:shop-orders'),
        ResourceType: 'RDS',
        ResourceName: 'shop-orders',
        CreationDate: '{{now-6h}}',
        CompletionDate: '{{now-5h}}',
        State: 'COMPLETED',
        PercentDone: '100.0',
        BackupSizeInBytes: 4_000_000_000,
      },
      {
        State: 'FAILED',
        StatusMessage: 'The role of the plan may not read the resource.',
        PercentDone: '0.0',
        CreationDate: '{{now-30h}}',
        CompletionDate: '{{now-29h}}',
        RecoveryPointArn: undefined,
        BackupSizeInBytes: 0,
      },
    ),
    listed(
      'backup list-backup-vaults',
      'BackupVaultList',
      {
        BackupVaultName: 'shop',
        BackupVaultArn: arn('backup', 'backup-vault:shop'),
        CreationDate: '{{now-200d}}',
        EncryptionKeyArn: key,
        NumberOfRecoveryPoints: 40,
        Locked: true,
      },
      { NumberOfRecoveryPoints: 0, Locked: false },
    ),
    listed(
      'backup list-recovery-points-by-backup-vault',
      'RecoveryPoints',
      {
        RecoveryPointArn: arn('ec2', 'snapshot/snap-0a1b2c3d4e5f60718'),
        BackupVaultName: 'shop',
        ResourceArn: arn('rds', 'db:shop-orders'),
        ResourceType: 'RDS',
        CreationDate: '{{now-6h}}',
        CompletionDate: '{{now-5h}}',
        Status: 'COMPLETED',
        IsEncrypted: true,
      },
      { CreationDate: '{{now-90d}}', CompletionDate: '{{now-90d}}', Status: 'EXPIRED', IsEncrypted: false },
    ),
    listed(
      'backup list-protected-resources',
      'Results',
      { ResourceArn: arn('rds', 'db:shop-orders'), ResourceType: 'RDS', ResourceName: 'shop-orders', LastBackupTime: '{{now-6h}}' },
      { LastBackupTime: '{{now-90d}}' },
    ),
  ]),
  awsSample('aws-emr', [
    listed(
      'emr list-clusters',
      'Clusters',
      {
        Id: 'j-0A1B2C3D4E5F6',
        Name: 'nightly',
        ClusterArn: arn('elasticmapreduce', 'cluster/j-0A1B2C3D4E5F6'),
        Status: {
          State: 'WAITING',
          StateChangeReason: { Message: 'Cluster ready after last step completed.' },
          Timeline: { CreationDateTime: '{{now-5h}}', ReadyDateTime: '{{now-5h}}' },
        },
        NormalizedInstanceHours: 32,
      },
      {
        Status: {
          State: 'TERMINATED_WITH_ERRORS',
          StateChangeReason: { Code: 'BOOTSTRAP_FAILURE', Message: 'A bootstrap action failed on the master node' },
          Timeline: { EndDateTime: '{{now-1h}}' },
        },
      },
    ),
    listed(
      'emr list-steps',
      'Steps',
      {
        Id: 's-0A1B2C3D4E5F6',
        Name: 'report',
        ActionOnFailure: 'CONTINUE',
        Status: { State: 'COMPLETED', Timeline: { CreationDateTime: '{{now-5h}}', EndDateTime: '{{now-4h}}' } },
      },
      { Status: { State: 'FAILED', FailureDetails: { Reason: 'Unknown Error.' } } },
    ),
  ]),
  awsSample('aws-glue', [
    named('glue get-jobs', {
      Jobs: [
        {
          Name: 'load-orders',
          Role: arn('iam', 'role/glue'),
          CreatedOn: '{{now-200d}}',
          LastModifiedOn: '{{now-20d}}',
          GlueVersion: '5.0',
          WorkerType: 'G.1X',
          NumberOfWorkers: 4,
          Timeout: 60,
          MaxRetries: 1,
        },
      ],
    }),
    named('glue list-jobs', { JobNames: ['load-orders'] }),
    listed(
      'glue get-job-runs',
      'JobRuns',
      {
        Id: 'jr_0a1b',
        Attempt: 0,
        JobName: 'load-orders',
        StartedOn: '{{now-3h}}',
        LastModifiedOn: '{{now-2h}}',
        CompletedOn: '{{now-2h}}',
        JobRunState: 'SUCCEEDED',
        ExecutionTime: 900,
        Timeout: 60,
        GlueVersion: '5.0',
      },
      { JobRunState: 'FAILED', ErrorMessage: 'Command failed with exit code 1', Attempt: 3 },
    ),
    listed(
      'glue get-crawlers',
      'Crawlers',
      { Name: 'orders', State: 'READY', CreationTime: '{{now-200d}}', LastCrawl: { Status: 'SUCCEEDED', StartTime: '{{now-3h}}' } },
      { LastCrawl: { Status: 'FAILED', ErrorMessage: 'The bucket cannot be read' } },
    ),
  ]),
  awsSample(
    'aws-mq',
    [
      listed(
        'mq list-brokers',
        'BrokerSummaries',
        {
          BrokerId: 'b-11111111',
          BrokerName: 'orders',
          BrokerArn: arn('mq', 'broker:orders:b-11111111'),
          BrokerState: 'RUNNING',
          Created: '{{now-200d}}',
          DeploymentMode: 'ACTIVE_STANDBY_MULTI_AZ',
          EngineType: 'ActiveMQ',
          HostInstanceType: 'mq.m5.large',
        },
        { BrokerState: 'CRITICAL_ACTION_REQUIRED', DeploymentMode: 'SINGLE_INSTANCE' },
      ),
      described(
        'mq describe-broker',
        '',
        {
          BrokerId: 'b-11111111',
          BrokerName: 'orders',
          BrokerState: 'RUNNING',
          EngineVersion: '5.19',
          AutoMinorVersionUpgrade: true,
          PubliclyAccessible: false,
          ActionsRequired: [],
          EncryptionOptions: { UseAwsOwnedKey: false, KmsKeyId: key },
        },
        {
          BrokerState: 'CRITICAL_ACTION_REQUIRED',
          AutoMinorVersionUpgrade: false,
          PubliclyAccessible: true,
          ActionsRequired: [{ ActionRequiredCode: 'BROKER_OOM', ActionRequiredInfo: 'The memory is exhausted' }],
          EncryptionOptions: { UseAwsOwnedKey: true },
        },
      ),
    ],
    'CPUUtilization',
    'StorePercentUsage',
  ),
]

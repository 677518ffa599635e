import { accountId, arn, awsSample, described, key, listed, named, region } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const queueUrl = (name: string) => `https://sqs.${region}.amazonaws.com/${accountId}/${name}`
const topic = arn('sns', 'orders')
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

export const awsStreamsSamples: readonly Sample[] = [
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
      listed(
        'kafka list-clusters',
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
    ],
    ...['UnderReplicatedPartitions', 'OfflinePartitionsCount', 'KafkaDataLogsDiskUsed'],
  ),
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
          EngineType: 'ACTIVEMQ',
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
]

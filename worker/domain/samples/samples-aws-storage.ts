import { accountId, arn, awsSample, described, key, listed, named, region, tags } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const bucket = 'shop-invoices'
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
]

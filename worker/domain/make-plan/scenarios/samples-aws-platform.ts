import { accountId, arn, awsSample, described, listed, named, tags } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const key = arn('kms', 'key/11111111-2222-3333-4444-555555555555')
const certificate = arn('acm', 'certificate/11111111-2222-3333-4444-555555555555')
const machine = arn('states', 'stateMachine:fulfil')
const trust = (Principal: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] })
const user = {
  Path: '/',
  UserName: 'deployer',
  UserId: 'AIDAEXAMPLEEXAMPLE',
  Arn: arn('iam', 'user/deployer'),
  CreateDate: '{{now-20d}}',
  PasswordLastUsed: '{{now-1d}}',
  Tags: tags,
}
const accessKey = { UserName: 'deployer', AccessKeyId: 'STANDINSTANDIN1', Status: 'Active', CreateDate: '{{now-5d}}' }
/** A key that is inactive may be skipped by what looks at the age of active ones: one of each. */
const oldKeys = [{ CreateDate: '{{now-700d}}' }, { AccessKeyId: 'STANDINSTANDIN2', Status: 'Inactive', CreateDate: '{{now-700d}}' }]
const role = {
  Path: '/',
  RoleName: 'checkout',
  RoleId: 'AROAEXAMPLEEXAMPLE',
  Arn: arn('iam', 'role/checkout'),
  CreateDate: '{{now-90d}}',
  AssumeRolePolicyDocument: trust({ Service: 'lambda.amazonaws.com' }),
  MaxSessionDuration: 3600,
  RoleLastUsed: { LastUsedDate: '{{now-1d}}', Region: 'eu-central-1' },
  PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: arn('iam', 'policy/boundary') },
  Tags: tags,
}
const openRole = {
  CreateDate: '{{now-900d}}',
  AssumeRolePolicyDocument: trust({ AWS: '*' }),
  MaxSessionDuration: 43_200,
  RoleLastUsed: { LastUsedDate: '{{now-500d}}' },
  PermissionsBoundary: undefined,
  Tags: [],
}
const alarm = {
  AlarmName: 'checkout-errors',
  AlarmArn: arn('cloudwatch', 'alarm:checkout-errors'),
  AlarmDescription: 'Errors of the checkout',
  ActionsEnabled: true,
  AlarmActions: [arn('sns', 'on-call')],
  OKActions: [],
  InsufficientDataActions: [],
  StateValue: 'OK',
  StateReason: 'Threshold not crossed',
  StateUpdatedTimestamp: '{{now-9h}}',
  StateTransitionedTimestamp: '{{now-9h}}',
  MetricName: 'Errors',
  Namespace: 'AWS/Lambda',
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
}
const firing = { ActionsEnabled: false, AlarmActions: [] }

export const awsPlatformSamples: readonly Sample[] = [
  awsSample('aws-acm', [
    listed(
      'acm list-certificates',
      'CertificateSummaryList',
      {
        CertificateArn: certificate,
        DomainName: 'shop.example.com',
        Status: 'ISSUED',
        Type: 'AMAZON_ISSUED',
        KeyAlgorithm: 'RSA-2048',
        InUse: true,
        RenewalEligibility: 'ELIGIBLE',
        NotBefore: '{{now-20d}}',
        NotAfter: '{{now+380d}}',
        IssuedAt: '{{now-20d}}',
        CreatedAt: '{{now-20d}}',
      },
      { NotAfter: '{{now+2d}}', InUse: false, RenewalEligibility: 'INELIGIBLE' },
    ),
    // Still issued, because what ends soon is looked for among what is issued; its renewal has failed.
    described(
      'acm describe-certificate',
      'Certificate',
      {
        CertificateArn: certificate,
        DomainName: 'shop.example.com',
        SubjectAlternativeNames: ['shop.example.com'],
        Status: 'ISSUED',
        Type: 'AMAZON_ISSUED',
        NotBefore: '{{now-20d}}',
        NotAfter: '{{now+380d}}',
        IssuedAt: '{{now-20d}}',
        CreatedAt: '{{now-20d}}',
        InUseBy: [arn('elasticloadbalancing', 'loadbalancer/app/shop/0a1b2c3d4e5f6071')],
        KeyAlgorithm: 'RSA-2048',
        RenewalEligibility: 'ELIGIBLE',
        RenewalSummary: { RenewalStatus: 'SUCCESS', UpdatedAt: '{{now-20d}}' },
        DomainValidationOptions: [{ DomainName: 'shop.example.com', ValidationStatus: 'SUCCESS', ValidationMethod: 'DNS' }],
      },
      {
        NotAfter: '{{now+2d}}',
        InUseBy: [],
        RenewalEligibility: 'INELIGIBLE',
        RenewalSummary: { RenewalStatus: 'FAILED', RenewalStatusReason: 'DOMAIN_VALIDATION_DENIED' },
        DomainValidationOptions: [{ DomainName: 'shop.example.com', ValidationStatus: 'FAILED', ValidationMethod: 'DNS' }],
      },
    ),
  ]),
  awsSample('aws-iam-user', [
    listed('iam list-users', 'Users', user, { CreateDate: '{{now-900d}}', PasswordLastUsed: '{{now-500d}}', Tags: [] }),
    listed('iam list-access-keys', 'AccessKeyMetadata', accessKey, oldKeys),
    described(
      'iam get-access-key-last-used',
      '',
      { UserName: 'deployer', AccessKeyLastUsed: { LastUsedDate: '{{now-1d}}', ServiceName: 's3', Region: 'eu-central-1' } },
      { AccessKeyLastUsed: { LastUsedDate: '{{now-500d}}' } },
    ),
    {
      command: 'aws *iam list-mfa-devices*',
      healthy: { MFADevices: [{ UserName: 'deployer', SerialNumber: arn('iam', 'mfa/deployer'), EnableDate: '{{now-20d}}' }] },
      broken: { MFADevices: [] },
    },
    {
      command: 'aws *iam list-attached-user-policies*',
      healthy: { AttachedPolicies: [] },
      broken: { AttachedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] },
    },
    described(
      'iam get-account-summary',
      'SummaryMap',
      { Users: 1, MFADevices: 1, MFADevicesInUse: 1, AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 },
      { MFADevices: 0, MFADevicesInUse: 0, AccountMFAEnabled: 0, AccountAccessKeysPresent: 1 },
    ),
    described(
      'iam get-account-password-policy',
      'PasswordPolicy',
      {
        MinimumPasswordLength: 16,
        RequireSymbols: true,
        RequireNumbers: true,
        RequireUppercaseCharacters: true,
        RequireLowercaseCharacters: true,
        ExpirePasswords: true,
        MaxPasswordAge: 90,
        PasswordReusePrevention: 24,
      },
      {
        MinimumPasswordLength: 6,
        RequireSymbols: false,
        RequireNumbers: false,
        RequireUppercaseCharacters: false,
        RequireLowercaseCharacters: false,
        ExpirePasswords: false,
        MaxPasswordAge: undefined,
        PasswordReusePrevention: undefined,
      },
    ),
    described(
      'iam get-login-profile',
      'LoginProfile',
      { UserName: 'deployer', CreateDate: '{{now-20d}}', PasswordResetRequired: false },
      { CreateDate: '{{now-900d}}' },
    ),
  ]),
  awsSample('aws-iam-role', [
    listed('iam list-roles', 'Roles', role, openRole),
    described('iam get-role --', 'Role', role, openRole),
    {
      command: 'aws *iam list-attached-role-policies*',
      healthy: { AttachedPolicies: [{ PolicyName: 'checkout', PolicyArn: arn('iam', 'policy/checkout') }] },
      broken: { AttachedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] },
    },
  ]),
  awsSample('aws-kms', [
    named('kms list-keys', { Keys: [{ KeyId: '11111111-2222-3333-4444-555555555555', KeyArn: key }], Truncated: false }),
    described(
      'kms describe-key',
      'KeyMetadata',
      {
        AWSAccountId: accountId,
        KeyId: '11111111-2222-3333-4444-555555555555',
        Arn: key,
        Description: 'Data of the shop',
        Enabled: true,
        KeyState: 'Enabled',
        KeyUsage: 'ENCRYPT_DECRYPT',
        KeyManager: 'CUSTOMER',
        KeySpec: 'SYMMETRIC_DEFAULT',
        Origin: 'AWS_KMS',
        MultiRegion: false,
        CreationDate: '{{now-200d}}',
      },
      { Enabled: false, KeyState: 'PendingDeletion', DeletionDate: '{{now+5d}}' },
    ),
    described(
      'kms get-key-rotation-status',
      '',
      { KeyId: key, KeyRotationEnabled: true, RotationPeriodInDays: 365, NextRotationDate: '{{now+200d}}' },
      { KeyRotationEnabled: false, RotationPeriodInDays: undefined, NextRotationDate: undefined },
    ),
    named('kms list-aliases', { Aliases: [{ AliasName: 'alias/shop', TargetKeyId: '11111111-2222-3333-4444-555555555555' }] }),
  ]),
  awsSample('aws-secretsmanager', [
    listed(
      'secretsmanager list-secrets',
      'SecretList',
      {
        ARN: arn('secretsmanager', 'secret:shop/database-a1b2c3'),
        Name: 'shop/database',
        KmsKeyId: key,
        RotationEnabled: true,
        RotationLambdaARN: arn('lambda', 'function:rotate'),
        RotationRules: { AutomaticallyAfterDays: 30 },
        LastRotatedDate: '{{now-9d}}',
        NextRotationDate: '{{now+21d}}',
        LastChangedDate: '{{now-9d}}',
        LastAccessedDate: '{{now-1d}}',
        CreatedDate: '{{now-60d}}',
        Tags: tags,
      },
      {
        KmsKeyId: undefined,
        RotationEnabled: false,
        RotationLambdaARN: undefined,
        RotationRules: undefined,
        LastRotatedDate: '{{now-700d}}',
        NextRotationDate: undefined,
        LastChangedDate: '{{now-700d}}',
        LastAccessedDate: '{{now-400d}}',
        CreatedDate: '{{now-900d}}',
        Tags: [],
      },
    ),
    described(
      'secretsmanager describe-secret',
      '',
      {
        ARN: arn('secretsmanager', 'secret:shop/database-a1b2c3'),
        Name: 'shop/database',
        RotationEnabled: true,
        RotationRules: { AutomaticallyAfterDays: 30 },
        LastRotatedDate: '{{now-9d}}',
        LastChangedDate: '{{now-9d}}',
        LastAccessedDate: '{{now-1d}}',
      },
      {
        RotationEnabled: false,
        RotationRules: undefined,
        LastRotatedDate: '{{now-700d}}',
        LastChangedDate: '{{now-700d}}',
        LastAccessedDate: '{{now-400d}}',
      },
    ),
  ]),
  awsSample(
    'aws-stepfunctions',
    [
      named('stepfunctions list-state-machines', {
        stateMachines: [{ stateMachineArn: machine, name: 'fulfil', type: 'STANDARD', creationDate: '{{now-200d}}' }],
      }),
      listed(
        'stepfunctions list-executions',
        'executions',
        {
          executionArn: arn('states', 'execution:fulfil:1'),
          stateMachineArn: machine,
          name: '1',
          status: 'SUCCEEDED',
          startDate: '{{now-20m}}',
          stopDate: '{{now-19m}}',
        },
        [{ status: 'FAILED' }, { executionArn: arn('states', 'execution:fulfil:2'), name: '2', status: 'TIMED_OUT' }],
      ),
      described(
        'stepfunctions describe-state-machine',
        '',
        {
          stateMachineArn: machine,
          name: 'fulfil',
          status: 'ACTIVE',
          type: 'STANDARD',
          creationDate: '{{now-200d}}',
          loggingConfiguration: { level: 'ERROR', includeExecutionData: false },
          tracingConfiguration: { enabled: true },
        },
        { status: 'DELETING', loggingConfiguration: { level: 'OFF' }, tracingConfiguration: { enabled: false } },
      ),
    ],
    'ExecutionsFailed',
  ),
  awsSample('aws-codepipeline', [
    named('codepipeline list-pipelines', {
      pipelines: [{ name: 'checkout', version: 3, pipelineType: 'V2', created: '{{now-200d}}', updated: '{{now-20d}}' }],
    }),
    listed(
      'codepipeline list-pipeline-executions',
      'pipelineExecutionSummaries',
      {
        pipelineExecutionId: '11111111-2222-3333-4444-555555555555',
        status: 'Succeeded',
        startTime: '{{now-4h}}',
        lastUpdateTime: '{{now-3h}}',
        sourceRevisions: [{ actionName: 'Source', revisionId: '0a1b2c3' }],
        trigger: { triggerType: 'Webhook' },
      },
      { status: 'Failed', statusSummary: 'The build has failed' },
    ),
    described(
      'codepipeline get-pipeline-state',
      '',
      {
        pipelineName: 'checkout',
        pipelineVersion: 3,
        created: '{{now-200d}}',
        updated: '{{now-20d}}',
        stageStates: [
          {
            stageName: 'Build',
            latestExecution: { pipelineExecutionId: '1', status: 'Succeeded' },
            actionStates: [{ actionName: 'Build', latestExecution: { status: 'Succeeded', lastStatusChange: '{{now-3h}}' } }],
          },
        ],
      },
      {
        stageStates: [
          {
            stageName: 'Build',
            latestExecution: { pipelineExecutionId: '1', status: 'Failed' },
            actionStates: [
              {
                actionName: 'Build',
                latestExecution: {
                  status: 'Failed',
                  lastStatusChange: '{{now-3h}}',
                  errorDetails: { code: 'JobFailed', message: 'Build terminated with state: FAILED' },
                },
              },
            ],
          },
        ],
      },
    ),
  ]),
  awsSample('aws-codebuild', [
    named('codebuild list-projects', { projects: ['checkout'] }),
    named('codebuild list-builds', { ids: ['checkout:1'] }),
    listed(
      'codebuild batch-get-projects',
      'projects',
      {
        name: 'checkout',
        arn: arn('codebuild', 'project/checkout'),
        encryptionKey: key,
        created: '{{now-200d}}',
        lastModified: '{{now-20d}}',
        timeoutInMinutes: 60,
        environment: { type: 'LINUX_CONTAINER', image: 'aws/codebuild/standard:7.0', privilegedMode: false },
        logsConfig: { cloudWatchLogs: { status: 'ENABLED' } },
      },
      { encryptionKey: undefined, environment: { privilegedMode: true }, logsConfig: { cloudWatchLogs: { status: 'DISABLED' } } },
    ),
    listed(
      'codebuild batch-get-builds',
      'builds',
      {
        id: 'checkout:1',
        projectName: 'checkout',
        buildNumber: 41,
        buildStatus: 'SUCCEEDED',
        buildComplete: true,
        currentPhase: 'COMPLETED',
        startTime: '{{now-2h}}',
        endTime: '{{now-1h}}',
        phases: [{ phaseType: 'BUILD', phaseStatus: 'SUCCEEDED' }],
      },
      { buildStatus: 'FAILED', phases: [{ phaseType: 'BUILD', phaseStatus: 'FAILED' }] },
    ),
  ]),
  awsSample(
    'aws-cloudwatch',
    [
      {
        command: 'aws *cloudwatch describe-alarms*',
        healthy: { MetricAlarms: [alarm], CompositeAlarms: [] },
        broken: {
          MetricAlarms: [
            {
              ...alarm,
              ...firing,
              StateValue: 'ALARM',
              StateReason: 'Threshold crossed: 1 datapoint [90.0] was at least the threshold (1.0).',
              StateUpdatedTimestamp: '{{now-10m}}',
            },
            { ...alarm, ...firing, AlarmName: 'orders-age', StateValue: 'INSUFFICIENT_DATA', StateReason: 'No datapoints' },
          ],
          CompositeAlarms: [],
        },
      },
      {
        command: 'aws *cloudwatch describe-alarm-history*',
        healthy: { AlarmHistoryItems: [] },
        broken: {
          AlarmHistoryItems: [
            {
              AlarmName: 'checkout-errors',
              AlarmType: 'MetricAlarm',
              Timestamp: '{{now-10m}}',
              HistoryItemType: 'StateUpdate',
              HistorySummary: 'Alarm updated from OK to ALARM',
            },
          ],
        },
      },
    ],
    'Errors',
  ),
  awsSample('aws-cloudformation', [
    listed(
      'cloudformation describe-stacks',
      'Stacks',
      {
        StackId: arn('cloudformation', 'stack/shop/1'),
        StackName: 'shop',
        StackStatus: 'UPDATE_COMPLETE',
        CreationTime: '{{now-200d}}',
        LastUpdatedTime: '{{now-9d}}',
        EnableTerminationProtection: true,
        DisableRollback: false,
        DriftInformation: { StackDriftStatus: 'IN_SYNC', LastCheckTimestamp: '{{now-1d}}' },
        Tags: tags,
      },
      {
        StackStatus: 'UPDATE_ROLLBACK_FAILED',
        StackStatusReason: 'The following resource(s) failed to update: [Queue].',
        EnableTerminationProtection: false,
        DriftInformation: { StackDriftStatus: 'DRIFTED' },
        Tags: [],
      },
    ),
    listed(
      'cloudformation list-stacks',
      'StackSummaries',
      {
        StackId: arn('cloudformation', 'stack/shop/1'),
        StackName: 'shop',
        StackStatus: 'UPDATE_COMPLETE',
        CreationTime: '{{now-200d}}',
        LastUpdatedTime: '{{now-9d}}',
        DriftInformation: { StackDriftStatus: 'IN_SYNC' },
      },
      { StackStatus: 'UPDATE_ROLLBACK_FAILED', DriftInformation: { StackDriftStatus: 'DRIFTED' } },
    ),
    listed(
      'cloudformation describe-stack-events',
      'StackEvents',
      {
        StackName: 'shop',
        EventId: '1',
        LogicalResourceId: 'Queue',
        ResourceType: 'AWS::SQS::Queue',
        Timestamp: '{{now-9d}}',
        ResourceStatus: 'UPDATE_COMPLETE',
      },
      { ResourceStatus: 'UPDATE_FAILED', ResourceStatusReason: 'Access denied', Timestamp: '{{now-10m}}' },
    ),
  ]),
  awsSample(
    'aws-eventbridge',
    [
      listed(
        'events list-rules',
        'Rules',
        {
          Name: 'nightly',
          Arn: arn('events', 'rule/nightly'),
          State: 'ENABLED',
          ScheduleExpression: 'rate(1 day)',
          EventBusName: 'default',
        },
        { State: 'DISABLED' },
      ),
      {
        command: 'aws *events list-targets-by-rule*',
        healthy: { Targets: [{ Id: '1', Arn: arn('lambda', 'function:nightly'), DeadLetterConfig: { Arn: arn('sqs', 'events-dlq') } }] },
        broken: { Targets: [] },
      },
      named('events list-event-buses', { EventBuses: [{ Name: 'default', Arn: arn('events', 'event-bus/default') }] }),
    ],
    'FailedInvocations',
  ),
  awsSample('aws-sagemaker', [
    listed(
      'sagemaker list-endpoints',
      'Endpoints',
      {
        EndpointName: 'recommend',
        EndpointArn: arn('sagemaker', 'endpoint/recommend'),
        CreationTime: '{{now-60d}}',
        LastModifiedTime: '{{now-9d}}',
        EndpointStatus: 'InService',
      },
      { EndpointStatus: 'Failed' },
    ),
    described(
      'sagemaker describe-endpoint --',
      '',
      {
        EndpointName: 'recommend',
        EndpointArn: arn('sagemaker', 'endpoint/recommend'),
        EndpointConfigName: 'recommend-1',
        EndpointStatus: 'InService',
        ProductionVariants: [{ VariantName: 'all', CurrentInstanceCount: 2, DesiredInstanceCount: 2, CurrentWeight: 1 }],
        CreationTime: '{{now-60d}}',
        LastModifiedTime: '{{now-9d}}',
      },
      {
        EndpointStatus: 'Failed',
        FailureReason: 'The container did not pass the ping health check.',
        ProductionVariants: [{ VariantName: 'all', CurrentInstanceCount: 0, DesiredInstanceCount: 2, CurrentWeight: 1 }],
      },
    ),
  ]),
  awsSample('aws-ecr', [
    listed(
      'ecr describe-repositories',
      'repositories',
      {
        repositoryName: 'checkout',
        repositoryArn: arn('ecr', 'repository/checkout'),
        registryId: accountId,
        repositoryUri: `${accountId}.dkr.ecr.eu-central-1.amazonaws.com/checkout`,
        createdAt: '{{now-200d}}',
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
        encryptionConfiguration: { encryptionType: 'KMS', kmsKey: key },
      },
      {
        imageTagMutability: 'MUTABLE',
        imageScanningConfiguration: { scanOnPush: false },
        encryptionConfiguration: { encryptionType: 'AES256', kmsKey: undefined },
      },
    ),
    described(
      'ecr describe-image-scan-findings',
      '',
      {
        repositoryName: 'checkout',
        imageScanStatus: { status: 'COMPLETE' },
        imageScanFindings: { imageScanCompletedAt: '{{now-1d}}', findings: [], findingSeverityCounts: {} },
      },
      {
        imageScanFindings: {
          findings: [{ name: 'CVE-2026-0001', severity: 'CRITICAL', uri: 'https://example.com/CVE-2026-0001' }],
          findingSeverityCounts: { CRITICAL: 3, HIGH: 9 },
        },
      },
    ),
    listed(
      'ecr describe-images',
      'imageDetails',
      {
        repositoryName: 'checkout',
        registryId: accountId,
        imageDigest: 'sha256:0a1b',
        imageTags: ['1.4.2'],
        imageSizeInBytes: 90_000_000,
        imagePushedAt: '{{now-4d}}',
        imageScanStatus: { status: 'COMPLETE' },
        imageScanFindingsSummary: { findingSeverityCounts: {} },
      },
      {
        imageTags: undefined,
        imagePushedAt: '{{now-700d}}',
        imageScanStatus: { status: 'FAILED' },
        imageScanFindingsSummary: { findingSeverityCounts: { CRITICAL: 3, HIGH: 9 } },
      },
    ),
    {
      command: 'aws *ecr get-lifecycle-policy*',
      healthy: { repositoryName: 'checkout', lifecyclePolicyText: '{"rules":[{"rulePriority":1,"action":{"type":"expire"}}]}' },
      broken: { repositoryName: 'checkout', lifecyclePolicyText: '{"rules":[]}' },
    },
  ]),
]

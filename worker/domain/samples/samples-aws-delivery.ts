import { accountId, arn, awsSample, described, key, listed, named, tags } from './aws-answers.ts'
import type { Sample } from './sample.ts'

const machine = arn('states', 'stateMachine:fulfil')
export const awsDeliverySamples: readonly Sample[] = [
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

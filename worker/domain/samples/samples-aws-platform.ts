import { arn, awsSample, described, listed, named } from './aws-answers.ts'
import type { Sample } from './sample.ts'

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
]

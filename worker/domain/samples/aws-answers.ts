import { type Answer, brokenOf, but } from './answer-pairs.ts'
import type { Sample } from './sample.ts'

/** How the answers of `aws` are put together. */

export const region = 'eu-central-1'
export const accountId = '123456789012'

/** ARN of a resource of the account that acceptance scenarios look at. */
export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${service === 'iam' || service === 's3' ? '' : region}:${service === 's3' ? '' : accountId}:${resource}`
}

/** Tags as most services list them. */
export const tags = [
  { Key: 'Name', Value: 'shop' },
  { Key: 'Owner', Value: 'team-shop' },
  { Key: 'Environment', Value: 'production' },
]

/** An operation that lists: `rds describe-db-instances` with the path of its list (`DBInstances`, `Reservations.Instances`). */
export function listed(operation: string, path: string, item: object, wrong: object | readonly object[]): Answer {
  return { command: `aws *${operation}*`, healthy: within(path, [item]), broken: within(path, brokenOf(item, wrong)) }
}

function within(path: string, items: readonly unknown[]): object {
  const [first = '', ...rest] = path.split('.')
  return { [first]: rest.length === 0 ? items : [within(rest.join('.'), items)] }
}

/** An operation that lists names, ids or summaries, the same in both worlds. */
export function named(operation: string, answer: object): Answer {
  return { command: `aws *${operation}*`, healthy: answer, broken: answer }
}

/** An operation that describes one thing, under `key` when the service wraps it. */
export function described(operation: string, key: string, item: object, wrong: object): Answer {
  const wrap = (value: object) => (key === '' ? value : { [key]: value })
  return { command: `aws *${operation}*`, healthy: wrap(item), broken: wrap(but(item, wrong)) }
}

/** Metrics of CloudWatch: unit, a usual value, and one that anybody would look into. */
const metrics: Record<string, readonly [unit: string, healthy: number, broken: number]> = {
  CPUUtilization: ['Percent', 22, 97],
  EngineCPUUtilization: ['Percent', 18, 97],
  MemoryUtilization: ['Percent', 41, 98],
  DatabaseMemoryUsagePercentage: ['Percent', 38, 98],
  JVMMemoryPressure: ['Percent', 40, 97],
  PercentageDiskSpaceUsed: ['Percent', 35, 97],
  KafkaDataLogsDiskUsed: ['Percent', 35, 97],
  StorePercentUsage: ['Percent', 12, 97],
  PercentIOLimit: ['Percent', 8, 99],
  CacheHitRate: ['Percent', 96, 4],
  FreeableMemory: ['Bytes', 4_294_967_296, 10_485_760],
  FreeStorageSpace: ['Bytes', 64_424_509_440, 104_857_600],
  FreeLocalStorage: ['Bytes', 64_424_509_440, 104_857_600],
  BurstCreditBalance: ['Bytes', 2_300_000_000_000, 0],
  SwapUsage: ['Bytes', 0, 1_073_741_824],
  Evictions: ['Count', 0, 25_000],
  CurrConnections: ['Count', 24, 64_900],
  DatabaseConnections: ['Count', 12, 4900],
  ReplicaLag: ['Seconds', 0, 900],
  ReplicationLag: ['Seconds', 0, 900],
  DiskQueueDepth: ['Count', 0, 180],
  ReadLatency: ['Seconds', 0.001, 2.5],
  WriteLatency: ['Seconds', 0.002, 2.5],
  StatusCheckFailed: ['Count', 0, 1],
  UnHealthyHostCount: ['Count', 0, 2],
  HealthyHostCount: ['Count', 2, 0],
  HTTPCode_Target_5XX_Count: ['Count', 0, 900],
  HTTPCode_ELB_5XX_Count: ['Count', 0, 900],
  TargetResponseTime: ['Seconds', 0.08, 12],
  ThrottledRequests: ['Count', 0, 400],
  SystemErrors: ['Count', 0, 90],
  Throttles: ['Count', 0, 400],
  Errors: ['Count', 0, 90],
  Duration: ['Milliseconds', 140, 890_000],
  Invocations: ['Count', 500, 500],
  '5XXError': ['Count', 0, 400],
  '5xxErrorRate': ['Percent', 0, 45],
  '5xx': ['Count', 0, 400],
  Latency: ['Milliseconds', 90, 29_000],
  ApproximateAgeOfOldestMessage: ['Seconds', 2, 260_000],
  ApproximateNumberOfMessagesVisible: ['Count', 0, 90_000],
  NumberOfNotificationsFailed: ['Count', 0, 120],
  'GetRecords.IteratorAgeMilliseconds': ['Milliseconds', 40, 80_000_000],
  WriteProvisionedThroughputExceeded: ['Count', 0, 300],
  ReadProvisionedThroughputExceeded: ['Count', 0, 300],
  ErrorPortAllocation: ['Count', 0, 700],
  FailedInvocations: ['Count', 0, 60],
  ExecutionsFailed: ['Count', 0, 25],
  HealthCheckStatus: ['None', 1, 0],
  TunnelState: ['None', 1, 0],
  ClusterStatus: ['Count', 0, 1],
  UnderReplicatedPartitions: ['Count', 0, 14],
  OfflinePartitionsCount: ['Count', 0, 3],
  BlockedRequests: ['Count', 3, 40_000],
}

const times = ['{{now-15m}}', '{{now-10m}}', '{{now-5m}}']

/** What CloudWatch says about metrics, to either of its operations. Every statistic of a period has the same value. */
function measured(name: string): Answer[] {
  const [Unit, healthy, broken] = metrics[name] ?? ['Count', 0, 0]
  const statistics = (value: number) => ({
    Label: name,
    Datapoints: times.map((Timestamp) => ({ Timestamp, SampleCount: 1, Average: value, Sum: value, Minimum: value, Maximum: value, Unit })),
  })
  const data = (value: number) => ({
    MetricDataResults: [{ Id: 'm1', Label: name, Timestamps: times, Values: times.map(() => value), StatusCode: 'Complete' }],
    Messages: [],
  })
  return [
    { command: `aws *cloudwatch get-metric-statistics*${name}*`, healthy: statistics(healthy), broken: statistics(broken) },
    { command: `aws *cloudwatch get-metric-data*${name}*`, healthy: data(healthy), broken: data(broken) },
  ]
}

/** A kind with the answers of its own operations and the metrics that its service has. */
export function awsSample(kind: string, answers: readonly Answer[], ...names: readonly string[]): Sample {
  return { kind, answers: [...answers, ...names.flatMap(measured)] }
}

export const zone = `${region}a`

export const key = arn('kms', 'key/11111111-2222-3333-4444-555555555555')

import { asked, created, gcpSample, key, labels, listed, location, metric, nobody, policy, project, topic } from './gcp-answers.ts'
import type { Sample } from './sample.ts'

const account = `checkout@${project}.iam.gserviceaccount.com`
const version = {
  name: `${key}/cryptoKeyVersions/1`,
  state: 'ENABLED',
  createTime: '{{now-20d}}',
  algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION',
  protectionLevel: 'HSM',
}
const badVersion = { ...version, state: 'DISABLED', createTime: '{{now-700d}}', protectionLevel: 'SOFTWARE' }
export const gcpServicesSamples: readonly Sample[] = [
  // A key ring has nothing but a name and a time; what people look for is wrong with its keys. Without its time the ring is incomplete.
  gcpSample(
    'gcp-kms',
    policy('kms keys'),
    listed('kms keys versions', version, badVersion),
    listed(
      'kms keys',
      {
        name: key,
        purpose: 'ENCRYPT_DECRYPT',
        createTime: created,
        primary: version,
        rotationPeriod: '2592000s',
        nextRotationTime: '{{now+20d}}',
        versionTemplate: { algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION', protectionLevel: 'HSM' },
        labels,
      },
      {
        createTime: '{{now-700d}}',
        primary: badVersion,
        rotationPeriod: undefined,
        nextRotationTime: undefined,
        versionTemplate: { protectionLevel: 'SOFTWARE' },
        labels: {},
      },
    ),
    listed('kms keyrings', { name: `${location}/keyRings/shop`, createTime: created }, { createTime: undefined }),
  ),
  gcpSample(
    'gcp-secretmanager',
    policy('secrets'),
    listed(
      'secrets versions',
      { name: `projects/1/secrets/database/versions/2`, state: 'ENABLED', createTime: '{{now-9d}}' },
      { state: 'DISABLED', createTime: '{{now-700d}}' },
    ),
    listed(
      'secrets',
      {
        name: 'projects/1/secrets/database',
        createTime: '{{now-60d}}',
        replication: { automatic: {} },
        rotation: { rotationPeriod: '2592000s', nextRotationTime: '{{now+20d}}' },
        topics: [{ name: topic }],
        etag: '"1"',
        labels,
      },
      { createTime: '{{now-900d}}', rotation: undefined, topics: undefined, labels: {} },
    ),
  ),
  gcpSample(
    'gcp-serviceaccount',
    listed(
      'iam service-accounts keys',
      {
        name: `projects/${project}/serviceAccounts/${account}/keys/0a1b`,
        keyType: 'SYSTEM_MANAGED',
        keyOrigin: 'GOOGLE_PROVIDED',
        keyAlgorithm: 'KEY_ALG_RSA_2048',
        validAfterTime: '{{now-5d}}',
        validBeforeTime: '{{now+380d}}',
      },
      { keyType: 'USER_MANAGED', validAfterTime: '{{now-700d}}', validBeforeTime: '{{now+2d}}' },
    ),
    asked('projects get-iam-policy', nobody, { bindings: [{ role: 'roles/owner', members: [`serviceAccount:${account}`] }] }),
    listed(
      'iam service-accounts',
      {
        name: `projects/${project}/serviceAccounts/${account}`,
        email: account,
        displayName: 'checkout',
        projectId: project,
        uniqueId: '100000000000000000001',
        oauth2ClientId: '100000000000000000001',
        disabled: false,
        etag: 'MDEwMjE5MjA=',
      },
      { disabled: true, displayName: undefined },
    ),
  ),
  gcpSample(
    'gcp-scheduler',
    listed(
      'scheduler jobs',
      {
        name: `${location}/jobs/nightly`,
        state: 'ENABLED',
        schedule: '0 2 * * *',
        timeZone: 'Etc/UTC',
        lastAttemptTime: '{{now-6h}}',
        scheduleTime: '{{now+18h}}',
        status: {},
        attemptDeadline: '180s',
        retryConfig: { retryCount: 3 },
        httpTarget: { uri: 'https://shop.example.com/nightly', httpMethod: 'POST' },
      },
      [
        { status: { code: 14, message: 'UNAVAILABLE' }, retryConfig: {} },
        { name: `${location}/jobs/weekly`, state: 'PAUSED', status: { code: 14 }, lastAttemptTime: '{{now-90d}}', retryConfig: {} },
      ],
    ),
  ),
  gcpSample(
    'gcp-tasks',
    listed(
      'tasks queues',
      {
        name: `${location}/queues/mail`,
        state: 'RUNNING',
        rateLimits: { maxDispatchesPerSecond: 500, maxConcurrentDispatches: 100 },
        retryConfig: { maxAttempts: 10 },
        stats: { tasksCount: '2' },
        stackdriverLoggingConfig: { samplingRatio: 1 },
      },
      {
        state: 'PAUSED',
        retryConfig: { maxAttempts: -1 },
        stats: { tasksCount: '90000', oldestEstimatedArrivalTime: '{{now-9d}}' },
        stackdriverLoggingConfig: {},
      },
    ),
    asked(
      'tasks list',
      [],
      [
        {
          name: `${location}/queues/mail/tasks/1`,
          createTime: '{{now-9d}}',
          dispatchCount: 40,
          lastAttempt: { responseStatus: { code: 13 } },
        },
      ],
    ),
    metric('cloudtasks.googleapis.com/queue/depth', 2, 90_000),
  ),
  gcpSample(
    'gcp-sink',
    listed(
      'logging sinks',
      {
        name: 'archive',
        destination: 'storage.googleapis.com/shop-logs',
        filter: 'severity>=ERROR',
        disabled: false,
        writerIdentity: 'serviceAccount:service-1@gcp-sa-logging.iam.gserviceaccount.com',
        createTime: created,
        updateTime: '{{now-9d}}',
      },
      { disabled: true, writerIdentity: undefined },
    ),
    metric('logging.googleapis.com/exports/error_count', 0, 90),
  ),
  gcpSample(
    'gcp-asset',
    asked(
      'asset search-all-resources',
      [
        {
          name: `//compute.googleapis.com/projects/${project}/zones/europe-west1-b/instances/web-1`,
          assetType: 'compute.googleapis.com/Instance',
          displayName: 'web-1',
          project: 'projects/1',
          location: 'europe-west1-b',
          state: 'RUNNING',
          createTime: created,
          updateTime: '{{now-9d}}',
          labels,
        },
      ],
      [
        {
          name: `//compute.googleapis.com/projects/${project}/zones/europe-west1-b/instances/web-1`,
          assetType: 'compute.googleapis.com/Instance',
          displayName: 'web-1',
          project: 'projects/1',
          location: 'europe-west1-b',
          state: 'SUSPENDED',
          createTime: created,
          updateTime: '{{now-9d}}',
          labels: {},
        },
      ],
    ),
  ),
]

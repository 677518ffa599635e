import { asked, gcpSample, listed, location, metric, project } from './gcp-answers.ts'
import type { Sample } from './sample.ts'

const created = '{{now-90d}}'
const labels = { owner: 'team-shop', environment: 'production' }
const key = `${location}/keyRings/shop/cryptoKeys/data`
const topic = `projects/${project}/topics/orders`
const everyone = { bindings: [{ role: 'roles/viewer', members: ['allUsers', 'allAuthenticatedUsers'] }] }
const nobody = { bindings: [{ role: 'roles/viewer', members: [`group:team-shop@example.com`] }] }
const policy = (command: string) => asked(`${command} get-iam-policy`, nobody, everyone)
/** A resource whose name is a path and whose state is a word. */
const stateful = (path: string, state: string, more: object) => ({
  name: `${location}/${path}`,
  state,
  createTime: created,
  labels,
  ...more,
})
export const gcpStorageSamples: readonly Sample[] = [
  gcpSample(
    'gcp-bucket',
    policy('storage buckets'),
    listed(
      'storage buckets',
      {
        name: 'shop-invoices',
        storage_url: 'gs://shop-invoices/',
        location: 'EU',
        location_type: 'multi-region',
        default_storage_class: 'STANDARD',
        creation_time: created,
        update_time: '{{now-9d}}',
        public_access_prevention: 'enforced',
        uniform_bucket_level_access: true,
        versioning_enabled: true,
        default_kms_key: key,
        lifecycle_config: { rule: [{ action: { type: 'Delete' }, condition: { age: 400 } }] },
        retention_policy: { retentionPeriod: '2592000' },
        soft_delete_policy: { retentionDurationSeconds: '604800' },
        logging_config: { logBucket: 'shop-logs' },
        labels,
      },
      {
        public_access_prevention: 'inherited',
        uniform_bucket_level_access: false,
        versioning_enabled: false,
        default_kms_key: undefined,
        lifecycle_config: undefined,
        retention_policy: undefined,
        soft_delete_policy: { retentionDurationSeconds: '0' },
        logging_config: undefined,
        labels: undefined,
      },
    ),
  ),
  gcpSample(
    'gcp-filestore',
    listed('filestore backups', stateful('backups/shared', 'READY', { capacityGb: '1024' }), {
      state: 'INVALID',
      createTime: '{{now-700d}}',
    }),
    listed(
      'filestore instances',
      stateful('instances/shared', 'READY', {
        tier: 'ENTERPRISE',
        fileShares: [{ name: 'shared', capacityGb: '1024' }],
        networks: [{ network: 'shop', ipAddresses: ['10.5.0.2'] }],
        kmsKeyName: key,
        deletionProtectionEnabled: true,
      }),
      {
        state: 'ERROR',
        statusMessage: 'The instance cannot be reached.',
        tier: 'BASIC_HDD',
        kmsKeyName: undefined,
        deletionProtectionEnabled: false,
        labels: {},
      },
    ),
    metric('file.googleapis.com/nfs/server/used_bytes_percent', 20, 98),
  ),
  gcpSample(
    'gcp-pubsub',
    policy('pubsub topics'),
    asked('pubsub topics list-subscriptions', [`projects/${project}/subscriptions/billing`], []),
    listed(
      'pubsub topics',
      {
        name: topic,
        state: 'ACTIVE',
        kmsKeyName: key,
        messageRetentionDuration: '604800s',
        messageStoragePolicy: { allowedPersistenceRegions: ['europe-west1'] },
        schemaSettings: { schema: `projects/${project}/schemas/order`, encoding: 'JSON' },
        labels,
      },
      {
        state: 'INGESTION_RESOURCE_ERROR',
        kmsKeyName: undefined,
        messageRetentionDuration: undefined,
        messageStoragePolicy: {},
        schemaSettings: undefined,
        labels: {},
      },
    ),
  ),
  gcpSample(
    'gcp-pubsub-subscription',
    listed(
      'pubsub subscriptions',
      {
        name: `projects/${project}/subscriptions/billing`,
        topic,
        state: 'ACTIVE',
        ackDeadlineSeconds: 30,
        messageRetentionDuration: '604800s',
        pushConfig: {},
        expirationPolicy: {},
        retryPolicy: { minimumBackoff: '10s', maximumBackoff: '600s' },
        deadLetterPolicy: { deadLetterTopic: `projects/${project}/topics/dead`, maxDeliveryAttempts: 5 },
        labels,
      },
      [
        { state: 'RESOURCE_ERROR', deadLetterPolicy: undefined, retryPolicy: undefined, expirationPolicy: { ttl: '86400s' }, labels: {} },
        {
          name: `projects/${project}/subscriptions/lost`,
          topic: '_deleted-topic_',
          deadLetterPolicy: undefined,
          retryPolicy: undefined,
          labels: {},
        },
      ],
    ),
    metric('pubsub.googleapis.com/subscription/num_undelivered_messages', 3, 90_000),
    metric('pubsub.googleapis.com/subscription/oldest_unacked_message_age', 2, 260_000),
    metric('pubsub.googleapis.com/subscription/dead_letter_message_count', 0, 900),
  ),
  gcpSample(
    'gcp-artifactregistry',
    policy('artifacts repositories'),
    asked(
      'artifacts docker images list',
      [
        {
          package: 'europe-west1-docker.pkg.dev/shop-production/shop/checkout',
          version: 'sha256:0a1b',
          createTime: '{{now-4d}}',
          updateTime: '{{now-4d}}',
          tags: '1.4.2',
        },
      ],
      [
        {
          package: 'europe-west1-docker.pkg.dev/shop-production/shop/checkout',
          version: 'sha256:0a1b',
          createTime: '{{now-700d}}',
          updateTime: '{{now-700d}}',
          tags: '',
        },
      ],
    ),
    listed(
      'artifacts repositories',
      {
        name: `${location}/repositories/shop`,
        format: 'DOCKER',
        mode: 'STANDARD_REPOSITORY',
        createTime: created,
        updateTime: '{{now-4d}}',
        sizeBytes: '9000000',
        kmsKeyName: key,
        cleanupPolicies: { old: { id: 'old', action: 'DELETE', condition: { olderThan: '7776000s' } } },
        dockerConfig: { immutableTags: true },
        vulnerabilityScanningConfig: { enablementState: 'SCANNING_ACTIVE' },
        labels,
      },
      {
        kmsKeyName: undefined,
        sizeBytes: '9000000000000',
        cleanupPolicies: undefined,
        dockerConfig: {},
        vulnerabilityScanningConfig: { enablementState: 'SCANNING_DISABLED' },
        labels: {},
      },
    ),
  ),
]

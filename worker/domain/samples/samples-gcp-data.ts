import { asked, created, gcpSample, key, labels, listed, location, metric, project, stateful } from './gcp-answers.ts'
import type { Sample } from './sample.ts'

const job = {
  id: '2026-09-01_00_00_00-1',
  name: 'clicks',
  type: 'Streaming',
  location: 'europe-west1',
  creationTime: '2026-09-01 00:00:00',
  createTime: created,
  currentState: 'JOB_STATE_RUNNING',
  state: 'Running',
  stateTime: '{{now-9d}}',
  currentStateTime: '{{now-9d}}',
}

export const gcpDataSamples: readonly Sample[] = [
  gcpSample(
    'gcp-bigquery',
    listed(
      'bq datasets',
      {
        id: `${project}:reports`,
        kind: 'bigquery#dataset',
        datasetReference: { datasetId: 'reports', projectId: project },
        location: 'EU',
        labels,
        access: [{ role: 'OWNER', specialGroup: 'projectOwners' }],
        defaultEncryptionConfiguration: { kmsKeyName: key },
        defaultTableExpirationMs: '34560000000',
      },
      {
        access: [
          { role: 'READER', specialGroup: 'allAuthenticatedUsers' },
          { role: 'READER', iamMember: 'allUsers' },
        ],
        defaultEncryptionConfiguration: undefined,
        defaultTableExpirationMs: undefined,
        labels: {},
      },
    ),
    ...['ls', 'show'].map((verb) => ({
      command: `bq *${verb}*-j*`,
      healthy: [{ jobReference: { jobId: '1' }, state: 'DONE', status: { state: 'DONE' } }],
      broken: [
        {
          jobReference: { jobId: '1' },
          state: 'DONE',
          status: { state: 'DONE', errorResult: { reason: 'invalidQuery', message: 'Syntax error' } },
        },
      ],
    })),
  ),
  gcpSample(
    'gcp-dataproc',
    listed(
      'dataproc jobs',
      { reference: { jobId: '1', projectId: project }, status: { state: 'DONE', stateStartTime: '{{now-3h}}' } },
      { status: { state: 'ERROR', details: 'The job has failed' } },
    ),
    listed(
      'dataproc clusters',
      {
        clusterName: 'nightly',
        clusterUuid: '11111111-2222-3333-4444-555555555555',
        projectId: project,
        status: { state: 'RUNNING', stateStartTime: '{{now-9d}}' },
        statusHistory: [],
        config: {
          masterConfig: { numInstances: 1, machineTypeUri: 'n2-standard-4' },
          workerConfig: { numInstances: 2, machineTypeUri: 'n2-standard-4' },
          softwareConfig: { imageVersion: '2.3-debian12' },
          encryptionConfig: { gcePdKmsKeyName: key },
        },
        labels,
      },
      {
        status: { state: 'ERROR', detail: 'The workers do not report.' },
        config: { workerConfig: { numInstances: 0 }, softwareConfig: { imageVersion: '1.5-debian10' }, encryptionConfig: undefined },
        labels: {},
      },
    ),
  ),
  gcpSample(
    'gcp-dataflow',
    listed('dataflow jobs', job, { currentState: 'JOB_STATE_FAILED', state: 'Failed', stateTime: '{{now-1h}}' }),
    metric('dataflow.googleapis.com/job/system_lag', 2, 9000),
  ),
  gcpSample(
    'gcp-composer',
    listed(
      'composer environments',
      stateful('environments/nightly', 'RUNNING', {
        uuid: '11111111-2222-3333-4444-555555555555',
        updateTime: '{{now-9d}}',
        config: {
          airflowUri: 'https://example.composer.googleusercontent.com',
          dagGcsPrefix: 'gs://composer/dags',
          environmentSize: 'ENVIRONMENT_SIZE_SMALL',
          softwareConfig: { imageVersion: 'composer-3-airflow-2.10.5' },
          privateEnvironmentConfig: { enablePrivateEnvironment: true },
        },
      }),
      {
        state: 'ERROR',
        config: { softwareConfig: { imageVersion: 'composer-1.20.0-airflow-1.10.15' }, privateEnvironmentConfig: {} },
        labels: {},
      },
    ),
    metric('composer.googleapis.com/environment/healthy', 1, 0),
  ),
  gcpSample(
    'gcp-dms',
    listed(
      'database-migration migration-jobs',
      stateful('migrationJobs/orders', 'RUNNING', {
        displayName: 'orders',
        type: 'CONTINUOUS',
        phase: 'CDC',
        source: `${location}/connectionProfiles/old`,
        destination: `${location}/connectionProfiles/new`,
      }),
      { state: 'FAILED', phase: 'FULL_DUMP', error: { code: 13, message: 'The source cannot be reached.' }, labels: {} },
    ),
    listed('database-migration connection-profiles', stateful('connectionProfiles/old', 'READY', {}), { state: 'FAILED' }),
  ),
  gcpSample(
    'gcp-vertex',
    listed(
      'ai models',
      {
        name: `${location}/models/1`,
        displayName: 'recommend',
        createTime: created,
        deployedModels: [{ endpoint: '1', deployedModelId: '1' }],
      },
      { deployedModels: [] },
    ),
    listed(
      'ai endpoints',
      {
        name: `${location}/endpoints/1`,
        displayName: 'recommend',
        createTime: created,
        updateTime: '{{now-9d}}',
        trafficSplit: { '1': 100 },
        deployedModels: [
          {
            id: '1',
            model: `${location}/models/1`,
            displayName: 'recommend',
            createTime: created,
            dedicatedResources: { minReplicaCount: 2, maxReplicaCount: 6 },
          },
        ],
        encryptionSpec: { kmsKeyName: key },
        labels,
      },
      { trafficSplit: undefined, deployedModels: undefined, encryptionSpec: undefined, labels: {} },
    ),
    metric('aiplatform.googleapis.com/prediction/online/error_count', 0, 90),
  ),
  gcpSample(
    'gcp-apigee',
    listed(
      'apigee organizations',
      {
        organization: project,
        name: project,
        state: 'ACTIVE',
        projectId: project,
        projectIds: [project],
        runtimeType: 'CLOUD',
        subscriptionType: 'PAID',
        expiresAt: '4102444800000',
        createdAt: '1767225600000',
      },
      { state: 'DELETING', subscriptionType: 'TRIAL', expiresAt: '1767225600000' },
    ),
    listed('apigee environments', { name: 'production', state: 'ACTIVE' }, { state: 'DELETING' }),
    asked(
      'apigee deployments list',
      [{ apiProxy: 'orders', environment: 'production', revision: '4', state: 'READY', deployStartTime: '1767225600000' }],
      [{ apiProxy: 'orders', environment: 'production', revision: '4', state: 'ERROR', errors: [{ code: 5, message: 'not found' }] }],
    ),
  ),
]

import { asked, gcpSample, listed, location, metric, project, selfLink } from './gcp-answers.ts'
import type { Sample } from './sample.ts'

const created = '{{now-90d}}'
const _zone = selfLink('zones/europe-west1-b')
const labels = { owner: 'team-shop', environment: 'production' }
const readiness = (status: 'True' | 'False') =>
  ['Ready', 'ConfigurationsReady', 'RoutesReady'].map((type) => ({
    type,
    status,
    lastTransitionTime: '{{now-3d}}',
    ...(status === 'True' ? {} : { reason: 'HealthCheckContainerError', message: 'The container did not start and listen on its port.' }),
  }))
const service = {
  apiVersion: 'serving.knative.dev/v1',
  kind: 'Service',
  metadata: {
    name: 'checkout',
    namespace: project,
    generation: 4,
    creationTimestamp: created,
    labels: { ...labels, 'cloud.googleapis.com/location': 'europe-west1' },
    annotations: { 'run.googleapis.com/ingress': 'internal-and-cloud-load-balancing' },
  },
  spec: {
    template: {
      metadata: { annotations: { 'autoscaling.knative.dev/minScale': '1', 'autoscaling.knative.dev/maxScale': '10' } },
      spec: {
        containerConcurrency: 80,
        timeoutSeconds: 60,
        serviceAccountName: `checkout@${project}.iam.gserviceaccount.com`,
        containers: [
          {
            image: 'europe-west1-docker.pkg.dev/shop-production/shop/checkout:1.4.2',
            resources: { limits: { cpu: '1', memory: '512Mi' } },
          },
        ],
      },
    },
    traffic: [{ latestRevision: true, percent: 100 }],
  },
  status: {
    observedGeneration: 4,
    url: 'https://checkout-0a1b-ew.a.run.app',
    address: { url: 'https://checkout-0a1b-ew.a.run.app' },
    latestCreatedRevisionName: 'checkout-00004',
    latestReadyRevisionName: 'checkout-00004',
    conditions: readiness('True'),
    traffic: [{ latestRevision: true, percent: 100, revisionName: 'checkout-00004' }],
  },
}
const pool = {
  name: 'default',
  status: 'RUNNING',
  version: '1.34.1-gke.100',
  initialNodeCount: 1,
  autoscaling: { enabled: true, minNodeCount: 1, maxNodeCount: 5 },
  management: { autoRepair: true, autoUpgrade: true },
  config: {
    machineType: 'e2-standard-4',
    diskSizeGb: 100,
    imageType: 'COS_CONTAINERD',
    serviceAccount: `nodes@${project}.iam.gserviceaccount.com`,
    shieldedInstanceConfig: { enableSecureBoot: true, enableIntegrityMonitoring: true },
  },
  conditions: [],
}
const badPool = {
  ...pool,
  status: 'ERROR',
  statusMessage: 'The quota of the region is exhausted.',
  version: '1.24.1-gke.100',
  autoscaling: {},
  management: { autoRepair: false, autoUpgrade: false },
  conditions: [{ code: 'GCE_STOCKOUT', message: 'No resources in the zone' }],
}
const _cpu = metric('compute.googleapis.com/instance/cpu/utilization', 0.2, 0.98)

export const gcpAppsSamples: readonly Sample[] = [
  gcpSample(
    'gcp-cloudrun',
    asked(
      'run services get-iam-policy',
      { bindings: [{ role: 'roles/run.invoker', members: [`serviceAccount:web@${project}.iam.gserviceaccount.com`] }] },
      { bindings: [{ role: 'roles/run.invoker', members: ['allUsers'] }] },
    ),
    listed(
      'run revisions',
      { metadata: { name: 'checkout-00004', creationTimestamp: '{{now-3d}}' }, status: { conditions: readiness('True') } },
      { status: { conditions: readiness('False') } },
    ),
    listed('run services', service, {
      metadata: { labels: { owner: undefined, environment: undefined }, annotations: { 'run.googleapis.com/ingress': 'all' } },
      spec: {
        template: {
          metadata: { annotations: { 'autoscaling.knative.dev/minScale': '0' } },
          spec: { serviceAccountName: '1-compute@developer.gserviceaccount.com' },
        },
      },
      status: { latestReadyRevisionName: 'checkout-00003', conditions: readiness('False') },
    }),
    metric('run.googleapis.com/request_latencies', 80, 29_000),
    metric('run.googleapis.com/container/cpu/utilizations', 0.2, 0.98),
    metric('run.googleapis.com/container/memory/utilizations', 0.3, 0.98),
  ),
  gcpSample(
    'gcp-gke',
    listed('container node-pools', pool, badPool),
    listed(
      'container operations',
      { name: 'operation-1', operationType: 'UPGRADE_NODES', status: 'DONE', startTime: '{{now-9d}}', endTime: '{{now-9d}}' },
      { status: 'ABORTING', statusMessage: 'The upgrade has failed.', error: { code: 8, message: 'stockout' } },
    ),
    listed(
      'container clusters',
      {
        name: 'shop',
        status: 'RUNNING',
        location: 'europe-west1',
        locations: ['europe-west1-b', 'europe-west1-c'],
        zone: 'europe-west1',
        currentMasterVersion: '1.34.1-gke.100',
        currentNodeVersion: '1.34.1-gke.100',
        currentNodeCount: 3,
        initialClusterVersion: '1.33.0',
        createTime: created,
        endpoint: '10.2.0.2',
        releaseChannel: { channel: 'REGULAR' },
        nodePools: [pool],
        conditions: [],
        masterAuthorizedNetworksConfig: { enabled: true, cidrBlocks: [{ cidrBlock: '10.0.0.0/8' }] },
        privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
        workloadIdentityConfig: { workloadPool: `${project}.svc.id.goog` },
        networkPolicy: { enabled: true },
        shieldedNodes: { enabled: true },
        databaseEncryption: { state: 'ENCRYPTED' },
        binaryAuthorization: { evaluationMode: 'PROJECT_SINGLETON_POLICY_ENFORCE' },
        loggingService: 'logging.googleapis.com/kubernetes',
        monitoringService: 'monitoring.googleapis.com/kubernetes',
        resourceLabels: labels,
        deletionProtection: true,
      },
      {
        status: 'DEGRADED',
        statusMessage: 'Some nodes do not register.',
        locations: ['europe-west1-b'],
        currentMasterVersion: '1.24.1-gke.100',
        currentNodeVersion: '1.22.1-gke.100',
        currentNodeCount: 0,
        endpoint: '203.0.113.30',
        releaseChannel: { channel: 'UNSPECIFIED' },
        nodePools: [badPool],
        conditions: [{ code: 'UNKNOWN', canonicalCode: 'UNAVAILABLE', message: 'Some nodes do not register.' }],
        masterAuthorizedNetworksConfig: { enabled: false, cidrBlocks: [] },
        privateClusterConfig: undefined,
        workloadIdentityConfig: undefined,
        networkPolicy: undefined,
        shieldedNodes: {},
        databaseEncryption: { state: 'DECRYPTED' },
        binaryAuthorization: { evaluationMode: 'DISABLED' },
        loggingService: 'none',
        monitoringService: 'none',
        resourceLabels: {},
        deletionProtection: false,
      },
    ),
  ),
  gcpSample(
    'gcp-function',
    listed(
      'functions',
      {
        name: `${location}/functions/resize`,
        state: 'ACTIVE',
        environment: 'GEN_2',
        updateTime: '{{now-9d}}',
        createTime: created,
        url: 'https://europe-west1-shop-production.cloudfunctions.net/resize',
        buildConfig: { runtime: 'python313', entryPoint: 'resize' },
        serviceConfig: {
          uri: 'https://resize-0a1b-ew.a.run.app',
          timeoutSeconds: 60,
          availableMemory: '512M',
          maxInstanceCount: 20,
          ingressSettings: 'ALLOW_INTERNAL_ONLY',
          serviceAccountEmail: `resize@${project}.iam.gserviceaccount.com`,
        },
        labels,
      },
      {
        state: 'FAILED',
        stateMessages: [{ severity: 'ERROR', type: 'CloudRunServiceNotFound', message: 'The service of the function was not found.' }],
        buildConfig: { runtime: 'python37' },
        serviceConfig: { ingressSettings: 'ALLOW_ALL', serviceAccountEmail: '1-compute@developer.gserviceaccount.com' },
        labels: {},
      },
    ),
    metric('cloudfunctions.googleapis.com/function/execution_times', 90_000_000, 59_000_000_000),
  ),
  gcpSample(
    'gcp-appengine',
    listed(
      'app versions',
      {
        id: '20260901t100000',
        service: 'default',
        environment: null,
        last_deployed_time: { datetime: '2026-09-01 10:00:00+00:00' },
        project,
        traffic_split: 1,
        version: {
          id: '20260901t100000',
          name: `apps/${project}/services/default/versions/20260901t100000`,
          servingStatus: 'SERVING',
          runtime: 'python313',
          env: 'standard',
          createTime: '{{now-90d}}',
          versionUrl: 'https://shop-production.ew.r.appspot.com',
        },
      },
      { version: { servingStatus: 'STOPPED', runtime: 'python27', createTime: '{{now-900d}}' } },
    ),
    listed(
      'app services',
      { id: 'default', split: { allocations: { '20260901t100000': 1 } }, versions: [{ id: '20260901t100000', traffic_split: 1 }] },
      {},
    ),
    listed(
      'app instances',
      { id: '1', service: 'default', version: '20260901t100000', instance: { vmStatus: 'RUNNING', errors: 0 } },
      { instance: { vmStatus: 'TERMINATED', errors: 90 } },
    ),
  ),
  gcpSample(
    'gcp-build',
    listed(
      'builds triggers',
      { id: '11111111-2222-3333-4444-555555555555', name: 'checkout', createTime: created, disabled: false, filename: 'cloudbuild.yaml' },
      { disabled: true },
    ),
    listed(
      'builds',
      {
        id: '11111111-2222-3333-4444-555555555555',
        name: `${location}/builds/1`,
        projectId: project,
        status: 'SUCCESS',
        createTime: '{{now-2h}}',
        startTime: '{{now-2h}}',
        finishTime: '{{now-1h}}',
        timeout: '600s',
        buildTriggerId: '11111111-2222-3333-4444-555555555555',
        logUrl: 'https://console.cloud.google.com/cloud-build/builds/1',
        images: ['europe-west1-docker.pkg.dev/shop-production/shop/checkout'],
        substitutions: { BRANCH_NAME: 'main', REPO_NAME: 'checkout', SHORT_SHA: '0a1b2c3' },
        steps: [{ name: 'docker', status: 'SUCCESS' }],
        tags: [],
      },
      {
        status: 'FAILURE',
        statusDetail: 'step 0 failed',
        failureInfo: { type: 'USER_BUILD_STEP', detail: 'Build step failure' },
        steps: [{ name: 'docker', status: 'FAILURE', exitCode: 1 }],
      },
    ),
  ),
]

import { asked, condition, list, meta } from './kubernetes-objects.ts'
import type { Sample } from './sample.ts'

/** Workloads, nodes and what belongs to a cluster. */

const template = {
  metadata: { labels: { app: 'checkout' } },
  spec: { containers: [{ name: 'checkout', image: 'registry.example.com/checkout:1.4.2' }] },
}
const selector = { matchLabels: { app: 'checkout' } }

const deployment = (ready: number, conditions: readonly object[]) => ({
  metadata: meta('checkout', { labels: { app: 'checkout' }, generation: 4, creationTimestamp: '{{now-40d}}' }),
  spec: { replicas: 3, selector, template, strategy: { type: 'RollingUpdate' } },
  status: {
    observedGeneration: 4,
    replicas: 3,
    updatedReplicas: 3,
    ...(ready === 0 ? {} : { readyReplicas: ready, availableReplicas: ready }),
    ...(ready < 3 ? { unavailableReplicas: 3 - ready } : {}),
    conditions,
  },
})

const statefulSet = (ready: number) => ({
  metadata: meta('orders-db', { labels: { app: 'orders-db' }, generation: 2, creationTimestamp: '{{now-40d}}' }),
  spec: { replicas: 3, serviceName: 'orders-db', selector: { matchLabels: { app: 'orders-db' } }, template },
  status: {
    observedGeneration: 2,
    replicas: 3,
    readyReplicas: ready,
    currentReplicas: 3,
    updatedReplicas: 3,
    availableReplicas: ready,
    currentRevision: 'orders-db-1',
    updateRevision: 'orders-db-1',
  },
})

const daemonSet = (ready: number) => ({
  metadata: meta('node-agent', { labels: { app: 'node-agent' }, generation: 1, creationTimestamp: '{{now-40d}}' }),
  spec: { selector: { matchLabels: { app: 'node-agent' } }, template },
  status: {
    desiredNumberScheduled: 3,
    currentNumberScheduled: 3,
    updatedNumberScheduled: 3,
    numberReady: ready,
    numberAvailable: ready,
    numberUnavailable: 3 - ready,
    numberMisscheduled: 0,
    observedGeneration: 1,
  },
})

const job = (status: object) => ({
  metadata: meta('nightly-export-1', { creationTimestamp: '{{now-6h}}', labels: { 'job-name': 'nightly-export-1' } }),
  spec: { completions: 1, parallelism: 1, backoffLimit: 3, template },
  status: { startTime: '{{now-6h}}', ...status },
})

const cronJob = (spec: object, status: object) => ({
  metadata: meta('nightly-export', { creationTimestamp: '{{now-90d}}' }),
  spec: { schedule: '0 2 * * *', suspend: false, concurrencyPolicy: 'Forbid', ...spec },
  status,
})

const pressure = ['MemoryPressure', 'DiskPressure', 'PIDPressure']
const node = (name: string, conditions: readonly object[], spec: object = {}) => ({
  metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux' }, creationTimestamp: '{{now-60d}}' },
  spec: { providerID: `example://${name}`, ...spec },
  status: {
    capacity: { cpu: '4', memory: '16Gi', pods: '110', 'ephemeral-storage': '100Gi' },
    allocatable: { cpu: '3900m', memory: '15Gi', pods: '110', 'ephemeral-storage': '90Gi' },
    nodeInfo: {
      kubeletVersion: 'v1.31.3',
      osImage: 'Example Linux',
      containerRuntimeVersion: 'containerd://1.7.22',
      kernelVersion: '6.6.1',
    },
    addresses: [{ type: 'InternalIP', address: '10.0.0.4' }],
    conditions,
  },
})
const goodNode = (name: string) =>
  node(name, [...pressure.map((type) => condition(type, 'False')), condition('Ready', 'True', 'KubeletReady', 'kubelet is ready')])

const event = (type: string, reason: string, message: string, count: number) => ({
  metadata: meta(`checkout.${reason.toLowerCase()}`, { creationTimestamp: '{{now-20m}}' }),
  type,
  reason,
  message,
  count,
  firstTimestamp: '{{now-20m}}',
  lastTimestamp: '{{now-2m}}',
  eventTime: null,
  involvedObject: { kind: 'Pod', namespace: 'shop', name: 'checkout-6d5f7c9b8-x2x7k' },
  source: { component: 'kubelet', host: 'node-a' },
})

const short = 'Deployment does not have minimum availability.'

export const workloadSamples: readonly Sample[] = [
  {
    kind: 'k8s-deployment',
    answers: asked(
      ['deployments', 'deployment', 'deploy', 'deployments.apps'],
      list(
        'DeploymentList',
        deployment(3, [
          condition('Available', 'True', 'MinimumReplicasAvailable'),
          condition('Progressing', 'True', 'NewReplicaSetAvailable'),
        ]),
      ),
      list(
        'DeploymentList',
        deployment(0, [
          condition('Available', 'False', 'MinimumReplicasUnavailable', short),
          condition('Progressing', 'False', 'ProgressDeadlineExceeded', 'ReplicaSet has timed out progressing.'),
        ]),
      ),
    ),
  },
  {
    kind: 'k8s-statefulset',
    answers: asked(
      ['statefulsets', 'statefulset', 'sts', 'statefulsets.apps'],
      list('StatefulSetList', statefulSet(3)),
      list('StatefulSetList', statefulSet(1)),
    ),
  },
  {
    kind: 'k8s-daemonset',
    answers: asked(
      ['daemonsets', 'daemonset', 'ds', 'daemonsets.apps'],
      list('DaemonSetList', daemonSet(3)),
      list('DaemonSetList', daemonSet(1)),
    ),
  },
  {
    kind: 'k8s-job',
    answers: asked(
      ['jobs', 'job', 'jobs.batch'],
      list('JobList', job({ succeeded: 1, completionTime: '{{now-5h}}', conditions: [condition('Complete', 'True')] })),
      list(
        'JobList',
        job({
          failed: 4,
          conditions: [condition('Failed', 'True', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit')],
        }),
      ),
    ),
  },
  {
    kind: 'k8s-cronjob',
    answers: asked(
      ['cronjobs', 'cronjob', 'cj', 'cronjobs.batch'],
      list('CronJobList', cronJob({}, { lastScheduleTime: '{{now-6h}}', lastSuccessfulTime: '{{now-5h}}' })),
      list('CronJobList', cronJob({ suspend: true }, { lastScheduleTime: '{{now-6h}}', lastSuccessfulTime: '{{now-9d}}' })),
    ),
  },
  {
    kind: 'k8s-node',
    answers: asked(
      ['nodes', 'node', 'no'],
      list('NodeList', goodNode('node-a')),
      list(
        'NodeList',
        node(
          'node-a',
          [
            condition('MemoryPressure', 'True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available'),
            condition('DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure'),
            condition('PIDPressure', 'False'),
            condition('Ready', 'False', 'KubeletNotReady', 'container runtime network not ready'),
          ],
          { unschedulable: true, taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] },
        ),
      ),
    ),
  },
  {
    kind: 'k8s-namespace',
    answers: asked(
      ['namespaces', 'namespace', 'ns'],
      list('NamespaceList', {
        metadata: { name: 'shop', creationTimestamp: '{{now-90d}}' },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Active' },
      }),
      list('NamespaceList', {
        metadata: { name: 'shop', creationTimestamp: '{{now-90d}}', deletionTimestamp: '{{now-3d}}' },
        spec: { finalizers: ['kubernetes'] },
        status: { phase: 'Terminating' },
      }),
    ),
  },
  {
    kind: 'k8s-event',
    answers: asked(
      ['events', 'event', 'ev', 'events.events.k8s.io'],
      list('EventList'),
      list(
        'EventList',
        event('Warning', 'BackOff', 'Back-off restarting failed container checkout', 118),
        event('Warning', 'FailedScheduling', '0/3 nodes are available: 3 Insufficient memory.', 12),
      ),
    ),
  },
  {
    kind: 'k8s-hpa',
    answers: asked(
      ['horizontalpodautoscalers', 'horizontalpodautoscaler', 'hpa', 'horizontalpodautoscalers.autoscaling'],
      list('HorizontalPodAutoscalerList', {
        metadata: meta('checkout'),
        spec: { minReplicas: 2, maxReplicas: 10, scaleTargetRef: { kind: 'Deployment', name: 'checkout' } },
        status: {
          currentReplicas: 3,
          desiredReplicas: 3,
          conditions: [condition('AbleToScale', 'True'), condition('ScalingActive', 'True'), condition('ScalingLimited', 'False')],
        },
      }),
      list('HorizontalPodAutoscalerList', {
        metadata: meta('checkout'),
        spec: { minReplicas: 2, maxReplicas: 10, scaleTargetRef: { kind: 'Deployment', name: 'checkout' } },
        status: {
          currentReplicas: 10,
          desiredReplicas: 10,
          conditions: [
            condition('AbleToScale', 'False', 'FailedUpdateScale', 'the scale could not be updated'),
            condition('ScalingActive', 'False', 'FailedGetResourceMetric', 'unable to get metrics for resource cpu'),
            condition('ScalingLimited', 'True', 'TooManyReplicas', 'the desired replica count is more than the maximum'),
          ],
        },
      }),
    ),
  },
  {
    kind: 'k8s-pdb',
    answers: asked(
      ['poddisruptionbudgets', 'poddisruptionbudget', 'pdb', 'poddisruptionbudgets.policy'],
      list('PodDisruptionBudgetList', {
        metadata: meta('checkout'),
        spec: { minAvailable: 2, selector },
        status: { expectedPods: 3, currentHealthy: 3, desiredHealthy: 2, disruptionsAllowed: 1 },
      }),
      list('PodDisruptionBudgetList', {
        metadata: meta('checkout'),
        spec: { minAvailable: 3, selector },
        status: { expectedPods: 3, currentHealthy: 2, desiredHealthy: 3, disruptionsAllowed: 0 },
      }),
    ),
  },
  {
    kind: 'k8s-resourcequota',
    answers: asked(
      ['resourcequotas', 'resourcequota', 'quota'],
      list('ResourceQuotaList', {
        metadata: meta('compute'),
        spec: { hard: { pods: '50', 'requests.cpu': '20' } },
        status: { hard: { pods: '50', 'requests.cpu': '20' }, used: { pods: '12', 'requests.cpu': '4' } },
      }),
      list('ResourceQuotaList', {
        metadata: meta('compute'),
        spec: { hard: { pods: '50', 'requests.cpu': '20' } },
        status: { hard: { pods: '50', 'requests.cpu': '20' }, used: { pods: '50', 'requests.cpu': '20' } },
      }),
    ),
  },
]

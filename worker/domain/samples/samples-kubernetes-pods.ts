import { asked, condition, list, meta } from './kubernetes-objects.ts'
import type { Sample } from './sample.ts'

/** Pods and what they mount. Each broken object is wrong in every way that a task may look for. */

const container = (name: string, more: object = {}) => ({
  name,
  image: `registry.example.com/${name}:1.4.2`,
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  securityContext: { runAsNonRoot: true, privileged: false, allowPrivilegeEscalation: false },
  livenessProbe: { httpGet: { path: '/healthz', port: 8080 } },
  readinessProbe: { httpGet: { path: '/ready', port: 8080 } },
  ...more,
})

const running = { running: { startedAt: '{{now-5d}}' } }

const healthyPod = {
  metadata: meta('checkout-6d5f7c9b8-x2x7k', { labels: { app: 'checkout' }, creationTimestamp: '{{now-5d}}' }),
  spec: {
    nodeName: 'node-a',
    serviceAccountName: 'checkout',
    containers: [container('checkout')],
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'checkout-data' } }],
  },
  status: {
    phase: 'Running',
    startTime: '{{now-5d}}',
    qosClass: 'Burstable',
    conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => condition(type, 'True')),
    containerStatuses: [{ name: 'checkout', ready: true, started: true, restartCount: 0, state: running, lastState: {} }],
  },
}

const crashed = {
  terminated: { reason: 'OOMKilled', exitCode: 137, startedAt: '{{now-12m}}', finishedAt: '{{now-10m}}' },
}

const brokenPods = [
  {
    metadata: meta('checkout-6d5f7c9b8-x2x7k', { labels: { app: 'checkout' }, creationTimestamp: '{{now-5d}}' }),
    spec: {
      nodeName: 'node-a',
      serviceAccountName: 'default',
      hostNetwork: true,
      containers: [
        {
          name: 'checkout',
          image: 'registry.example.com/checkout:latest',
          resources: {},
          securityContext: { privileged: true, runAsUser: 0, allowPrivilegeEscalation: true },
        },
      ],
    },
    status: {
      phase: 'Running',
      startTime: '{{now-5d}}',
      qosClass: 'BestEffort',
      conditions: [
        condition('PodScheduled', 'True'),
        condition('Initialized', 'True'),
        condition('ContainersReady', 'False', 'ContainersNotReady', 'containers with unready status: [checkout]'),
        condition('Ready', 'False', 'ContainersNotReady', 'containers with unready status: [checkout]'),
      ],
      containerStatuses: [
        {
          name: 'checkout',
          ready: false,
          started: false,
          restartCount: 42,
          state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 5m0s restarting failed container' } },
          lastState: crashed,
        },
      ],
    },
  },
  {
    metadata: meta('catalogue-75b9c6d4f-9lq2w', { labels: { app: 'catalogue' }, creationTimestamp: '{{now-2h}}' }),
    spec: {
      nodeName: 'node-b',
      serviceAccountName: 'default',
      containers: [{ name: 'catalogue', image: 'registry.example.com/catalogue:9', resources: {} }],
    },
    status: {
      phase: 'Pending',
      qosClass: 'BestEffort',
      conditions: [
        condition('PodScheduled', 'True'),
        condition('Ready', 'False', 'ContainersNotReady', 'containers with unready status: [catalogue]'),
      ],
      containerStatuses: [
        {
          name: 'catalogue',
          ready: false,
          started: false,
          restartCount: 0,
          state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image "registry.example.com/catalogue:9"' } },
          lastState: {},
        },
      ],
    },
  },
]

const claim = (name: string, spec: object, status: object) => ({
  metadata: meta(name, { creationTimestamp: '{{now-40d}}' }),
  spec: { accessModes: ['ReadWriteOnce'], volumeMode: 'Filesystem', resources: { requests: { storage: '10Gi' } }, ...spec },
  status: { accessModes: ['ReadWriteOnce'], ...status },
})

const gib = 1024 ** 3
/** What the kubelet of a node says of a claim. */
const summary = (used: number) => ({
  node: { nodeName: 'node-a' },
  pods: [
    {
      podRef: { name: 'checkout-6d5f7c9b8-x2x7k', namespace: 'shop' },
      volume: [
        {
          name: 'data',
          pvcRef: { name: 'checkout-data', namespace: 'shop' },
          capacityBytes: 10 * gib,
          usedBytes: used * gib,
          availableBytes: (10 - used) * gib,
          inodes: 655_360,
          inodesUsed: used * 60_000,
          inodesFree: 655_360 - used * 60_000,
        },
      ],
    },
  ],
})

export const podSamples: readonly Sample[] = [
  { kind: 'k8s-pod', answers: asked(['pods', 'pod', 'po'], list('PodList', healthyPod), list('PodList', ...brokenPods)) },
  {
    kind: 'k8s-pvc',
    answers: [
      ...asked(
        ['persistentvolumeclaims', 'persistentvolumeclaim', 'pvc'],
        list(
          'PersistentVolumeClaimList',
          claim('checkout-data', { storageClassName: 'standard', volumeName: 'pv-1' }, { phase: 'Bound', capacity: { storage: '10Gi' } }),
        ),
        list(
          'PersistentVolumeClaimList',
          claim('checkout-data', { storageClassName: 'standard', volumeName: 'pv-1' }, { phase: 'Bound', capacity: { storage: '10Gi' } }),
          claim('search-data', { storageClassName: 'standard' }, { phase: 'Pending' }),
        ),
      ),
      { command: 'kubectl *--raw*/stats/summary*', healthy: summary(2), broken: summary(9.7) },
    ],
  },
  {
    kind: 'k8s-storageclass',
    answers: asked(
      ['storageclasses', 'storageclass', 'sc'],
      list('StorageClassList', {
        metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
        provisioner: 'disk.csi.example.com',
        allowVolumeExpansion: true,
        reclaimPolicy: 'Retain',
        volumeBindingMode: 'WaitForFirstConsumer',
      }),
      list('StorageClassList', {
        metadata: { name: 'standard' },
        provisioner: 'disk.csi.example.com',
        allowVolumeExpansion: false,
        reclaimPolicy: 'Delete',
        volumeBindingMode: 'Immediate',
      }),
    ),
  },
  {
    kind: 'k8s-pv',
    answers: asked(
      ['persistentvolumes', 'persistentvolume', 'pv'],
      list('PersistentVolumeList', {
        metadata: { name: 'pv-1', creationTimestamp: '{{now-40d}}' },
        spec: {
          capacity: { storage: '10Gi' },
          claimRef: { namespace: 'shop', name: 'checkout-data' },
          persistentVolumeReclaimPolicy: 'Retain',
          storageClassName: 'standard',
        },
        status: { phase: 'Bound' },
      }),
      list('PersistentVolumeList', {
        metadata: { name: 'pv-2', creationTimestamp: '{{now-90d}}' },
        spec: {
          capacity: { storage: '100Gi' },
          claimRef: { namespace: 'shop', name: 'old-data' },
          persistentVolumeReclaimPolicy: 'Retain',
          storageClassName: 'standard',
        },
        status: { phase: 'Released' },
      }),
    ),
  },
]

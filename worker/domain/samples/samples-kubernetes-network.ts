import { asked, condition, list, meta } from './kubernetes-objects.ts'
import type { Sample } from './sample.ts'

/** Networking, and the resources of operators that report a Ready condition. */

const ready = condition('Ready', 'True', 'ReconciliationSucceeded', 'Applied revision: main@sha1:4f2c')
const notReady = condition('Ready', 'False', 'ReconciliationFailed', 'dependency is not ready')

/** A resource of an operator whose status is a Ready condition. */
function reconciled(kind: string, names: readonly string[], item: { spec: object; status?: object; bad?: object }): Sample {
  const object = (status: object) => ({
    metadata: meta('checkout', { generation: 3, creationTimestamp: '{{now-40d}}' }),
    spec: item.spec,
    status: { observedGeneration: 3, ...item.status, ...status },
  })
  return {
    kind,
    answers: asked(names, list('List', object({ conditions: [ready] })), list('List', object({ conditions: [notReady], ...item.bad }))),
  }
}

const address = { loadBalancer: { ingress: [{ ip: '203.0.113.10' }] } }
const rule = {
  host: 'shop.example.com',
  http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'checkout', port: { number: 80 } } } }] },
}
const service = (status: object) => ({
  metadata: meta('checkout', { creationTimestamp: '{{now-40d}}' }),
  spec: {
    type: 'LoadBalancer',
    clusterIP: '10.96.0.20',
    selector: { app: 'checkout' },
    ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
  },
  status,
})
const pod = { kind: 'Pod', name: 'checkout-6d5f7c9b8-x2x7k', namespace: 'shop' }
const ports = [{ name: 'http', port: 8080, protocol: 'TCP' }]
const gateway = (status: 'True' | 'False') => ({
  metadata: meta('shop', { generation: 1 }),
  spec: { gatewayClassName: 'example', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  status: {
    conditions: [condition('Accepted', status, 'Accepted'), condition('Programmed', status, 'Programmed')],
    listeners: [{ name: 'http', attachedRoutes: 1, conditions: [] }],
  },
})
const source = { kind: 'GitRepository', name: 'shop' }

export const networkSamples: readonly Sample[] = [
  {
    kind: 'k8s-ingress',
    answers: asked(
      ['ingresses', 'ingress', 'ing', 'ingresses.networking.k8s.io'],
      list('IngressList', {
        metadata: meta('checkout', { creationTimestamp: '{{now-40d}}' }),
        spec: { ingressClassName: 'nginx', rules: [rule], tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }] },
        status: address,
      }),
      list('IngressList', {
        metadata: meta('checkout', { creationTimestamp: '{{now-40d}}' }),
        spec: { ingressClassName: 'nginx', rules: [rule] },
        status: { loadBalancer: {} },
      }),
    ),
  },
  {
    kind: 'k8s-service',
    answers: asked(
      ['services', 'service', 'svc'],
      list('ServiceList', service(address)),
      list('ServiceList', service({ loadBalancer: {} })),
    ),
  },
  {
    kind: 'k8s-endpoint',
    answers: [
      ...asked(
        ['endpoints', 'endpoint', 'ep'],
        list('EndpointsList', { metadata: meta('checkout'), subsets: [{ addresses: [{ ip: '10.1.0.7', targetRef: pod }], ports }] }),
        list('EndpointsList', {
          metadata: meta('checkout'),
          subsets: [{ notReadyAddresses: [{ ip: '10.1.0.7', targetRef: pod }], ports }],
        }),
      ),
      ...asked(
        ['endpointslices', 'endpointslices.discovery.k8s.io'],
        list('EndpointSliceList', {
          metadata: meta('checkout-x7', { labels: { 'kubernetes.io/service-name': 'checkout' } }),
          endpoints: [{ addresses: ['10.1.0.7'], conditions: { ready: true, serving: true, terminating: false }, targetRef: pod }],
          ports,
        }),
        list('EndpointSliceList', {
          metadata: meta('checkout-x7', { labels: { 'kubernetes.io/service-name': 'checkout' } }),
          endpoints: [{ addresses: ['10.1.0.7'], conditions: { ready: false, serving: false, terminating: false }, targetRef: pod }],
          ports,
        }),
      ),
    ],
  },
  {
    kind: 'k8s-networkpolicy',
    answers: asked(
      ['networkpolicies', 'networkpolicy', 'netpol', 'networkpolicies.networking.k8s.io'],
      list('NetworkPolicyList', {
        metadata: meta('default-deny'),
        spec: {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          ingress: [{ from: [{ podSelector: { matchLabels: { app: 'gateway' } } }] }],
        },
      }),
      list('NetworkPolicyList', { metadata: meta('allow-all'), spec: { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] } }),
    ),
  },
  {
    kind: 'k8s-gateway',
    answers: asked(
      ['gateways', 'gateway', 'gateways.gateway.networking.k8s.io'],
      list('GatewayList', gateway('True')),
      list('GatewayList', gateway('False')),
    ),
  },
  {
    kind: 'k8s-virtualservice',
    answers: asked(
      ['virtualservices', 'virtualservice', 'vs', 'virtualservices.networking.istio.io'],
      list('VirtualServiceList', {
        metadata: meta('checkout'),
        spec: {
          hosts: ['shop.example.com'],
          gateways: ['shop'],
          http: [{ route: [{ destination: { host: 'checkout', port: { number: 80 } } }] }],
        },
      }),
      list('VirtualServiceList', { metadata: meta('checkout'), spec: { hosts: ['shop.example.com'], gateways: ['shop'], http: [] } }),
    ),
  },
  reconciled('k8s-certificate', ['certificates', 'certificate', 'certificates.cert-manager.io'], {
    spec: { secretName: 'shop-tls', dnsNames: ['shop.example.com'], issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' } },
    status: { notBefore: '{{now-30d}}', notAfter: '{{now+60d}}', renewalTime: '{{now+30d}}' },
    bad: { notBefore: '{{now-88d}}', notAfter: '{{now+2d}}', renewalTime: '{{now-28d}}' },
  }),
  reconciled('k8s-helmrelease', ['helmreleases', 'helmrelease', 'hr', 'helmreleases.helm.toolkit.fluxcd.io'], {
    spec: { interval: '10m', suspend: false, chart: { spec: { chart: 'checkout', version: '1.4.2', sourceRef: source } } },
    status: { lastAppliedRevision: '1.4.2', lastAttemptedRevision: '1.4.2', failures: 0 },
    bad: { lastAttemptedRevision: '1.5.0', failures: 5 },
  }),
  reconciled('k8s-kustomization', ['kustomizations', 'kustomization', 'ks', 'kustomizations.kustomize.toolkit.fluxcd.io'], {
    spec: { interval: '10m', suspend: false, prune: true, path: './shop', sourceRef: source },
    status: { lastAppliedRevision: 'main@sha1:4f2c', lastAttemptedRevision: 'main@sha1:4f2c' },
    bad: { lastAttemptedRevision: 'main@sha1:9b1d' },
  }),
  reconciled('k8s-externalsecret', ['externalsecrets', 'externalsecret', 'es', 'externalsecrets.external-secrets.io'], {
    spec: { refreshInterval: '1h', secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' }, target: { name: 'checkout' } },
    status: { refreshTime: '{{now-20m}}', syncedResourceVersion: '3-1' },
    bad: { refreshTime: '{{now-3d}}' },
  }),
  {
    kind: 'k8s-argocd',
    answers: asked(
      ['applications', 'application', 'app', 'applications.argoproj.io'],
      list('ApplicationList', {
        metadata: meta('checkout'),
        spec: { project: 'shop', destination: { namespace: 'shop', server: 'https://kubernetes.default.svc' } },
        status: {
          health: { status: 'Healthy' },
          sync: { status: 'Synced', revision: '4f2c' },
          operationState: { phase: 'Succeeded', finishedAt: '{{now-1h}}' },
        },
      }),
      list('ApplicationList', {
        metadata: meta('checkout'),
        spec: { project: 'shop', destination: { namespace: 'shop', server: 'https://kubernetes.default.svc' } },
        status: {
          health: { status: 'Degraded' },
          sync: { status: 'OutOfSync', revision: '4f2c' },
          operationState: { phase: 'Failed', message: 'one or more objects failed to apply', finishedAt: '{{now-1h}}' },
          conditions: [{ type: 'SyncError', message: 'failed to sync' }],
        },
      }),
    ),
  },
]

import { ageInDays, bad } from './jq.ts'
import { claimRecipe, inContext, inNamespace, isTrue, kubectl, notTrue, podRecipe } from './kubernetes-pods.ts'
import type { Recipe } from './recipe.ts'

/** `get` by the plural name that the API server knows; `type` is null for kinds that discovery finds only through their namespace. */
function listed(
  kind: string,
  plural: string,
  type: string | null,
  [finding, problem]: readonly [string, string],
  extra: Partial<Recipe> = {},
): Recipe {
  return {
    kind,
    list: `get ${plural}`,
    items: '.items',
    name: '.metadata.name',
    problem,
    finding,
    resourceType: type ?? (extra.wide === true ? 'cluster' : 'namespace'),
    permission: `get and list on ${plural.split('.')[0]}`,
    ...extra,
  }
}

const custom = (kind: string, plural: string, what: readonly [string, string], extra: Partial<Recipe> = {}) =>
  listed(kind, plural, plural, what, extra)
const rollout = (kind: string) => ({ restart: `${kubectl} rollout restart ${kind} "$item" ${inNamespace}` })

const replicas = bad(
  '(.spec.replicas // 1) > (.status.readyReplicas // 0)',
  '"\\(.status.readyReplicas // 0) of \\(.spec.replicas // 1) replicas are ready"',
)
const atLimit = bad(
  '(.status.currentReplicas // 0) >= (.spec.maxReplicas // 1000000) and (.spec.maxReplicas // 0) > (.spec.minReplicas // 1)',
  '"runs at its maximum of \\(.spec.maxReplicas) replicas"',
)
const cronProblem =
  'if .spec.suspend == true then "is suspended" elif .status.lastScheduleTime == null then null elif ((.status.active // []) | length) > 0 then null ' +
  'elif .status.lastSuccessfulTime == null then "was scheduled and never succeeded" elif .status.lastSuccessfulTime < .status.lastScheduleTime then "its last run did not succeed" else null end'
const certificateEnds = `(${ageInDays('.status.notAfter')} as $age | ${bad('$age != null and ($age * -1) <= $threshold', '"ends on " + .status.notAfter')})`

export const kubernetesRecipes: Recipe[] = [
  podRecipe,
  claimRecipe,
  listed(
    'k8s-pv',
    'persistentvolumes',
    null,
    [
      'PersistentVolumes have failed or are left over',
      bad('.status.phase != "Bound" and .status.phase != "Available"', '"phase is \\(.status.phase // "unknown")"'),
    ],
    { wide: true },
  ),
  listed('k8s-deployment', 'deployments', 'deployment', ['Deployments lack ready replicas', replicas], {
    changes: rollout('deployment'),
  }),
  listed('k8s-statefulset', 'statefulsets', 'statefulset', ['StatefulSets lack ready replicas', replicas], {
    changes: rollout('statefulset'),
  }),
  listed(
    'k8s-daemonset',
    'daemonsets',
    'daemonset',
    [
      'DaemonSets lack ready pods',
      bad(
        '(.status.desiredNumberScheduled // 0) > (.status.numberReady // 0)',
        '"\\(.status.numberReady // 0) of \\(.status.desiredNumberScheduled) pods are ready"',
      ),
    ],
    { changes: rollout('daemonset') },
  ),
  listed('k8s-job', 'jobs', 'job', ['Jobs have failed', isTrue('Failed')], {
    changes: { delete: `${kubectl} delete job "$item" --ignore-not-found ${inNamespace}` },
  }),
  listed('k8s-cronjob', 'cronjobs', 'cronjob', ['CronJobs are suspended or do not succeed', cronProblem]),
  listed(
    'k8s-ingress',
    'ingresses',
    'ingress',
    ['Ingresses have no address', bad('((.status.loadBalancer.ingress // []) | length) == 0', '"no load balancer address assigned"')],
    {
      variants: [
        {
          id: 'tls',
          words: /tls|ssl|certificate|https/i,
          finding: 'Ingresses are served without TLS',
          severity: 3,
          problem: bad('((.spec.tls // []) | length) == 0', '"no TLS section"'),
        },
      ],
    },
  ),
  listed('k8s-hpa', 'horizontalpodautoscalers', null, [
    'HorizontalPodAutoscalers cannot scale or are at their limit',
    `${notTrue('ScalingActive')} // ${notTrue('AbleToScale')} // (${atLimit})`,
  ]),
  listed('k8s-pdb', 'poddisruptionbudgets', null, [
    'PodDisruptionBudgets allow no disruption',
    bad(
      '(.status.expectedPods // 0) > 0 and (.status.disruptionsAllowed // 0) == 0',
      '"\\(.status.currentHealthy // 0) of \\(.status.expectedPods) pods healthy, no disruption allowed"',
    ),
  ]),
  listed('k8s-networkpolicy', 'networkpolicies', null, [
    'NetworkPolicies allow traffic from everywhere',
    bad('any(.spec.ingress[]?; (.from // []) == [] and (.ports // []) == [])', '"an ingress rule allows every source"'),
  ]),
  listed('k8s-resourcequota', 'resourcequotas', null, [
    'ResourceQuotas are used up',
    '(.status.hard // {}) as $hard | [(.status.used // {}) | to_entries[] | select($hard[.key] == .value and .value != "0") | .key + " is at its limit of " + .value] | first',
  ]),
  custom('k8s-certificate', 'certificates.cert-manager.io', ['Certificates are not ready', notTrue('Ready')], {
    variants: [
      {
        id: 'expiry',
        words: /expir|renew|valid|days/i,
        finding: 'Certificates expire soon or are not ready',
        severity: 2,
        threshold: {
          variable: 'EXPIRY_DAYS',
          default: 21,
          description: 'Days before the end of validity from which on an issue is raised.',
        },
        problem: `${notTrue('Ready')} // ${certificateEnds}`,
      },
    ],
  }),
  custom('k8s-helmrelease', 'helmreleases.helm.toolkit.fluxcd.io', ['HelmReleases are not ready', notTrue('Ready')]),
  custom('k8s-kustomization', 'kustomizations.kustomize.toolkit.fluxcd.io', ['Kustomizations are not ready', notTrue('Ready')]),
  custom('k8s-argocd', 'applications.argoproj.io', [
    'Argo CD Applications are degraded or out of sync',
    bad(
      '.status.health.status != "Healthy" or .status.sync.status != "Synced"',
      '"health \\(.status.health.status // "unknown"), sync \\(.status.sync.status // "unknown")"',
    ),
  ]),
  custom('k8s-externalsecret', 'externalsecrets.external-secrets.io', ['ExternalSecrets are not synced', notTrue('Ready')]),
  custom('k8s-gateway', 'gateways.gateway.networking.k8s.io', [
    'Gateways are not programmed',
    `${notTrue('Programmed')} // ${notTrue('Accepted')}`,
  ]),
  custom('k8s-virtualservice', 'virtualservices.networking.istio.io', [
    'VirtualServices name no route',
    bad('((.spec.http // []) + (.spec.tcp // []) + (.spec.tls // [])) | length == 0', '"has no route"'),
  ]),
  listed(
    'k8s-storageclass',
    'storageclasses',
    null,
    ['StorageClasses do not allow expansion', bad('.allowVolumeExpansion != true', '"volumes of this class cannot be expanded"')],
    { wide: true },
  ),
  listed('k8s-endpoint', 'endpoints', 'service', [
    'Endpoints have no ready address',
    bad('([.subsets[]?.addresses[]?] | length) == 0', '"no ready address"'),
  ]),
  listed('k8s-service', 'services', 'service', [
    'Services have no address',
    bad('.spec.type == "LoadBalancer" and ((.status.loadBalancer.ingress // []) | length) == 0', '"no load balancer address assigned"'),
  ]),
  listed(
    'k8s-node',
    'nodes',
    null,
    [
      'Nodes are not ready or under pressure',
      `${notTrue('Ready')} // ([.status.conditions[]? | select(.type != "Ready" and .status == "True") | .type + ": " + (.message // .reason // "no reason given")] | first)`,
    ],
    {
      wide: true,
      changes: { cordon: `${kubectl} cordon "$item" ${inContext}` },
      nextSteps: 'Describe the node, read its events and the kubelet log, and check its disk and memory.',
    },
  ),
  listed(
    'k8s-namespace',
    'namespaces',
    null,
    ['Namespaces hang in termination', bad('.status.phase != "Active"', '"phase is \\(.status.phase // "unknown")"')],
    { wide: true },
  ),
  listed(
    'k8s-event',
    'events',
    null,
    ['Warning events occur', bad('.type == "Warning"', '"\\(.reason // "unknown"): \\(.message // "no message")"')],
    { name: '"\\(.involvedObject.kind // "object")/\\(.involvedObject.name // "unknown")"' },
  ),
]

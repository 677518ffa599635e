/** Names and API groups of the resource types every cluster has, so that a rule can name both. */

const core = [
  'pods po pod',
  'services svc service',
  'configmaps cm configmap',
  'secrets secret',
  'namespaces ns namespace',
  'nodes no node',
  'events ev event',
  'endpoints ep endpoint',
  'persistentvolumeclaims pvc persistentvolumeclaim',
  'persistentvolumes pv persistentvolume',
  'serviceaccounts sa serviceaccount',
  'resourcequotas quota resourcequota',
  'limitranges limits limitrange',
  'replicationcontrollers rc replicationcontroller',
]

const grouped: Record<string, string[]> = {
  apps: ['deployments deploy deployment', 'statefulsets sts statefulset', 'daemonsets ds daemonset', 'replicasets rs replicaset'],
  batch: ['jobs job', 'cronjobs cj cronjob'],
  autoscaling: ['horizontalpodautoscalers hpa horizontalpodautoscaler'],
  'networking.k8s.io': ['ingresses ing ingress', 'networkpolicies netpol networkpolicy', 'ingressclasses ingressclass'],
  policy: ['poddisruptionbudgets pdb poddisruptionbudget'],
  'storage.k8s.io': ['storageclasses sc storageclass', 'volumeattachments volumeattachment'],
  'rbac.authorization.k8s.io': [
    'roles role',
    'rolebindings rolebinding',
    'clusterroles clusterrole',
    'clusterrolebindings clusterrolebinding',
  ],
  'apiextensions.k8s.io': ['customresourcedefinitions crd crds customresourcedefinition'],
  'cert-manager.io': [
    'certificates cert certs certificate',
    'certificaterequests cr crs certificaterequest',
    'clusterissuers clusterissuer',
  ],
}

interface ResourceType {
  /** Plural, lower case. */
  resource: string
  /** API group, '' for the core; null where the name does not tell. */
  group: string | null
}

function entries(group: string, lines: readonly string[]): [string, ResourceType][] {
  return lines.flatMap((line) => {
    const names = line.split(' ')
    const resource = names[0] ?? ''
    return names.map((name): [string, ResourceType] => [name, { resource, group }])
  })
}

const known = new Map([...entries('', core), ...Object.entries(grouped).flatMap(([group, lines]) => entries(group, lines))])

/** Reads a resource type as kubectl does: short names, singular, `deployments.apps`, `certificates.v1.cert-manager.io`. */
export function resourceType(name: string): ResourceType {
  const [bare = '', ...rest] = name.toLowerCase().split('.')
  const found = known.get(bare)
  const [first = ''] = rest
  if (rest.length > 0) {
    const group = (/^v\d+((alpha|beta)\d+)?$/.test(first) ? rest.slice(1) : rest).join('.')
    return { resource: found?.resource ?? bare, group }
  }
  return found ?? { resource: bare, group: null }
}

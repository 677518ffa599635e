import type { Profile } from './profile.ts'
import type { Check, Recipe } from './recipes/recipe.ts'
import { type Setting, text } from './setting.ts'

const clusterSettings: readonly Setting[] = [
  text('CONTEXT', 'Context of the kubeconfig that reaches the cluster.', 'shop-cluster', '{{ context }}', { pattern: '.+' }),
  text(
    'KUBERNETES_DISTRIBUTION_BINARY',
    'Command line tool of the cluster.',
    'kubectl',
    "{{ custom.kubernetes_distribution_binary | default('kubectl') }}",
    {
      default: 'kubectl',
      enum: '[kubectl,oc]',
      pattern: '^(kubectl|oc)$',
    },
  ),
]

/** The namespace, as discovery gives it: the name of a namespace, or the namespace that a resource lives in. */
function namespaceSetting(discovered: string): Setting {
  const provided =
    discovered === 'namespace' ? '{{ match_resource.resource.metadata.name }}' : '{{ match_resource.resource.metadata.namespace }}'
  return text('NAMESPACE', 'Namespace to look at.', 'shop', provided, { pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$' })
}

/** Bundles about a whole cluster have no namespace; all others have one. */
export function kubernetesProfile(main: Recipe, checks: readonly Check[]): Profile {
  const wide = main.wide === true && checks.every((check) => check.recipe.wide === true)
  const custom = main.resourceType.includes('.')
  const discovered = wide ? 'cluster' : main.wide === true ? 'namespace' : main.resourceType
  const namespace = namespaceSetting(discovered)
  return {
    scopeWord: wide ? 'Cluster' : 'Namespace',
    scopeVariable: wide ? 'CONTEXT' : 'NAMESPACE',
    settings: [...(wide ? [] : [namespace]), ...clusterSettings],
    secret: {
      name: 'kubeconfig',
      description: 'Kubeconfig with read access to the scope of the checks.',
      example: 'a kubeconfig in YAML',
      asFile: true,
      optional: false,
    },
    environment: [['KUBECONFIG', `./\${kubeconfig.key}`]],
    supports: ['Kubernetes', 'AKS', 'EKS', 'GKE', 'OpenShift'],
    tags: ['Kubernetes'],
    discovery: {
      platform: custom ? 'kubernetes' : null,
      resourceType: discovered,
      qualifiers: wide ? ['cluster'] : ['namespace', 'cluster'],
      authInclude: 'kubernetes-auth.yaml',
      scopeValue: wide ? '{{ context }}' : (namespace.provided ?? ''),
    },
  }
}

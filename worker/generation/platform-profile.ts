import type { Plan } from '../domain/plan.ts'
import type { Platform } from '../domain/platform.ts'
import { extraSettings } from './extra-settings.ts'
import type { Check, Recipe } from './recipes/recipe.ts'
import { type Setting, text } from './setting.ts'

export interface SecretUse {
  name: string
  description: string
  example: string
  /** Given to scripts as a file; the others are picked up from the environment that the platform prepares. */
  asFile: boolean
  optional: boolean
}

export interface Profile {
  /** Words before the scope variable in a task title. */
  scopeWord: string
  scopeVariable: string
  settings: Setting[]
  secret: SecretUse | null
  /** Entries of the environment beyond the settings: name and Robot value. */
  environment: readonly (readonly [string, string])[]
  supports: string[]
  tags: string[]
  /** null where nothing can be discovered. */
  discovery: { platform: string | null; resourceType: string; qualifiers: string[]; authInclude: string | null; scopeValue: string } | null
}

/** Everything about a bundle that follows from its platform and from the checks it holds. */
export function profileOf(plan: Plan, main: Recipe, checks: readonly Check[]): Profile {
  const base = baseProfile(plan.platform, main, checks)
  const extra = extraSettings(plan, main, checks)
  return { ...base, settings: [...base.settings, ...extra] }
}

function baseProfile(platform: Platform, main: Recipe, checks: readonly Check[]): Profile {
  switch (platform) {
    case 'kubernetes':
      return kubernetes(main, checks)
    case 'aws':
      return {
        scopeWord: 'AWS Region',
        scopeVariable: 'AWS_REGION',
        settings: [
          text('AWS_REGION', 'AWS region to look at.', 'eu-central-1', '{{ match_resource.resource.region }}', {
            pattern: '^[a-z]{2}(-[a-z]+)+-[0-9]$',
          }),
        ],
        secret: {
          name: 'aws_credentials',
          description: 'AWS credentials with read access, set up by the platform for the AWS CLI.',
          example: 'aws:access_key@cli',
          asFile: false,
          optional: true,
        },
        environment: [['AWS_PAGER', `\${EMPTY}`]],
        supports: ['AWS'],
        tags: ['AWS'],
        discovery: {
          platform: 'aws',
          resourceType: main.resourceType,
          qualifiers: ['account_id', 'region'],
          authInclude: 'aws-auth.yaml',
          scopeValue: '{{ match_resource.resource.region }}',
        },
      }
    case 'azure':
      return {
        scopeWord: 'Resource Group',
        scopeVariable: 'AZURE_RESOURCE_GROUP',
        settings: [
          text('AZURE_RESOURCE_GROUP', 'Resource group to look at.', 'shop-production', '{{ resource_group.name }}', {
            pattern: '^[A-Za-z0-9._()-]+$',
          }),
          text(
            'AZURE_SUBSCRIPTION_ID',
            'Subscription that holds the resource group.',
            '2f1c5d9e-0000-4a4a-9c9c-8d8d8d8d8d8d',
            '{{ subscription_id }}',
            { pattern: '^[0-9a-fA-F-]{36}$' },
          ),
        ],
        secret: {
          name: 'azure_credentials',
          description: 'Azure service principal with the Reader role, set up by the platform for the Azure CLI.',
          example: 'azure:sp@cli',
          asFile: false,
          optional: true,
        },
        environment: [],
        supports: ['Azure'],
        tags: ['Azure'],
        discovery: {
          platform: 'azure',
          resourceType: main.resourceType,
          qualifiers: ['resource_group', 'subscription_id'],
          authInclude: 'azure-auth.yaml',
          scopeValue: '{{ resource_group.name }}',
        },
      }
    case 'gcp':
      return {
        scopeWord: 'GCP Project',
        scopeVariable: 'GCP_PROJECT_ID',
        settings: [
          text('GCP_PROJECT_ID', 'GCP project to look at.', 'shop-production', '{{ match_resource.resource.project_id }}', {
            pattern: '^[a-z][a-z0-9-]+$',
          }),
        ],
        secret: {
          name: 'gcp_credentials',
          description: 'GCP service account key with the Viewer role.',
          example: 'a service account key in JSON',
          asFile: true,
          optional: false,
        },
        environment: [
          ['CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE', `./\${gcp_credentials.key}`],
          ['CLOUDSDK_CORE_DISABLE_PROMPTS', '1'],
        ],
        supports: ['GCP'],
        tags: ['GCP'],
        discovery: {
          platform: 'gcp',
          resourceType: main.resourceType,
          qualifiers: ['project'],
          authInclude: 'gcp-auth.yaml',
          scopeValue: '{{ match_resource.resource.project_id }}',
        },
      }
    case 'other':
      return web(main)
  }
}

function kubernetes(main: Recipe, checks: readonly Check[]): Profile {
  const wide = main.wide === true && checks.every((check) => check.recipe.wide === true)
  const custom = main.resourceType.includes('.')
  const namespace = text(
    'NAMESPACE',
    'Namespace to look at.',
    'shop',
    main.resourceType === 'namespace' ? '{{ match_resource.resource.metadata.name }}' : '{{ match_resource.resource.metadata.namespace }}',
    {
      pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$',
    },
  )
  return {
    scopeWord: wide ? 'Cluster' : 'Namespace',
    scopeVariable: wide ? 'CONTEXT' : 'NAMESPACE',
    settings: [
      ...(wide ? [] : [namespace]),
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
    ],
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
      resourceType: wide ? 'cluster' : main.wide === true ? 'namespace' : main.resourceType,
      qualifiers: wide ? ['cluster'] : ['namespace', 'cluster'],
      authInclude: 'kubernetes-auth.yaml',
      scopeValue: wide ? '{{ context }}' : (namespace.provided ?? ''),
    },
  }
}

function web(main: Recipe): Profile {
  const isApi = main.list.includes('API_URL')
  const isName = main.list.includes('DNS_NAME')
  const token: SecretUse = {
    name: 'api_token',
    description: 'Token that can read the API; not needed where the API is open.',
    example: 'a bearer token',
    asFile: true,
    optional: true,
  }
  const host = '{{ match_resource.resource.spec.rules[0].host }}'
  const scopeVariable = isApi ? 'API_URL' : isName ? 'DNS_NAME' : 'URL'
  const address = isName
    ? text('DNS_NAME', 'Name to look up.', 'shop.example.com', host, { pattern: '^[A-Za-z0-9._-]+$' })
    : text(
        scopeVariable,
        isApi ? 'Address of the API to ask.' : 'Address to request.',
        isApi ? 'https://api.example.com/v1/status' : 'https://shop.example.com/healthz',
        isApi ? null : `https://${host}`,
        { pattern: '^https?://[^ ]+$' },
      )
  const resolver = text(
    'DNS_RESOLVER_URL',
    'Resolver that answers in JSON over HTTPS.',
    'https://dns.google/resolve',
    'https://dns.google/resolve',
    { pattern: '^https://[^ ]+$', default: 'https://dns.google/resolve' },
  )
  return {
    scopeWord: isName ? 'Name' : 'Address',
    scopeVariable,
    settings: isName ? [address, resolver] : [address],
    secret: isApi ? token : null,
    environment: [],
    supports: ['HTTP'],
    tags: ['HTTP'],
    discovery: isApi
      ? null
      : {
          platform: null,
          resourceType: 'ingress',
          qualifiers: ['resource', 'namespace', 'cluster'],
          authInclude: null,
          scopeValue: address.provided ?? '',
        },
  }
}

import type { Plan } from '../domain/plan.ts'
import type { Platform } from '../domain/platform.ts'
import { extraSettings } from './extra-settings.ts'
import type { Profile } from './profile.ts'
import { kubernetesProfile } from './profile-kubernetes.ts'
import { webProfile } from './profile-web.ts'
import type { Check, Recipe } from './recipes/recipe.ts'
import { text } from './setting.ts'

/** Everything about a bundle that follows from its platform and from the checks it holds. */
export function profileOf(plan: Plan, main: Recipe, checks: readonly Check[]): Profile {
  const base = baseProfile(plan.platform, main, checks)
  const extra = extraSettings(plan, main, checks)
  return { ...base, settings: [...base.settings, ...extra] }
}

function baseProfile(platform: Platform, main: Recipe, checks: readonly Check[]): Profile {
  switch (platform) {
    case 'kubernetes':
      return kubernetesProfile(main, checks)
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
      return webProfile(main)
  }
}

import type { DraftFile } from '../domain/sandbox-protocol.ts'
import type { BundleModel } from './bundle-model.ts'
import { yamlText } from './quoting.ts'

/** Discovery configuration: one rule and the templates it names. Nothing where the platform cannot be discovered. */
export function writeDiscovery(model: BundleModel): DraftFile[] {
  if (model.profile.discovery === null) return []
  const base = `${model.path}/.runwhen`
  const file = (path: string, lines: readonly string[]): DraftFile => ({
    path: `${base}/${path}`,
    mode: '100644',
    content: `${lines.join('\n')}\n`,
  })
  return [
    file(`generation-rules/${model.slug}.yaml`, rule(model, model.profile.discovery)),
    file(`templates/${model.slug}-slx.yaml`, slx(model, model.profile.discovery)),
    file(`templates/${model.slug}-taskset.yaml`, taskset(model, model.profile.discovery)),
    ...(model.withSli ? [file(`templates/${model.slug}-sli.yaml`, sli(model, model.profile.discovery))] : []),
  ]
}

type Discovery = NonNullable<BundleModel['profile']['discovery']>

/** Discovery cuts base names at 15 characters; cutting here keeps them readable and stable. */
export function shortName(slug: string): string {
  if (slug.length <= 15) return slug
  const parts = slug.replace(/^(?:k8s|aws|azure|gcp|curl)-/, '').split('-')
  let joined = parts.join('-')
  for (let width = 8; joined.length > 15 && width > 1; width -= 1) joined = parts.map((part) => part.slice(0, width)).join('-')
  return joined.slice(0, 15).replace(/-+$/, '')
}

function rule(model: BundleModel, discovery: Discovery): string[] {
  return [
    'apiVersion: runwhen.com/v1',
    'kind: GenerationRules',
    'spec:',
    ...(discovery.platform === null ? [] : [`  platform: ${discovery.platform}`]),
    '  generationRules:',
    '    - resourceTypes:',
    `        - ${discovery.resourceType}`,
    '      matchRules:',
    '        - type: pattern',
    '          pattern: ".+"',
    '          properties: [name]',
    '          mode: substring',
    '      slxs:',
    `        - baseName: ${shortName(model.slug)}`,
    `          qualifiers: [${discovery.qualifiers.map((qualifier) => `"${qualifier}"`).join(', ')}]`,
    `          baseTemplateName: ${model.slug}`,
    '          levelOfDetail: basic',
    '          outputItems:',
    '            - type: slx',
    ...(model.withSli ? ['            - type: sli'] : []),
    '            - type: runbook',
    `              templateName: ${model.slug}-taskset.yaml`,
  ]
}

function head(kind: string): string[] {
  return [
    'apiVersion: runwhen.com/v1',
    `kind: ${kind}`,
    'metadata:',
    '  name: {{ slx_name }}',
    '  labels:',
    '    {% include "common-labels.yaml" %}',
    '  annotations:',
    '    {% include "common-annotations.yaml" %}',
    'spec:',
  ]
}

const icons: Record<string, string> = {
  kubernetes: 'kubernetes/resources/labeled/ns.svg',
  aws: 'aws/Arch_Management-Governance/64/Arch_Amazon-CloudWatch_64.svg',
  azure: 'azure/general/10007-icon-service-Resource-Groups.svg',
  gcp: 'gcp/cloud_operations/cloud_operations.svg',
  other: 'http.svg',
}

function slx(model: BundleModel, discovery: Discovery): string[] {
  const platform = model.input.plan.platform
  const partial = platform === 'other' ? 'kubernetes' : platform
  const where = `${model.profile.scopeWord} ${discovery.scopeValue}`
  return [
    ...head('ServiceLevelX'),
    `  imageURL: https://storage.googleapis.com/runwhen-nonprod-shared-images/icons/${icons[platform] ?? 'http.svg'}`,
    `  alias: ${yamlText(model.displayName, 100).slice(0, -1)} in ${where}"`,
    `  asMeasuredBy: "Whether the checks find nothing in ${where}."`,
    '  configProvided:',
    '    - name: SLX_PLACEHOLDER',
    '      value: SLX_PLACEHOLDER',
    '  owners:',
    '    - {{ workspace.owner_email }}',
    `  statement: "The checks of this CodeBundle should find nothing in ${where}."`,
    '  additionalContext:',
    `    {% include "${partial}-hierarchy.yaml" ignore missing %}`,
    '    qualified_name: "{{ match_resource.qualified_name }}"',
    '  tags:',
    `    {% include "${partial}-tags.yaml" ignore missing %}`,
    '    - name: access',
    `      value: ${model.tasks.some((task) => task.access === 'read-write') ? 'read-write' : 'read-only'}`,
  ]
}

function taskset(model: BundleModel, discovery: Discovery): string[] {
  return [
    ...head('Runbook'),
    '  location: {{ default_location }}',
    `  description: ${yamlText(model.summary)}`,
    ...source(model, 'runbook.robot'),
    ...config(model),
    ...secrets(model, discovery),
  ]
}

function sli(model: BundleModel, discovery: Discovery): string[] {
  return [
    ...head('ServiceLevelIndicator'),
    '  displayUnitsLong: OK',
    '  displayUnitsShort: ok',
    '  locations:',
    '    - {{ default_location }}',
    `  description: ${yamlText(`Scores ${model.displayName} from 0 to 1.`)}`,
    ...source(model, 'sli.robot'),
    '  intervalStrategy: intermezzo',
    '  intervalSeconds: 600',
    ...config(model),
    ...secrets(model, discovery),
  ]
}

function source(model: BundleModel, robot: string): string[] {
  const { url, defaultBranch } = model.input.collection
  return [
    '  codeBundle:',
    '    {% if repo_url %}',
    '    repoUrl: {{ repo_url }}',
    '    {% else %}',
    `    repoUrl: ${yamlText(url)}`,
    '    {% endif %}',
    '    {% if ref %}',
    '    ref: {{ ref }}',
    '    {% else %}',
    `    ref: ${yamlText(defaultBranch)}`,
    '    {% endif %}',
    `    pathToRobot: ${model.path}/${robot}`,
  ]
}

/** Every setting without a default, and every default that people may want to see and change. */
function config(model: BundleModel): string[] {
  const given = model.profile.settings.filter((setting) => setting.provided !== null)
  if (given.length === 0) return []
  return ['  configProvided:', ...given.flatMap((setting) => [`    - name: ${setting.name}`, `      value: "${setting.provided}"`])]
}

function secrets(model: BundleModel, discovery: Discovery): string[] {
  const secret = model.profile.secret
  if (secret === null || discovery.authInclude === null) return []
  const workspaceKey = secret.name === 'kubeconfig' ? '"{{ custom.kubeconfig_secret_name }}"' : '"{{ custom.credentials_secret_name }}"'
  return [
    '  secretsProvided:',
    '    {% if wb_version %}',
    `    {% include "${discovery.authInclude}" ignore missing %}`,
    '    {% else %}',
    `    - name: ${secret.name}`,
    `      workspaceKey: ${workspaceKey}`,
    '    {% endif %}',
  ]
}

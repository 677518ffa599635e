import type { Plan } from '../domain/plan.ts'
import type { Check, Recipe } from './recipes/recipe.ts'
import { type Setting, text } from './setting.ts'

/** Settings that only some checks use: what a command names beyond the scope, and every threshold. */
export function extraSettings(plan: Plan, main: Recipe, checks: readonly Check[]): Setting[] {
  const source = checks
    .map((check) =>
      [check.list, check.each?.command ?? '', check.items, check.problem, ...Object.values(check.recipe.changes ?? {})].join('\n'),
    )
    .join('\n')
  const settings: Setting[] = []
  if (source.includes('GCP_REGION'))
    settings.push(
      text('GCP_REGION', 'GCP region to look at.', 'europe-west1', 'europe-west1', {
        pattern: '^[a-z]+-[a-z]+[0-9]$',
        default: 'europe-west1',
      }),
    )
  if (plan.access === 'read-write' && source.includes('GCP_ZONE'))
    settings.push(
      text('GCP_ZONE', 'Zone of the instances.', 'europe-west1-b', 'europe-west1-b', {
        pattern: '^[a-z]+-[a-z]+[0-9]-[a-z]$',
        default: 'europe-west1-b',
      }),
    )
  if (source.includes('GITHUB_REPOSITORY'))
    settings.push(
      text('GITHUB_REPOSITORY', 'Repository, as owner/name.', 'shop/checkout', null, { pattern: '^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$' }),
    )
  if (source.includes('LOOKBACK_MINUTES')) settings.push(number('LOOKBACK_MINUTES', 60, 'Minutes to look back.'))
  if (source.includes('$workload')) settings.push(workload(plan, main))
  settings.push(...thresholds(checks))
  if (plan.access === 'read-write')
    settings.push(
      text('APPLY_CHANGES', 'Only with the value true is anything changed; otherwise the change is only shown.', 'false', 'false', {
        pattern: '^(true|false)$',
        default: 'false',
        enum: '[true,false]',
      }),
    )
  return settings
}

function thresholds(checks: readonly Check[]): Setting[] {
  const settings = new Map<string, Setting>()
  for (const { threshold } of checks) {
    if (threshold !== null && !settings.has(threshold.variable)) {
      settings.set(threshold.variable, number(threshold.variable, threshold.default, threshold.description))
    }
  }
  return [...settings.values()]
}

function number(name: string, value: number, description: string): Setting {
  return {
    name,
    type: 'integer',
    description,
    pattern: '^[0-9]+$',
    example: String(value),
    default: String(value),
    enum: null,
    provided: String(value),
  }
}

function workload(plan: Plan, main: Recipe): Setting {
  if (plan.platform === 'kubernetes') {
    return text('WORKLOAD_NAME', 'Part of the names or labels of the pods to look at; empty for all pods of the scope.', 'gateway', null, {
      pattern: '.*',
      default: '',
    })
  }
  const who = main.list.startsWith('gcloud') ? 'deployer@example.iam.gserviceaccount.com' : '00000000-0000-0000-0000-000000000000'
  return text('PIPELINE_PRINCIPAL', 'Identity of the pipeline, whose changes are expected; empty to report every change.', who, null, {
    pattern: '.*',
    default: '',
  })
}

/** Variable that holds `$workload` of the jq programs. */
export function workloadVariable(settings: readonly Setting[]): string | null {
  return settings.find((setting) => setting.name === 'WORKLOAD_NAME' || setting.name === 'PIPELINE_PRINCIPAL')?.name ?? null
}

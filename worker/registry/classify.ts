import type { Bundle } from '../domain/catalogue.ts'
import type { Access, Platform } from '../domain/platform.ts'

/** First parts of bundle names, and words of `Supports` and of generation rules, that name a platform. */
const platformWords: Record<string, Platform> = {
  k8s: 'kubernetes',
  kubernetes: 'kubernetes',
  kubectl: 'kubernetes',
  openshift: 'kubernetes',
  oc: 'kubernetes',
  aws: 'aws',
  eks: 'aws',
  ec2: 'aws',
  azure: 'azure',
  azure_devops: 'azure',
  azuredevops: 'azure',
  az: 'azure',
  aks: 'azure',
  gcp: 'gcp',
  gke: 'gcp',
  gcloud: 'gcp',
}

const wordOf = (text: string): Platform | undefined =>
  platformWords[
    text
      .trim()
      .toLowerCase()
      .replaceAll(/[\s-]+/g, '_')
  ]

function onlyOne(words: readonly string[]): Platform | null {
  const found = new Set(words.map(wordOf).filter((platform) => platform !== undefined))
  const [first] = found
  return found.size === 1 && first ? first : null
}

/**
 * The platform of a bundle, from the strongest sign to the weakest: the first part of its name, its generation rules when they agree, its `Supports`.
 * A bundle that supports Kubernetes is for Kubernetes, whichever clouds it lists besides: those are where its clusters run.
 */
export function platformOf(bundle: Pick<Bundle, 'slug' | 'supports'> & { discovery: Pick<Bundle['discovery'], 'platforms'> }): Platform {
  const fromName = wordOf(bundle.slug.split('-')[0] ?? '')
  if (fromName) return fromName
  const discovered = onlyOne(bundle.discovery.platforms)
  if (discovered) return discovered
  if (bundle.supports.some((tag) => wordOf(tag) === 'kubernetes')) return 'kubernetes'
  return onlyOne(bundle.supports) ?? 'other'
}

/** What the tasks of a bundle may do: `unknown` unless every task says so, or one says it writes. */
export function accessOf(bundle: Pick<Bundle, 'runbook' | 'sli'>): Access | 'unknown' {
  const levels = [...(bundle.runbook?.tasks ?? []), ...(bundle.sli?.tasks ?? [])].map((task) => task.access)
  if (levels.includes('read-write')) return 'read-write'
  return levels.length > 0 && levels.every((level) => level === 'read-only') ? 'read-only' : 'unknown'
}

import { findKinds } from '../lexicon/find-kinds.ts'
import { namedVendor } from '../lexicon/platforms.ts'
import { resourcePhrase } from '../parse-request/subject.ts'
import type { Platform } from '../platform.ts'

export interface Naming {
  /** `<platform>-<resource>-<purpose>`, at most 50 characters. */
  slug: string
  /** The resource part, as parts of a directory name. */
  resource: string[]
  displayName: string
}

/** Discovery cuts names at 15 characters and people read directory names in lists: longer ones help nobody. */
const maxSlug = 50

const prefixes: Record<Exclude<Platform, 'other'>, string> = { kubernetes: 'k8s', aws: 'aws', azure: 'azure', gcp: 'gcp' }
const platformTitles: Record<Platform, string> = { kubernetes: 'Kubernetes', aws: 'AWS', azure: 'Azure', gcp: 'GCP', other: '' }

/**
 * Names a bundle after the first of `phrases` that says what it is about. `service` is what a form's service field says, or null.
 */
export function nameBundle(platform: Platform, purpose: string, service: string | null, phrases: readonly string[]): Naming {
  const sources = service === null ? phrases : [service, ...phrases]
  const phrase = sources.map((source) => resourcePhrase(source, platform)).find((found) => found !== null) ?? null
  let resource = (phrase?.tokens ?? []).filter((token) => token !== purpose)
  let prefix: string
  if (platform === 'other') {
    const named = namedVendor(sources.join('\n'))
    prefix = named ?? ownName(service) ?? 'curl'
    const parts = prefix.split('-')
    resource = resource.filter((token) => !parts.includes(token) && token !== prefix)
    if (resource.length === 0) resource = [prefix === 'curl' ? 'http' : 'api']
  } else {
    prefix = prefixes[platform]
    if (resource.length === 0) resource = [platform === 'kubernetes' ? 'cluster' : 'resource']
  }
  const slug = fitSlug(prefix, resource, cleanToken(purpose))
  const display = [
    prefix === 'curl' ? '' : platformTitles[platform] || title(prefix, sources),
    ...resource.map((token) => title(token, sources)),
    title(purpose, []),
  ]
  return { slug, resource, displayName: joinNames(display, sources) }
}

/** A service that no list knows gives the bundle its own name, unless it is a kind of web check. */
function ownName(service: string | null): string | null {
  if (service === null || findKinds(service, 'other').length > 0) return null
  const word = /[A-Za-z][A-Za-z0-9]{1,19}/.exec(service)?.[0]?.toLowerCase()
  return word === undefined || ['http', 'https', 'web', 'url', 'the', 'our', 'none', 'other'].includes(word) ? null : word
}

function cleanToken(token: string): string {
  return (
    token
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'health'
  )
}

function fitSlug(prefix: string, resource: readonly string[], purpose: string): string {
  const parts = resource.map(cleanToken)
  while (parts.length > 1 && [prefix, ...parts, purpose].join('-').length > maxSlug) parts.pop()
  const room = Math.max(3, maxSlug - prefix.length - purpose.length - 2)
  const middle = parts.join('-').slice(0, room).replace(/-+$/, '')
  return [prefix, middle, purpose].join('-').slice(0, maxSlug).replace(/-+$/, '')
}

const acronyms = new Set(
  'acl acm acr adf aks api apim arn asg alb cpu crd db dlq dms dns docdb ebs ecr ecs eip efs eks elb emr gce gcs gke hpa http https iam kms mig mq msk nat nlb nsg pdb pvc pv rds s3 sg sla sli slo sns sql sqs ssl tgw tls ttl url vm vmss vpc vpn waf ec2 aci ip'.split(
    ' ',
  ),
)

/** A name as the request or the product writes it (`Cloud Run`), an acronym in capitals, or a capitalised word. */
function title(token: string, sources: readonly string[]): string {
  if (acronyms.has(token)) return token.toUpperCase()
  const letters = [...token].filter((character) => /[a-z0-9]/.test(character))
  const spaced = new RegExp(`(?<![A-Za-z0-9])(${letters.join('[ -]?')})s?(?![A-Za-z0-9])`, 'i')
  for (const source of [...sources, ...findKinds(sources.join('\n')).map((match) => match.kind.name)]) {
    const written = spaced.exec(source)?.[1]
    if (written !== undefined && /[A-Z]/.test(written)) return written.replace(/^([a-z])/, (first) => first.toUpperCase())
  }
  return token.charAt(0).toUpperCase() + token.slice(1)
}

function joinNames(names: readonly string[], sources: readonly string[]): string {
  const seen = new Set<string>()
  const kept = names.filter((name) => {
    const key = name.toLowerCase()
    if (name === '' || seen.has(key)) return false
    seen.add(key)
    return true
  })
  return (kept.length > 0 ? kept.join(' ') : (sources[0] ?? 'CodeBundle')).slice(0, 80)
}

import type { Platform } from '../platform.ts'
import { findKinds } from './find-kinds.ts'
import { vendors } from './kinds-other.ts'

/** Names of the platforms themselves. `other` has no name of its own: web checks and vendors are recognised by their words. */
const platformNames: readonly (readonly [Platform, string])[] = [
  ['kubernetes', 'kubernetes|k8s|kube|kubectl|open ?shift|ocp|rancher|k3s|helm'],
  ['aws', 'aws|amazon(?: web services)?|ec2'],
  ['azure', 'azure(?: cloud)?|microsoft azure|entra'],
  ['gcp', 'gcp|google(?: cloud(?: platform)?)?|gcloud'],
]

const compiledNames = platformNames.map(
  ([platform, words]) =>
    [
      platform,
      new RegExp(`(?<![A-Za-z0-9])(?:${words.replaceAll(' ?', '[ -]?').replace(/(?<!\[) (?!-)/g, '[ -]+')})(?![A-Za-z0-9])`, 'gi'),
    ] as const,
)

const otherWords =
  /(?<![a-z0-9])(?:https?|curl|web ?sites?|urls?|saas|rest api|dns|ssl|tls|generic|others?|none of (?:these|the above)|vendor)(?![a-z0-9])/i

const managedKubernetes: Record<string, Platform> = { eks: 'aws', aks: 'azure', gke: 'gcp' }

/** The platforms a text names outright, in the order of the text, each once. */
export function namedPlatforms(text: string): Platform[] {
  const found: { platform: Platform; at: number }[] = []
  for (const [platform, pattern] of compiledNames) {
    const first = text.matchAll(pattern).next().value
    if (first !== undefined) found.push({ platform, at: first.index })
  }
  found.sort((a, b) => a.at - b.at)
  return found.map((entry) => entry.platform)
}

const compiledVendors = vendors.map((vendor) => ({
  vendor,
  pattern: new RegExp(`(?<![A-Za-z0-9])${vendor.replaceAll('-', '[ -]?')}(?![A-Za-z0-9])`, 'i'),
}))

/** The vendor a text names first, null when it names none. */
export function namedVendor(text: string): string | null {
  let best: { vendor: string; at: number } | null = null
  for (const { vendor, pattern } of compiledVendors) {
    const match = pattern.exec(text)
    if (match !== null && (best === null || match.index < best.at)) best = { vendor, at: match.index }
  }
  return best?.vendor ?? null
}

/** What an explicit platform field says: the first platform it names, `other` for anything else that is not empty. */
export function platformOfField(value: string): Platform | null {
  const named = namedPlatforms(value)[0]
  if (named !== undefined) return named
  const managed = /(?<![a-z0-9])(eks|aks|gke)(?![a-z0-9])/i.exec(value)?.[1]
  if (managed !== undefined) return 'kubernetes'
  const kind = findKinds(value)[0]
  if (kind !== undefined) return kind.kind.platform
  const plain = value.replace(/[^A-Za-z]/g, '').toLowerCase()
  if (plain === '' || ['na', 'none', 'noresponse', 'any', 'all', 'unknown', 'notsure', 'idontknow', 'tbd'].includes(plain)) return null
  return 'other'
}

/**
 * The platform that the words of a request point to. Names count most, then kinds of resource; the title counts three times.
 * Managed Kubernetes (EKS, AKS, GKE) is Kubernetes when the request is about what runs in the cluster.
 */
export function platformOfWords(title: string, body: string): Platform | null {
  const scores = new Map<Platform, number>()
  score(title, 3, scores)
  score(body.slice(0, 8000), 1, scores)
  let best: Platform | null = null
  for (const [platform, points] of scores) {
    if (best === null || points > (scores.get(best) ?? 0)) best = platform
  }
  if (best !== null) return best
  const everything = `${title}\n${body}`
  if (namedVendor(everything) !== null || otherWords.test(everything)) return 'other'
  return null
}

function score(text: string, weight: number, scores: Map<Platform, number>): void {
  const add = (platform: Platform, points: number) => scores.set(platform, (scores.get(platform) ?? 0) + points * weight)
  for (const platform of namedPlatforms(text)) add(platform, 3)
  const seen = new Set<string>()
  for (const { kind } of findKinds(text)) {
    if (seen.has(kind.id)) continue
    seen.add(kind.id)
    const managed = managedKubernetes[kind.slug]
    if (managed !== undefined) {
      add(managed, 2)
      add('kubernetes', 1)
    } else {
      add(kind.platform, kind.platform === 'other' ? 0.5 : 2)
    }
  }
}

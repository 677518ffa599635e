import { findKinds } from './lexicon/find-kinds.ts'
import { findPurposes } from './lexicon/purposes.ts'
import { singular, stopWords, wordsOf } from './lexicon/words.ts'
import type { Coverage, Plan } from './plan.ts'
import type { Platform } from './platform.ts'
import type { ParsedRequest } from './request.ts'

export interface CoverageCandidate {
  collection: string
  slug: string
  displayName: string
  description: string
  tasks: string[]
  tags: string[]
  platform: Platform
}

/** From here on a bundle is the same thing under another name. Only a match in resource, purpose and tasks gets there. */
const duplicatePercent = 90
const maxListed = 5

interface Profile {
  platform: Platform
  resource: Set<string>
  purpose: Set<string>
  tasks: string[][]
}

/**
 * How much of the request each existing bundle already covers, best first, at most five, none below 10 %.
 * Platform, resource, purpose and tasks each count; a bundle for another platform or another resource stays low whatever its wording.
 */
export function rankCoverage(request: ParsedRequest, plan: Omit<Plan, 'coverage'>, candidates: readonly CoverageCandidate[]): Coverage[] {
  const wanted: Profile = {
    platform: plan.platform,
    resource: resourceTokens(plan.slug, `${plan.displayName} ${request.service ?? ''}`, plan.purpose),
    purpose: purposesOf(`${plan.purpose} ${plan.slug.replaceAll('-', ' ')}`),
    tasks: plan.tasks.map((task) => significant(task.title)),
  }
  return candidates
    .map((candidate) => measure(wanted, plan, candidate))
    .filter((coverage) => coverage.percent >= 10)
    .sort((a, b) => b.percent - a.percent || order(a.collection, b.collection) || order(a.slug, b.slug))
    .slice(0, maxListed)
}

/** The existing bundle that makes the request superfluous, null when there is none. */
export function isDuplicate(coverage: readonly Coverage[]): Coverage | null {
  const best = coverage[0]
  return best !== undefined && best.percent >= duplicatePercent ? best : null
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function measure(wanted: Profile, plan: Omit<Plan, 'coverage'>, candidate: CoverageCandidate): Coverage {
  const head = { collection: candidate.collection, slug: candidate.slug, displayName: candidate.displayName }
  if (spelled(candidate.slug) === spelled(plan.slug)) return { ...head, percent: 100, why: 'Has the very name that this request leads to.' }
  const resource = overlap(wanted.resource, resourceTokens(candidate.slug, candidate.displayName, ''))
  const theirPurposes = purposesOf(`${candidate.slug.replaceAll('-', ' ')} ${candidate.displayName}`)
  const samePurpose = [...wanted.purpose].some((purpose) => theirPurposes.has(purpose))
  const theirTasks = candidate.tasks.map(significant)
  const covered = wanted.tasks.filter((task) => theirTasks.some((other) => similar(task, other) >= 0.6)).length
  const taskShare = wanted.tasks.length === 0 ? 0 : covered / wanted.tasks.length
  const samePlatform = candidate.platform === plan.platform
  let percent = Math.round((samePlatform ? 10 : 0) + resource * 50 + (samePurpose ? 15 : 0) + taskShare * 25)
  if (!samePlatform) percent = Math.min(percent, 30)
  if (resource === 0) percent = Math.min(percent, 25)
  if (!(samePlatform && samePurpose && resource === 1 && taskShare >= 0.6)) percent = Math.min(percent, duplicatePercent - 1)
  return { ...head, percent, why: explain({ samePlatform, resource, samePurpose, covered, tasks: wanted.tasks.length }) }
}

/** Two spellings of one name: `k8s-pvc-healthcheck` and `k8s-pvc-health`. */
function spelled(slug: string): string {
  return slug.replace(/-health-?check\b/, '-health')
}

function explain(of: { samePlatform: boolean; resource: number; samePurpose: boolean; covered: number; tasks: number }): string {
  const resource = of.resource === 1 ? 'the same resource' : of.resource > 0 ? 'a related resource' : 'another resource'
  const purpose = of.samePurpose ? 'the same purpose' : 'another purpose'
  const tasks = of.covered === 0 ? 'none of the requested tasks' : `${of.covered} of ${of.tasks} requested tasks`
  return `${of.samePlatform ? 'Same platform' : 'Other platform'}, ${resource}, ${purpose}; covers ${tasks}.`
}

/** Names of resources, with kinds of resource replaced by their one short name, so that `PersistentVolumeClaim` and `pvc` are the same. */
function resourceTokens(slug: string, name: string, purpose: string): Set<string> {
  const text = slug.replaceAll('-', ' ')
  const kinds = new Set([...findKinds(text), ...findKinds(name)].map((match) => match.kind.slug))
  const tokens =
    kinds.size > 0
      ? [...kinds].flatMap((kind) => kind.split('-'))
      : wordsOf(text)
          .filter((word) => !stopWords.has(word))
          .map(singular)
  const purposes = purposesOf(text)
  const platforms = new Set(['k8s', 'kubernetes', 'aws', 'azure', 'gcp', 'curl', 'kubectl', 'healthcheck', 'cmd'])
  return new Set(
    tokens.filter((token) => token !== purpose && !purposes.has(token) && !platforms.has(token) && findPurposes(token).length === 0),
  )
}

function purposesOf(text: string): Set<string> {
  const found = findPurposes(text.replace(/healthcheck/gi, 'health')).map((match) => match.purpose)
  return new Set(
    found.map((purpose) => (purpose === 'status' || purpose === 'availability' || purpose === 'monitoring' ? 'health' : purpose)),
  )
}

/** Share of the wanted names that the other has, lowered when the other is about more than that. */
function overlap(wanted: Set<string>, other: Set<string>): number {
  if (wanted.size === 0 || other.size === 0) return 0
  const common = [...wanted].filter((token) => other.has(token)).length
  return (2 * common) / (wanted.size + other.size)
}

function significant(title: string): string[] {
  const text = findKinds(title).reduceRight(
    (rest, match) => `${rest.slice(0, match.start)} ${match.kind.slug} ${rest.slice(match.end)}`,
    title.replace(/\$\{[^}]*\}/g, ' '),
  )
  return [
    ...new Set(
      wordsOf(text)
        .filter((word) => !stopWords.has(word) && word.length > 1)
        .map(singular),
    ),
  ]
}

function similar(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const common = a.filter((word) => b.includes(word)).length
  return common / Math.min(a.length, b.length + 2)
}

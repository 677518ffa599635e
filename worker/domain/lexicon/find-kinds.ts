import type { Platform } from '../platform.ts'
import type { ResourceKind } from './kind.ts'
import { awsKinds } from './kinds-aws.ts'
import { azureKinds } from './kinds-azure.ts'
import { gcpKinds } from './kinds-gcp.ts'
import { kubernetesKinds } from './kinds-kubernetes.ts'
import { otherKinds } from './kinds-other.ts'

const kinds: readonly ResourceKind[] = [...kubernetesKinds, ...awsKinds, ...azureKinds, ...gcpKinds, ...otherKinds]

/** A space in the word list also stands for a hyphen, an underscore or nothing where it is optional. */
function expression(words: string): RegExp {
  const spaced = words.replaceAll(' ?', '[ _-]?').replace(/(?<!\[) (?!_)/g, '[ _-]+')
  return new RegExp(`(?<![A-Za-z0-9])(?:${spaced})(?![A-Za-z0-9])`, 'gi')
}

interface Compiled {
  kind: ResourceKind
  pattern: RegExp
}

const specific: readonly Compiled[] = kinds.map((kind) => ({ kind, pattern: expression(kind.words) }))
const loose: readonly Compiled[] = kinds.flatMap((kind) => (kind.loose === undefined ? [] : [{ kind, pattern: expression(kind.loose) }]))

export interface KindMatch {
  kind: ResourceKind
  start: number
  end: number
}

/**
 * The kinds of resource a text names, in the order of the text; of overlapping names the longest counts.
 * With a platform, only its kinds are looked for, and loose words (`buckets`) count where nothing specific is named.
 */
export function findKinds(text: string, platform: Platform | null = null): KindMatch[] {
  const found = matchesOf(specific, text, platform)
  return found.length > 0 || platform === null ? found : matchesOf(loose, text, platform)
}

function matchesOf(table: readonly Compiled[], text: string, platform: Platform | null): KindMatch[] {
  const matches: KindMatch[] = []
  for (const { kind, pattern } of table) {
    if (platform !== null && kind.platform !== platform) continue
    for (const match of text.matchAll(pattern)) matches.push({ kind, start: match.index, end: match.index + match[0].length })
  }
  matches.sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start)
  const kept: KindMatch[] = []
  for (const match of matches) {
    if (!kept.some((other) => match.start < other.end && other.start < match.end)) kept.push(match)
  }
  return kept.sort((a, b) => a.start - b.start)
}

/** The kind with this id, null when there is none. */
export function kindById(id: string): ResourceKind | null {
  return kinds.find((kind) => kind.id === id) ?? null
}

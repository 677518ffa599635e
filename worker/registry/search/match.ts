import type { Group } from './expand.ts'
import { frequencyOf, type Kind, type MemoryIndex, postingsOf, rarityOf } from './memory-index.ts'
import type { Word } from './words.ts'

/** What matches: a score above 0 for each bundle or task that does. */
export interface Matches {
  scores: Float32Array
  /** `all`: everything that is looked for is in each; `most`: nearly; `some`: at least one thing. */
  mode: 'all' | 'most' | 'some'
}

/** A question of more things than this is a sentence: whoever asks it does not expect every word of it. */
const strictGroups = 3
/** Share of what a longer question says, by how telling its words are, that an answer must have. */
const shareOfSentence = 0.55
/** All of it, but for rounding. */
const whole = 0.999
/** Fewer answers with every word than this are followed by those with most of them. */
const fewAnswers = 8

export const countOf = (index: MemoryIndex, kind: Kind) => (kind === 'bundles' ? index.bundles.length : index.taskBundle.length)

/** The best of all ways of one group, for each bundle or task. */
function groupScores(index: MemoryIndex, kind: Kind, group: Group): Float32Array {
  const best = new Float32Array(countOf(index, kind))
  for (const { stems, worth } of group.ways) {
    const [first] = stems
    if (stems.length === 1 && first !== undefined) {
      postingsOf(index, kind, first, (at, weight) => {
        best[at] = Math.max(best[at] ?? 0, worth * weight)
      })
      continue
    }
    const sums = new Float32Array(best.length)
    const found = new Uint8Array(best.length)
    stems.forEach((stem, place) => {
      postingsOf(index, kind, stem, (at, weight) => {
        if (found[at] !== place) return
        found[at] = place + 1
        sums[at] = (sums[at] ?? 0) + weight
      })
    })
    for (let at = 0; at < best.length; at += 1) {
      if (found[at] === stems.length) best[at] = Math.max(best[at] ?? 0, (worth * (sums[at] ?? 0)) / stems.length)
    }
  }
  return best
}

/** Groups of several words say more than one word does. */
const breadth = (group: Group) => Math.sqrt(group.ways[0]?.stems.length ?? 1)

/** How telling each group is: by how many bundles have its commonest way. */
export function raritiesOf(index: MemoryIndex, groups: readonly Group[]): number[] {
  return groups.map((group) => {
    const frequencies = group.ways.map(({ stems }) => Math.min(...stems.map((stem) => frequencyOf(index, stem))))
    return rarityOf(index, Math.max(0, ...frequencies)) * breadth(group)
  })
}

/**
 * How much an answer must have of what is asked. `whole`: everything, where anything has everything and the question is short; `most`: the better part
 * too, where only a few have everything (for a ranked list, which has those first); `any`: one word is enough.
 */
export type Demand = 'whole' | 'most' | 'any'

/** The share of a question, by how telling its words are, that an answer must have. */
function leastShare(groups: readonly Group[], shares: Float32Array, demand: Demand): number {
  if (demand === 'any') return 0
  const mostShared = shares.reduce((most, share) => Math.max(most, share), 0)
  const partly = mostShared >= shareOfSentence ? shareOfSentence : 0
  if (groups.length > strictGroups) return partly
  const haveAll = shares.reduce((count, share) => count + (share > whole ? 1 : 0), 0)
  if (haveAll === 0) return 0
  return demand === 'most' && haveAll < fewAnswers ? partly : whole
}

/** Scores everything of a kind against the groups, and decides how many of them an answer must have. */
export function match(index: MemoryIndex, kind: Kind, groups: readonly Group[], rarities: readonly number[], demand: Demand): Matches {
  const count = countOf(index, kind)
  const scores = new Float32Array(count)
  const shares = new Float32Array(count)
  const sum = rarities.reduce((total, rarity) => total + rarity, 0)
  groups.forEach((group, place) => {
    const rarity = rarities[place] ?? 0
    const best = groupScores(index, kind, group)
    for (let at = 0; at < count; at += 1) {
      const weight = best[at] ?? 0
      if (weight === 0) continue
      scores[at] = (scores[at] ?? 0) + (rarity * weight) / 255
      shares[at] = (shares[at] ?? 0) + rarity / sum
    }
  })
  const least = leastShare(groups, shares, demand)
  const hasAll = shares.some((share) => share > whole)
  for (let at = 0; at < count; at += 1) {
    const share = shares[at] ?? 0
    scores[at] = share > 0 && share >= least ? (scores[at] ?? 0) * (0.2 + 0.8 * share * share) : 0
  }
  return { scores, mode: hasAll ? 'all' : least > 0 ? 'most' : 'some' }
}

/** Takes out everything that has one of the words. */
export function exclude(index: MemoryIndex, kind: Kind, words: readonly Word[], scores: Float32Array): void {
  for (const { stem } of words) {
    postingsOf(index, kind, stem, (at) => {
      scores[at] = 0
    })
  }
}

import type { Bundle } from '../../domain/catalogue.ts'
import type { BundleCard } from '../../domain/views.ts'
import type { SearchStores } from '../sync-search.ts'
import { currentIndex } from './current-index.ts'
import { match, raritiesOf } from './match.ts'
import type { MemoryIndex } from './memory-index.ts'
import { cardsAt } from './results.ts'
import { nameKey, tellingWords, wordsOf } from './words.ts'

const relatedShown = 6
/** What sharing the rarest resource type or tag is worth beside the words of the name. */
const resourceWorth = 1.5
const tagWorth = 0.6
/** Less in common than this is chance. */
const leastShare = 0.15

/** How much of a list others share, each value worth more the fewer have it. */
function shares(
  index: MemoryIndex,
  own: readonly string[],
  valuesOf: (bundle: MemoryIndex['bundles'][number]) => readonly string[],
): Float32Array {
  const keys = new Set(own.map(nameKey))
  const holders = new Map<string, number[]>()
  index.bundles.forEach((bundle, at) => {
    for (const value of valuesOf(bundle)) {
      const key = nameKey(value)
      if (keys.has(key)) holders.set(key, [...(holders.get(key) ?? []), at])
    }
  })
  const shared = new Float32Array(index.bundles.length)
  for (const list of holders.values()) {
    const worth = Math.log(1 + index.bundles.length / list.length) / keys.size
    for (const at of list) shared[at] = (shared[at] ?? 0) + worth
  }
  return shared
}

/** Bundles that look at the same resources, carry the same tags or are named alike; best first, never the bundle itself. */
export async function relatedTo(stores: SearchStores, id: number, bundle: Bundle): Promise<BundleCard[]> {
  const index = await currentIndex(stores.search)
  const words = tellingWords(wordsOf(`${bundle.displayName} ${bundle.slug}`))
  const stems = [...new Set(words.map(({ stem }) => stem))]
  const groups = stems.map((stem) => ({ text: stem, ways: [{ stems: [stem], worth: 1 }] }))
  const { scores } = match(index, 'bundles', groups, raritiesOf(index, groups), 'any')
  const most = scores.reduce((best, score, at) => (index.bundles[at]?.id === id ? best : Math.max(best, score)), 0)
  const resources = shares(index, bundle.discovery.resourceTypes, (other) => other.resourceTypes)
  const tags = shares(index, bundle.supports, (other) => other.tags)
  const ranked = index.bundles
    .map((other, at) => ({
      id: other.id,
      score: (scores[at] ?? 0) / (most || 1) + resourceWorth * (resources[at] ?? 0) + tagWorth * (tags[at] ?? 0),
    }))
    .filter((other) => other.id !== id && other.score > leastShare)
    .sort((a, b) => b.score - a.score || a.id - b.id)
  return cardsAt(stores, ranked.slice(0, relatedShown), [])
}

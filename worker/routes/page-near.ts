import { type BundleCard, everything } from '../domain/views.ts'
import type { PageData } from './page-data.ts'

/** Suggestions on the page of an address that is not there. */
const suggested = 5
/** Words of an address worth searching for. */
const words = 8
/** Parts of the addresses themselves, which say nothing about what was meant. */
const ownWords = new Set([
  'collections',
  'codebundles',
  'codebundle',
  'codecollection',
  'tasks',
  'tags',
  'authors',
  'search',
  'issues',
  'compare',
  'md',
  'html',
])

/** The words of a path, without those that every address has. */
export function wordsOfPath(path: string): string {
  let text = path
  try {
    text = decodeURIComponent(path)
  } catch {
    // A path with a broken escape is searched for as it is written.
  }
  const found = text.match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(found.map((word) => word.toLowerCase()))]
    .filter((word) => word.length > 1 && !ownWords.has(word))
    .slice(0, words)
    .join(' ')
}

/** What an address that is not there may have meant. Nothing when the search fails: the page of an error must not fail itself. */
export async function nearby(
  deps: { data: Pick<PageData, 'search'>; now: () => number },
  path: string,
): Promise<{ query: string; cards: BundleCard[]; now: number }> {
  const now = deps.now()
  // The last part says most: the name of the CodeBundle that was asked for.
  const last = wordsOfPath(path.split('/').at(-1) ?? '')
  const whole = wordsOfPath(path)
  for (const query of new Set([last, whole])) {
    if (query === '') continue
    const found = await deps.data.search({ ...everything, query, limit: suggested }).catch(() => null)
    if (found !== null && found.cards.length > 0) return { query, cards: found.cards.slice(0, suggested), now }
  }
  return { query: whole, cards: [], now }
}

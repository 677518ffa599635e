/** Which of the bundles that left became which of those that are new. */

export interface Renamable {
  id: number
  treeHash: string
  /** Its Robot files; null when they are not compared. */
  text: string | null
}

/** Share of equal lines from which two bundles are one: a rename changes names and titles, and little else. */
const leastSimilarity = 0.7
/** Fewer lines say nothing. */
const leastLines = 8

/** The new id of each departed bundle that was renamed. Equal trees come first, then equal text, then the most similar. */
export function matchRenames(gone: readonly Renamable[], added: readonly Renamable[]): Map<number, number> {
  const lines = new Map([...gone, ...added].map((one) => [one.id, linesOf(one.text)]))
  const pairs = gone.flatMap((from) =>
    added.flatMap((to) => {
      const likeness = from.treeHash === to.treeHash ? 2 : similarity(lines.get(from.id), lines.get(to.id))
      return likeness >= leastSimilarity ? [{ from: from.id, to: to.id, likeness }] : []
    }),
  )
  pairs.sort((a, b) => b.likeness - a.likeness || a.from - b.from || a.to - b.to)
  const renames = new Map<number, number>()
  const taken = new Set<number>()
  for (const { from, to } of pairs) {
    if (renames.has(from) || taken.has(to)) continue
    renames.set(from, to)
    taken.add(to)
  }
  return renames
}

interface Lines {
  counts: Map<string, number>
  total: number
}

function linesOf(text: string | null): Lines {
  const counts = new Map<string, number>()
  let total = 0
  for (const line of (text ?? '').split('\n')) {
    const plain = line.trim()
    if (plain === '') continue
    counts.set(plain, (counts.get(plain) ?? 0) + 1)
    total += 1
  }
  return { counts, total }
}

/** 0 to 1: twice the common lines over all lines, in any order. */
function similarity(a: Lines | undefined, b: Lines | undefined): number {
  if (!a || !b || a.total < leastLines || b.total < leastLines) return 0
  let common = 0
  for (const [line, count] of a.counts) common += Math.min(count, b.counts.get(line) ?? 0)
  return (2 * common) / (a.total + b.total)
}

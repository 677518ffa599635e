import type { Kind, MemoryIndex } from './memory-index.ts'
import { nameKey, titleMark } from './words.ts'

/** Above every sum of word scores: whoever types a name wants the thing of that name. */
const exact = 1_000
const beginning = 12
const leastBeginning = 3

/** Puts what is called like the query before everything else: equal names first, then names that begin with it. */
export function namesFirst(index: MemoryIndex, kind: Kind, query: string, scores: Float32Array): void {
  if (kind === 'tasks') {
    const mark = titleMark(query)
    for (let at = 0; at < scores.length; at += 1) {
      if ((scores[at] ?? 0) > 0 && index.taskMarks[at] === mark) scores[at] = (scores[at] ?? 0) + exact
    }
    return
  }
  const key = nameKey(query)
  if (key.length < leastBeginning) return
  for (let at = 0; at < scores.length; at += 1) {
    const score = scores[at] ?? 0
    if (score === 0) continue
    const [slug, name] = index.nameKeys[at] ?? ['', '']
    if (slug === key || name === key) scores[at] = score + exact
    else if (slug.startsWith(key) || name.startsWith(key)) scores[at] = score + beginning
  }
}

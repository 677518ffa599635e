import { frequencyOf, type MemoryIndex } from './memory-index.ts'

/** Masks of letters, one per form, made at the first misspelt word of a version of the index. */
const masks = new WeakMap<MemoryIndex, Uint32Array>()

function maskOf(word: string): number {
  let mask = 0
  for (let index = 0; index < word.length; index += 1) mask |= 1 << (word.charCodeAt(index) & 31)
  return mask
}

function bits(mask: number): number {
  let rest = mask - ((mask >>> 1) & 0x55555555)
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333)
  return Math.imul((rest + (rest >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** Edits between two words (insert, delete, replace, swap neighbours); `most + 1` when there are more than `most`. */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let [before, last] = [new Array<number>(b.length + 1).fill(0), Array.from({ length: b.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      let edits = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits = Math.min(edits, (before[j - 2] ?? 0) + 1)
      row.push(edits)
      least = Math.min(least, edits)
    }
    if (least > most) return most + 1
    before = last
    last = row
  }
  return last[b.length] ?? most + 1
}

/** Edits that a typing error of a word of this length may have. */
function tolerance(word: string): number {
  if (word.length < 4 || /\d/.test(word)) return 0
  return word.length < 7 ? 1 : 2
}

/** Stems of the words of the index that were most likely meant, best first, at most three; empty for names and short words. */
export function likelyMeant(index: MemoryIndex, word: string): { stem: string; form: string }[] {
  const most = tolerance(word)
  if (most === 0) return []
  const { forms, stems } = index.vocabulary
  const known = masks.get(index) ?? Uint32Array.from(forms, maskOf)
  masks.set(index, known)
  const mask = maskOf(word)
  const found: { stem: string; form: string; edits: number; frequency: number }[] = []
  for (let at = 0; at < forms.length; at += 1) {
    const form = forms[at] ?? ''
    if (Math.abs(form.length - word.length) > most || bits((known[at] ?? 0) ^ mask) > 2 * most) continue
    const edits = editDistance(word, form, most) + (form[0] === word[0] ? 0 : 0.5)
    if (edits > most) continue
    const stem = stems.get(form) ?? form
    found.push({ stem, form, edits, frequency: frequencyOf(index, stem) })
  }
  found.sort((a, b) => a.edits - b.edits || b.frequency - a.frequency)
  const best = found[0]?.edits ?? 0
  const near = found.filter(({ edits }) => edits <= best)
  return [...new Map(near.map((one) => [one.stem, one])).values()].slice(0, 3).map(({ stem, form }) => ({ stem, form }))
}

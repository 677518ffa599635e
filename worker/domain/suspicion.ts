import { isInstruction, sentencesOf } from './parse-request/instructions.ts'
import type { RemovedPiece } from './sanitise.ts'

/** Sentences shown of those that address the assistant. */
const maxSentences = 20

/** Points for each piece by its kind; most are careless formatting, so they weigh little by themselves. */
const points: Record<string, number> = {
  'html comment': 4,
  'invisible character': 6,
  'control character': 4,
  'image text': 2,
  'link title': 3,
  'hidden attribute': 3,
  'active url': 25,
}

/**
 * How much of a request looks like an attempt to steer the model, 0 to 100, and what makes it look so. Words that give orders weigh most, and more where they were hidden:
 * an empty comment of a form template is nothing, a comment that gives an order is nearly certain.
 */
export function suspicionOf(pieces: readonly RemovedPiece[], shown: string): { hidden: RemovedPiece[]; suspicion: number } {
  const orders = sentencesOf(shown).filter(isInstruction)
  const hiddenOrders = pieces.filter(({ text }) => isInstruction(text)).length
  const kinds = [...new Set(pieces.map(({ what }) => what))]
  const score = orders.length * 30 + hiddenOrders * 45 + kinds.reduce((sum, what) => sum + (points[what] ?? 2), 0)
  const sentences = orders.slice(0, maxSentences).map((text) => ({ what: 'instruction', text: text.slice(0, 500) }))
  return { hidden: [...pieces, ...sentences], suspicion: Math.min(100, score) }
}

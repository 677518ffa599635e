import type { GenerationInput } from '../pipeline/ports.ts'
import { buildContext, type ContextSection, contextText } from './context.ts'

export interface PackedContext {
  /** What the model is given, in the order of the context. */
  text: string
  /** What found no room, for people: `Existing CodeBundle care/k8s-pods (about 3,100 tokens)`. */
  leftOut: string[]
}

/** Fits every model of the table with room for the answer; what comes after this much is seldom read with care. */
const maxTokens = 60_000
/** English and code have more characters a token; the guess must not be too low. */
const charactersPerToken = 3

/** Sections that make no sense to leave out, whatever they take. */
const needed = ['Rules', 'Plan', 'Acceptance scenarios', 'Request', 'Feedback', 'Files of the last draft']

/** The context of a draft within a budget of tokens: what is needed, then the rest in its own order as long as there is room. */
export function packContext(input: GenerationInput, budget = maxTokens): PackedContext {
  const sections = buildContext(input)
  const isNeeded = ({ title }: ContextSection) => needed.includes(title)
  let room = budget - sections.filter(isNeeded).reduce((sum, section) => sum + tokensOf(section), 0)
  const leftOut: string[] = []
  const kept = sections.filter((section) => {
    if (isNeeded(section)) return true
    const tokens = tokensOf(section)
    if (tokens <= room) {
      room -= tokens
      return true
    }
    leftOut.push(`${section.title} (about ${tokens.toLocaleString('en-US')} tokens)`)
    return false
  })
  return { text: contextText(kept), leftOut }
}

/** For the notes of a draft; empty when everything had room. */
export function leftOutNote({ leftOut }: PackedContext): string[] {
  return leftOut.length === 0 ? [] : [`Left out of what the model was given, for want of room: ${leftOut.join(', ')}.`]
}

function tokensOf({ title, text }: ContextSection): number {
  return Math.ceil((title.length + text.length + 6) / charactersPerToken)
}

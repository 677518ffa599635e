import { GenerationError } from '../../domain/failure.ts'
import type { GenerationInput, GenerationOutput, Usage } from '../../pipeline/ports.ts'
import { leftOutNote, packContext } from '../pack-context.ts'
import { addUsage, costOf, type Price } from '../price.ts'
import { draftInvalid, draftRefused, draftTruncated } from './answer-failure.ts'
import { parseAnswer } from './draft-answer.ts'

export interface Turn {
  role: 'user' | 'assistant'
  content: string
}

/** What one call is made of. */
export interface Question {
  /** Service and model for people. */
  who: string
  turns: readonly Turn[]
  instructions: string
  progress: (text: string) => Promise<void>
  signal: AbortSignal | undefined
}

/** A finished answer of a model. `cut` when it ran into the limit of its tokens, `refused` when it declined. */
export interface Answer {
  text: string
  ending: 'complete' | 'cut' | 'refused'
  usage: Usage | null
}

export interface Model {
  /** Of the provider, as drafts are attributed. */
  provider: string
  model: string
  /** Service and model for people, as in `OpenAI (gpt-5.5)`. */
  who: string
  maxOutputTokens: number
  price: Price | null
  /** One call. Throws `GenerationError`. */
  ask(turns: readonly Turn[]): Promise<Answer>
}

/** Of an answer that is no JSON, so much is shown to the model again. */
const maxQuotedChars = 100_000

/**
 * Asks a model for a draft, and once more when its answer cannot be read. What people or repositories wrote is in the turns only.
 * Throws `GenerationError`: the service's, or `draft_refused`, `draft_truncated`, `draft_invalid`, with what was spent on all calls.
 */
export async function draftByModel(
  model: Model,
  input: GenerationInput,
  progress: (text: string) => Promise<void>,
): Promise<GenerationOutput> {
  const packed = packContext(input)
  const question: Turn = { role: 'user', content: packed.text }
  await progress(`Asking ${model.who}.`)
  let answer = await model.ask([question])
  const { usage } = answer
  let read = readable(model, answer, usage)
  let spent = usage
  if (!read.ok) {
    await progress(`${read.problem} Asking once more.`)
    answer = await model.ask([question, ...correction(answer.text, read.problem)]).catch((error: unknown) => {
      throw withEarlier(error, usage, model.price)
    })
    spent = addUsage(usage, answer.usage)
    read = readable(model, answer, spent)
  }
  const costMicros = costOf(spent, model.price)
  if (!read.ok) throw draftInvalid(model.who, read.problem, { usage: spent, costMicros })
  await progress(`${model.who} wrote ${read.files.length} files.`)
  return {
    files: read.files,
    provider: model.provider,
    model: model.model,
    costMicros,
    usage: spent,
    notes: [...read.notes, ...leftOutNote(packed)],
  }
}

function readable(model: Model, { text, ending }: Answer, usage: Usage | null) {
  const spent = { usage, costMicros: costOf(usage, model.price) }
  if (ending === 'refused') throw draftRefused(model.who, spent)
  if (ending === 'cut') throw draftTruncated(model.who, model.maxOutputTokens, spent)
  return parseAnswer(text)
}

function correction(answer: string, problem: string): Turn[] {
  const again = `${problem} Answer again with the whole draft as one JSON object of the asked shape, with nothing before or after it.`
  return [
    { role: 'assistant', content: answer.slice(0, maxQuotedChars).toWellFormed() || '(empty)' },
    { role: 'user', content: again },
  ]
}

/** The second call failed; the first one was paid for all the same. */
function withEarlier(error: unknown, earlier: Usage | null, price: Price | null): unknown {
  if (!(error instanceof GenerationError)) return error
  const usage = addUsage(earlier, error.spent.usage)
  const { fault, code, message, retry, retryAfterMs } = error
  return new GenerationError(fault, code, message, retry, { retryAfterMs, spent: { usage, costMicros: costOf(usage, price) } })
}

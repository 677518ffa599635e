import type { Forecast, Range } from '../domain/forecast.ts'
import { maxAttempts } from '../domain/issue-record.ts'
import type { Plan } from '../domain/plan.ts'
import type { FirstAsked } from './first-asked.ts'
import { costOf, type Price } from './price.ts'

/** English and code, about. */
const charactersPerToken = 4
/** Instructions and the shape of the answer. */
const frameTokens = 2_000
/** Settings, README, rules of discovery: what a CodeBundle has whatever it does. */
const bareTokens = 4_000
/** A task with its script and its words in the README. */
const taskTokens = 1_500
const sliTokens = 2_500
/** A draft checked in the sandbox, in minutes. */
const proofMinutes = 1

interface Known {
  first: FirstAsked
  plan: Pick<Plan, 'tasks' | 'withSli'>
  /** Length of what the model would be given. */
  contextCharacters: number
  /** The longest that one attempt may take. */
  attemptMs: number
}

/** What a run takes when nothing like it has ended yet: from sizes, the price of the model and the times that are allowed. Cost null where the price is unknown. */
export function priorOf(known: Known): Pick<Forecast, 'cost' | 'minutes'> {
  const { price } = known.first
  if (price === 'free') return { cost: { likely: 0, low: 0, high: 0 }, minutes: minutesOf(0, 1) }
  return {
    cost: price === null ? null : costRange(known, price),
    minutes: minutesOf(known.attemptMs / 60_000 / 4, known.attemptMs / 60_000),
  }
}

/** One attempt at the least; at the most all of them, each with the draft before it to read and twice as much written. */
function costRange({ plan, contextCharacters }: Known, price: Price): Range {
  const question = Math.ceil(contextCharacters / charactersPerToken) + frameTokens
  const answer = bareTokens + taskTokens * plan.tasks.length + (plan.withSli ? sliTokens : 0)
  const cost = (inputTokens: number, outputTokens: number) => costOf({ inputTokens, outputTokens }, price) ?? 0
  return {
    low: cost(question, answer),
    // Every other draft goes back once.
    likely: cost(Math.ceil(question * 1.5), Math.ceil(answer * 1.5)),
    high: cost((question + answer) * maxAttempts, answer * 2 * maxAttempts),
  }
}

function minutesOf(likely: number, most: number): Range {
  return { likely: likely + proofMinutes, low: likely / 2 + proofMinutes / 2, high: (most + proofMinutes * 2) * maxAttempts }
}

import * as z from 'zod'
import type { GenerationProvider, Usage } from '../../pipeline/ports.ts'
import { serviceFailures } from '../answer/answer-failure.ts'
import { collectText } from '../answer/collect-text.ts'
import { answerSchema } from '../answer/draft-answer.ts'
import { type Answer, draftByModel, type Question } from '../answer/draft-by-model.ts'
import { instructionsOf } from '../answer/instructions.ts'
import { hasJsonMode, type Price } from '../price.ts'
import { classifyFailure, isUnmetSchema } from './classify.ts'

/** The part of the `AI` binding that is used. */
export interface WorkersAi {
  run(model: string, input: Record<string, unknown>, options?: { signal?: AbortSignal }): Promise<unknown>
}

export interface WorkersAiConfig {
  ai: WorkersAi
  /** `@cf/…`. Its answers are held to a schema where models.json says that it can. */
  model: string
  /** For one call as a whole. */
  timeoutMs: number
  maxOutputTokens: number
  /** null where unknown: then the cost of drafts is unknown too. */
  price: Price | null
}

const tokens = z.object({ prompt_tokens: z.number(), completion_tokens: z.number() })
const content = z.union([z.string(), z.record(z.string(), z.unknown())])

/** Models of older make answer with `response`, parsed already in JSON mode; newer ones like a chat completion. */
const answerOfModel = z.union([
  z.object({ response: content, usage: tokens.optional().catch(undefined) }),
  z.object({
    choices: z.tuple([z.object({ message: z.object({ content }) })]).rest(z.unknown()),
    usage: tokens.optional().catch(undefined),
  }),
])

type Progress = (text: string) => Promise<void>

/** Writes drafts with a small model that needs no key. The last resort before patterns: such models seldom write a whole CodeBundle well. */
export function createWorkersAiProvider(config: WorkersAiConfig): GenerationProvider {
  const { model, maxOutputTokens, price } = config
  const who = `Workers AI (${model})`
  return {
    name: 'workers-ai',
    generate: (input, progress, signal) =>
      draftByModel(
        {
          ...{ provider: 'workers-ai', model, who, maxOutputTokens, price },
          ask: (turns) => askOnce(config, { who, turns, instructions: instructionsOf(input), progress, signal }),
        },
        input,
        progress,
      ),
  }
}

/** One call. It is not streamed: JSON mode cannot be, and the limit of tokens bounds what comes. Throws `GenerationError`. */
async function askOnce(
  { ai, model, timeoutMs, maxOutputTokens }: WorkersAiConfig,
  { who, turns, instructions, progress, signal }: Question,
): Promise<Answer> {
  const expiry = AbortSignal.timeout(timeoutMs)
  const either = signal === undefined ? expiry : AbortSignal.any([expiry, signal])
  const format = hasJsonMode(model) ? { response_format: { type: 'json_schema', json_schema: answerSchema } } : {}
  const messages = [{ role: 'system', content: instructions }, ...turns]
  try {
    const answer = await unlessAborted(ai.run(model, { messages, max_tokens: maxOutputTokens, ...format }, { signal: either }), either)
    return await readAnswerOf(answer, who, maxOutputTokens, progress)
  } catch (error) {
    if (isUnmetSchema(error)) return { text: '', ending: 'complete', usage: null }
    throw classifyFailure(error, { who, timeoutMs, expired: expiry.aborted, wantedNoMore: signal?.aborted === true })
  }
}

async function readAnswerOf(answer: unknown, who: string, maxOutputTokens: number, progress: Progress): Promise<Answer> {
  const read = answerOfModel.safeParse(answer)
  if (!read.success) throw serviceFailures.foreign(who, 'something other than a text')
  const said = 'response' in read.data ? read.data.response : read.data.choices[0].message.content
  const collector = collectText(progress)
  await collector.add(typeof said === 'string' ? said : JSON.stringify(said))
  const counted = read.data.usage
  const usage: Usage | null = counted === undefined ? null : { inputTokens: counted.prompt_tokens, outputTokens: counted.completion_tokens }
  // The binding does not say that an answer was cut off; one that used up its tokens was.
  const wasCut = usage !== null && usage.outputTokens >= maxOutputTokens
  return { text: collector.text(), ending: wasCut ? 'cut' : 'complete', usage }
}

/** The binding may go on with a call that was given up; nobody waits for it. */
async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

import type OpenAI from 'openai'
import type { Usage } from '../../pipeline/ports.ts'
import { serviceFailures } from '../answer/answer-failure.ts'
import type { TextCollector } from '../answer/collect-text.ts'
import { answerSchema } from '../answer/draft-answer.ts'
import type { Answer, Turn } from '../answer/draft-by-model.ts'
import { byCode } from './classify.ts'

export interface TurnOptions {
  model: string
  who: string
  instructions: string
  strictSchema: boolean
  maxOutputTokens: number
  signal: AbortSignal
}

/** One streamed answer by the Responses API. Nothing is stored there. Throws `GenerationError` or what the package throws. */
export async function askResponses(
  client: OpenAI,
  turns: readonly Turn[],
  collector: TextCollector,
  { model, who, instructions, strictSchema, maxOutputTokens, signal }: TurnOptions,
): Promise<Answer> {
  const format = strictSchema
    ? ({ type: 'json_schema', name: 'codebundle', strict: true, schema: answerSchema } as const)
    : ({ type: 'json_object' } as const)
  const stream = await client.responses.create(
    {
      model,
      // As a message, not as `instructions`: asking for a JSON object needs the word JSON in the input.
      input: [{ role: 'developer', content: instructions }, ...turns.map(({ role, content }) => ({ role, content }))],
      text: { format },
      max_output_tokens: maxOutputTokens,
      store: false,
      stream: true,
    },
    { signal },
  )
  let refused = false
  for await (const event of stream) {
    if (event.type === 'response.output_text.delta') await collector.add(event.delta)
    else if (event.type === 'response.refusal.delta' || event.type === 'response.refusal.done') refused = true
    else if (event.type === 'error') throw byCode(event.code ?? '', who)
    else if (event.type === 'response.failed') throw byCode(event.response.error?.code ?? '', who)
    else if (event.type === 'response.completed' || event.type === 'response.incomplete') {
      return ended(event.response, collector.text(), refused)
    }
  }
  throw serviceFailures.cut(who)
}

function ended(response: OpenAI.Responses.Response, text: string, refused: boolean): Answer {
  const usage = usageOf(response.usage)
  if (refused) return { text, ending: 'refused', usage }
  if (response.status !== 'incomplete') return { text, ending: 'complete', usage }
  return { text, ending: response.incomplete_details?.reason === 'content_filter' ? 'refused' : 'cut', usage }
}

/** Counts of a service that only resembles OpenAI may be missing. */
function usageOf(usage: OpenAI.Responses.ResponseUsage | null | undefined): Usage | null {
  if (typeof usage?.input_tokens !== 'number' || typeof usage.output_tokens !== 'number') return null
  return { inputTokens: usage.input_tokens, outputTokens: usage.output_tokens }
}

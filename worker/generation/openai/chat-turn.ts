import type OpenAI from 'openai'
import type { Usage } from '../../pipeline/ports.ts'
import { serviceFailures } from '../answer/answer-failure.ts'
import type { TextCollector } from '../answer/collect-text.ts'
import { answerSchema } from '../answer/draft-answer.ts'
import type { Answer, Turn } from '../answer/draft-by-model.ts'
import type { TurnOptions } from './responses-turn.ts'

/**
 * One streamed answer by chat completions, for services that have nothing newer (Ollama, vLLM, LM Studio, gateways).
 * `max_tokens` and the system role are the names that all of them know. Throws `GenerationError` or what the package throws.
 */
export async function askChat(
  client: OpenAI,
  turns: readonly Turn[],
  collector: TextCollector,
  { model, who, instructions, strictSchema, maxOutputTokens, signal }: TurnOptions,
): Promise<Answer> {
  const format = strictSchema
    ? ({ type: 'json_schema', json_schema: { name: 'codebundle', strict: true, schema: answerSchema } } as const)
    : ({ type: 'json_object' } as const)
  const stream = await client.chat.completions.create(
    {
      model,
      messages: [{ role: 'system', content: instructions }, ...turns.map(({ role, content }) => ({ role, content }))],
      response_format: format,
      max_tokens: maxOutputTokens,
      stream: true,
      stream_options: { include_usage: true },
    },
    { signal },
  )
  let ending: Answer['ending'] | null = null
  let refused = false
  let usage: Usage | null = null
  for await (const chunk of stream) {
    usage = usageOf(chunk.usage) ?? usage
    const choice = chunk.choices?.[0]
    if (choice === undefined) continue
    if (choice.delta?.refusal) refused = true
    if (choice.delta?.content) await collector.add(choice.delta.content)
    if (choice.finish_reason) ending = endingOf(choice.finish_reason)
  }
  if (ending === null) throw serviceFailures.cut(who)
  return { text: collector.text(), ending: refused ? 'refused' : ending, usage }
}

function endingOf(reason: string): Answer['ending'] {
  if (reason === 'length') return 'cut'
  return reason === 'content_filter' ? 'refused' : 'complete'
}

function usageOf(usage: OpenAI.CompletionUsage | null | undefined): Usage | null {
  if (typeof usage?.prompt_tokens !== 'number' || typeof usage.completion_tokens !== 'number') return null
  return { inputTokens: usage.prompt_tokens, outputTokens: usage.completion_tokens }
}

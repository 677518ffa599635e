import * as z from 'zod'
import { type DraftAnswer, writeDraft } from '../openai/write-draft.ts'

export type WorkersAiFault =
  | keyof typeof errors
  /** Never answers. */
  | 'slow'
  | 'refusal'
  | 'invalid-json'
  /** As many tokens as were allowed, and half of the answer. */
  | 'truncation'
  | 'ten-megabytes'
  /** An answer without a text. */
  | 'no-text'

/** Messages in the form in which the binding throws them. */
const errors = {
  'no-quota': '3036: You have used up your daily free allocation of 10,000 neurons.',
  capacity: '3040: Capacity temporarily exceeded, please try again.',
  timeout: '3007: Request timeout',
  forbidden: '5018: The account is not allowed to access this model',
  broken: 'Network connection lost.',
  'schema-unmet': "5025: JSON Mode couldn't be met",
} as const

/** A call as the double understood it. */
export interface WorkersAiCall {
  model: string
  instructions: string
  turns: { role: 'user' | 'assistant'; text: string }[]
  /** True when the answer is held to a schema. */
  jsonMode: boolean
  maxTokens: number
}

interface DoubleOptions {
  models: Record<string, { jsonMode: boolean }>
  /** Writes the answer; a string is sent as it is. A small draft when absent. */
  write?: (call: WorkersAiCall) => DraftAnswer | string
}

const inputSchema = z.strictObject({
  messages: z.array(z.strictObject({ role: z.enum(['system', 'user', 'assistant', 'tool']), content: z.string() })).min(1),
  max_tokens: z.number().int().min(1).default(256),
  temperature: z.number().min(0).max(5).optional(),
  stream: z.boolean().optional(),
  response_format: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('json_object') }),
      z.strictObject({ type: z.literal('json_schema'), json_schema: z.record(z.string(), z.unknown()) }),
    ])
    .optional(),
})

/** Workers AI as its binding shows it: one answer, not streamed, parsed already in JSON mode. Throws plain errors with four digits. */
export function createWorkersAiDouble({ models, write = writeDraft }: DoubleOptions) {
  const calls: WorkersAiCall[] = []
  const faults: (WorkersAiFault | null)[] = []
  return {
    calls,
    /** The next calls fail so, one after another; null lets one through. */
    failNext: (...next: (WorkersAiFault | null)[]) => faults.push(...next),
    ai: {
      async run(model: string, input: Record<string, unknown>): Promise<unknown> {
        const call = understand(models, model, input)
        calls.push(call)
        const fault = faults.shift() ?? null
        if (fault === 'slow') return new Promise(() => undefined)
        if (fault !== null && isError(fault)) throw new Error(errors[fault])
        return reply(call, write(call), fault)
      },
    },
  }
}

function isError(fault: WorkersAiFault): fault is keyof typeof errors {
  return Object.hasOwn(errors, fault)
}

function understand(models: DoubleOptions['models'], model: string, input: unknown): WorkersAiCall {
  const known = Object.hasOwn(models, model) ? models[model] : undefined
  if (known === undefined) throw new Error(`5007: No such model ${model} or task`)
  const read = inputSchema.safeParse(input)
  if (!read.success) throw new Error(`5006: Error: oneOf at '/' not met: ${read.error.issues[0]?.message ?? ''}`)
  const { messages, max_tokens: maxTokens, stream, response_format: format } = read.data
  if (format !== undefined && !known.jsonMode) throw new Error('5025: This model does not support JSON Mode.')
  if (format !== undefined && stream) throw new Error('5006: JSON Mode does not support streaming.')
  if (format?.type === 'json_schema' && ('schema' in format.json_schema || !('type' in format.json_schema))) {
    throw new Error('5006: json_schema must be the JSON Schema itself.')
  }
  return {
    model,
    instructions: messages.flatMap(({ role, content }) => (role === 'system' ? [content] : [])).join('\n\n'),
    turns: messages.flatMap(({ role, content }) => (role === 'user' || role === 'assistant' ? [{ role, text: content }] : [])),
    jsonMode: format?.type === 'json_schema',
    maxTokens,
  }
}

function reply(call: WorkersAiCall, written: DraftAnswer | string, fault: WorkersAiFault | null): unknown {
  const text = typeof written === 'string' ? written : JSON.stringify(written)
  const half = text.slice(0, text.length / 2)
  const prompt = Math.ceil((call.instructions + call.turns.map((turn) => turn.text).join('')).length / 4)
  const answer = (response: unknown, completion: number) => ({
    response,
    tool_calls: [],
    usage: { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion },
  })
  switch (fault) {
    case 'no-text':
      return { tool_calls: [] }
    case 'refusal':
      return answer("I'm sorry, but I can't help with that.", 10)
    case 'invalid-json':
      return answer('Sure! {"files": [', 5)
    case 'truncation':
      return answer(half, call.maxTokens)
    case 'ten-megabytes':
      return answer({ files: [{ path: 'codebundles/large/a', executable: false, content: 'x'.repeat(10_000_000) }], notes: [] }, 100)
    default:
      return answer(call.jsonMode && typeof written !== 'string' ? written : text, Math.ceil(text.length / 4))
  }
}

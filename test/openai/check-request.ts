import * as z from 'zod'
import { checkStrictSchema } from './check-schema.ts'
import { Refusal } from './refusal.ts'

/** A call as the double understood it. */
export interface SeenCall {
  api: 'responses' | 'chat'
  model: string
  /** System and developer messages. */
  instructions: string
  /** Messages of the user and the assistant, in order. */
  turns: { role: 'user' | 'assistant'; text: string }[]
  format: 'json_schema' | 'json_object' | 'text'
  strict: boolean
  maxOutputTokens: number | null
  /** The key that came with the call. */
  apiKey: string
}

const role = z.enum(['user', 'assistant', 'system', 'developer'])
const part = z.strictObject({ type: z.literal('input_text'), text: z.string() })
const schemaName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)

/** Fields that this double understands; a real one that it does not know is refused as well, so that nobody relies on what is not played. */
const responsesSchema = z.strictObject({
  model: z.string(),
  instructions: z.string().nullish(),
  input: z.union([
    z.string(),
    z.array(z.strictObject({ type: z.literal('message').optional(), role, content: z.union([z.string(), z.array(part)]) })),
  ]),
  text: z
    .strictObject({
      format: z.discriminatedUnion('type', [
        z.strictObject({ type: z.literal('text') }),
        z.strictObject({ type: z.literal('json_object') }),
        z.strictObject({
          type: z.literal('json_schema'),
          name: schemaName,
          strict: z.boolean().nullish(),
          description: z.string().optional(),
          schema: z.record(z.string(), z.unknown()),
        }),
      ]),
    })
    .optional(),
  max_output_tokens: z.number().int().min(16).nullish(),
  store: z.boolean().nullish(),
  stream: z.literal(true),
  temperature: z.number().min(0).max(2).nullish(),
  reasoning: z.strictObject({ effort: z.enum(['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']) }).nullish(),
  metadata: z.record(z.string().max(64), z.string().max(512)).nullish(),
})

const chatSchema = z.strictObject({
  model: z.string(),
  messages: z.array(z.strictObject({ role, content: z.string() })).min(1),
  response_format: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text') }),
      z.strictObject({ type: z.literal('json_object') }),
      z.strictObject({
        type: z.literal('json_schema'),
        json_schema: z.strictObject({ name: schemaName, strict: z.boolean().nullish(), schema: z.record(z.string(), z.unknown()) }),
      }),
    ])
    .optional(),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  stream: z.literal(true),
  stream_options: z.strictObject({ include_usage: z.boolean() }).nullish(),
})

/** Reads a call of the Responses API, refusing what the real one refuses. */
export function readResponsesCall(body: unknown, apiKey: string): SeenCall {
  const call = read(responsesSchema, body)
  const messages = typeof call.input === 'string' ? [{ role: 'user' as const, content: call.input }] : call.input
  const format = call.text?.format ?? { type: 'text' as const }
  const texts = messages.map(({ role, content }) => ({
    role,
    text: typeof content === 'string' ? content : content.map((piece) => piece.text).join(''),
  }))
  if (format.type === 'json_schema' && format.strict) checkStrictSchema(format.schema, 'text.format.schema')
  if (format.type === 'json_object') mustSayJson(texts, 'input', `'text.format' of type 'json_object'`)
  return {
    api: 'responses',
    model: call.model,
    ...split(texts, call.instructions ?? ''),
    format: format.type,
    strict: format.type === 'json_schema' && format.strict === true,
    maxOutputTokens: call.max_output_tokens ?? null,
    apiKey,
  }
}

/** Reads a call of chat completions, refusing what the real one refuses. */
export function readChatCall(body: unknown, apiKey: string): SeenCall {
  const call = read(chatSchema, body)
  const format = call.response_format ?? { type: 'text' as const }
  const texts = call.messages.map(({ role, content }) => ({ role, text: content }))
  if (format.type === 'json_schema' && format.json_schema.strict)
    checkStrictSchema(format.json_schema.schema, 'response_format.json_schema')
  if (format.type === 'json_object') mustSayJson(texts, 'messages', `'response_format' of type 'json_object'`)
  return {
    api: 'chat',
    model: call.model,
    ...split(texts, ''),
    format: format.type,
    strict: format.type === 'json_schema' && format.json_schema.strict === true,
    maxOutputTokens: call.max_tokens ?? call.max_completion_tokens ?? null,
    apiKey,
  }
}

function split(messages: { role: z.infer<typeof role>; text: string }[], first: string): Pick<SeenCall, 'instructions' | 'turns'> {
  const instructions = [first]
  const turns: SeenCall['turns'] = []
  for (const { role, text } of messages) {
    if (role === 'user' || role === 'assistant') turns.push({ role, text })
    else instructions.push(text)
  }
  return { instructions: instructions.filter((text) => text !== '').join('\n\n'), turns }
}

function mustSayJson(messages: readonly { text: string }[], param: string, what: string): void {
  if (messages.some(({ text }) => /json/i.test(text))) return
  throw new Refusal(400, `Input messages must contain the word 'json' in some form to use ${what}.`, { param })
}

function read<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const at = issue?.path.join('.') ?? ''
  if (issue?.code === 'unrecognized_keys') {
    const param = [...issue.path, issue.keys[0] ?? ''].join('.')
    throw new Refusal(400, `Unknown parameter: '${param}'.`, { param, code: 'unknown_parameter' })
  }
  throw new Refusal(400, `Invalid value for '${at}': ${issue?.message ?? ''}`, { param: at, code: 'invalid_value' })
}

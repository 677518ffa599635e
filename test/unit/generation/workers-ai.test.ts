import { describe, expect, it } from 'vitest'
import { GenerationError } from '../../../worker/domain/failure.ts'
import { instructions } from '../../../worker/generation/answer/instructions.ts'
import { priceOf } from '../../../worker/generation/price.ts'
import { createWorkersAiProvider, type WorkersAiConfig } from '../../../worker/generation/workers-ai/provider.ts'
import { writeDraft } from '../../openai/write-draft.ts'
import { createWorkersAiDouble, type WorkersAiFault } from '../../workers-ai/double.ts'
import { inputFor, listen } from './some-input.ts'

const withJson = '@cf/meta/llama-3.3-70b-instruct-fp8-fast'
const withoutJson = '@cf/example/plain'
const input = inputFor('Check that services are ready.')

function setUp(model: string, more: Partial<WorkersAiConfig> = {}) {
  const double = createWorkersAiDouble({ models: { [withJson]: { jsonMode: true }, [withoutJson]: { jsonMode: false } } })
  const price = priceOf('workers-ai', model)
  const provider = createWorkersAiProvider({ ai: double.ai, model, timeoutMs: 5_000, maxOutputTokens: 8_000, price, ...more })
  const failed = async (signal?: AbortSignal): Promise<GenerationError> => {
    const error = await provider.generate(input, listen().progress, signal).catch((thrown: unknown) => thrown)
    if (!(error instanceof GenerationError)) throw new Error(`no GenerationError but ${String(error)}`)
    return error
  }
  return { double, provider, failed }
}

describe.each([withJson, withoutJson])('with %s', (model) => {
  it('writes a draft, with tokens, and with a cost where the price is known', async () => {
    const { double, provider } = setUp(model)
    const output = await provider.generate(input, listen().progress)
    const [call] = double.calls
    if (call === undefined) throw new Error('no call')
    expect(output.files.map((file) => [file.path, file.mode, file.content])).toEqual(
      writeDraft(call).files.map((file) => [file.path, file.executable ? '100755' : '100644', file.content]),
    )
    expect(output).toMatchObject({ provider: 'workers-ai', model, notes: ['Written by the double.'] })
    expect(call).toMatchObject({ jsonMode: model === withJson, maxTokens: 8_000, instructions })
    const { inputTokens = 0, outputTokens = 0 } = output.usage ?? {}
    expect(inputTokens).toBeGreaterThan(500)
    expect(output.costMicros).toBe(model === withJson ? Math.ceil((inputTokens * 293 + outputTokens * 2_253) / 1_000) : null)
  })

  it.each<WorkersAiFault>(['invalid-json', 'schema-unmet', 'refusal'])('asks once more after %s', async (fault) => {
    const { double, provider } = setUp(model)
    double.failNext(fault)
    const output = await provider.generate(input, listen().progress)
    expect(output.files).toHaveLength(3)
    expect(double.calls.map((call) => call.turns.length)).toEqual([1, 3])
    // What the call whose schema was not met cost, the binding does not say.
    expect(output.usage === null).toBe(fault === 'schema-unmet')
  })

  it.each<[WorkersAiFault, string, 'never' | 'later', 'service' | 'draft']>([
    ['no-quota', 'provider_quota', 'never', 'service'],
    ['capacity', 'provider_rate_limited', 'later', 'service'],
    ['timeout', 'provider_unavailable', 'later', 'service'],
    ['forbidden', 'provider_forbidden', 'never', 'service'],
    ['broken', 'provider_unavailable', 'later', 'service'],
    ['no-text', 'provider_bad_answer', 'later', 'service'],
    ['truncation', 'draft_truncated', 'later', 'draft'],
    ['ten-megabytes', 'draft_too_large', 'later', 'draft'],
  ])('fails on %s as %s', async (fault, code, retry, of) => {
    const { double, failed } = setUp(model)
    double.failNext(fault)
    expect(await failed()).toMatchObject({ code, retry, fault: of })
    expect(double.calls).toHaveLength(1)
  })

  it('gives up after two answers that are no JSON', async () => {
    const { double, failed } = setUp(model)
    double.failNext('invalid-json', 'invalid-json')
    expect(await failed()).toMatchObject({ code: 'draft_invalid', retry: 'later', fault: 'draft' })
  })
})

it('does not wait for a call that never ends', async () => {
  const { double, failed } = setUp(withJson, { timeoutMs: 50 })
  double.failNext('slow')
  expect(await failed()).toMatchObject({ code: 'provider_timeout', retry: 'later' })
})

it('stops when it is told to', async () => {
  const { double, failed } = setUp(withJson)
  double.failNext('slow')
  const stop = new AbortController()
  const outcome = failed(stop.signal)
  await expect.poll(() => double.calls.length).toBe(1)
  stop.abort()
  expect(await outcome).toMatchObject({ code: 'cancelled', retry: 'never' })
})

it('names a model that is not there', async () => {
  expect(await setUp('@cf/none').failed()).toMatchObject({ code: 'provider_model_unknown', retry: 'never', fault: 'service' })
})

it('reads the answers of models that answer like a chat completion', async () => {
  const ai = {
    run: async () => ({ choices: [{ message: { content: JSON.stringify(writeDraft({ turns: [] })) } }], usage: {} }),
  }
  const output = await setUp(withJson, { ai }).provider.generate(input, listen().progress)
  expect(output.files).toHaveLength(3)
  expect(output).toMatchObject({ usage: null, costMicros: null })
})

it('refuses, in the double, what the service refuses', async () => {
  const { ai } = createWorkersAiDouble({ models: { [withJson]: { jsonMode: true }, [withoutJson]: { jsonMode: false } } })
  const messages = [{ role: 'user', content: 'Hello' }]
  const schema = { type: 'object', properties: {} }
  const asked = (more: object) => ai.run(withJson, { messages, ...more })
  await expect(asked({ max_output_tokens: 5 })).rejects.toThrow('5006')
  await expect(asked({ response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } } })).rejects.toThrow(
    '5006',
  )
  await expect(asked({ stream: true, response_format: { type: 'json_schema', json_schema: schema } })).rejects.toThrow('5006')
  await expect(ai.run(withoutJson, { messages, response_format: { type: 'json_object' } })).rejects.toThrow('5025')
  await expect(asked({ messages: [] })).rejects.toThrow('5006')
  await expect(asked({ response_format: { type: 'json_schema', json_schema: schema } })).resolves.toHaveProperty('usage')
})

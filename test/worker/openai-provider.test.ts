import { expect, it } from 'vitest'
import { createOpenAiProvider } from '../../worker/generation/openai/provider.ts'
import { inputFor, listen } from '../unit/generation/some-input.ts'

const answer = JSON.stringify({ files: [{ path: 'codebundles/x/runbook.robot', executable: false, content: 'a {"b"}\n' }], notes: [] })

/** A service inside the test: this layer has no network. Its stream stops short of the last events when told to. */
function service(cut: boolean): typeof fetch {
  const events = [
    { type: 'response.created', response: {} },
    ...[...answer.matchAll(/.{1,7}/gs)].map(([delta]) => ({ type: 'response.output_text.delta', delta })),
    ...(cut ? [] : [{ type: 'response.completed', response: { status: 'completed', usage: { input_tokens: 11, output_tokens: 7 } } }]),
  ]
  const text = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')
  return async () => new Response(new Blob([text]).stream(), { headers: { 'content-type': 'text/event-stream' } })
}

function providerOf(cut: boolean) {
  return createOpenAiProvider({
    apiKey: 'sk-test',
    baseURL: null,
    model: 'gpt-5.5',
    capabilities: { responses: true, strictSchema: true },
    timeoutMs: 5_000,
    maxOutputTokens: 1_000,
    price: null,
    fetch: service(cut),
  })
}

const input = inputFor('Check that services are ready.')

it('reads a streamed draft in the runtime of Workers', async () => {
  const output = await providerOf(false).generate(input, listen().progress)
  expect(output.files).toEqual([{ path: 'codebundles/x/runbook.robot', mode: '100644', content: 'a {"b"}\n' }])
  expect(output.usage).toEqual({ inputTokens: 11, outputTokens: 7 })
})

it('notices a stream that stops short there', async () => {
  await expect(providerOf(true).generate(input, listen().progress)).rejects.toMatchObject({ code: 'provider_cut', retry: 'later' })
})

import { createOpenAiProvider } from '../../../../worker/generation/openai/provider.ts'
import { inputFor } from '../some-input.ts'

/**
 * Asks the service at the given address for one draft and prints how it failed and the most memory it held while the answer came, in
 * megabytes above what it held before: heap after a collection, and buffers outside of it. Run with --expose-gc in a process of its own.
 */
const [, , baseURL = '', apiKey = '', api = ''] = process.argv
const collect = globalThis.gc
if (collect === undefined) throw new Error('run with --expose-gc')

function heldBytes(): number {
  collect?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

const input = inputFor('Check that services are ready.')
await import('openai')
const before = heldBytes()
let most = 0
let told = 0
const provider = createOpenAiProvider({
  apiKey,
  baseURL,
  model: 'gpt-5.5',
  capabilities: { responses: api === 'responses', strictSchema: true },
  timeoutMs: 60_000,
  maxOutputTokens: 32_000,
  price: null,
  fetch: async (target, init) => {
    const response = await fetch(target, init)
    let seen = 0
    const measured = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        controller.enqueue(chunk)
        seen += chunk.byteLength
        if (seen - told < 250_000) return
        told = seen
        most = Math.max(most, heldBytes() - before)
      },
    })
    return new Response(response.body?.pipeThrough(measured) ?? null, response)
  },
})
const code = await provider
  .generate(input, async () => undefined)
  .then(
    () => 'none',
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
  )
process.stdout.write(
  JSON.stringify({ code, heldMegabytes: Math.round(most / 100_000) / 10, readMegabytes: Math.round(told / 100_000) / 10 }),
)

import type { SeenCall } from './check-request.ts'
import { type EventStream, piecesOf, sendHugeEvent, tenMegabytes } from './event-stream.ts'
import type { Fault } from './faults.ts'

interface Item {
  id: string
  type: 'message'
  role: 'assistant'
  status: 'in_progress' | 'completed' | 'incomplete'
  content: object[]
}

/** About four characters a token. */
export function tokensOf(text: string): number {
  return Math.max(1, Math.ceil(text.length / 4))
}

/** Plays a streamed answer of the Responses API, its events in the documented order and numbered. */
export async function streamResponses(stream: EventStream, call: SeenCall, answer: string, fault: Fault | null): Promise<void> {
  const play = createPlay(stream, call)
  await play.begin()
  if (fault === 'slow') return stream.clientGone()
  if (fault === 'stream-error') {
    await play.send('error', { code: 'server_error', message: 'The server had an error.', param: null })
    return stream.end()
  }
  if (fault === 'one-line' || fault === 'endless-event') return sendHugeEvent(stream, fault === 'endless-event')
  if (fault === 'refusal') return play.refuse("I'm sorry, but I can't help with that.")
  const half = answer.slice(0, Math.ceil(answer.length / 2))
  const text = fault === 'cut' || fault === 'unfinished' || fault === 'truncation' || fault === 'filtered' ? half : answer
  const written = await play.write(fault === 'ten-megabytes' ? tenMegabytes() : piecesOf(text))
  if (fault === 'cut') return stream.cut()
  if (fault === 'unfinished') return stream.end()
  if (fault === 'truncation') return play.finish(written, 'max_output_tokens')
  return play.finish(written, fault === 'filtered' ? 'content_filter' : null)
}

function createPlay(stream: EventStream, call: SeenCall) {
  let number = 0
  const place = { item_id: 'msg_double', output_index: 0, content_index: 0 }
  const item = (status: Item['status'], content: object[]): Item => ({
    id: 'msg_double',
    type: 'message',
    role: 'assistant',
    status,
    content,
  })
  const send = (type: string, data: object): Promise<boolean> => stream.send({ type, sequence_number: number++, ...data }, type)
  const response = (status: string, output: Item[], more: object = {}) => ({
    id: 'resp_double',
    object: 'response',
    created_at: 1_795_000_000,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: call.maxOutputTokens,
    model: call.model,
    output,
    parallel_tool_calls: true,
    store: false,
    tool_choice: 'auto',
    tools: [],
    usage: null,
    metadata: {},
    ...more,
  })
  const usage = (text: string) => {
    const input = tokensOf(call.instructions + call.turns.map((turn) => turn.text).join(''))
    const output = tokensOf(text)
    return {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    }
  }
  return {
    send,
    async begin() {
      await send('response.created', { response: response('in_progress', []) })
      await send('response.in_progress', { response: response('in_progress', []) })
      await send('response.output_item.added', { output_index: 0, item: item('in_progress', []) })
    },
    /** Answers what was written before the client went away. */
    async write(pieces: Iterable<string>): Promise<string> {
      const written: string[] = []
      await send('response.content_part.added', { ...place, part: { type: 'output_text', text: '', annotations: [], logprobs: [] } })
      for (const delta of pieces) {
        if (!(await send('response.output_text.delta', { ...place, delta, logprobs: [] }))) break
        written.push(delta)
      }
      return written.join('')
    },
    async finish(text: string, incomplete: 'max_output_tokens' | 'content_filter' | null) {
      const part = { type: 'output_text', text, annotations: [], logprobs: [] }
      const done = item(incomplete === null ? 'completed' : 'incomplete', [part])
      await send('response.output_text.done', { ...place, text, logprobs: [] })
      await send('response.content_part.done', { ...place, part })
      await send('response.output_item.done', { output_index: 0, item: done })
      const status = incomplete === null ? 'completed' : 'incomplete'
      const more = { usage: usage(text), incomplete_details: incomplete === null ? null : { reason: incomplete } }
      await send(`response.${status}`, { response: response(status, [done], more) })
      stream.end()
    },
    async refuse(refusal: string) {
      const part = { type: 'refusal', refusal }
      await send('response.content_part.added', { ...place, part: { type: 'refusal', refusal: '' } })
      for (const delta of piecesOf(refusal)) await send('response.refusal.delta', { ...place, delta })
      await send('response.refusal.done', { ...place, refusal })
      await send('response.content_part.done', { ...place, part })
      await send('response.output_item.done', { output_index: 0, item: item('completed', [part]) })
      await send('response.completed', { response: response('completed', [item('completed', [part])], { usage: usage(refusal) }) })
      stream.end()
    },
  }
}

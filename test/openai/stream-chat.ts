import type { SeenCall } from './check-request.ts'
import { type EventStream, piecesOf, sendHugeEvent, tenMegabytes } from './event-stream.ts'
import type { Fault } from './faults.ts'
import { tokensOf } from './stream-responses.ts'

/** Plays a streamed chat completion: chunks, the reason of the end, the usage in a chunk without choices, `[DONE]`. */
export async function streamChat(stream: EventStream, call: SeenCall, answer: string, fault: Fault | null): Promise<void> {
  const send = (choice: object | null, usage: object | null = null): Promise<boolean> =>
    stream.send({
      id: 'chatcmpl-double',
      object: 'chat.completion.chunk',
      created: 1_795_000_000,
      model: call.model,
      choices: choice === null ? [] : [{ index: 0, logprobs: null, finish_reason: null, ...choice }],
      usage,
    })
  await send({ delta: { role: 'assistant', content: '', refusal: null } })
  if (fault === 'slow') return stream.clientGone()
  if (fault === 'stream-error') {
    await stream.send({ error: { message: 'The server had an error.', type: 'server_error', param: null, code: 'server_error' } })
    return stream.end()
  }
  if (fault === 'one-line' || fault === 'endless-event') return sendHugeEvent(stream, fault === 'endless-event')
  const halved = fault === 'cut' || fault === 'unfinished' || fault === 'truncation' || fault === 'filtered'
  const text = halved ? answer.slice(0, Math.ceil(answer.length / 2)) : answer
  const pieces = fault === 'ten-megabytes' ? tenMegabytes() : piecesOf(text)
  let chars = 0
  for (const piece of fault === 'refusal' ? piecesOf("I'm sorry, but I can't help with that.") : pieces) {
    if (!(await send({ delta: fault === 'refusal' ? { refusal: piece } : { content: piece } }))) return
    chars += piece.length
  }
  if (fault === 'cut') return stream.cut()
  if (fault === 'unfinished') return stream.end()
  await send({ delta: {}, finish_reason: fault === 'truncation' ? 'length' : fault === 'filtered' ? 'content_filter' : 'stop' })
  const prompt = tokensOf(call.instructions + call.turns.map((turn) => turn.text).join(''))
  const completion = Math.ceil(chars / 4)
  await send(null, { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion })
  await stream.send('[DONE]')
  stream.end()
}

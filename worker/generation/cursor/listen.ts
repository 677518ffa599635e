import { redactSecrets } from '../../domain/sanitise-secrets.ts'
import { jsonOf } from './failures.ts'
import type { SessionDeps } from './session.ts'

/** What one look may take in: a stream without a place to go on from begins with everything so far. */
const maxBytes = 2 * 1024 * 1024
const maxFrameChars = 64 * 1024
/** Progress lines of one look; an agent says more than anyone reads. */
const maxLines = 40
const maxLineChars = 200

/**
 * Shows what the agent says and does, for at most `listenMs`. Only a help for people who watch: whatever goes wrong with the stream, the
 * next look at the run tells how it stands. Returns the id to go on from; null when the stream must be read from its beginning.
 */
export async function listen(deps: SessionDeps, ids: { agent: string; run: string }, after: string | null): Promise<string | null> {
  const over = AbortSignal.timeout(deps.limits.listenMs)
  const signal = deps.signal === undefined ? over : AbortSignal.any([over, deps.signal])
  const teller = createTeller()
  let last = after
  try {
    const body = await deps.client.listen(ids.agent, ids.run, after, signal)
    if (body === null) return null
    for await (const frame of framesOf(body)) {
      last = frame.id ?? last
      for (const line of teller.tell(frame)) await deps.progress(line)
      if (frame.event === 'done' || teller.isFull()) break
    }
  } catch {
    // The time is up, or the stream broke.
  }
  for (const line of teller.rest()) await deps.progress(line)
  return last
}

interface Frame {
  event: string
  id: string | null
  data: string
}

/** The events of a stream, as they come. Ends early where they are more than anyone would send. */
async function* framesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let [text, bytes] = ['', 0]
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      bytes += value.byteLength
      text += decoder.decode(value, { stream: true }).replaceAll('\r', '')
      const frames = text.split('\n\n')
      text = frames.pop() ?? ''
      if (bytes > maxBytes || text.length > maxFrameChars) return
      for (const frame of frames) yield readFrame(frame)
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function readFrame(text: string): Frame {
  const frame: Frame = { event: 'message', id: null, data: '' }
  for (const line of text.split('\n')) {
    const [, name, value = ''] = /^(event|id|data): ?(.*)$/.exec(line) ?? []
    if (name === 'event') frame.event = value
    if (name === 'id' && value.length <= 100) frame.id = value
    if (name === 'data') frame.data += value
  }
  return frame
}

/** Makes lines of the agent's words, which come in pieces, and of its tools. */
function createTeller() {
  let words = ''
  let count = 0
  const lines = (texts: string[]): string[] => {
    const clean = texts.map((text) => redactSecrets(text).text.replaceAll(/\s+/g, ' ').trim().slice(0, maxLineChars))
    const told = clean.filter((text) => text !== '').slice(0, maxLines - count)
    count += told.length
    return told.map((text) => `Cursor: ${text}`)
  }
  return {
    isFull: () => count >= maxLines,
    rest: () => lines([words]),
    tell({ event, data }: Frame): string[] {
      if (event !== 'assistant' && event !== 'tool_call') return []
      const told = jsonOf(data)
      if (typeof told !== 'object' || told === null) return []
      if (event === 'assistant') {
        words += 'text' in told && typeof told.text === 'string' ? told.text : ''
        const parts = words.split('\n')
        words = (parts.pop() ?? '').slice(0, maxFrameChars)
        return lines(parts)
      }
      const isBegun = 'status' in told && told.status === 'running' && 'name' in told && typeof told.name === 'string'
      return isBegun ? lines([`uses ${String(told.name)}`]) : []
    },
  }
}

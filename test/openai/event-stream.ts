import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

/** Writes server-sent events as fast as the client reads them, and counts what it wrote. `send` answers false once the client is gone. */
export interface EventStream {
  send(data: unknown, event?: string): Promise<boolean>
  raw(text: string): Promise<boolean>
  /** Settles when the client closes the connection. */
  clientGone(): Promise<void>
  /** Breaks the connection once what was written is on its way. */
  cut(): Promise<void>
  end(): void
  sentBytes(): number
}

export function openEventStream(response: ServerResponse): EventStream {
  let sent = 0
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-request-id': 'req_double' })
  const raw = async (text: string): Promise<boolean> => {
    if (response.destroyed) return false
    sent += Buffer.byteLength(text)
    if (!response.write(text)) await drained(response)
    return !response.destroyed
  }
  return {
    raw,
    send: (data, event) =>
      raw(`${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`),
    clientGone: async () => {
      if (!response.destroyed) await once(response, 'close')
    },
    cut: async () => {
      await new Promise((resolve) => response.write(': cut\n\n', resolve))
      response.destroy()
    },
    end: () => response.end(),
    sentBytes: () => sent,
  }
}

/** A text in pieces of about so many characters, never splitting a pair of surrogates. */
export function* piecesOf(text: string, chars = 48): Generator<string> {
  for (let at = 0; at < text.length; ) {
    let end = Math.min(at + chars, text.length)
    if (end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end += 1
    yield text.slice(at, end)
    at = end
  }
}

/** Ten megabytes of the beginning of a draft, in pieces. */
export function* tenMegabytes(): Generator<string> {
  yield '{"files":[{"path":"codebundles/large/runbook.robot","executable":false,"content":"'
  const piece = 'All work and no play makes a large draft. '.repeat(24)
  for (let bytes = 0; bytes < 10_000_000; bytes += piece.length) yield piece
}

async function drained(response: ServerResponse): Promise<void> {
  const settled = new AbortController()
  const { signal } = settled
  const either = [once(response, 'drain', { signal }), once(response, 'close', { signal })]
  await Promise.race(either)
  settled.abort()
  await Promise.allSettled(either)
}

/** Ten megabytes that are one event: in one line, or in many lines without the empty one that would end it. */
export async function sendHugeEvent(stream: EventStream, inLines: boolean): Promise<void> {
  let open = await stream.raw('data: {"type":"response.output_text.delta","delta":"')
  for (const piece of tenMegabytes()) {
    if (!open) return
    open = await stream.raw(piece.replaceAll('"', '\\"') + (inLines ? '\ndata: ' : ''))
  }
  await stream.raw('"}\n\n')
  stream.end()
}

import type { GenerationError } from '../../domain/failure.ts'
import { draftTooLarge, serviceFailures } from '../answer/answer-failure.ts'
import { maxAnswerBytes } from '../answer/collect-text.ts'

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** The events at the end repeat the whole answer in JSON, whose escapes at worst double a text; the package holds one line at a time. */
const maxLineBytes = 3 * maxAnswerBytes
/** An error's code and kind are at its beginning; what follows nobody reads. */
const maxErrorBytes = 64 * 1024

const lineFeed = 10

/**
 * A `fetch` for the package that lets through only what it can hold: streams of events with lines of bounded length, and the beginning
 * of error bodies. `failure` tells what was stopped here, because the package wraps or swallows what its fetch throws.
 */
export function guardFetch(fetch: Fetch, who: string): { fetch: Fetch; failure(): GenerationError | null } {
  let failure: GenerationError | null = null
  const fail = (error: GenerationError): GenerationError => {
    failure = error
    return error
  }
  return {
    failure: () => failure,
    async fetch(input, init) {
      // A redirect would take the prompt to a place that nobody chose.
      const response = await fetch(input, { ...init, redirect: 'manual' })
      const { body, status, headers } = response
      if (body === null) return response
      const type = headers.get('content-type') ?? 'no content type'
      if (!response.ok) {
        return new Response(body.pipeThrough(beginning(maxErrorBytes)), {
          status,
          headers: type.includes('json') ? headers : plain(headers),
        })
      }
      if (!type.includes('text/event-stream')) {
        await body.cancel()
        throw fail(serviceFailures.foreign(who, type.includes('html') ? 'a web page' : 'something other than a stream of events'))
      }
      return new Response(body.pipeThrough(boundedLines(() => fail(draftTooLarge(maxAnswerBytes)))), { status, headers })
    },
  }
}

function plain(headers: Headers): Headers {
  const copy = new Headers(headers)
  copy.set('content-type', 'text/plain')
  return copy
}

function beginning(maxBytes: number): TransformStream<Uint8Array, Uint8Array> {
  let left = maxBytes
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left))
      left -= chunk.byteLength
      if (left <= 0) controller.terminate()
    },
  })
}

function boundedLines(tooLong: () => Error): TransformStream<Uint8Array, Uint8Array> {
  let lineBytes = 0
  return new TransformStream({
    transform(chunk, controller) {
      const last = chunk.lastIndexOf(lineFeed)
      lineBytes = last === -1 ? lineBytes + chunk.byteLength : chunk.byteLength - last - 1
      if (lineBytes > maxLineBytes) controller.error(tooLong())
      else controller.enqueue(chunk)
    },
  })
}

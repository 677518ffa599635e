import type { GenerationError } from '../../domain/failure.ts'
import { draftTooLarge, serviceFailures } from '../answer/answer-failure.ts'
import { maxAnswerBytes } from '../answer/collect-text.ts'

export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/** The events at the end repeat the whole answer in JSON, whose escapes at worst double a text; the package holds one event at a time. */
const maxEventBytes = 3 * maxAnswerBytes
/** An error's code and kind are at its beginning; what follows nobody reads. */
const maxErrorBytes = 64 * 1024

const lineFeed = 10
const carriageReturn = 13

/**
 * A `fetch` for the package that lets through only what it can hold: streams of events of bounded length, and the beginning
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
      const { body, status } = response
      if (body === null) return response
      const headers = headersOfText(response.headers)
      const type = headers.get('content-type') ?? ''
      if (!response.ok) {
        // Half a web page is no JSON: as text the package keeps it from its parser.
        if (!type.includes('json')) headers.set('content-type', 'text/plain')
        return new Response(body.pipeThrough(beginning(maxErrorBytes)), { status, headers })
      }
      if (!type.includes('text/event-stream')) {
        await body.cancel()
        throw fail(serviceFailures.foreign(who, type.includes('html') ? 'a web page' : 'something other than a stream of events'))
      }
      return new Response(body.pipeThrough(boundedEvents(() => fail(draftTooLarge(maxAnswerBytes)))), { status, headers })
    },
  }
}

/** Headers for a body that is unpacked already, and may end sooner. */
function headersOfText(headers: Headers): Headers {
  const copy = new Headers(headers)
  copy.delete('content-encoding')
  copy.delete('content-length')
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

/** Lets events through until one is too long: an event ends with an empty line, and until then the package keeps all of it. */
function boundedEvents(tooLong: () => Error): TransformStream<Uint8Array, Uint8Array> {
  let eventBytes = 0
  let isLineEmpty = true
  return new TransformStream({
    transform(chunk, controller) {
      for (const byte of chunk) {
        eventBytes += 1
        if (byte === lineFeed) {
          if (isLineEmpty) eventBytes = 0
          isLineEmpty = true
        } else if (byte !== carriageReturn) isLineEmpty = false
      }
      if (eventBytes > maxEventBytes) controller.error(tooLong())
      else controller.enqueue(chunk)
    },
  })
}

import { sandboxError } from './sandbox-failure.ts'

export interface StreamLimits {
  lineBytes: number
  totalBytes: number
  /** Longest silence. */
  idleMs: number
  /** Longest stream, from the request on. */
  totalMs: number
}

const newline = 0x0a

/** A race of one step against a timer; the timer is gone when the step is done. */
async function within<Value>(step: Promise<Value>, ms: number, what: string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const alarm = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(sandboxError('timeout', what)), Math.max(0, ms))
  })
  try {
    return await Promise.race([step, alarm])
  } finally {
    clearTimeout(timer)
  }
}

function join(parts: readonly Uint8Array[], bytes: number): string {
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return new TextDecoder().decode(whole)
}

/** Cuts chunks into lines; the bytes of an unfinished line stay until its newline comes. */
function lineCutter(lineBytes: number) {
  let parts: Uint8Array[] = []
  let bytes = 0
  const hold = (part: Uint8Array) => {
    bytes += part.byteLength
    if (bytes > lineBytes) throw sandboxError('too_large', `The sandbox sent a line of more than ${lineBytes} bytes.`)
    parts.push(part)
  }
  const release = (): string => {
    const line = join(parts, bytes)
    parts = []
    bytes = 0
    return line
  }
  return {
    *lines(chunk: Uint8Array): Generator<string> {
      let start = 0
      for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
        hold(chunk.subarray(start, end))
        start = end + 1
        yield release()
      }
      if (start < chunk.byteLength) hold(chunk.slice(start))
    },
    rest: release,
  }
}

/**
 * The non-empty lines of a stream, as they come. `startedAt` and `now` are milliseconds of one clock. Fails with `too_large` over a size and `timeout` over
 * a time of `limits`, `unreachable` when the stream breaks; the stream is cancelled whenever reading stops.
 */
export async function* readLines(
  body: ReadableStream<Uint8Array>,
  limits: StreamLimits,
  clock: { startedAt: number; now: () => number },
): AsyncGenerator<string> {
  const reader = body.getReader()
  const cutter = lineCutter(limits.lineBytes)
  let total = 0
  try {
    for (;;) {
      const left = clock.startedAt + limits.totalMs - clock.now()
      const step = reader.read().catch(() => {
        throw sandboxError('unreachable', 'The connection to the sandbox broke.')
      })
      const read = await within(step, Math.min(limits.idleMs, left), 'The sandbox took too long.')
      if (read.done) break
      total += read.value.byteLength
      if (total > limits.totalBytes) throw sandboxError('too_large', `The sandbox sent more than ${limits.totalBytes} bytes.`)
      for (const line of cutter.lines(read.value)) if (line.trim() !== '') yield line
    }
    const rest = cutter.rest()
    if (rest.trim() !== '') yield rest
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

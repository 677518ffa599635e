import type { IncomingMessage, ServerResponse } from 'node:http'
import type { z } from 'zod'

/** A validation carries a draft of at most a few hundred kilobytes; twice the largest leaves room for JSON's escapes. */
const maxBodyBytes = 2 * 1024 * 1024

/** A refused request: HTTP status, code and one sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly code: string

  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** Sends one JSON object as the whole answer. */
export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify(body))
}

/** Reads and checks a JSON body. Refuses with 413 over the limit and 400 for anything that does not fit the schema. */
export async function readBody<T>(request: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) throw tooLarge()
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    const buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    bytes += buffer.length
    if (bytes > maxBodyBytes) throw tooLarge()
    chunks.push(buffer)
  }
  const parsed = schema.safeParse(parseJson(Buffer.concat(chunks).toString('utf8')))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new Refusal(400, 'bad_request', `The request does not fit: ${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}.`)
}

function tooLarge(): Refusal {
  return new Refusal(413, 'too_large', `The request is larger than ${maxBodyBytes} bytes.`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(400, 'bad_request', 'The request is not JSON.')
    throw error
  }
}

/** A stream of NDJSON lines. `write` waits when the reader is slow; after the reader has gone it does nothing. */
export class LineStream {
  readonly #response: ServerResponse
  #bytes = 0
  readonly #maxBytes: number

  constructor(response: ServerResponse, maxBytes: number) {
    this.#response = response
    this.#maxBytes = maxBytes
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' })
    response.flushHeaders()
  }

  /** False when the stream's limit is reached and the line was not sent. */
  async write(line: object): Promise<boolean> {
    const text = `${JSON.stringify(line)}\n`
    this.#bytes += text.length
    if (this.#bytes > this.#maxBytes) return false
    if (this.#response.destroyed || this.#response.write(text)) return true
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#response.off('drain', done)
        this.#response.off('close', done)
        resolve()
      }
      this.#response.on('drain', done)
      this.#response.on('close', done)
    })
    return true
  }

  /** Sends a last line past the limit and ends the answer. */
  end(line?: object): void {
    if (!this.#response.destroyed) this.#response.end(line ? `${JSON.stringify(line)}\n` : undefined)
  }
}

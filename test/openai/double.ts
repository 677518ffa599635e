import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { readChatCall, readResponsesCall, type SeenCall } from './check-request.ts'
import { openEventStream } from './event-stream.ts'
import { type Fault, refusalOf } from './faults.ts'
import { Refusal } from './refusal.ts'
import { streamChat } from './stream-chat.ts'
import { streamResponses } from './stream-responses.ts'
import { type DraftAnswer, writeDraft } from './write-draft.ts'

export interface OpenAiDouble {
  /** The base URL for a client: `http://127.0.0.1:PORT/v1`. */
  url: string
  /** Calls that were understood, in order. */
  calls: SeenCall[]
  /** Bytes of events written for the last call. */
  sentBytes(): number
  /** The next calls fail so, one after another; null lets one through. */
  failNext(...faults: (Fault | null)[]): void
  close(): Promise<void>
}

export interface DoubleOptions {
  apiKey: string
  models: readonly string[]
  /** Writes the answer; a string is sent as it is. A small draft when absent. */
  write?: (call: SeenCall) => DraftAnswer | string
}

const maxBodyBytes = 8 * 1024 * 1024

/** OpenAI's Responses API and chat completions over HTTP on 127.0.0.1, streamed, as strict as the real one about what it is sent. */
export async function startOpenAiDouble(options: DoubleOptions): Promise<OpenAiDouble> {
  const calls: SeenCall[] = []
  const faults: (Fault | null)[] = []
  let sent = () => 0
  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent) return response.destroy()
      const refusal = error instanceof Refusal ? error : new Refusal(500, String(error), { type: 'server_error' })
      response.writeHead(refusal.status, { 'content-type': 'application/json', 'x-request-id': 'req_double', ...refusal.headers })
      response.end(JSON.stringify(refusal.body))
    })
  })
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const call = await understand(request, options)
    calls.push(call)
    const fault = faults.shift() ?? null
    const refusal = refusalOf(fault)
    if (refusal !== null) throw refusal
    if (fault === 'html') {
      response.writeHead(200, { 'content-type': 'text/html' })
      return void response.end('<!doctype html><title>Sign in</title>')
    }
    const written = (options.write ?? writeDraft)(call)
    const answer =
      fault === 'invalid-json' ? 'Sure! Here is your bundle: {"files": [' : typeof written === 'string' ? written : JSON.stringify(written)
    const stream = openEventStream(response)
    sent = stream.sentBytes
    await (call.api === 'responses' ? streamResponses : streamChat)(stream, call, answer, fault)
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the double has no port')
  return {
    url: `http://127.0.0.1:${address.port}/v1`,
    calls,
    sentBytes: () => sent(),
    failNext: (...next) => faults.push(...next),
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function understand(request: IncomingMessage, { apiKey, models }: DoubleOptions): Promise<SeenCall> {
  const { method, url, headers } = request
  const given = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  if (given === undefined) throw new Refusal(401, "You didn't provide an API key.")
  if (given !== apiKey) throw new Refusal(401, 'Incorrect API key provided.', { code: 'invalid_api_key' })
  const read = url === '/v1/responses' ? readResponsesCall : url === '/v1/chat/completions' ? readChatCall : null
  if (read === null) throw new Refusal(404, `Invalid URL (${method} ${url})`)
  if (method !== 'POST') throw new Refusal(405, `Not allowed to ${method} on ${url}.`, { code: 'method_not_supported' })
  if (!headers['content-type']?.startsWith('application/json')) throw new Refusal(400, 'The content type must be application/json.')
  const call = read(await readJson(request), given)
  if (!models.includes(call.model)) throw new Refusal(404, `The model '${call.model}' does not exist.`, { code: 'model_not_found' })
  return call
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += chunk.length
    if (bytes > maxBodyBytes) throw new Refusal(413, 'The body is too large.')
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString())
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(400, 'We could not parse the JSON body of your request.')
    throw error
  }
}

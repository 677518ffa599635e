import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { ApiCall } from './points.ts'

export interface Tap {
  /** Address to use in place of the forge's. */
  url: string
  close: () => Promise<void>
}

/** Headers that belong to one connection and are not passed on. */
const ownHeaders = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding', 'host', 'expect'])

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function headersOf(request: IncomingMessage): [string, string][] {
  return Object.entries(request.headers).flatMap(([name, value]) =>
    ownHeaders.has(name) || value === undefined ? [] : [[name, String(value)]],
  )
}

/**
 * A proxy before the forge that lets `done` know of each call when the forge has done it and its answer is still held. When `done`
 * resolves to true the answer is never given.
 */
export async function startTap(forgeUrl: string, done: (call: ApiCall) => Promise<boolean>): Promise<Tap> {
  const pass = async (request: IncomingMessage, response: ServerResponse) => {
    const [method = 'GET', path = '/'] = [request.method, request.url]
    const body = await bodyOf(request)
    const answer = await fetch(`${forgeUrl}${path}`, {
      method,
      headers: headersOf(request),
      redirect: 'manual',
      ...(method === 'GET' || method === 'HEAD' ? {} : { body: new Uint8Array(body) }),
    })
    const content = Buffer.from(await answer.arrayBuffer())
    if (await done({ method, path: path.split('?')[0] ?? path, body: body.toString() })) {
      response.destroy()
      return
    }
    response.writeHead(answer.status, [...answer.headers].filter(([name]) => !ownHeaders.has(name)).flat())
    response.end(content)
  }
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the tap has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

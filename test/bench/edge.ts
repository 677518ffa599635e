import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'

/** Headers that belong to one connection or to the encoding of the body. */
const hopHeaders = ['connection', 'content-encoding', 'content-length', 'keep-alive', 'transfer-encoding']
/** The packed headless Chromium gives up a traced navigation that has one of these (net::ERR_ABORTED), also on an empty page; neither changes what is measured. */
const droppedHeaders = ['referrer-policy', 'x-content-type-options']
const left = new Set([...hopHeaders, ...droppedHeaders])
const compressible = /^(?:text\/|image\/svg|application\/(?:json|javascript))/

/**
 * Serves `origin` on 127.0.0.1 and compresses text, as the network in front of a Worker does and the development server does not.
 * Answers its address. GET only.
 */
export async function serveAsEdge(origin: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer(async (incoming, outgoing) => {
    try {
      const accept = incoming.headers.accept ?? '*/*'
      const response = await fetch(new URL(incoming.url ?? '/', origin), { headers: { accept }, redirect: 'manual' })
      const headers = Object.fromEntries([...response.headers].filter(([name]) => !left.has(name)))
      const body = Buffer.from(await response.arrayBuffer())
      const isText = compressible.test(headers['content-type'] ?? '')
      outgoing.writeHead(response.status, isText ? { ...headers, 'content-encoding': 'gzip' } : headers)
      outgoing.end(isText ? gzipSync(body) : body)
    } catch (error) {
      outgoing.writeHead(502, { 'content-type': 'text/plain' })
      outgoing.end(`The registry did not answer: ${error instanceof Error ? error.message : String(error)}`)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  const { port } = server.address() as AddressInfo
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { url: `http://127.0.0.1:${port}`, close }
}

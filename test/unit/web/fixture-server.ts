import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { builtFiles } from '../../../worker/routes/page-assets.ts'
import { fixtureApp, fixtureDeps } from './fixture-app.ts'

const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' }

/** Serves the fixture pages with the browser build of `dist` on 127.0.0.1; answers its address. Cookie `kind=empty` shows the pages without data. */
export async function startFixtureServer(dist: string): Promise<{ url: string; close: () => Promise<void> }> {
  const asset = async (path: string) => {
    const file = normalize(join(dist, path))
    const body = file.startsWith(dist) ? await readFile(file).catch(() => null) : null
    return body === null
      ? new Response(null, { status: 404 })
      : new Response(body, { headers: { 'content-type': types[extname(file)] ?? 'text/plain' } })
  }
  const built = builtFiles(asset)
  const apps = { full: fixtureApp(fixtureDeps('full', built)), empty: fixtureApp(fixtureDeps('empty', built), 'empty') }
  const server = createServer(async (incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`)
    const cookie = incoming.headers.cookie ?? ''
    const app = cookie.includes('kind=empty') ? apps.empty : apps.full
    const response = url.pathname.startsWith('/assets/')
      ? await asset(url.pathname)
      : await app.request(new Request(url, { headers: { cookie } }))
    outgoing.writeHead(response.status, Object.fromEntries(response.headers))
    outgoing.end(Buffer.from(await response.arrayBuffer()))
  })
  const url = await listen(server)
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { url, close }
}

function listen(server: Server): Promise<string> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`)
    })
  })
}

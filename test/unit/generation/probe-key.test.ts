import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, describe, it } from 'vitest'
import { keyProbe } from '../../../worker/generation/probe-key.ts'

const key = 'sk-proj-0123456789abcdefWXYZ'
let answer: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) => void response.end()
const server = createServer((request, response) => answer(request, response))
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const address = server.address()
const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
afterAll(() => server.close())

const probe = keyProbe({ fetch, urls: { cursor: `${url}/v1/me`, openai: `${url}/v1/models` } })

describe('testing a key at its provider', () => {
  it('sends it as a bearer token to an address that costs nothing', async ({ expect }) => {
    const seen: (string | undefined)[] = []
    answer = (request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`)
      response.end('{}')
    }
    expect(await probe('cursor', key)).toEqual({ ok: true, message: 'The provider accepts it.' })
    expect((await probe('openai', key)).ok).toBe(true)
    expect(seen).toEqual([`GET /v1/me Bearer ${key}`, `GET /v1/models Bearer ${key}`])
  })

  it.for([
    [401, /revoked/],
    [403, /refuses/],
    [429, /no more requests/],
    [500, /nothing about the key/],
    [302, /nothing about the key/],
  ] as const)('says what %i means, without a word of what was sent or received', async ([status, words], { expect }) => {
    answer = (request, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:1/elsewhere' })
      response.end(`Incorrect API key provided: ${request.headers.authorization}`)
    }
    const { ok, message } = await probe('openai', key)
    expect(ok).toBe(false)
    expect(message).toMatch(words)
    expect(message).not.toContain(key)
    expect(message).not.toContain('Incorrect')
  })

  it('says that a provider is away', async ({ expect }) => {
    answer = (request) => void request.socket.destroy()
    expect((await probe('openai', key)).message).toContain('could not be reached')
  })
})

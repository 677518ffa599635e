import { expect, it } from 'vitest'
import { type ContainerHandle, startRunner } from '../../../worker/sandbox/container-sandbox.ts'

/** A container whose runner answers its health check from the given try on. */
function scripted(healthyAt: number) {
  const calls: string[] = []
  let tries = 0
  const container: ContainerHandle = {
    running: false,
    start: ({ enableInternet, env }) => void calls.push(`start internet=${enableInternet} token=${env?.RUNNER_TOKEN}`),
    destroy: async () => void calls.push('destroy'),
    interceptOutboundHttps: async (host) => void calls.push(`gate ${host}`),
    getTcpPort: () => ({
      async fetch(url, init) {
        if (!url.endsWith('/healthz')) {
          return new Response(`${init?.method} ${url} ${new Headers(init?.headers).get('authorization')} ${init?.body}`)
        }
        tries += 1
        if (tries < healthyAt) throw new Error('connection refused')
        return new Response('{}')
      },
    }),
  }
  return { container, calls, tries: () => tries }
}

const gate = { fetch: () => Promise.reject(new Error('unused')), connect: () => Promise.reject(new Error('unused')) } as unknown as Fetcher
const start = { openHosts: ['github.com'], gate, token: 'once', wait: async () => undefined }

it('starts without internet behind the gate, waits for the runner and sends the request on with its token', async () => {
  const { container, calls, tries } = scripted(4)
  const send = await startRunner(container, start)
  const answer = await send(
    new Request('http://sandbox/inspect', { method: 'POST', body: '{"url":"x"}', headers: { authorization: 'Bearer forged' } }),
  )
  expect(await answer.text()).toBe('POST http://sandbox/inspect Bearer once {"url":"x"}')
  expect([calls, tries()]).toEqual([['gate github.com', 'start internet=false token=once'], 4])
})

it('destroys a container whose runner never answers, after a bounded number of tries', async () => {
  const { container, calls, tries } = scripted(Number.POSITIVE_INFINITY)
  await expect(startRunner(container, start)).rejects.toMatchObject({ code: 'unreachable', retry: 'later' })
  expect([calls.at(-1), tries()]).toEqual(['destroy', 120])
})

import { expect, it, vi } from 'vitest'
import { passEgress } from '../../worker/sandbox/egress-gate.ts'

const policy = { phase: 'cloning', repository: { host: 'github.com', path: 'meridian-ops/cluster-care' }, credential: 'ghs_token' }
const pack = 'https://github.com/meridian-ops/cluster-care.git/git-upload-pack'

/** A far side that notes what reaches it. */
function farSide(answer: () => Response = () => new Response('pack')) {
  const seen: { url: string; init: RequestInit }[] = []
  const send = async (url: string | URL | Request, init: RequestInit = {}) => {
    seen.push({ url: String(url), init })
    return answer()
  }
  return { seen, send: send as typeof fetch }
}

it('sends git’s reading call on with the credential, and the answer back', async () => {
  const { seen, send } = farSide()
  const request = new Request(pack, { method: 'POST', body: '0000', headers: { authorization: 'Basic forged', 'x-leak': 'secret' } })
  const response = await passEgress(request, policy, send)
  expect([response.status, await response.text()]).toEqual([200, 'pack'])
  const headers = new Headers(seen[0]?.init.headers)
  expect([seen[0]?.url, seen[0]?.init.method, seen[0]?.init.redirect]).toEqual([pack, 'POST', 'manual'])
  expect(new TextDecoder().decode(seen[0]?.init.body as Uint8Array)).toBe('0000')
  expect([headers.get('authorization'), headers.get('x-leak')]).toEqual([`Basic ${btoa('x-access-token:ghs_token')}`, null])
})

it('hands a redirect back instead of following it with the credential', async () => {
  const { send } = farSide(() => new Response(null, { status: 301, headers: { location: 'https://evil.test/' } }))
  const response = await passEgress(new Request(pack, { method: 'POST', body: 'x' }), policy, send)
  expect([response.status, response.headers.get('location')]).toEqual([301, 'https://evil.test/'])
})

it.each([
  ['another host', 'https://evil.test/', policy],
  ['a push', pack.replace('upload', 'receive'), policy],
  ['no policy', pack, undefined],
  ['a phase nobody knows', pack, { ...policy, phase: 'open' }],
  ['a phase without network', pack, { ...policy, phase: 'testing' }],
])('%s is answered 403, sent nowhere and logged', async (_what, url, props) => {
  const log = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const { seen, send } = farSide()
  const response = await passEgress(new Request(url, { method: 'POST', body: 'x' }), props, send)
  expect([response.status, seen]).toEqual([403, []])
  expect(JSON.parse(String(log.mock.calls[0]?.[0]))).toMatchObject({ message: 'egress.denied', host: new URL(url).host })
  log.mockRestore()
})

it('a request that is too long is not sent on', async () => {
  const { seen, send } = farSide()
  const response = await passEgress(new Request(pack, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) }), policy, send)
  expect([response.status, seen]).toEqual([413, []])
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowBytesLimit } from '../../worker/db/delivery-store.ts'
import { verifySignature } from '../../worker/github/signature.ts'
import { hmacSha256Hex } from '../../worker/lib/crypto.ts'
import { bodyBytesLimit } from '../../worker/routes/webhooks.ts'
import { countRows, currentSecret, inbox, issueBody, makeApp, previousSecret, rowsOf, signed } from './webhook-fixtures.ts'

describe('a signed delivery', () => {
  it('is stored once as it was signed, queued by its id alone, and answered 202', async () => {
    const { post, queued } = makeApp()
    const body = issueBody()
    const id = crypto.randomUUID()
    const response = await post(await signed({ body, id }))
    expect(response.status).toBe(202)
    expect(queued).toEqual([id])
    expect(await rowsOf(id)).toMatchObject([
      { event: 'issues', action: 'opened', installation_id: 5001, repository_id: 42, issue_number: 3, payload: body, status: 'received' },
    ])
  })

  it('gives one row and one queue message when it arrives a hundred times at once', async () => {
    const { post, queued } = makeApp()
    const id = crypto.randomUUID()
    const requests = await Promise.all(Array.from({ length: 100 }, () => signed({ body: issueBody(), id })))
    const responses = await Promise.all(requests.map(post))
    expect(new Set(responses.map((response) => response.status))).toEqual(new Set([202]))
    expect(await rowsOf(id)).toHaveLength(1)
    expect(queued).toEqual([id])
  })

  it('is answered 202 when the queue refuses it, and the sweep finds its row', async () => {
    const { post } = makeApp({
      enqueue: async () => {
        throw new Error('queue is down')
      },
      now: () => 1_000,
    })
    const id = crypto.randomUUID()
    expect((await post(await signed({ body: issueBody(), id }))).status).toBe(202)
    const query = { now: 61_001, olderThanMs: 60_000, limit: 100, maxAttempts: 12 }
    expect(await inbox.claimStale(query)).toContain(id)
    expect(await inbox.claimStale(query)).not.toContain(id)
  })

  it('is taken up again when its row is dead, exactly once, and left alone when it is done', async () => {
    const { post, queued } = makeApp()
    const id = crypto.randomUUID()
    const send = async () => post(await signed({ body: issueBody(), id }))
    await send()
    await inbox.markDead(id, 1, 'gave up')
    await Promise.all([send(), send(), send()])
    expect(queued).toEqual([id, id])
    await inbox.markDone([id], 2)
    await send()
    expect(queued).toEqual([id, id])
    expect(await rowsOf(id)).toMatchObject([{ status: 'done' }])
  })

  it('is taken up again when an attempt at it failed', async () => {
    const { post, queued } = makeApp()
    const id = crypto.randomUUID()
    await post(await signed({ body: issueBody(), id }))
    await inbox.recordFailure(id, 'the object was reset')
    await post(await signed({ body: issueBody(), id }))
    expect(queued).toEqual([id, id])
    expect(await rowsOf(id)).toMatchObject([{ status: 'received', attempts: 0, error: null }])
  })

  it('is counted and not queued when its event or its action is unknown', async () => {
    const { post, queued } = makeApp()
    const before = (await inbox.counts()).ignored
    const unknownEvent = crypto.randomUUID()
    const unknownAction = crypto.randomUUID()
    expect((await post(await signed({ body: '{"zen":"x"}', event: 'gollum', id: unknownEvent }))).status).toBe(202)
    expect((await post(await signed({ body: issueBody({ action: 'pinned' }), id: unknownAction }))).status).toBe(202)
    expect(queued).toEqual([])
    expect((await inbox.counts()).ignored).toBe(before + 2)
    expect(await rowsOf(unknownEvent)).toMatchObject([{ event: 'gollum', status: 'ignored', payload: '' }])
    expect(await rowsOf(unknownAction)).toMatchObject([{ event: 'issues', action: 'pinned', status: 'ignored', payload: '' }])
  })
})

describe('a delivery that is refused', () => {
  it('leaves no row and says the same bytes whatever is wrong with its signature', async () => {
    const { post, queued } = makeApp()
    const body = issueBody()
    const good = await hmacSha256Hex(currentSecret, body)
    const wrong = [
      null,
      '',
      `sha1=${good}`,
      good,
      `sha256=${good.toUpperCase()}`,
      `sha256=${good.slice(0, 62)}`,
      `sha256=${good}00`,
      ` sha256=${good}x`,
      `sha256=${await hmacSha256Hex('another secret', body)}`,
      `sha256=${await hmacSha256Hex(currentSecret, `${body} `)}`,
    ]
    const before = await countRows()
    const bodies = new Set<string>()
    for (const signature of wrong) {
      const request = await signed({ body })
      if (signature === null) request.headers.delete('x-hub-signature-256')
      else request.headers.set('x-hub-signature-256', signature)
      const response = await post(request)
      expect(response.status, String(signature)).toBe(401)
      bodies.add(await response.text())
    }
    expect(bodies.size).toBe(1)
    expect(await countRows()).toBe(before)
    expect(queued).toEqual([])
  })

  it('is judged right in each of 10,000 generated cases of body, secret and damage', async () => {
    const damage = fc.constantFrom('none', 'flip', 'cut', 'upper', 'prefix', 'pad', 'foreign', 'body')
    const secret = fc.constantFrom(currentSecret, previousSecret)
    const property = fc.asyncProperty(
      fc.string({ maxLength: 60 }),
      secret,
      damage,
      fc.nat(255),
      async (text, signedWith, kind, position) => {
        const body = new TextEncoder().encode(text)
        const hex = await hmacSha256Hex(kind === 'foreign' ? 'foreign' : signedWith, kind === 'body' ? `${text} ` : body)
        const header = damaged(`sha256=${hex}`, kind, position)
        const genuine = header === `sha256=${hex}` && kind !== 'foreign' && kind !== 'body'
        return (await verifySignature([currentSecret, previousSecret], header, body)) === genuine
      },
    )
    await fc.assert(property, { numRuns: 10_000 })
  }, 60_000)

  it('is refused as too large at one byte over the limit, by its length header or by what streams in', async () => {
    let verified = 0
    const { post } = makeApp({
      verify: async () => {
        verified += 1
        return false
      },
    })
    const announced = new Request('http://registry.test/webhooks/github', { method: 'POST', body: 'x'.repeat(bodyBytesLimit + 1) })
    expect((await post(announced)).status).toBe(413)
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 64_000
        controller.enqueue(new Uint8Array(64_000))
      },
    })
    const streamed = new Request('http://registry.test/webhooks/github', { method: 'POST', body: endless })
    expect(streamed.headers.get('content-length')).toBeNull()
    expect((await post(streamed)).status).toBe(413)
    expect(pulled).toBeLessThan(2 * bodyBytesLimit)
    expect(verified).toBe(0)
    const exact = new Request('http://registry.test/webhooks/github', { method: 'POST', body: 'x'.repeat(bodyBytesLimit) })
    expect((await post(exact)).status).toBe(401)
  })

  it.each([
    ['text that is not JSON', 'payload=%7B%7D', {}],
    ['JSON that is no object', '[1,2]', {}],
    ['an event without what is read of it', issueBody({ issue: { number: 3 } }), {}],
    ['an event whose number is text', issueBody({ installation: { id: '5001' } }), {}],
    ['an event without an action', issueBody({ action: undefined }), {}],
    ['a delivery id that is no id', issueBody(), { 'x-github-delivery': '../../etc' }],
    ['no event name', issueBody(), { 'x-github-event': '' }],
  ])('is answered 400 and leaves no row when it is %s', async (_what, body, headers) => {
    const { post } = makeApp()
    const before = await countRows()
    const response = await post(await signed({ body, headers }))
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await countRows()).toBe(before)
  })

  it('is answered 503 while no secret is configured', async () => {
    const { post } = makeApp({ verify: null })
    const response = await post(await signed({ body: issueBody() }))
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ type: 'urn:codecollection-registry:problem:webhook_not_configured' })
  })

  it('is answered 429 over the rate when it is forged; what GitHub signed is never turned away', async () => {
    const { post } = makeApp({ withinLimit: async () => false })
    expect((await post(await signed({ body: issueBody(), secret: 'wrong' }))).status).toBe(429)
    expect((await post(await signed({ body: issueBody() }))).status).toBe(202)
  })

  it('never reaches the database when its row would be too large for production', async () => {
    const delivery = {
      id: crypto.randomUUID(),
      event: 'issues',
      action: 'opened',
      installationId: 1,
      repositoryId: 1,
      issueNumber: 1,
      payload: 'é'.repeat(rowBytesLimit / 2 + 1),
      receivedAt: 1,
    }
    await expect(inbox.accept(delivery)).rejects.toThrow(RangeError)
    expect(await rowsOf(delivery.id)).toEqual([])
  })
})

describe('the answer of the route', () => {
  it('carries the security headers and a trace id whatever it says', async () => {
    const { post } = makeApp()
    const answers = [await post(await signed({ body: issueBody() })), await post(await signed({ body: issueBody(), secret: 'wrong' }))]
    for (const response of answers) {
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
      expect(response.headers.get('x-trace-id')).toMatch(/^[0-9a-f]{32}$/)
    }
  })

  it('takes the previous secret during a rotation', async () => {
    const { post } = makeApp()
    expect((await post(await signed({ body: issueBody(), secret: previousSecret }))).status).toBe(202)
  })
})

function damaged(header: string, kind: string, position: number): string {
  const at = 'sha256='.length + (position % 64)
  switch (kind) {
    case 'flip': {
      const digit = Number.parseInt(header.charAt(at), 16)
      return `${header.slice(0, at)}${(digit ^ (1 << (position % 4))).toString(16)}${header.slice(at + 1)}`
    }
    case 'cut':
      return header.slice(0, at)
    case 'upper':
      return header.toUpperCase().replace('SHA256', 'sha256')
    case 'prefix':
      return header.replace('sha256', 'sha1')
    case 'pad':
      return `${header}${position.toString(16)}`
    default:
      return header
  }
}

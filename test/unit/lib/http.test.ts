import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BodyTooLarge, localPath, readBody, wantsHtml } from '../../../worker/lib/http.ts'

describe('a return path', () => {
  it('is kept when it is a path of this site', () => {
    for (const path of ['/', '/issues', '/issues/o/r/3?tab=log#end', '/search?q=a%2Fb', '/search?q=//x']) expect(localPath(path)).toBe(path)
  })

  it('never leads to another host, whatever it is', () => {
    const pieces = fc.constantFrom(
      '/',
      '\\',
      '//',
      'http:',
      'evil.test',
      '..',
      '.',
      '\t',
      '\n',
      '%2f',
      '@',
      '?',
      '#',
      ' ',
      'javascript:',
      '\u0000',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const path = localPath(parts.join(''), '/home')
        return new URL(path, 'https://registry.test').origin === 'https://registry.test' && path.startsWith('/')
      }),
      { numRuns: 5_000 },
    )
  })

  it('falls back for nothing, for a foreign address and for a very long one', () => {
    for (const path of [undefined, null, '', 'issues', '//evil.test', `/${'x'.repeat(2_000)}`])
      expect(localPath(path, '/home')).toBe('/home')
  })
})

describe('reading a body', () => {
  const chunked = (sizes: number[]) => {
    const left = [...sizes]
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const size = left.shift()
        if (size === undefined) controller.close()
        else controller.enqueue(new Uint8Array(size).fill(7))
      },
    })
    return new Request('http://registry.test/', { method: 'POST', body, duplex: 'half' } as RequestInit)
  }

  it('gives every byte of a body up to the limit, however it is cut into pieces', async () => {
    const property = fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 10 }), async (sizes) => {
      const total = sizes.reduce((sum, size) => sum + size, 0)
      const bytes = await readBody(chunked(sizes), total)
      return bytes.length === total && bytes.every((byte) => byte === 7)
    })
    await fc.assert(property)
  })

  it('stops at the first byte over the limit', async () => {
    await expect(readBody(chunked([50, 51]), 100)).rejects.toBeInstanceOf(BodyTooLarge)
  })

  it('does not believe a length header that is too small', async () => {
    const request = chunked([200])
    request.headers.set('content-length', '10')
    await expect(readBody(request, 100)).rejects.toBeInstanceOf(BodyTooLarge)
  })
})

it('knows a browser from a program by what it accepts first', () => {
  const accepting = (accept: string) => wantsHtml(new Request('http://registry.test/', { headers: { accept } }))
  expect(accepting('text/html,application/xhtml+xml,*/*;q=0.8')).toBe(true)
  expect(accepting('application/json, text/html')).toBe(false)
  expect(accepting('*/*')).toBe(false)
})

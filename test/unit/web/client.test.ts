import { afterEach, describe, it, vi } from 'vitest'
import { api, issuePath, readProblem } from '../../../web/api/client.ts'

afterEach(() => vi.unstubAllGlobals())

function answer(make: () => Response | Promise<never>): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push(`${init.method ?? 'GET'} ${path} ${init.body ?? ''}`.trim())
    return make()
  })
  return asked
}

describe('the API client', () => {
  it('returns the value of an answer', async ({ expect }) => {
    const asked = answer(() => Response.json({ issues: [] }))
    expect(await api.issues()).toEqual({ ok: true, value: { issues: [] } })
    expect(asked).toEqual(['GET /api/v1/issues'])
  })

  it('returns the words of a refusal instead of throwing', async ({ expect }) => {
    const details = {
      title: 'Not allowed',
      detail: 'The requester cannot approve.',
      suggestion: 'Ask another reviewer.',
      traceId: 't1',
      status: 403,
    }
    answer(() => Response.json(details, { status: 403 }))
    const { status: _, ...words } = details
    expect(await api.act('o/r/1', { action: 'approve' })).toEqual({ ok: false, failure: { code: 'http', status: 403, ...words } })
  })

  it('returns a failure where there is no answer, or one that is not JSON', async ({ expect }) => {
    answer(() => Promise.reject(new TypeError('offline')))
    expect(await api.issue('o/r/1')).toMatchObject({ ok: false, failure: { code: 'network' } })
    answer(() => new Response('<html>'))
    expect(await api.issue('o/r/1')).toMatchObject({ ok: false, failure: { code: 'shape' } })
    answer(() => new Response('<html>', { status: 502 }))
    expect(await api.issue('o/r/1')).toMatchObject({ ok: false, failure: { code: 'http', status: 502, title: 'Error 502' } })
  })

  it('sends an action with what it is bound to', async ({ expect }) => {
    const asked = answer(() => Response.json({}))
    await api.act('o/r/1', { action: 'approve', headSha: 'abc' })
    expect(asked).toEqual(['POST /api/v1/issues/o/r/1/actions {"action":"approve","headSha":"abc"}'])
  })

  it('escapes what people name things', async ({ expect }) => {
    const asked = answer(() => Response.json({}))
    await api.search(new URLSearchParams({ q: 'a&b=c' }))
    expect(asked).toEqual(['GET /api/v1/search?q=a%26b%3Dc'])
    expect(issuePath({ owner: 'a/b', repo: 'c?d', number: 3 })).toBe('a%2Fb/c%3Fd/3')
  })

  it('reads a problem body of any shape', ({ expect }) => {
    for (const body of [undefined, null, 3, 'x', [], { title: 5 }])
      expect(readProblem(500, body)).toMatchObject({ title: 'Error 500', suggestion: 'Try again in a moment.' })
  })
})

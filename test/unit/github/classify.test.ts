import { describe, expect, it } from 'vitest'
import { appKeyProblem } from '../../../worker/github/app-key.ts'
import { classifyAnswer, classifyThrown, garbled, isDoubtful } from '../../../worker/github/classify.ts'

const now = Date.UTC(2026, 10, 22)
const answer = (status: number, headers: Record<string, string> = {}, message = 'No') =>
  classifyAnswer({ status, headers: new Headers(headers), message }, 'POST /repos/o/r/pulls', now)

describe('an answer of GitHub', () => {
  it.each([
    [301, 'never'],
    [400, 'never'],
    [401, 'never'],
    [403, 'never'],
    [404, 'never'],
    [405, 'never'],
    [409, 'never'],
    [410, 'never'],
    [422, 'never'],
    [451, 'never'],
    [408, 'later'],
    [429, 'later'],
    [500, 'later'],
    [502, 'later'],
    [503, 'later'],
    [504, 'later'],
  ] as const)('of %i is tried again: %s', (status, retry) => {
    expect(answer(status)).toMatchObject({ name: 'GitHubError', retry })
  })

  it('names the wait of a secondary limit, of an exhausted quota, and a minute where it names none', () => {
    const reset = String(now / 1_000 + 90)
    const quota = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset }
    expect(answer(403, { 'retry-after': '60' })).toMatchObject({ code: 'github_rate_limited', retryAfterMs: 60_000 })
    expect(answer(403, quota)).toMatchObject({ code: 'github_rate_limited', retryAfterMs: 90_000 })
    expect(answer(429, quota)).toMatchObject({ retryAfterMs: 90_000 })
    expect(answer(403, {}, 'You have exceeded a secondary rate limit.')).toMatchObject({ retryAfterMs: 60_000 })
    expect(answer(429)).toMatchObject({ retryAfterMs: 60_000 })
    expect(answer(403, { 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': reset })).toMatchObject({ code: 'github_forbidden' })
  })

  it('names the call and no credential', () => {
    const token = `ghs_${'a'.repeat(40)}`
    const { message } = answer(422, {}, `bad ${token}`)
    expect(message).toContain('POST /repos/o/r/pulls')
    expect(message).not.toContain(token)
  })
})

describe('a call without an answer', () => {
  it('is for later, and may have done its work', () => {
    const timeout = classifyThrown(new DOMException('too slow', 'TimeoutError'), 'PUT /x')
    const reset = classifyThrown(new TypeError('fetch failed'), 'PUT /x')
    expect([timeout.code, reset.code]).toEqual(['github_timeout', 'github_unreachable'])
    for (const error of [timeout, reset, garbled('PUT /x', 'body'), answer(502)]) {
      expect(error.retry).toBe('later')
      expect(isDoubtful(error)).toBe(true)
    }
  })

  it('is not in doubt when GitHub refused it before doing anything', () => {
    for (const status of [401, 403, 404, 405, 409, 422, 429]) expect(isDoubtful(answer(status))).toBe(false)
    expect(isDoubtful(new Error('other'))).toBe(false)
  })
})

describe('the private key of the App', () => {
  const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'
  const whole = `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`

  it('is taken in PKCS#8 form, with line breaks or with the \\n of one-line files', () => {
    expect(appKeyProblem(whole)).toBeNull()
    expect(appKeyProblem(whole.replaceAll('\n', '\\n'))).toBeNull()
    expect(appKeyProblem(whole.replaceAll('\n', '\r\n'))).toBeNull()
  })

  it.each([
    ['', 'not set'],
    [whole.replaceAll('PRIVATE KEY', 'RSA PRIVATE KEY'), 'openssl pkcs8 -topk8 -nocrypt'],
    [whole.replaceAll('PRIVATE KEY', 'ENCRYPTED PRIVATE KEY'), 'passphrase'],
    ['-----BEGIN PRIVATE KEY-----', 'whole PKCS#8'],
    ['path/to/key.pem', 'whole PKCS#8'],
  ])('is refused with a reason that never quotes it (case %#)', (pem, reason) => {
    const fault = appKeyProblem(pem) ?? ''
    expect(fault).toContain(reason)
    expect(fault).not.toContain(body)
  })
})

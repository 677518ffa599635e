import fc from 'fast-check'
import { expect, it, vi } from 'vitest'
import { createLog, redact, redactText } from '../../../worker/lib/log.ts'

const oldToken = `ghs_${'a1B2'.repeat(9)}`
const statelessToken = `ghs_12345_eyJhbGciOiJSUzI1NiJ9.${'x-Y_z0'.repeat(80)}.${'sig'.repeat(20)}`

it.each([
  ['an installation token', oldToken],
  ['a stateless installation token with dots and dashes', statelessToken],
  ['a user token', `gho_${'A'.repeat(36)}`],
  ['a fine-grained token', `github_pat_${'A1_'.repeat(20)}`],
  ['a JSON web token', `eyJhbGciOiJSUzI1NiJ9.${'eyJpc3Mi'.repeat(3)}.${'abc_-'.repeat(8)}`],
  ['an AI key', `sk-proj-${'a1'.repeat(20)}`],
  ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----'],
  ['the start of a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIEvQIBADANBgkq'],
])('takes %s out of any text, from first to last character', (_what, secret) => {
  for (const around of [`${secret}`, `before ${secret} after`, `"${secret}"`, `url=${secret}&x=1`]) {
    const clean = redactText(around)
    expect(clean).toContain('[redacted]')
    expect(clean).not.toContain(secret.slice(0, 30))
    expect(clean).not.toContain(secret.slice(-20))
  }
})

it('takes the password out of an address and the token out of a header line', () => {
  expect(redactText('clone http://x-access-token:s3cr3t-value@127.0.0.1/o/r.git')).toBe(
    'clone http://x-access-token:[redacted]@127.0.0.1/o/r.git',
  )
  expect(redactText('Authorization: Bearer abcdefghijklmnop1234')).toBe('Authorization: Bearer [redacted]')
})

it('leaves ordinary text alone', () => {
  const text = 'GitHub answered 422 to POST /repos/o/r/pulls at 12:30: A pull request already exists for o:branch (a1b2c3d)'
  expect(redactText(text)).toBe(text)
})

it('finds secrets at any depth, in errors and their causes, and under telling names', () => {
  const error = new Error(`outer ${oldToken}`, { cause: new Error(statelessToken) })
  const text = JSON.stringify(redact({ list: [{ deep: oldToken }], error, authorization: 'anything', Client_Secret: 'x', token: 'short' }))
  for (const secret of [oldToken, statelessToken, 'anything', '"x"', 'short']) expect(text).not.toContain(secret)
})

it('never lets a planted token through, wherever it is put', () => {
  const planted = fc.constantFrom(oldToken, statelessToken)
  fc.assert(
    fc.property(fc.jsonValue(), planted, fc.string(), (value, secret, around) => {
      const line = JSON.stringify(redact({ value, text: `${around}${secret}`, nested: { list: [secret] } }))
      return !line.includes(secret)
    }),
  )
})

it('writes one line of JSON, whatever line breaks the values hold', () => {
  const spy = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  createLog('info')('info', 'request', { path: '/a\n{"level":"error"}', status: 200, big: 'x'.repeat(20_000) })
  const line = String(spy.mock.calls[0]?.[0])
  spy.mockRestore()
  expect(line).not.toContain('\n')
  expect(line.length).toBeLessThan(10_000)
  expect(JSON.parse(line)).toMatchObject({ level: 'info', message: 'request', status: 200 })
})

it('leaves out what is below its level', () => {
  const spies = (['log', 'warn', 'error'] as const).map((name) => vi.spyOn(console, name).mockImplementation(() => undefined))
  for (const level of ['info', 'warn', 'error'] as const) createLog('warn')(level, level)
  const written = spies.flatMap((spy) => spy.mock.calls.map(([line]) => JSON.parse(String(line)).level))
  for (const spy of spies) spy.mockRestore()
  expect(written).toEqual(['warn', 'error'])
})

import { createHash, createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  equalInConstantTime,
  fromHex,
  hmacSha256Hex,
  hmacSha256Verifies,
  randomToken,
  sha256Base64Url,
  sha256Hex,
  textFromBase64Url,
  toBase64Url,
  toHex,
} from '../../../worker/lib/crypto.ts'
import { newTraceId } from '../../../worker/lib/ids.ts'

it('hashes and signs as Node does', async () => {
  const property = fc.asyncProperty(
    fc.oneof(fc.string(), fc.constantFrom('', 'é', '漢字 🙂')),
    fc.string({ minLength: 1 }),
    async (text, secret) => {
      expect(await sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'))
      expect(await sha256Base64Url(text)).toBe(createHash('sha256').update(text).digest('base64url'))
      expect(await hmacSha256Hex(secret, text)).toBe(createHmac('sha256', secret).update(text).digest('hex'))
    },
  )
  await fc.assert(property, { numRuns: 10 })
})

it('verifies what it signed and nothing else', async () => {
  const signature = fromHex(await hmacSha256Hex('secret', 'text'))
  expect(await hmacSha256Verifies('secret', signature, 'text')).toBe(true)
  expect(await hmacSha256Verifies('secret', signature, 'text ')).toBe(false)
  expect(await hmacSha256Verifies('Secret', signature, 'text')).toBe(false)
  expect(await hmacSha256Verifies('secret', signature.slice(0, 31), 'text')).toBe(false)
})

it('reads back what it writes, as hex and as URL-safe base64', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.oneof(fc.string(), fc.constantFrom('', 'é', '漢字 🙂')), (bytes, text) => {
      expect([...fromHex(toHex(bytes))]).toEqual([...bytes])
      expect(textFromBase64Url(toBase64Url(new TextEncoder().encode(text)))).toBe(text)
    }),
  )
  expect(() => fromHex('abc')).toThrow(TypeError)
  expect(() => fromHex('zz')).toThrow(TypeError)
  expect(textFromBase64Url('not base64!')).toBeNull()
  expect(textFromBase64Url('_w')).toBeNull()
})

it('compares texts as equal only when they are', () => {
  fc.assert(fc.property(fc.string(), fc.string(), (left, right) => equalInConstantTime(left, right) === (left === right)))
  expect(equalInConstantTime('same', 'same')).toBe(true)
  expect(equalInConstantTime('same', 'same\u0000')).toBe(false)
})

it('makes tokens of 256 bits and trace ids that do not repeat', () => {
  const tokens = new Set(Array.from({ length: 1_000 }, () => randomToken()))
  expect(tokens.size).toBe(1_000)
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(new Set(Array.from({ length: 1_000 }, newTraceId)).size).toBe(1_000)
  expect(newTraceId()).toMatch(/^[0-9a-f]{32}$/)
})

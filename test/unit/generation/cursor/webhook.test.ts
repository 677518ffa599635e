import { createHmac } from 'node:crypto'
import { expect, it } from 'vitest'
import { verifyCursorWebhook } from '../../../../worker/generation/cursor/webhook.ts'

const secret = 'a-secret-of-at-least-thirty-two-characters'
const text = '{"event":"statusChange","id":"bc_abc123","status":"FINISHED"}'
const body = new TextEncoder().encode(text)

function sign(content: string | Uint8Array, key = secret): string {
  return `sha256=${createHmac('sha256', key).update(content).digest('hex')}`
}

it('takes a body that was signed with the secret, whatever bytes it holds', async () => {
  expect(await verifyCursorWebhook(secret, sign(body), body)).toBe(true)
  const bytes = Uint8Array.from([0, 255, 128, 10])
  expect(await verifyCursorWebhook(secret, sign(bytes), bytes)).toBe(true)
})

it.each<[string, string | null]>([
  ['no signature', null],
  ['an empty one', ''],
  ['one without its scheme', sign(body).slice('sha256='.length)],
  ['one of another scheme', sign(body).replace('sha256', 'sha1')],
  ['one in upper case', sign(body).toUpperCase().replace('SHA256', 'sha256')],
  ['a short one', sign(body).slice(0, -1)],
  ['one with a tail', `${sign(body)}0`],
  ['one with a line break', `${sign(body)}\n`],
  ['one under another secret', sign(body, `${secret}x`)],
  ['one of another body', sign(`${text} `)],
])('refuses %s', async (_name, signature) => {
  expect(await verifyCursorWebhook(secret, signature, body)).toBe(false)
})

it('refuses everything under a secret that Cursor would not have taken', async () => {
  for (const short of ['', 'x'.repeat(31)]) expect(await verifyCursorWebhook(short, sign(body, short), body)).toBe(false)
})

it('refuses each signature that is off by one bit', async () => {
  const hex = sign(body).slice('sha256='.length)
  for (let at = 0; at < hex.length; at += 1) {
    const digit = (Number.parseInt(hex[at] ?? '0', 16) ^ 1).toString(16)
    expect(await verifyCursorWebhook(secret, `sha256=${hex.slice(0, at)}${digit}${hex.slice(at + 1)}`, body)).toBe(false)
  }
})

import { fromHex, hmacSha256Verifies } from '../../lib/crypto.ts'

/** What `X-Webhook-Signature` looks like, exactly. */
const signatureForm = /^sha256=[0-9a-f]{64}$/
/** Cursor takes no shorter secret for a webhook (v0). */
const minSecretLength = 32

/**
 * True when `signature`, the header `X-Webhook-Signature`, is the HMAC-SHA-256 of the raw `body` under `secret`. A missing or malformed
 * header and a secret that Cursor would not have taken are false. What the body says is then still to be read from the API.
 */
export async function verifyCursorWebhook(secret: string, signature: string | null, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
  if (secret.length < minSecretLength || signature === null || !signatureForm.test(signature)) return false
  return hmacSha256Verifies(secret, fromHex(signature.slice('sha256='.length)), body)
}

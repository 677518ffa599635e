import { fromHex, hmacSha256Verifies } from '../lib/crypto.ts'

/** What `X-Hub-Signature-256` must look like, exactly: lower case, nothing before or after. */
const signatureForm = /^sha256=[0-9a-f]{64}$/

/** A signature of the right length that no secret makes, so that a malformed header costs as much as a wrong one. */
const impossible = new Uint8Array(32)

/**
 * True when `header` is the HMAC-SHA-256 of the raw `body` under one of `secrets` (the current one and, during a rotation, the previous).
 * Every secret is tried, whatever the others gave. No secret: false.
 */
export async function verifySignature(secrets: readonly string[], header: string | null, body: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const wellFormed = header !== null && signatureForm.test(header)
  const signature = wellFormed ? fromHex(header.slice('sha256='.length)) : impossible
  const results = await Promise.all(secrets.map((secret) => hmacSha256Verifies(secret, signature, body)))
  return wellFormed && results.includes(true)
}

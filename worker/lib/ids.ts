import { toHex } from './crypto.ts'

/** A trace id: 16 random bytes as hex, the form W3C trace context uses. Names one request in logs and error bodies; not a secret. */
export function newTraceId(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)))
}

import * as z from 'zod'
import { equalInConstantTime, hmacSha256Hex, textFromBase64Url, toBase64Url } from '../lib/crypto.ts'

/** What a sign-in under way must remember; kept in the browser, signed. */
const pendingSchema = z.object({
  state: z.string().min(20),
  /** PKCE code verifier. */
  verifier: z.string().min(43),
  /** Where to go afterwards, a path of this site. */
  returnPath: z.string(),
  expiresAt: z.number(),
})
export type PendingSignIn = z.infer<typeof pendingSchema>

/** Keeps these signatures apart from any other use of the same secret. */
const purpose = 'sign-in.'

/** `payload.signature`, fit for a cookie. */
export async function sealPending(secret: string, pending: PendingSignIn): Promise<string> {
  const payload = toBase64Url(new TextEncoder().encode(JSON.stringify(pending)))
  return `${payload}.${await hmacSha256Hex(secret, purpose + payload)}`
}

/** What `sealed` holds; null when it was not signed with `secret`, is over, or is nothing of ours. */
export async function openPending(secret: string, sealed: string, now: number): Promise<PendingSignIn | null> {
  const [payload = '', signature = '', ...rest] = sealed.split('.')
  if (rest.length > 0) return null
  if (!equalInConstantTime(signature, await hmacSha256Hex(secret, purpose + payload))) return null
  const parsed = pendingSchema.safeParse(JSON.parse(textFromBase64Url(payload) ?? 'null'))
  return parsed.success && parsed.data.expiresAt > now ? parsed.data : null
}

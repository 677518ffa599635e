import { createPublicKey, verify } from 'node:crypto'
import * as z from 'zod'
import { ApiError } from './api-error.ts'
import type { World } from './world.ts'

const claims = z.object({ iss: z.union([z.string(), z.number()]), iat: z.number().int(), exp: z.number().int() })

/** GitHub tolerates this much drift between its clock and the App's. */
const driftSeconds = 60
const longestLifeSeconds = 600

/** Checks an App's JSON web token: RS256 with the registered key, issuer, issue time, expiry at most ten minutes away. Throws 401. */
export function verifyAppJwt(world: World, token: string, now: number): void {
  const [head = '', body = '', signature = ''] = token.split('.')
  const { iss, iat, exp } = decode(head, body)
  const key = createPublicKey(world.credentials.privateKey)
  const genuine = verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'))
  if (!genuine) throw new ApiError(401, 'A JSON web token could not be decoded')
  if (![String(world.credentials.appId), world.credentials.clientId].includes(String(iss))) throw new ApiError(401, 'Integration not found')
  const seconds = now / 1000
  if (iat > seconds + driftSeconds) {
    throw new ApiError(401, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued")
  }
  if (exp <= seconds) {
    throw new ApiError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  }
  if (exp > seconds + longestLifeSeconds + driftSeconds || exp - iat > longestLifeSeconds + driftSeconds) {
    throw new ApiError(401, "'Expiration time' claim ('exp') is too far in the future")
  }
}

function decode(head: string, body: string): z.infer<typeof claims> {
  try {
    const header = z.object({ alg: z.literal('RS256') }).safeParse(JSON.parse(Buffer.from(head, 'base64url').toString()))
    const parsed = claims.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()))
    if (header.success && parsed.success) return parsed.data
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new ApiError(401, 'A JSON web token could not be decoded')
}

import * as z from 'zod'
import { PublicError } from '../domain/errors.ts'
import { equalInConstantTime, randomToken, sha256Base64Url } from '../lib/crypto.ts'
import { localPath } from '../lib/http.ts'
import type { GitHubProfile } from './account-port.ts'
import { openPending, sealPending } from './oauth-state.ts'

/** Time to type a password and a second factor. */
export const pendingMs = 600_000
const callTimeoutMs = 10_000

export interface OAuthConfig {
  clientId: string
  clientSecret: string
  /** Signs the cookie of a sign-in under way. */
  sessionSecret: string
  githubUrl: string
  githubApiUrl: string
  publicUrl: string
  fetch?: (url: string, init: RequestInit) => Promise<Response>
  now: () => number
}

export interface OAuth {
  /** Address to send the browser to, and the value of the cookie to send with it. */
  begin(returnPath: string | undefined): Promise<{ location: string; cookie: string }>
  /** Takes the answer GitHub sent the browser back with. Throws `PublicError`. */
  finish(answer: {
    cookie: string | undefined
    code: string | undefined
    state: string | undefined
  }): Promise<{ profile: GitHubProfile; returnPath: string }>
}

const tokenAnswer = z.object({ access_token: z.string().min(1) })
const userAnswer = z.object({
  id: z.number().int().positive(),
  login: z.string().min(1),
  name: z.string().nullish(),
  avatar_url: z.string(),
})

/** Sign-in with GitHub: web flow with state and PKCE. Null when the client is not configured. The user's token is used for one call and dropped. */
export function createOAuth(config: OAuthConfig): OAuth | null {
  if (config.clientId === '' || config.clientSecret === '' || config.sessionSecret === '') return null
  const github = config.githubUrl.replace(/\/+$/, '')
  const callback = `${new URL(config.publicUrl).origin}/auth/callback`

  return {
    begin: async (returnPath) => {
      const pending = {
        state: randomToken(24),
        verifier: randomToken(32),
        returnPath: localPath(returnPath),
        expiresAt: config.now() + pendingMs,
      }
      const query = new URLSearchParams({
        client_id: config.clientId,
        redirect_uri: callback,
        state: pending.state,
        code_challenge: await sha256Base64Url(pending.verifier),
        code_challenge_method: 'S256',
        allow_signup: 'false',
      })
      return { location: `${github}/login/oauth/authorize?${query}`, cookie: await sealPending(config.sessionSecret, pending) }
    },
    finish: async ({ cookie, code, state }) => {
      const pending = cookie === undefined ? null : await openPending(config.sessionSecret, cookie, config.now())
      if (pending === null || !code || !state || !equalInConstantTime(state, pending.state)) throw new PublicError('sign_in_failed')
      const token = await exchange(config, { code, verifier: pending.verifier, callback, address: `${github}/login/oauth/access_token` })
      return { profile: await profileOf(config, token), returnPath: localPath(pending.returnPath) }
    },
  }
}

async function exchange(
  config: OAuthConfig,
  grant: { code: string; verifier: string; callback: string; address: string },
): Promise<string> {
  const body = {
    client_id: config.clientId,
    client_secret: config.clientSecret,
    code: grant.code,
    redirect_uri: grant.callback,
    code_verifier: grant.verifier,
  }
  const headers = { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'codecollection-registry' }
  const answer = tokenAnswer.safeParse(await call(config, grant.address, { method: 'POST', headers, body: JSON.stringify(body) }))
  // GitHub answers 200 with an `error` for a code that is wrong, used or too old.
  if (!answer.success) throw new PublicError('sign_in_failed')
  return answer.data.access_token
}

async function profileOf(config: OAuthConfig, token: string): Promise<GitHubProfile> {
  const headers = { accept: 'application/vnd.github+json', authorization: `Bearer ${token}`, 'user-agent': 'codecollection-registry' }
  const user = userAnswer.safeParse(await call(config, `${config.githubApiUrl.replace(/\/+$/, '')}/user`, { method: 'GET', headers }))
  if (!user.success) throw new PublicError('sign_in_failed')
  const { id, login, name, avatar_url: avatarUrl } = user.data
  return { id, login, name: name || login, avatarUrl: /^https?:\/\//.test(avatarUrl) ? avatarUrl : '' }
}

/** JSON of an answer; null for a refusal. Throws `outside_failed` when GitHub cannot answer at all. */
async function call(config: OAuthConfig, address: string, init: RequestInit): Promise<unknown> {
  const send = config.fetch ?? ((url: string, options: RequestInit) => fetch(url, options))
  try {
    const response = await send(address, { ...init, redirect: 'manual', signal: AbortSignal.timeout(callTimeoutMs) })
    const text = await response.text()
    if (response.status >= 500) throw new Error(`GitHub answered ${response.status}`)
    return response.ok ? JSON.parse(text) : null
  } catch (error) {
    throw new PublicError('outside_failed', null, error)
  }
}

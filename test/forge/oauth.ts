import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { issuePersonToken } from './actor.ts'
import { notFound } from './api-error.ts'
import { html, page } from './html.ts'
import { findAccount, people } from './members.ts'
import type { Call, Reply } from './router.ts'
import { oauthCodeRow } from './tables.ts'
import type { World } from './world.ts'

/** GitHub's codes live ten minutes. */
const codeLifeMs = 600_000

const docs = 'https://docs.github.com/apps/managing-oauth-apps/troubleshooting-authorization-request-errors'

interface Wish {
  redirectUri: string
  state: string | null
  challenge: string | null
}

/** The callback must lie on the registered address: same origin, and its path or below. */
function registered(world: World, redirectUri: string): boolean {
  const callback = new URL(`${world.appUrl}/auth/callback`)
  const wanted = URL.canParse(redirectUri) ? new URL(redirectUri) : null
  return (
    wanted !== null &&
    wanted.origin === callback.origin &&
    (wanted.pathname === callback.pathname || wanted.pathname.startsWith(`${callback.pathname}/`))
  )
}

function readWish(world: World, fields: URLSearchParams): Wish | Reply {
  if (fields.get('client_id') !== world.credentials.clientId) throw notFound()
  const redirectUri = fields.get('redirect_uri') ?? `${world.appUrl}/auth/callback`
  const state = fields.get('state')
  if (!registered(world, redirectUri)) {
    return failure(
      `${world.appUrl}/auth/callback`,
      state,
      'redirect_uri_mismatch',
      'The redirect_uri is not associated with this application.',
    )
  }
  const challenge = fields.get('code_challenge')
  if (challenge !== null && fields.get('code_challenge_method') !== 'S256') {
    return failure(redirectUri, state, 'invalid_request', 'The code_challenge_method must be S256.')
  }
  return { redirectUri, state, challenge }
}

function failure(to: string, state: string | null, error: string, description: string): Reply {
  const target = new URL(to)
  target.searchParams.set('error', error)
  target.searchParams.set('error_description', description)
  if (state !== null) target.searchParams.set('state', state)
  return { status: 302, headers: { location: target.href } }
}

function askWho(world: World, call: Call): Reply {
  const wish = readWish(world, call.query)
  if ('status' in wish) return wish
  const hidden = [...call.query].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)
  const choices = people(world).map(
    ({ login, name }) => html`<button name="login" value="${login}">${login} <small>${name}</small></button>`,
  )
  const body = html`<h1>Sign in to ${world.credentials.slug}</h1><p>Choose the person to be.</p><form method="post" action="/login/oauth/authorize">${hidden}${choices}</form>`
  return page('Sign in', body)
}

function authorize(world: World, call: Call): Reply {
  // A machine may name the person in the address of the same POST.
  const fields = new URLSearchParams([...call.query, ...new URLSearchParams(call.body.toString())])
  const wish = readWish(world, fields)
  if ('status' in wish) return wish
  const account = findAccount(world, fields.get('login') ?? '')
  if (account === null || account.type !== 'User') {
    return failure(wish.redirectUri, wish.state, 'access_denied', 'The user has denied your application access.')
  }
  const code = randomBytes(10).toString('hex')
  world.store.run(
    'INSERT INTO oauth_codes (code, login, redirect_uri, challenge, expires_at) VALUES (?, ?, ?, ?, ?)',
    ...[code, account.login, wish.redirectUri, wish.challenge, Date.now() + codeLifeMs],
  )
  const target = new URL(wish.redirectUri)
  target.searchParams.set('code', code)
  if (wish.state !== null) target.searchParams.set('state', wish.state)
  return { status: 302, headers: { location: target.href } }
}

/** GitHub answers 200 to a refused exchange, and forms unless JSON is asked for. */
function tokenReply(call: Call, fields: Record<string, string>): Reply {
  if (call.headers.accept?.includes('json')) return { status: 200, json: fields }
  return {
    status: 200,
    text: new URLSearchParams(fields).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  }
}

function exchange(world: World, call: Call): Reply {
  const refuse = (error: string, description: string) => tokenReply(call, { error, error_description: description, error_uri: docs })
  const fields = exchangeFields(call)
  const { clientId, clientSecret } = world.credentials
  if (fields.get('client_id') !== clientId || !same(fields.get('client_secret') ?? '', clientSecret)) {
    return refuse('incorrect_client_credentials', 'The client_id and/or client_secret passed are incorrect.')
  }
  const code = fields.get('code') ?? ''
  const granted = world.store.one(oauthCodeRow, 'SELECT * FROM oauth_codes WHERE code = ?', code)
  const verified =
    granted?.challenge === null ||
    granted?.challenge ===
      createHash('sha256')
        .update(fields.get('code_verifier') ?? '')
        .digest('base64url')
  if (granted === null || granted.used || granted.expires_at <= Date.now() || !verified) {
    return refuse('bad_verification_code', 'The code passed is incorrect or expired.')
  }
  const redirectUri = fields.get('redirect_uri')
  if (redirectUri !== null && redirectUri !== granted.redirect_uri) {
    return refuse('redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL for this application.')
  }
  world.store.run('UPDATE oauth_codes SET used = 1 WHERE code = ?', code)
  return tokenReply(call, { access_token: issuePersonToken(world, granted.login, 'gho'), token_type: 'bearer', scope: '' })
}

function exchangeFields(call: Call): URLSearchParams {
  const text = call.body.toString()
  if (!call.headers['content-type']?.includes('json')) return new URLSearchParams(text === '' ? call.query : text)
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed !== 'object' || parsed === null) return new URLSearchParams()
    return new URLSearchParams(Object.entries(parsed).map(([name, value]) => [name, String(value)]))
  } catch (error) {
    if (error instanceof SyntaxError) return new URLSearchParams()
    throw error
  }
}

function same(given: string, wanted: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

/** The OAuth web flow: a page that asks who to be, the code, and its exchange for a token. */
export function answerOauth(world: World, call: Call): Reply {
  if (call.path === '/login/oauth/authorize' && call.method === 'GET') return askWho(world, call)
  if (call.path === '/login/oauth/authorize' && call.method === 'POST') return authorize(world, call)
  if (call.path === '/login/oauth/access_token' && call.method === 'POST') return exchange(world, call)
  world.unexpected.push({ method: call.method, path: call.path })
  throw notFound()
}

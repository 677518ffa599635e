import { createHash } from 'node:crypto'
import { Octokit } from '@octokit/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { checkedFetch, type Stage, startStage } from './testing.ts'

describe('the OAuth web flow', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await startStage()
  })
  afterAll(() => stage.close())

  const verifier = 'a-verifier-that-is-long-enough-for-the-standard'
  const wish = (more: Record<string, string> = {}) => ({
    client_id: stage.forge.credentials.clientId,
    redirect_uri: `${stage.sink.url}/auth/callback`,
    state: 'the state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  })
  const choose = async (fields: Record<string, string>) => {
    const body = new URLSearchParams(fields)
    const response = await fetch(`${stage.forge.url}/login/oauth/authorize`, { method: 'POST', body, redirect: 'manual' })
    return new URL(response.headers.get('location') ?? 'about:blank')
  }
  const exchange = async (fields: Record<string, string>) => {
    const { clientId, clientSecret } = stage.forge.credentials
    const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...fields })
    const response = await fetch(`${stage.forge.url}/login/oauth/access_token`, {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
    })
    expect(response.status).toBe(200)
    return z.record(z.string(), z.string()).parse(await response.json())
  }

  test('the page offers every person and escapes what it was asked with', async () => {
    const query = new URLSearchParams(wish({ state: '"><script>' }))
    const response = await fetch(`${stage.forge.url}/login/oauth/authorize?${query}`)
    const text = await response.text()
    expect(response.status).toBe(200)
    for (const login of ['ada', 'rex', 'cora']) expect(text).toContain(`value="${login}"`)
    expect(text).not.toContain('<script>')
  })

  test('a chosen person comes back with a code that buys one token for that person', async () => {
    const back = await choose({ ...wish(), login: 'rex' })
    expect(`${back.origin}${back.pathname}`).toBe(`${stage.sink.url}/auth/callback`)
    expect(back.searchParams.get('state')).toBe('the state')
    const code = back.searchParams.get('code') ?? ''
    expect(await exchange({ code, code_verifier: 'wrong' })).toMatchObject({ error: 'bad_verification_code' })
    const granted = await exchange({ code, code_verifier: verifier })
    expect(granted).toMatchObject({ token_type: 'bearer', access_token: expect.stringMatching(/^gho_/) })
    const rex = new Octokit({ auth: granted.access_token, baseUrl: `${stage.forge.url}/api/v3`, request: { fetch: checkedFetch } })
    expect((await rex.request('GET /user')).data).toMatchObject({ login: 'rex', name: 'Rex Reviewer' })
    expect(await exchange({ code, code_verifier: verifier })).toMatchObject({ error: 'bad_verification_code' })
  })

  test('a wrong secret, a foreign address and an unknown person are refused as GitHub does', async () => {
    expect(await exchange({ code: 'x', client_secret: 'no' })).toMatchObject({ error: 'incorrect_client_credentials' })
    const elsewhere = await choose({ ...wish({ redirect_uri: 'https://evil.example/auth/callback' }), login: 'rex' })
    expect(elsewhere.origin).toBe(stage.sink.url)
    expect(elsewhere.searchParams.get('error')).toBe('redirect_uri_mismatch')
    const nobody = await choose({ ...wish(), login: 'meridian-ops' })
    expect(nobody.searchParams.get('error')).toBe('access_denied')
  })
})

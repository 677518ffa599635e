import { afterAll, beforeAll, expect, test } from 'vitest'
import { createOAuth } from '../../worker/accounts/oauth.ts'
import { checkedFetch, type Stage, startStage } from './testing.ts'

let stage: Stage
beforeAll(async () => {
  stage = await startStage()
})
afterAll(() => stage.close())

function oauthOf() {
  const { clientId, clientSecret } = stage.forge.credentials
  const oauth = createOAuth({
    clientId,
    clientSecret,
    sessionSecret: 'session-secret',
    githubUrl: stage.forge.url,
    githubApiUrl: `${stage.forge.url}/api/v3`,
    publicUrl: stage.sink.url,
    fetch: checkedFetch,
    now: Date.now,
  })
  if (oauth === null) throw new Error('the forge gave no OAuth client')
  return oauth
}

/** What a browser does on the forge's page: picks a person and follows the redirect. */
async function choose(location: string, login: string): Promise<URL> {
  const body = new URLSearchParams([...new URL(location).searchParams, ['login', login]])
  const response = await fetch(`${stage.forge.url}/login/oauth/authorize`, { method: 'POST', body, redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '')
}

test('a person signs in through the web flow, and each code works once and only for the browser that began', async () => {
  const oauth = oauthOf()
  const { location, cookie } = await oauth.begin('/issues?state=open')
  const back = await choose(location, 'rex')
  expect(back.origin + back.pathname).toBe(`${stage.sink.url}/auth/callback`)
  const answer = { code: back.searchParams.get('code') ?? '', state: back.searchParams.get('state') ?? '' }
  const other = await oauth.begin('/')
  await expect(oauth.finish({ ...answer, cookie: other.cookie })).rejects.toMatchObject({ code: 'sign_in_failed' })
  const done = await oauth.finish({ ...answer, cookie })
  expect(done).toMatchObject({ profile: { login: 'rex', name: 'Rex Reviewer' }, returnPath: '/issues?state=open' })
  await expect(oauth.finish({ ...answer, cookie })).rejects.toMatchObject({ code: 'sign_in_failed' })
})

test('an exchange without the verifier of its own sign-in is refused', async () => {
  const oauth = oauthOf()
  const begun = await oauth.begin('/')
  const tampered = new URL(begun.location)
  tampered.searchParams.set('code_challenge', 'A'.repeat(43))
  const back = await choose(tampered.href, 'ada')
  const answer = { code: back.searchParams.get('code') ?? '', state: back.searchParams.get('state') ?? '' }
  await expect(oauth.finish({ ...answer, cookie: begun.cookie })).rejects.toMatchObject({ code: 'sign_in_failed' })
})

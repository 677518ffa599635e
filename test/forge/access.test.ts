import { createSign } from 'node:crypto'
import { Octokit } from '@octokit/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkedFetch, owner, personOf, refusal, repo, type Stage, startStage } from './testing.ts'

describe('who may do what', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await startStage()
  })
  afterAll(() => stage.close())

  const jwt = (claims: Record<string, unknown>) => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const head = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
    return `${head}.${createSign('RSA-SHA256').update(head).sign(stage.forge.credentials.privateKey, 'base64url')}`
  }
  const asApp = async (claims: Record<string, unknown>) => {
    const headers = { authorization: `Bearer ${jwt(claims)}`, 'user-agent': 'test' }
    const response = await checkedFetch(`${stage.forge.url}/api/v3/app`, { headers })
    return { status: response.status, body: await response.json() }
  }

  test('an App token is refused when it is foreign, expired, too long lived or from the future', async () => {
    const now = Math.floor(Date.now() / 1000)
    const good = { iss: stage.forge.credentials.appId, iat: now - 30, exp: now + 300 }
    expect(await asApp(good)).toMatchObject({ status: 200, body: { slug: 'codecollection-registry' } })
    expect(await asApp({ ...good, iss: stage.forge.credentials.clientId })).toMatchObject({ status: 200 })
    expect(await asApp({ ...good, iss: 99 })).toMatchObject({ status: 401, body: { message: 'Integration not found' } })
    expect(await asApp({ ...good, exp: now - 1 })).toMatchObject({ status: 401 })
    expect(await asApp({ ...good, exp: now + 3600 })).toMatchObject({
      status: 401,
      body: { message: expect.stringContaining('too far in the future') },
    })
    expect(await asApp({ ...good, iat: now + 300 })).toMatchObject({ status: 401 })
    const forged = `${jwt(good).slice(0, -8)}AAAAAAAA`
    const response = await fetch(`${stage.forge.url}/api/v3/app`, { headers: { authorization: `Bearer ${forged}`, 'user-agent': 'test' } })
    expect(response.status).toBe(401)
  })

  const tokenFor = async (wish: Record<string, unknown>) => {
    const { data } = await stage.app.octokit.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: 5001,
      ...wish,
    })
    return { data, client: new Octokit({ auth: data.token, baseUrl: `${stage.forge.url}/api/v3`, request: { fetch: checkedFetch } }) }
  }

  test('installation tokens have the long format and live an hour', async () => {
    const { data } = await tokenFor({})
    expect(data.token).toMatch(/^ghs_4001_eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/)
    expect(data.token.length).toBeGreaterThan(450)
    expect(Date.parse(data.expires_at) - Date.now()).toBeGreaterThan(3_590_000)
  })

  test('a token can do only what it was asked for, and only in its repositories', async () => {
    const { data, client } = await tokenFor({ repositories: [repo], permissions: { contents: 'read' } })
    expect(data.repositories?.map(({ name }) => name)).toEqual([repo])
    const ref = { owner, repo, ref: 'heads/main' }
    const main = await client.request('GET /repos/{owner}/{repo}/git/ref/{ref}', ref)
    const create = client.request('POST /repos/{owner}/{repo}/git/refs', { owner, repo, ref: 'refs/heads/x', sha: main.data.object.sha })
    expect(await refusal(create)).toMatchObject({ status: 403, message: expect.stringContaining('Resource not accessible by integration') })
    const issues = client.request('GET /repos/{owner}/{repo}/issues', { owner, repo })
    expect(await refusal(issues)).toMatchObject({ status: 403 })
    const elsewhere = client.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...ref, repo: 'cloud-care-codecollection' })
    expect(await refusal(elsewhere)).toMatchObject({ status: 403 })
    const listed = await client.request('GET /installation/repositories')
    expect(listed.data).toMatchObject({ total_count: 1, repository_selection: 'selected' })
  })

  test('a token is not given for more than was installed', async () => {
    expect(await refusal(tokenFor({ permissions: { administration: 'write' } }))).toMatchObject({ status: 422 })
    expect(await refusal(tokenFor({ repository_ids: [1] }))).toMatchObject({ status: 422 })
  })

  test('calls without a token, with a wrong one or without a user agent are refused', async () => {
    const get = (headers: Record<string, string>) => checkedFetch(`${stage.forge.url}/api/v3/repos/${owner}/${repo}`, { headers })
    expect((await get({ 'user-agent': 'test' })).status).toBe(401)
    expect((await get({ 'user-agent': 'test', authorization: 'Bearer ghs_no' })).status).toBe(401)
    expect((await get({ 'user-agent': '', authorization: `Bearer ${stage.forge.tokenOf('ada')}` })).status).toBe(403)
  })

  test.each([
    ['ada', 'admin', 'admin'],
    ['rex', 'write', 'write'],
    ['cora', 'none', 'none'],
    ['olga', 'admin', 'admin'],
    ['conni', 'read', 'read'],
    ['nils', 'none', 'none'],
  ])('%s has the permission %s', async (username, permission, role) => {
    const { data } = await stage.octokit.request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', { owner, repo, username })
    expect(data).toMatchObject({ permission, role_name: role, user: { login: username } })
  })

  test('nobody approves their own pull request, and a reader merges none', async () => {
    const { octokit, forge } = stage
    const main = await octokit.request('GET /repos/{owner}/{repo}/branches/{branch}', { owner, repo, branch: 'main' })
    const commit = await octokit.request('POST /repos/{owner}/{repo}/git/commits', {
      owner,
      repo,
      message: 'Nothing',
      tree: main.data.commit.commit.tree.sha,
      parents: [main.data.commit.sha],
    })
    await octokit.request('POST /repos/{owner}/{repo}/git/refs', { owner, repo, ref: 'refs/heads/own', sha: commit.data.sha })
    const rex = personOf(forge, 'rex')
    const { data: pull } = await rex.request('POST /repos/{owner}/{repo}/pulls', { owner, repo, head: 'own', base: 'main', title: 'Own' })
    const at = { owner, repo, pull_number: pull.number }
    const own = rex.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', { ...at, event: 'APPROVE' })
    expect(await refusal(own)).toMatchObject({ status: 422, message: expect.stringContaining('Can not approve your own pull request') })
    const byReader = personOf(forge, 'conni').request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', at)
    expect(await refusal(byReader)).toMatchObject({ status: 403 })
    const again = rex.request('POST /repos/{owner}/{repo}/pulls', { owner, repo, head: `${owner}:own`, base: 'main', title: 'Again' })
    expect(await refusal(again)).toMatchObject({
      status: 422,
      message: expect.stringContaining(`A pull request already exists for ${owner}:own.`),
    })
  })
})

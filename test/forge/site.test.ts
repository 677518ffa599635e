import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { owner, repo, type Stage, startStage } from './testing.ts'

describe('the pages for people', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await startStage()
  })
  afterAll(() => stage.close())

  const get = async (path: string) => {
    const response = await fetch(`${stage.forge.url}${path}`)
    return { status: response.status, text: await response.text(), policy: response.headers.get('content-security-policy') }
  }
  const post = (path: string, fields: Record<string, string>) =>
    fetch(`${stage.forge.url}${path}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

  test('a person opens an issue and comments on it, and everything is escaped', async () => {
    const evil = '<img src=x onerror=alert(1)>"\'&'
    const opened = await post(`/${owner}/${repo}/issues`, { login: 'cole', title: evil, body: evil, labels: `${evil.slice(0, 20)}, bug` })
    expect([opened.status, opened.headers.get('location')]).toEqual([303, `/${owner}/${repo}/issues/1`])
    const commented = await post(`/${owner}/${repo}/issues/1/comments`, { login: 'nils', body: evil })
    expect(commented.status).toBe(303)
    const shown = await get(`/${owner}/${repo}/issues/1`)
    expect(shown.text).not.toContain('<img')
    expect(shown.text.match(/&#60;img src=x onerror=alert\(1\)&#62;&#34;&#39;&#38;/g)?.length).toBeGreaterThanOrEqual(4)
    expect(shown.text).toContain('cole')
    expect(shown.policy).toContain("default-src 'none'")
    const comment = await stage.sink.next(({ event }) => event === 'issue_comment')
    expect(comment.payload).toMatchObject({ action: 'created', comment: { author_association: 'NONE' }, sender: { login: 'nils' } })
  })

  test('repositories, lists and missing pages answer as pages', async () => {
    expect(await get('/')).toMatchObject({ status: 200, text: expect.stringContaining(`${owner}/${repo}`) })
    expect(await get(`/${owner}/${repo}`)).toMatchObject({ status: 200, text: expect.stringContaining('Open an issue') })
    expect(await get(`/${owner}/${repo}/pulls`)).toMatchObject({ status: 200, text: expect.stringContaining('None yet.') })
    expect(await get(`/${owner}/${repo}/issues/99`)).toMatchObject({ status: 404, text: expect.stringContaining('Not found') })
    expect(await get('/nobody/nothing')).toMatchObject({ status: 404 })
  })

  test('nobody speaks as an organisation or a bot', async () => {
    const response = await post(`/${owner}/${repo}/issues`, { login: 'codecollection-registry[bot]', title: 'x', body: '', labels: '' })
    expect(response.status).toBe(404)
  })
})

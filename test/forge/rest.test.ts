import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownCalls } from './rest.ts'
import { match } from './router.ts'
import { checkedFetch, openApi, owner, repo, type Stage, startStage } from './testing.ts'

/** Calls of every route through a fetch that checks each answer against GitHub's description. */
describe('every call of the REST API', () => {
  let stage: Stage
  const made: string[] = []
  const here = `/repos/${owner}/${repo}`
  beforeAll(async () => {
    stage = await startStage()
  })
  afterAll(() => stage.close())

  /** Makes a call as the installation, or as `as`, and returns status and body. */
  async function call(
    method: string,
    path: string,
    body?: unknown,
    as?: string,
  ): Promise<{ status: number; json: Record<string, unknown>; list: Record<string, unknown>[] }> {
    made.push(`${method} ${path.split('?')[0]}`)
    const token = as ?? (await installationToken())
    const response = await checkedFetch(`${stage.forge.url}/api/v3${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'user-agent': 'test' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = text === '' ? null : JSON.parse(text)
    return { status: response.status, json: json ?? {}, list: Array.isArray(json) ? json : [] }
  }
  const appToken = async () => String(Object(await stage.app.octokit.auth({ type: 'app' })).token)
  const installationToken = async () => String(Object(await stage.octokit.auth({ type: 'installation' })).token)

  test('the App, its installation and accounts', async () => {
    const app = await appToken()
    expect((await call('GET', '/app', undefined, app)).json).toMatchObject({ id: 4001 })
    expect((await call('GET', '/app/installations', undefined, app)).list).toMatchObject([{ id: 5001 }])
    expect(await call('GET', '/app/installations/5001', undefined, app)).toMatchObject({ status: 200 })
    expect(await call('GET', '/app/installations/1', undefined, app)).toMatchObject({ status: 404 })
    expect(await call('GET', '/repositories/81001/installation', undefined, app)).toMatchObject({ status: 200 })
    expect((await call('GET', `${here}/installation`, undefined, app)).json).toMatchObject({ id: 5001, account: { login: owner } })
    const token = await call('POST', '/app/installations/5001/access_tokens', { repository_ids: [81002] }, app)
    expect(token).toMatchObject({ status: 201, json: { repository_selection: 'selected', repositories: [{ id: 81002 }] } })
    expect((await call('GET', '/installation/repositories?per_page=1')).json).toMatchObject({ total_count: 2 })
    expect((await call('GET', '/user', undefined, stage.forge.tokenOf('rex'))).json).toMatchObject({ login: 'rex' })
    expect((await call('GET', '/users/codecollection-registry[bot]')).json).toMatchObject({ type: 'Bot' })
    const deliveries = await call('GET', '/app/hook/deliveries', undefined, app)
    const id = deliveries.list[0]?.id
    expect((await call('GET', `/app/hook/deliveries/${id}`, undefined, app)).json).toMatchObject({
      event: 'installation',
      action: 'created',
    })
    expect(await call('POST', `/app/hook/deliveries/${id}/attempts`, undefined, app)).toMatchObject({ status: 202 })
  })

  test('a repository by name and by id, its people, branches, commits and files', async () => {
    expect((await call('GET', here)).json).toMatchObject({ default_branch: 'main', clone_url: `${stage.forge.url}/${owner}/${repo}.git` })
    expect((await call('GET', '/repositories/81001')).json).toMatchObject({ name: repo })
    expect((await call('GET', `${here}/collaborators/mina/permission`)).json).toMatchObject({ permission: 'write' })
    expect((await call('GET', `${here}/collaborators/who/permission`)).status).toBe(404)
    const branch = await call('GET', `${here}/branches/main`)
    const { sha } = Object(branch.json.commit)
    expect((await call('GET', `${here}/commits/${sha}`)).json).toMatchObject({ sha, author: { login: 'ada' } })
    expect((await call('GET', `${here}/commits/nothing`)).status).toBe(422)
    expect((await call('GET', `${here}/contents/codebundles`)).list).toMatchObject([{ name: 'hello-world', type: 'dir' }])
    const file = await call('GET', `${here}/contents/codebundles/hello-world/check.sh?ref=main`)
    expect(Buffer.from(String(file.json.content), 'base64').toString()).toBe('#!/bin/sh\necho well\n')
    expect((await call('GET', `${here}/contents`)).list.map(({ name }) => name)).toEqual(['README.md', 'codebundles'])
    expect((await call('GET', `${here}/contents/none`)).status).toBe(404)
  })

  test('git data, with the modes and deletions of a tree', async () => {
    const { json: main } = await call('GET', `${here}/git/ref/heads/main`)
    const parent = String(Object(main.object).sha)
    const { json: commit } = await call('GET', `${here}/git/commits/${parent}`)
    const base_tree = String(Object(commit.tree).sha)
    const { json: blob } = await call('POST', `${here}/git/blobs`, {
      content: Buffer.from('bytes \0').toString('base64'),
      encoding: 'base64',
    })
    expect((await call('GET', `${here}/git/blobs/${blob.sha}`)).json).toMatchObject({ size: 7 })
    const tree = [
      { path: 'a/deep/run.sh', mode: '100755', type: 'blob', sha: blob.sha },
      { path: 'plain.txt', mode: '100644', content: 'inline' },
      { path: 'README.md', mode: '100644', type: 'blob', sha: null },
    ]
    const { json: made } = await call('POST', `${here}/git/trees`, { base_tree, tree })
    const { json: read } = await call('GET', `${here}/git/trees/${made.sha}?recursive=1`)
    const modes = Object.fromEntries(Object(read).tree.map(({ path, mode }: { path: string; mode: string }) => [path, mode]))
    expect(modes).toMatchObject({ 'a/deep/run.sh': '100755', 'plain.txt': '100644', 'codebundles/hello-world/check.sh': '100755' })
    expect(modes).not.toHaveProperty('README.md')
    const refuse = async (entry: Record<string, unknown>) => (await call('POST', `${here}/git/trees`, { base_tree, tree: [entry] })).status
    expect(await refuse({ path: 'not/there', mode: '100644', type: 'blob', sha: null })).toBe(422)
    expect(await refuse({ path: '../up', mode: '100644', content: 'x' })).toBe(422)
    expect(await refuse({ path: '.git/config', mode: '100644', content: 'x' })).toBe(422)
    expect(await refuse({ path: 'x', mode: '100644', type: 'blob', sha: '1'.repeat(40) })).toBe(422)
    const date = '2026-03-01T12:00:00+02:00'
    const person = { name: 'Ann', email: 'ann@example.org', date }
    const wish = { message: 'Words', tree: made.sha, parents: [parent], author: person, committer: person }
    const { json: first } = await call('POST', `${here}/git/commits`, wish)
    expect(first).toMatchObject({ message: 'Words', author: { date: '2026-03-01T10:00:00Z' } })
    expect((await call('POST', `${here}/git/commits`, wish)).json.sha).toBe(first.sha)
    expect((await call('POST', `${here}/git/commits`, { ...wish, tree: '2'.repeat(40) })).status).toBe(422)
    await call('POST', `${here}/git/refs`, { ref: 'refs/heads/topic/one', sha: parent })
    expect((await call('PATCH', `${here}/git/refs/heads/topic/one`, { sha: first.sha })).json).toMatchObject({ object: { sha: first.sha } })
    expect((await call('GET', `${here}/git/matching-refs/heads/topic`)).list).toMatchObject([{ ref: 'refs/heads/topic/one' }])
    await call('POST', `${here}/git/refs`, { ref: 'refs/tags/v1', sha: parent })
    expect((await call('DELETE', `${here}/git/refs/tags/v1`)).status).toBe(204)
  })

  test('issues, comments, labels and reactions', async () => {
    const mina = stage.forge.tokenOf('mina')
    expect(await call('POST', `${here}/issues`, { title: 'One', body: 'text', labels: ['a'] }, mina)).toMatchObject({
      status: 201,
      json: { number: 1 },
    })
    const silent = await call('POST', `${here}/issues`, { title: 'Two', labels: ['a'] }, stage.forge.tokenOf('nils'))
    expect(silent.json).toMatchObject({ number: 2, labels: [], body: null })
    expect((await call('GET', `${here}/issues?labels=A&state=all`)).list).toMatchObject([{ number: 1 }])
    expect((await call('POST', `${here}/issues`, {}, mina)).status).toBe(422)
    expect((await call('GET', `${here}/issues/99`)).status).toBe(404)
    expect((await call('PATCH', `${here}/issues/1`, { title: 'Uno', state: 'closed', state_reason: 'not_planned' })).json).toMatchObject({
      title: 'Uno',
      state: 'closed',
      state_reason: 'not_planned',
    })
    expect((await call('PATCH', `${here}/issues/1`, { state: 'open' })).json).toMatchObject({
      state: 'open',
      state_reason: 'reopened',
      closed_at: null,
    })
    expect((await call('PATCH', `${here}/issues/1`, { title: 'Mine now' }, stage.forge.tokenOf('nils'))).status).toBe(403)
    const { json: comment } = await call('POST', `${here}/issues/1/comments`, { body: 'first' })
    await call('POST', `${here}/issues/1/comments`, { body: 'second' }, mina)
    const page = await checkedFetch(`${stage.forge.url}/api/v3${here}/issues/1/comments?per_page=1`, {
      headers: { authorization: `Bearer ${mina}`, 'user-agent': 'test' },
    })
    expect(page.headers.get('link')).toMatch(/page=2>; rel="next"/)
    expect((await call('GET', `${here}/issues/1/comments?per_page=1&page=2`)).list).toMatchObject([
      { body: 'second', author_association: 'MEMBER' },
    ])
    expect((await call('PATCH', `${here}/issues/comments/${comment.id}`, { body: 'edited' })).json).toMatchObject({
      body: 'edited',
      user: { type: 'Bot' },
    })
    expect((await call('GET', `${here}/issues/comments/${comment.id}`)).json).toMatchObject({ body: 'edited' })
    const reactions = [
      await call('POST', `${here}/issues/comments/${comment.id}/reactions`, { content: 'eyes' }),
      await call('POST', `${here}/issues/1/reactions`, { content: 'rocket' }),
    ]
    expect(reactions.map(({ status }) => status)).toEqual([201, 201])
    expect((await call('POST', `${here}/issues/1/reactions`, { content: 'rocket' })).status).toBe(200)
    expect((await call('POST', `${here}/labels`, { name: 'codebundle:running', color: '0E8A16', description: 'At work' })).status).toBe(201)
    expect((await call('POST', `${here}/labels`, { name: 'codebundle:running', color: '0E8A16' })).status).toBe(422)
    expect((await call('GET', `${here}/labels/codebundle%3Arunning`)).json).toMatchObject({ color: '0e8a16' })
    expect((await call('GET', `${here}/labels/none`)).status).toBe(404)
    expect((await call('GET', `${here}/labels`)).list).toHaveLength(2)
    expect((await call('POST', `${here}/issues/1/labels`, { labels: ['codebundle:running', 'a'] })).list.map(({ name }) => name)).toEqual([
      'a',
      'codebundle:running',
    ])
    expect((await call('PUT', `${here}/issues/1/labels`, { labels: ['b'] })).list.map(({ name }) => name)).toEqual(['b'])
    expect((await call('DELETE', `${here}/issues/1/labels/b`)).list).toEqual([])
    expect(await call('DELETE', `${here}/issues/1/labels/b`)).toMatchObject({ status: 404, json: { message: 'Label does not exist' } })
    expect((await call('GET', `${here}/issues/1/labels`)).list).toEqual([])
  })

  test('a locked issue takes the words of those who may write, and of no App', async () => {
    const [rex, nils] = [stage.forge.tokenOf('rex'), stage.forge.tokenOf('nils')]
    const [lock, comments] = [`${here}/issues/1/lock`, `${here}/issues/1/comments`]
    expect((await call('PUT', lock, { lock_reason: 'too heated' }, nils)).status).toBe(403)
    expect((await call('PUT', lock, { lock_reason: 'too heated' }, rex)).status).toBe(204)
    expect((await call('GET', `${here}/issues/1`)).json).toMatchObject({ locked: true, active_lock_reason: 'too heated' })
    const refused = { status: 403, json: { message: 'Unable to create comment because issue is locked.' } }
    expect(await call('POST', comments, { body: 'me too' })).toMatchObject(refused)
    expect(await call('POST', comments, { body: 'me too' }, nils)).toMatchObject(refused)
    expect((await call('POST', comments, { body: 'Quiet, please.' }, rex)).status).toBe(201)
    expect((await call('DELETE', lock, undefined, rex)).status).toBe(204)
    expect((await call('GET', `${here}/issues/1`)).json).toMatchObject({ locked: false, active_lock_reason: null })
  })

  test('pull requests and reviews', async () => {
    const base = { base: 'main', head: 'topic/one', title: 'Topic' }
    expect((await call('POST', `${here}/pulls`, { ...base, head: 'missing' })).status).toBe(422)
    const { json: pull } = await call('POST', `${here}/pulls`, base)
    const at = `${here}/pulls/${pull.number}`
    expect(await call('POST', `${here}/pulls`, base)).toMatchObject({
      status: 422,
      json: { errors: [{ message: `A pull request already exists for ${owner}:topic/one.` }] },
    })
    expect((await call('GET', `${here}/pulls?head=${owner}:topic/one&state=all&base=main`)).list).toMatchObject([{ number: pull.number }])
    expect((await call('GET', `${here}/pulls?head=${owner}:other`)).list).toEqual([])
    expect((await call('PATCH', at, { title: 'Better', body: 'Words' })).json).toMatchObject({ title: 'Better', body: 'Words' })
    expect((await call('PATCH', at, { state: 'closed' })).json).toMatchObject({ state: 'closed', merged: false })
    expect((await call('PATCH', at, { state: 'open' })).json).toMatchObject({ state: 'open', mergeable: true, mergeable_state: 'clean' })
    expect((await call('GET', at)).json).toMatchObject({ changed_files: 3, commits: 1 })
    expect((await call('GET', `${at}/files`)).list).toHaveLength(3)
    expect((await call('POST', `${at}/reviews`, { event: 'COMMENT', body: 'hm' }, stage.forge.tokenOf('nils'))).json).toMatchObject({
      state: 'COMMENTED',
    })
    expect((await call('POST', `${at}/reviews`, { event: 'REQUEST_CHANGES', body: '' }, stage.forge.tokenOf('rex'))).status).toBe(422)
    const lines = { event: 'REQUEST_CHANGES', body: 'see', comments: [{ path: 'a.txt', line: 1, body: 'say why' }] }
    const { id } = Object((await call('POST', `${at}/reviews`, lines, stage.forge.tokenOf('rex'))).json)
    expect((await call('GET', `${at}/reviews/${id}/comments`)).list).toMatchObject([{ path: 'a.txt', line: 1, body: 'say why' }])
    expect((await call('GET', `${at}/reviews/1/comments`)).status).toBe(404)
    expect((await call('GET', `${at}/reviews`)).list?.slice(0, 1)).toMatchObject([
      { user: { login: 'nils' }, commit_id: Object(pull.head).sha },
    ])
    expect((await call('GET', `${at}/merge`)).status).toBe(404)
    expect((await call('PUT', `${at}/merge`, {})).json).toMatchObject({ merged: true })
    expect((await call('GET', `${at}/merge`)).status).toBe(204)
    expect((await call('PATCH', at, { state: 'open' })).status).toBe(422)
    expect((await call('DELETE', `${here}/git/refs/heads/topic/one`)).status).toBe(204)
  })

  test('no route was left out, and every webhook had the fields that GitHub describes', async () => {
    const calls = knownCalls()
    const missed = calls.filter((known) => {
      const [method, pattern = ''] = known.split(' ')
      return !made.some((one) => one.split(' ')[0] === method && match(pattern, one.split(' ')[1] ?? '') !== null)
    })
    expect(missed).toEqual([])
    await stage.sink.next(({ event, payload }) => event === 'push' && payload.deleted === true && payload.ref === 'refs/heads/topic/one')
    const seen = stage.sink.received.map(
      ({ event, payload }) => [event, typeof payload.action === 'string' ? payload.action : null, payload] as const,
    )
    expect(
      seen.flatMap(([event, action, payload]) =>
        openApi()
          .checkWebhook(event, action, payload)
          .map((problem) => `${event} ${action} ${problem}`),
      ),
    ).toEqual([])
    const kinds = new Set(seen.map(([event, action]) => [event, action].filter((part) => part !== null).join('.')))
    for (const kind of [
      'issues.edited',
      'issues.unlabeled',
      'issues.reopened',
      'issue_comment.edited',
      'pull_request.edited',
      'pull_request.reopened',
    ])
      expect(kinds).toContain(kind)
    expect(stage.forge.unexpected).toEqual([])
  })
})

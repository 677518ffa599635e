import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { owner, type Received, repo, type Stage, startStage } from './testing.ts'

describe('webhook deliveries', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await startStage()
    await stage.sink.next(({ event }) => event === 'installation')
  })
  afterEach(() => stage.close())

  const open = async (title: string) => {
    const body = JSON.stringify({ owner, repo, title, body: 'text', labels: [], login: 'mina' })
    const response = await fetch(`${stage.forge.url}/_forge/issues`, { method: 'POST', body })
    expect(response.status).toBe(201)
  }
  const titled = (title: string) => (delivery: Received) => JSON.stringify(delivery.payload).includes(`"title":"${title}"`)
  const list = async (query: Record<string, unknown> = {}) => (await stage.app.octokit.request('GET /app/hook/deliveries', query)).data
  /** Waits until the log shows this many attempts. */
  const logged = (count: number) =>
    expect.poll(async () => (await list({ per_page: 100 })).length, { timeout: 10_000, interval: 20 }).toBe(count)

  test('a refused delivery is logged, not tried again, and redelivered on request with the same GUID', async () => {
    stage.sink.answer = () => 503
    await open('first')
    const failed = await stage.sink.next(titled('first'))
    await logged(2)
    const [entry] = await list({ status: 'failure' })
    expect(entry).toMatchObject({
      status: 'Invalid HTTP Response: 503',
      status_code: 503,
      event: 'issues',
      action: 'opened',
      redelivery: false,
    })
    stage.sink.answer = () => 202
    await stage.app.octokit.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: Number(entry?.id) })
    await logged(3)
    const again = stage.sink.received.at(-1)
    expect(again?.body.equals(failed.body)).toBe(true)
    expect(again?.headers['x-github-delivery']).toBe(failed.headers['x-github-delivery'])
    expect((await list())[0]).toMatchObject({ guid: entry?.guid, redelivery: true, status: 'OK', status_code: 202 })
    const { data } = await stage.app.octokit.request('GET /app/hook/deliveries/{delivery_id}', { delivery_id: Number(entry?.id) })
    expect(data.request.payload).toMatchObject({ action: 'opened' })
  })

  test('the log is paged by cursor', async () => {
    for (const title of ['a', 'b', 'c']) await open(title)
    await logged(4)
    const first = await stage.app.octokit.request('GET /app/hook/deliveries', { per_page: 3 })
    const cursor = /[?&]cursor=([^&>]+)/.exec(first.headers.link ?? '')?.[1]
    const rest = await list({ per_page: 3, cursor })
    expect(first.data).toHaveLength(3)
    expect(rest.map(({ event }) => event)).toEqual(['installation'])
  })

  test('dropped deliveries stay in the log as failed and arrive by redelivery', async () => {
    stage.forge.faults.set({ deliveries: { dropRate: 1 } })
    await open('lost')
    await logged(2)
    expect(stage.sink.received.some(titled('lost'))).toBe(false)
    stage.forge.faults.set({})
    const [entry] = await list({ status: 'failure' })
    await stage.app.octokit.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: Number(entry?.id) })
    await stage.sink.next(titled('lost'))
  })

  test('duplicated deliveries arrive twice with one GUID', async () => {
    const faults = await fetch(`${stage.forge.url}/_forge/faults`, {
      method: 'PUT',
      body: JSON.stringify({ deliveries: { duplicateRate: 1 } }),
    })
    expect(await faults.json()).toMatchObject({ deliveries: { duplicateRate: 1, dropRate: 0 } })
    await open('twice')
    await logged(2)
    const guids = stage.sink.received.filter(titled('twice')).map(({ headers }) => headers['x-github-delivery'])
    expect(guids).toHaveLength(2)
    expect(new Set(guids).size).toBe(1)
  })

  test('one seed holds back and reorders the same deliveries every time', async () => {
    const orders: string[][] = []
    for (const round of [1, 2]) {
      stage.forge.faults.set({ seed: 7, deliveries: { reorderWindowMs: 600 } })
      for (const n of [1, 2, 3, 4, 5]) await open(`round ${round} issue ${n}`)
      await logged(1 + round * 5)
      const texts = stage.sink.received.map(({ body }) => /"title":"round (\d) issue (\d)"/.exec(body.toString()))
      orders.push(texts.flatMap((found) => (found?.[1] === String(round) ? [found[2] ?? ''] : [])))
    }
    expect([...(orders[0] ?? [])].sort()).toEqual(['1', '2', '3', '4', '5'])
    expect(orders[0]).not.toEqual(['1', '2', '3', '4', '5'])
    expect(orders[1]).toEqual(orders[0])
  })
})

describe('faults of the REST API', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await startStage()
  })
  afterEach(() => stage.close())

  const rule = async (mode: string, more: Record<string, unknown> = {}) => {
    const rest = [{ match: 'POST /repos/*/*/issues', mode, ...more }]
    const response = await fetch(`${stage.forge.url}/_forge/faults`, { method: 'PUT', body: JSON.stringify({ rest }) })
    expect(response.status).toBe(200)
  }
  const headers = () => ({ authorization: `Bearer ${stage.forge.tokenOf('ada')}`, 'user-agent': 'test' })
  const create = () =>
    fetch(`${stage.forge.url}/api/v3/repos/${owner}/${repo}/issues`, { method: 'POST', headers: headers(), body: '{"title":"x"}' })
  const count = async () => (await stage.octokit.request('GET /repos/{owner}/{repo}/issues', { owner, repo })).data.length

  test('a call fails as often as asked, with the headers asked for, and does nothing', async () => {
    await rule('fail', { times: 2, status: 503, headers: { 'retry-after': '7' } })
    for (const _ of [1, 2]) {
      const response = await create()
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '7'])
    }
    expect(await count()).toBe(0)
    expect((await create()).status).toBe(201)
  })

  test('a call that fails after the work has done it', async () => {
    await rule('fail_after_work', { status: 500 })
    expect((await create()).status).toBe(500)
    expect(await count()).toBe(1)
  })

  test('a cut connection loses the call, or only its answer', async () => {
    await rule('cut')
    await expect(create()).rejects.toThrow('fetch failed')
    expect(await count()).toBe(0)
    await rule('cut_after_work')
    await expect(create()).rejects.toThrow('fetch failed')
    expect(await count()).toBe(1)
  })

  test('a rule can let calls pass first and spares other calls', async () => {
    await rule('fail', { after: 1 })
    expect(await count()).toBe(0)
    expect((await create()).status).toBe(201)
    expect((await create()).status).toBe(502)
  })

  test('what the forge does not know is 404 and remembered', async () => {
    const response = await fetch(`${stage.forge.url}/api/v3/repos/${owner}/${repo}/stargazers`, { headers: headers() })
    expect(response.status).toBe(404)
    expect(await response.json()).toEqual({ message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' })
    expect(stage.forge.unexpected).toEqual([{ method: 'GET', path: `/repos/${owner}/${repo}/stargazers` }])
  })
})

import { describe, it } from 'vitest'
import { fixtureApp, fixtureDeps } from './fixture-app.ts'

const app = (kind: 'full' | 'empty' = 'full') => fixtureApp(fixtureDeps(kind), kind)

async function get(path: string, kind: 'full' | 'empty' = 'full', viewer = 'ada') {
  const response = await app(kind).request(path, { headers: { cookie: `viewer=${viewer}` } })
  return { status: response.status, html: await response.text(), kept: response.headers.get('cache-control') }
}

async function post(path: string, body: FormData | URLSearchParams, viewer = 'ada') {
  return app().request(path, { method: 'POST', body, headers: { cookie: `viewer=${viewer}` }, redirect: 'manual' })
}

const pages = ['/admin/trials', '/admin/trials/set-1', '/admin/trials/set-1/trial-1']

describe('the pages of evaluations', () => {
  it.for(pages)('are for admins, never kept, and without inline code: %s', async (path, { expect }) => {
    const { status, html, kept } = await get(path)
    expect([status, kept, html.match(/<h1/g)?.length]).toEqual([200, 'no-store', 1])
    expect(html).not.toMatch(/<[^>]+\s(style|on[a-z]+)=/i)
    expect((await get(path, 'full', 'rex')).status).not.toBe(200)
    expect((await get(path, 'full', 'nobody')).status).not.toBe(200)
  })

  it('say what there is to do on a registry just set up', async ({ expect }) => {
    const { html } = await get('/admin/trials', 'empty')
    expect(html).toContain('Nothing was evaluated yet')
    expect(html).toContain('No run has ended yet')
  })

  it('show how a set did, and how each trial did against the run it replays', async ({ expect }) => {
    const { html } = await get('/admin/trials/set-1')
    expect(html).toContain('1 of 4 pass')
    expect(html).toContain('2 trials not ended')
    expect(html).toContain('robot/parses codebundles/k8s-pvc-usage/runbook.robot:14')
    expect(html).toMatch(/1 better, 1 worse, 0 as before/)
    expect(html).toContain('The instructions that were tried')
    expect(html).toContain('action="/admin/trials/set-1/stop"')
  })

  it('hold a set against another with the same requests, and offer no others', async ({ expect }) => {
    const { html } = await get('/admin/trials/set-1?against=set-3')
    expect(html).toContain('Against openai, gpt-5.4:')
    expect(html).toContain('1 better, 0 worse')
    expect(html).not.toContain('exemplar, 2 requests')
  })

  it('show the draft of a trial and what it changes', async ({ expect }) => {
    const { html } = await get('/admin/trials/set-1/trial-1')
    expect(html).toContain('+List PersistentVolumeClaims')
    expect(html).toContain('README.md')
    expect((await get('/admin/trials/set-1/trial-2')).html).toContain('gone on to another draft')
    expect((await get('/admin/trials/set-2/trial-1')).status).not.toBe(200)
    expect((await get('/admin/trials/no-such-set')).status).not.toBe(200)
  })
})

describe('the forms of evaluations', () => {
  const fields = (run: string) =>
    new URLSearchParams([...[['run', run]], ['provider', 'openai'], ['model', ''], ['title', ''], ['instructions', '']])

  it('start a replay and lead to it', async ({ expect }) => {
    const { html } = await get('/admin/trials')
    const run = /name="run" value="([^"]+)"/.exec(html)?.[1] ?? ''
    const started = await post('/admin/trials/replay', fields(run))
    expect([started.status, started.headers.get('location')]).toEqual([
      303,
      expect.stringMatching(/^\/admin\/trials\/[\w-]{36}\?notice=replay-started$/),
    ])
  })

  it('say what is wrong and start nothing', async ({ expect }) => {
    expect((await post('/admin/trials/replay', fields('no run'))).headers.get('location')).toBe('/admin/trials?notice=bad-replay')
    expect((await post('/admin/trials/replay', fields('7#99/1'))).headers.get('location')).toBe('/admin/trials?notice=no-run')
    expect((await get('/admin/trials?notice=bad-replay')).html).toContain('Nothing was started')
    expect((await post('/admin/trials/set-1/delete', new URLSearchParams())).headers.get('location')).toContain('notice=trials-busy')
    expect((await post('/admin/trials/replay', fields('7#1/1'), 'rex')).status).not.toBe(303)
  })

  it('import the file of an evaluation, and nothing else', async ({ expect }) => {
    const run = { slug: 's', provider: 'exemplar', model: null, attempts: 1, ok: true, score: 100, rehearsals: [], failed: [] }
    const json = {
      provider: 'exemplar',
      standIn: false,
      runs: [{ ...run, request: 'r', costMicros: 0, usage: null, seconds: { provider: 1, proof: 2 } }],
    }
    const body = (text: string) => {
      const form = new FormData()
      form.set('file', new Blob([text], { type: 'application/json' }), 'results.json')
      return form
    }
    expect((await post('/admin/trials/import', body(JSON.stringify(json)))).headers.get('location')).toContain('notice=evaluation-imported')
    expect((await post('/admin/trials/import', body('{'))).headers.get('location')).toBe('/admin/trials?notice=bad-evaluation')
  })
})

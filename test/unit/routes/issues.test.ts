import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { IssueEvent } from '../../../worker/domain/issue-events.ts'
import { type Role, roles } from '../../../worker/domain/roles.ts'
import type { IssueAction, IssueView, Viewer } from '../../../worker/domain/views.ts'
import type { AppEnv } from '../../../worker/middleware/context.ts'
import { errorHandler } from '../../../worker/middleware/errors.ts'
import { apiRoutes } from '../../../worker/routes/api/mount.ts'
import { type IssueRouteDeps, issueOperations, liveRoutes } from '../../../worker/routes/issues.ts'

const actions: IssueAction[] = ['approve-plan', 'approve', 'request-changes', 'cancel', 'retry', 'pause', 'resume']

/** The routes over one issue filed by mina, with what reached its object. */
function stage(viewer: Viewer | null, refusal: string | null = null) {
  const told: IssueEvent[] = []
  const view = { summary: { requester: 'mina' } } as IssueView
  const app = new Hono<AppEnv>()
  app.onError(errorHandler({ log: () => undefined, page: () => '' }))
  app.use(async (c, next) => {
    c.set('viewer', viewer)
    await next()
  })
  const deps: IssueRouteDeps = {
    listIssues: async () => [],
    findKey: async (owner, repo, number) => (`${owner}/${repo}#${number}` === 'o/r#9' ? '77#9' : null),
    issue: () => ({
      view: async () => view,
      act: async (event) => {
        told.push(event)
        return refusal === null ? { ok: true, view } : { ok: false, message: refusal }
      },
      fetch: async () => new Response(null, { status: 204 }),
    }),
    feed: async () => new Response(null, { status: 204 }),
  }
  app.route('/', liveRoutes(deps))
  app.route('/', apiRoutes(issueOperations(deps), { publicUrl: 'http://registry.test', keep: () => (_c, next) => next() }))
  const post = (body: unknown, path = '/api/v1/issues/o/r/9/actions') =>
    app.request(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    })
  return { app, post, told }
}

function person(login: string, role: Role): Viewer {
  return { login, name: login, avatarUrl: '', role }
}

const complete = (action: IssueAction) => ({ action, headSha: 'sha1', text: 'shorter' })

describe('who may act on an issue', () => {
  it('answers 401 to visitors, 403 to contributors, 200 to reviewers and admins, for every action', async () => {
    for (const action of actions) {
      expect((await stage(null).post(complete(action))).status).toBe(401)
      for (const role of roles) {
        const { post, told } = stage(person('rex', role))
        const may = role !== 'contributor'
        expect((await post(complete(action))).status, `${role} ${action}`).toBe(may ? 200 : 403)
        expect(told.length).toBe(may ? 1 : 0)
      }
    }
  })

  it('lets the requester cancel their own request, and nothing else', async () => {
    for (const action of actions) {
      const { post } = stage(person('mina', 'contributor'))
      expect((await post(complete(action))).status, action).toBe(action === 'cancel' ? 200 : 403)
    }
  })
})

describe('what an action needs', () => {
  it('refuses an approval without a head, changes without words, an unknown action and broken JSON, and tells nobody', async () => {
    const { post, told } = stage(person('rex', 'reviewer'))
    for (const body of [
      { action: 'approve' },
      { action: 'request-changes', text: ' ' },
      { action: 'delete' },
      '{',
      '[]',
      { action: 'edit-plan', text: 'x'.repeat(20_000) },
    ]) {
      const answer = await post(body)
      expect(answer.status).toBe(400)
      expect(await answer.json()).toMatchObject({ status: 400, suggestion: expect.any(String) })
    }
    expect(told).toEqual([])
  })

  it('passes the reason on when the state refuses', async () => {
    const answer = await stage(person('rex', 'reviewer'), 'The request is published.').post(complete('cancel'))
    expect(answer.status).toBe(409)
    expect(await answer.json()).toMatchObject({ detail: 'The request is published.' })
  })

  it('answers 404 for an issue that is not known and 400 for numbers that are none', async () => {
    const { post, app } = stage(person('rex', 'admin'))
    for (const [address, status] of [
      ['o/r/10', 404],
      ['o/x/9', 404],
      ['o/r/0', 400],
      ['o/r/nine', 400],
      ['o/r/1.5', 400],
    ] as const) {
      expect((await post(complete('cancel'), `/api/v1/issues/${address}/actions`)).status).toBe(status)
      expect((await app.request(`/api/v1/issues/${address}`)).status).toBe(status)
      expect((await app.request(`/api/v1/issues/${address}/live`)).status).toBe(404)
    }
  })
})

import { Hono } from 'hono'
import { z } from 'zod'
import { PublicError } from '../domain/errors.ts'
import type { IssueEvent } from '../domain/issue-events.ts'
import { hasRole } from '../domain/roles.ts'
import { actionRoles, type IssueSummary, type IssueView, type Viewer } from '../domain/views.ts'
import type { AppEnv } from '../middleware/context.ts'

/** What these routes need: the read model to find an issue, and its object to ask and to act. */
export interface IssueRouteDeps {
  listIssues(): Promise<IssueSummary[]>
  findKey(owner: string, repo: string, number: number): Promise<string | null>
  issue(key: string): {
    view(): Promise<IssueView | null>
    act(event: IssueEvent, login: string): Promise<{ ok: true; view: IssueView } | { ok: false; message: string }>
    fetch(request: Request): Promise<Response>
  }
  feed(request: Request): Promise<Response>
}

const actionSchema = z.object({
  action: z.enum(['approve-plan', 'approve', 'request-changes', 'cancel', 'retry', 'pause', 'resume']),
  headSha: z.string().max(64).optional(),
  text: z.string().max(4000).optional(),
})
type ActionRequest = z.infer<typeof actionSchema>

/** Issues: list, one, live, and what people may do to them. */
export function issueRoutes(deps: IssueRouteDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.get('/api/v1/issues', async (c) => c.json({ issues: await deps.listIssues() }))
  app.get('/api/v1/feed/live', (c) => deps.feed(c.req.raw))
  app.get('/api/v1/issues/:owner/:repo/:number', async (c) => {
    const view = await (await find(deps, c.req.param()))?.view()
    if (!view) throw new PublicError('not_found', notFound)
    return c.json(view)
  })
  app.get('/api/v1/issues/:owner/:repo/:number/live', async (c) => {
    const issue = await find(deps, c.req.param())
    if (issue === null) throw new PublicError('not_found', notFound)
    return issue.fetch(c.req.raw)
  })
  app.post('/api/v1/issues/:owner/:repo/:number/actions', async (c) => {
    const parsed = actionSchema.safeParse(await c.req.json().catch(() => null))
    if (!parsed.success) throw new PublicError('bad_request', `The action could not be read: ${z.prettifyError(parsed.error)}`)
    return act(deps, c.req.param(), parsed.data, c.get('viewer'))
  })
  return app
}

const notFound = 'No request is known for this issue. It may be a moment old, or no request at all.'

async function find(deps: IssueRouteDeps, params: { owner: string; repo: string; number: string }) {
  const number = Number(params.number)
  if (!Number.isSafeInteger(number) || number < 1) return null
  const key = await deps.findKey(params.owner, params.repo, number)
  return key === null ? null : deps.issue(key)
}

async function act(
  deps: IssueRouteDeps,
  params: { owner: string; repo: string; number: string },
  request: ActionRequest,
  viewer: Viewer | null,
): Promise<Response> {
  if (viewer === null) throw new PublicError('sign_in_needed', 'Sign in with GitHub first.')
  const issue = await find(deps, params)
  const view = await issue?.view()
  if (!issue || !view) throw new PublicError('not_found', notFound)
  const ownCancel = request.action === 'cancel' && view.summary.requester === viewer.login
  if (!ownCancel && !hasRole(viewer.role, actionRoles[request.action])) {
    throw new PublicError('forbidden', `"${request.action}" takes the role ${actionRoles[request.action]}; yours is ${viewer.role}.`)
  }
  const event = eventOf(request, viewer.login)
  if (typeof event === 'string') throw new PublicError('bad_request', event)
  const answer = await issue.act(event, viewer.login)
  if (!answer.ok) throw new PublicError('conflict', answer.message)
  return Response.json(answer.view)
}

function eventOf(request: ActionRequest, login: string): IssueEvent | string {
  switch (request.action) {
    case 'approve-plan':
      return { type: 'PlanApproved', login }
    case 'approve':
      if (request.headSha === undefined) return 'An approval names the head commit that was reviewed (headSha).'
      return { type: 'DraftApproved', login, headSha: request.headSha }
    case 'request-changes':
      if (request.text === undefined || request.text.trim() === '') return 'Say what should change (text).'
      return { type: 'ChangesRequested', login, text: request.text.trim() }
    case 'cancel':
      return { type: 'CancelAsked', login }
    case 'retry':
      return { type: 'RetryAsked', login }
    case 'pause':
      return { type: 'PauseAsked', login }
    case 'resume':
      return { type: 'ResumeAsked', login }
  }
}

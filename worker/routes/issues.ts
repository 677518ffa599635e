import { Hono } from 'hono'
import * as z from 'zod'
import { PublicError } from '../domain/errors.ts'
import type { IssueEvent } from '../domain/issue-events.ts'
import { hasRole } from '../domain/roles.ts'
import { actionRoles, type IssueSummary, type IssueView, type Viewer } from '../domain/views.ts'
import type { AppEnv } from '../middleware/context.ts'
import { actionSchema, issueListSchema, issueViewSchema } from './api/issue-schema.ts'
import { type Operation, operation } from './api/operation.ts'

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

interface IssueAddress {
  owner: string
  repo: string
  number: number
}
type ActionRequest = z.infer<typeof actionSchema>

const number = z.coerce.number('number is the number of an issue').int().min(1).max(Number.MAX_SAFE_INTEGER)
const params = { owner: z.string().max(100), repo: z.string().max(100), number }

/** Issues: list, one, and what people may do to them. */
export function issueOperations(deps: IssueRouteDeps): Operation[] {
  return [
    operation({
      id: 'listIssues',
      path: '/api/v1/issues',
      tag: 'Requests',
      summary: 'Requests for CodeBundles, newest activity first',
      answer: issueListSchema,
      handle: async () => ({ issues: await deps.listIssues() }),
    }),
    operation({
      id: 'getIssue',
      path: '/api/v1/issues/{owner}/{repo}/{number}',
      tag: 'Requests',
      summary: 'One request: its state, plan, draft, report and timeline',
      params,
      answer: issueViewSchema,
      errors: ['not_found'],
      async handle(input) {
        const view = await (await find(deps, input.params))?.view()
        if (!view) throw new PublicError('not_found', notFound)
        return view
      },
    }),
    operation({
      id: 'actOnIssue',
      method: 'post',
      path: '/api/v1/issues/{owner}/{repo}/{number}/actions',
      tag: 'Requests',
      summary: 'Approve, change, stop or continue a request',
      description: 'For people who are signed in, from the pages of the registry.',
      params,
      body: actionSchema,
      answer: issueViewSchema,
      errors: ['sign_in_needed', 'forbidden', 'not_found', 'conflict'],
      handle: (input, c) => act(deps, input.params, input.body, c.get('viewer')),
    }),
  ]
}

/** The sockets of the list and of one issue. */
export function liveRoutes(deps: IssueRouteDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.get('/api/v1/feed/live', (c) => deps.feed(c.req.raw))
  app.get('/api/v1/issues/:owner/:repo/:number/live', async (c) => {
    const { owner, repo, number: given } = c.req.param()
    const issue = await find(deps, { owner, repo, number: Number(given) })
    if (issue === null) throw new PublicError('not_found', notFound)
    return issue.fetch(c.req.raw)
  })
  return app
}

const notFound = 'No request is known for this issue. It may be a moment old, or no request at all.'

async function find(deps: IssueRouteDeps, at: IssueAddress) {
  if (!Number.isSafeInteger(at.number) || at.number < 1) return null
  const key = await deps.findKey(at.owner, at.repo, at.number)
  return key === null ? null : deps.issue(key)
}

async function act(deps: IssueRouteDeps, at: IssueAddress, request: ActionRequest, viewer: Viewer | null): Promise<Response> {
  if (viewer === null) throw new PublicError('sign_in_needed', 'Sign in with GitHub first.')
  const issue = await find(deps, at)
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

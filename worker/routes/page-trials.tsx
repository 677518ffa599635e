import { Hono } from 'hono'
import type { VNode } from 'preact'
import { TrialPage } from '../../web/pages/trial.tsx'
import { TrialSetPage } from '../../web/pages/trial-set.tsx'
import { TrialsPage } from '../../web/pages/trials.tsx'
import { PublicError } from '../domain/errors.ts'
import { isTrialNotice } from '../domain/trial-view.ts'
import type { Viewer } from '../domain/views.ts'
import type { AppEnv } from '../middleware/context.ts'
import {
  deleteTrials,
  importEvaluation,
  startReplay,
  stopTrials,
  type TrialDeps,
  type TrialOutcome,
  trialSetView,
  trialsView,
  trialView,
} from './admin-trials.ts'
import { adminOf } from './page-admin.tsx'
import { type PageContext, type PageDeps, respond } from './page-shell.tsx'

const gone = () => new PublicError('not_found', 'There are no such results. They may have been deleted.')

async function fieldsOf(c: PageContext): Promise<FormData> {
  try {
    return await c.req.formData()
  } catch {
    throw new PublicError('bad_request', 'This address takes the forms of the page of evaluations.')
  }
}

/** The text of a file field; empty when there is none. */
async function fileOf(fields: FormData, name: string): Promise<string> {
  const value = fields.get(name) as unknown
  return value instanceof Blob ? value.text() : ''
}

type Action = (c: PageContext, deps: TrialDeps, viewer: Viewer) => Promise<TrialOutcome>

const idOf = (c: PageContext) => c.req.param('id') ?? ''

const actions: Record<string, Action> = {
  '/admin/trials/replay': async (c, deps, viewer) => {
    const fields = await fieldsOf(c)
    return startReplay(deps, viewer, (name) => fields.getAll(name).filter((value) => typeof value === 'string'))
  },
  '/admin/trials/import': async (c, deps, viewer) => importEvaluation(deps, viewer, await fileOf(await fieldsOf(c), 'file')),
  '/admin/trials/:id/stop': (c, deps, viewer) => stopTrials(deps, viewer, idOf(c)),
  '/admin/trials/:id/delete': (c, deps, viewer) => deleteTrials(deps, viewer, idOf(c)),
}

/** Replays of past runs and results of evaluations, for admins. Forms work without scripting; each is answered by a redirect. The origin check is mounted before. */
export function trialRoutes(deps: TrialDeps, pages: PageDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const show = async (c: PageContext, title: string, body: VNode) => {
    const response = await respond(c, pages, { title, section: 'none', search: false, body })
    response.headers.set('cache-control', 'no-store')
    return response
  }
  const noticeOf = (c: PageContext) => {
    const asked = c.req.query('notice')
    return isTrialNotice(asked) ? asked : null
  }
  app.get('/admin/trials', async (c) => {
    adminOf(c)
    return show(c, 'Evaluations', <TrialsPage view={await trialsView(deps)} notice={noticeOf(c)} now={deps.now()} />)
  })
  app.get('/admin/trials/:id', async (c) => {
    adminOf(c)
    const view = await trialSetView(deps, idOf(c), c.req.query('against') ?? '')
    if (view === null) throw gone()
    return show(c, view.set.title, <TrialSetPage view={view} notice={noticeOf(c)} now={deps.now()} />)
  })
  app.get('/admin/trials/:id/:trial', async (c) => {
    adminOf(c)
    const view = await trialView(deps, idOf(c), c.req.param('trial'))
    if (view === null) throw gone()
    return show(c, view.trial.title, <TrialPage view={view} />)
  })
  for (const [path, act] of Object.entries(actions)) {
    app.post(path, async (c) => {
      const { path: to, notice } = await act(c, deps, adminOf(c))
      return c.redirect(`${to}?notice=${notice}`, 303)
    })
  }
  return app
}

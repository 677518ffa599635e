import { Hono } from 'hono'
import { AdminPage } from '../../web/pages/admin.tsx'
import { type AdminNotice, adminNotices, isAdminNotice } from '../domain/admin-view.ts'
import { PublicError } from '../domain/errors.ts'
import { isKeyName, type KeyName } from '../domain/provider-key.ts'
import { hasRole } from '../domain/roles.ts'
import type { Viewer } from '../domain/views.ts'
import type { AppEnv } from '../middleware/context.ts'
import { type AdminDeps, adminView, deleteKey, rotateKeys, setGeneration, setKey, setLimits, testKey } from './admin.ts'
import { removePolicy, setPolicy } from './admin-policies.ts'
import { type PageContext, type PageDeps, respond } from './page-shell.tsx'

/** The admin who asks. Throws `PublicError` for everybody else. */
export function adminOf(c: PageContext): Viewer {
  const viewer = c.get('viewer') ?? null
  if (viewer === null) throw new PublicError('sign_in_needed', 'This page is for the admins of this registry.')
  if (!hasRole(viewer.role, 'admin')) throw new PublicError('forbidden', `This page takes the role admin; yours is ${viewer.role}.`)
  return viewer
}

function keyNameOf(c: PageContext): KeyName {
  const name = c.req.param('name') ?? ''
  if (!isKeyName(name)) throw new PublicError('not_found', 'No provider of this name has a key here.')
  return name
}

/** Text fields of a form; files and fields that are not there are null. */
async function formOf(c: PageContext): Promise<(name: string) => string | null> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded') throw new PublicError('bad_request', 'This address takes the forms of the admin page.')
  const fields = await c.req.formData()
  return (name) => {
    const value = fields.get(name)
    return typeof value === 'string' ? value : null
  }
}

type Action = (c: PageContext, deps: AdminDeps, viewer: Viewer) => Promise<AdminNotice>

const actions: Record<string, Action> = {
  '/admin/keys/:name': async (c, deps, viewer) => setKey(deps, viewer, keyNameOf(c), (await formOf(c))('key') ?? ''),
  '/admin/keys/:name/delete': async (c, deps, viewer) => deleteKey(deps, viewer, keyNameOf(c)),
  '/admin/keys/:name/test': async (c, deps) => testKey(deps, keyNameOf(c)),
  '/admin/rotate-keys': (_c, deps, viewer) => rotateKeys(deps, viewer),
  '/admin/limits': async (c, deps, viewer) => setLimits(deps, viewer, await formOf(c)),
  '/admin/policies': async (c, deps, viewer) => setPolicy(deps, viewer, await formOf(c)),
  '/admin/policies/remove': async (c, deps, viewer) => removePolicy(deps, viewer, await formOf(c)),
  '/admin/generation/stop': (_c, deps, viewer) => setGeneration(deps, viewer, false),
  '/admin/generation/start': (_c, deps, viewer) => setGeneration(deps, viewer, true),
}

/** The admin page and its forms, which work without scripting: each is answered by a redirect to what it has changed. The origin check is mounted before. */
export function adminRoutes(deps: AdminDeps, pages: PageDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  app.get('/admin', async (c) => {
    adminOf(c)
    const asked = c.req.query('notice')
    const body = <AdminPage view={await adminView(deps)} notice={isAdminNotice(asked) ? asked : null} now={deps.now()} />
    const response = await respond(c, pages, { title: 'Admin', section: 'none', search: false, body })
    response.headers.set('cache-control', 'no-store')
    return response
  })
  for (const [path, act] of Object.entries(actions)) {
    app.post(path, async (c) => {
      const notice = await act(c, deps, adminOf(c))
      return c.redirect(`/admin?notice=${notice}#${adminNotices[notice].section}`, 303)
    })
  }
  return app
}

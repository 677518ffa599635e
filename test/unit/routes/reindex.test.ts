import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { Role } from '../../../worker/domain/roles.ts'
import type { AppEnv } from '../../../worker/middleware/context.ts'
import { errorHandler } from '../../../worker/middleware/errors.ts'
import { type ReindexDeps, reindexRoutes } from '../../../worker/routes/reindex.ts'

type Answer = Awaited<ReturnType<ReindexDeps['reindex']>>

async function ask(role: Role | null, answer: Answer = 'wanted') {
  const asked: string[] = []
  const app = new Hono<AppEnv>()
  app.onError(errorHandler({ log: () => undefined, page: () => '' }))
  app.use(async (c, next) => {
    c.set('viewer', role && { login: 'ada', name: 'Ada', avatarUrl: '', role })
    await next()
  })
  app.route(
    '/',
    reindexRoutes({
      reindex: async (slug, cause) => {
        asked.push(`${slug}: ${cause}`)
        return answer
      },
    }),
  )
  const response = await app.request('/api/v1/collections/care/reindex', { method: 'POST' })
  return { status: response.status, asked }
}

it('an admin may ask for an index run, and nobody else', async () => {
  expect(await ask('admin')).toEqual({ status: 202, asked: ['care: asked by ada'] })
  expect(await ask('reviewer')).toEqual({ status: 403, asked: [] })
  expect(await ask(null)).toEqual({ status: 401, asked: [] })
})

it('a run that waits already is not asked for twice, one that has just been is refused, and an unknown collection is said', async () => {
  expect((await ask('admin', 'already wanted')).status).toBe(202)
  expect((await ask('admin', 'too soon')).status).toBe(429)
  expect((await ask('admin', null)).status).toBe(404)
})

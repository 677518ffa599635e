import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { Role } from '../../../worker/domain/roles.ts'
import type { AppEnv } from '../../../worker/middleware/context.ts'
import { errorHandler } from '../../../worker/middleware/errors.ts'
import { apiRoutes } from '../../../worker/routes/api/mount.ts'
import { type ReindexDeps, reindexOperations } from '../../../worker/routes/reindex.ts'
import { collections } from '../web/fixture-catalogue.ts'

const [collection] = collections

type Answer = Awaited<ReturnType<ReindexDeps['reindex']>>

async function ask(role: Role | null, answer: Answer = 'wanted', login = 'ada', path = '/api/v1/collections/care/reindex') {
  const asked: string[] = []
  const app = new Hono<AppEnv>()
  app.onError(errorHandler({ log: () => undefined, page: () => '' }))
  app.use(async (c, next) => {
    c.set('viewer', role && { login, name: 'Ada', avatarUrl: '', role })
    await next()
  })
  app.route(
    '/',
    apiRoutes(
      reindexOperations({
        collection: async (slug) => (slug === 'care' && collection ? { collection, cards: [] } : null),
        reindex: async (slug, cause) => {
          asked.push(`${slug}: ${cause}`)
          return answer
        },
      }),
      { publicUrl: 'https://registry.example', keep: () => (_, next) => next() },
    ),
  )
  const response = await app.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  return { status: response.status, asked }
}

it('an admin and the owner of the repository may ask for an index run, and nobody else', async () => {
  expect(await ask('admin')).toEqual({ status: 202, asked: ['care: asked by ada'] })
  expect(await ask('contributor', 'wanted', collection?.owner.toUpperCase())).toMatchObject({ status: 202 })
  expect(await ask('reviewer')).toEqual({ status: 403, asked: [] })
  expect(await ask(null)).toEqual({ status: 401, asked: [] })
})

it('a run that waits already is not asked for twice, one that has just been is refused, and an unknown collection is said', async () => {
  expect((await ask('admin', 'already wanted')).status).toBe(202)
  expect((await ask('admin', 'too soon')).status).toBe(429)
  expect((await ask('admin', null)).status).toBe(404)
  expect(await ask('admin', 'wanted', 'ada', '/api/v1/collections/other/reindex')).toEqual({ status: 404, asked: [] })
})

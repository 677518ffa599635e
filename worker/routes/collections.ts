import { Hono } from 'hono'
import { PublicError } from '../domain/errors.ts'
import type { BundleCard, CollectionView } from '../domain/views.ts'
import type { CollectionHealth } from '../registry/page-data.ts'
import { cachedJson } from './cached.ts'

export interface CollectionRouteDeps {
  collections(): Promise<CollectionView[]>
  collectionPage(slug: string): Promise<{ collection: CollectionView; cards: BundleCard[] } | null>
  health(slug: string): Promise<CollectionHealth | null>
  catalogueVersion(): Promise<string>
}

const unknown = 'There is no such collection in this registry.'

/** `/api/v1/collections`: all of them; one with its CodeBundles; and the health of its index, with the problems its owner can mend. */
export function collectionRoutes(deps: CollectionRouteDeps): Hono {
  const app = new Hono()

  app.get('/api/v1/collections', (c) => cachedJson(c.req.header('if-none-match'), deps.catalogueVersion, deps.collections))

  app.get('/api/v1/collections/:slug', async (c) => {
    const page = await deps.collectionPage(c.req.param('slug'))
    if (!page) throw new PublicError('not_found', unknown)
    return cachedJson(c.req.header('if-none-match'), deps.catalogueVersion, async () => page)
  })

  app.get('/api/v1/collections/:slug/health', async (c) => {
    const health = await deps.health(c.req.param('slug'))
    if (!health) throw new PublicError('not_found', unknown)
    return c.json(health)
  })

  return app
}

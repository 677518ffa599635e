import { Hono } from 'hono'
import type { Keep } from '../../middleware/catalogue-cache.ts'
import type { AppEnv } from '../../middleware/context.ts'
import type { PageData } from '../page-data.ts'
import { badgeRoutes } from './badges.ts'
import { feedRoutes } from './feeds.ts'
import { oembedRoutes } from './oembed.ts'
import { type PreviewDeps, previewRoutes } from './previews.ts'
import { type SiteFileDeps, siteFileRoutes } from './site-files.ts'

export interface MachineRouteDeps {
  data: PageData
  listing: SiteFileDeps['listing']
  letters: PreviewDeps['letters']
}

/** What is made for programs and for other sites: feeds, badges, cards and files about the whole site. */
export function machineRoutes(deps: MachineRouteDeps & { publicUrl: string; keep: Keep }): Hono<AppEnv> {
  return new Hono<AppEnv>()
    .route('/', feedRoutes(deps))
    .route('/', badgeRoutes(deps))
    .route('/', oembedRoutes(deps))
    .route('/', previewRoutes(deps))
    .route('/', siteFileRoutes(deps))
}

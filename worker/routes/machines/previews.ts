import { type Context, Hono } from 'hono'
import { PublicError } from '../../domain/errors.ts'
import { platformNames } from '../../domain/platform.ts'
import type { BundleCard } from '../../domain/views.ts'
import type { Keep } from '../../middleware/catalogue-cache.ts'
import type { AppEnv } from '../../middleware/context.ts'
import type { Letters } from '../../pictures/letters.ts'
import { drawPreview, type Preview } from '../../pictures/preview.ts'
import type { PageData } from '../page-data.ts'

export interface PreviewDeps {
  data: Pick<PageData, 'bundle' | 'collection' | 'figures'>
  /** Null while the browser build, which holds them, is not there. */
  letters(): Promise<Letters | null>
  keep: Keep
}

const accessNames: Record<BundleCard['access'], string | null> = { 'read-only': 'Read-only', 'read-write': 'Read-write', unknown: null }

function counted(number: number, one: string): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : `${one}s`}`
}

type Source = (names: Record<string, string>) => Promise<Preview>

function sources({ data }: PreviewDeps): Record<'site' | 'collection' | 'bundle', Source> {
  return {
    async site() {
      const { bundles, tasks, collections } = await data.figures()
      const facts = [counted(bundles, 'CodeBundle'), counted(tasks, 'task'), counted(collections, 'collection')]
      const description = 'Search CodeBundles for troubleshooting, read them, or have a missing one drafted, tested and merged.'
      return { title: 'Find the troubleshooting you need, or have it built', slug: '', description, facts, score: null }
    },
    async collection({ collection: name = '' }) {
      const found = await data.collection(name)
      if (found === null) throw new PublicError('not_found', 'There is no such collection in this registry.')
      const { slug, description, bundles, tasks, owner } = found.collection
      return {
        title: found.collection.name,
        slug,
        description,
        facts: [owner, counted(bundles, 'CodeBundle'), counted(tasks, 'task')],
        score: null,
      }
    },
    async bundle({ collection: of = '', bundle: name = '' }) {
      const view = await data.bundle(of, name)
      if (view === null) throw new PublicError('not_found', 'There is no such CodeBundle in this collection.')
      const { slug, displayName, description, platform, tasks, access, score } = view.card
      const facts = [
        view.collection.name,
        platform === 'other' ? null : platformNames[platform],
        counted(tasks, 'task'),
        accessNames[access],
      ]
      return { title: displayName, slug, description, facts: facts.filter((text) => text !== null), score }
    },
  }
}

/** Pictures that other sites show beside a link: of the site, of a collection, and of a CodeBundle. 1200 × 630 pixels, PNG. */
export function previewRoutes(deps: PreviewDeps): Hono<AppEnv> {
  const app = new Hono<AppEnv>()
  const answer = async (c: Context<AppEnv>, source: Source) => {
    const names = Object.entries(c.req.param()).map(([name, value]) => [name, String(value).replace(/\.png$/, '')])
    const preview = await source(Object.fromEntries(names))
    const letters = await deps.letters()
    if (letters === null) throw new PublicError('unavailable', 'Pictures cannot be drawn until the build of the pages is there.')
    const headers = { 'content-type': 'image/png', 'cross-origin-resource-policy': 'cross-origin' }
    return new Response(await drawPreview(letters, preview), { headers })
  }
  const { site, collection, bundle } = sources(deps)
  for (const [path, source] of [
    ['/og.png', site],
    ['/og/:collection{[^/]+\\.png}', collection],
    ['/og/:collection/:bundle{[^/]+\\.png}', bundle],
  ] as const) {
    app.use(path, deps.keep({ names: [] }))
    app.get(path, (c) => answer(c, source))
  }
  return app
}

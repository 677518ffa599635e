import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { runnerImport } from 'vite'
import type * as FixtureApp from '../unit/web/fixture-app.ts'
import { projectRoot } from './paths.ts'
import { StackError } from './stack-error.ts'

/** HTML, style and script of a first visit, gzip. */
const pageLimitBytes = 60 * 1024
/** Rows of one page of results. */
const rows = 24

const pages = ['/', '/codebundles', '/search?q=claims', '/collections/cluster-care/codebundles/k8s-pvc-usage', '/issues']

const gzipBytes = (body: string | Uint8Array) => gzipSync(body).byteLength

/** Sizes of the files that a page names in its head; what it loads on demand is not among them. */
function assetBytes(html: string, dist: string): number {
  const names = new Set([...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, name]) => name ?? ''))
  return [...names].reduce((sum, name) => sum + gzipBytes(readFileSync(join(dist, name))), 0)
}

/** The fixture pages with as many results as a page can have. */
function fullDeps(fixtures: typeof FixtureApp, dist: string) {
  const manifest: unknown = JSON.parse(readFileSync(join(dist, 'assets/manifest.json'), 'utf8'))
  const deps = fixtures.fixtureDeps('full', async () => fixtures.manifestFiles(manifest))
  const search: typeof deps.data.search = async (request) => {
    const found = await deps.data.search(request)
    const cards = Array.from({ length: rows }, (_, index) => {
      const card = found.cards[index % found.cards.length]
      return card && { ...card, slug: `${card.slug}-${index}`, displayName: `${card.displayName} ${index}` }
    })
    return { ...found, cards: cards.filter((card) => card !== undefined) }
  }
  return { ...deps, data: { ...deps.data, search } }
}

/** Renders the main pages with the built files of `dist` and tells their compressed weight. Throws `StackError` when one is over the limit. */
export async function weighPages(dist: string, say: (text: string) => void): Promise<void> {
  const { module } = await runnerImport<typeof FixtureApp>(join(projectRoot, 'test/unit/web/fixture-app.ts'), {
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  })
  const app = module.fixtureApp(fullDeps(module, dist))
  for (const path of pages) {
    const html = await (await app.request(path)).text()
    const bytes = gzipBytes(html) + assetBytes(html, dist)
    say(`Page ${path}: ${bytes} bytes with style and script, gzip (at most ${pageLimitBytes}); HTML alone ${gzipBytes(html)}`)
    if (bytes > pageLimitBytes) throw new StackError(`The page ${path} is too heavy.`)
  }
}

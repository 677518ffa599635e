import { describe, it } from 'vitest'
import { builtFiles, readManifest } from '../../../worker/routes/page-assets.ts'
import { fixtureApp, fixtureDeps, fixtureUrl } from './fixture-app.ts'
import { bundleView } from './fixture-catalogue.ts'
import { diff } from './fixture-rich.ts'

const bundle = '/collections/cluster-care/codebundles/k8s-pvc-usage'
const issue = '/issues/meridian-ops/cluster-care-codecollection/12'
const paths = [
  '/',
  '/codebundles',
  '/search?q=claims',
  '/collections',
  '/collections/cloud-care',
  bundle,
  ...['configure', 'source', 'versions', 'quality', 'nonsense'].map((tab) => `${bundle}?tab=${tab}`),
  `${bundle}/compare`,
  `${bundle}/compare?from=${diff.from.treeHash}&to=${diff.to.treeHash}`,
  '/tasks',
  '/tags',
  '/tags/AKS',
  '/authors',
  '/authors/ada',
  '/about',
  '/issues',
  issue,
]

const manifest = {
  'entry-client.ts': { file: 'assets/entry-1.js', css: ['assets/style-1.css'], imports: ['_shared'] },
  _shared: { file: 'assets/shared-1.js' },
  'islands/issue-room.tsx': { file: 'assets/issue-1.js', imports: ['_shared', 'entry-client.ts', '_socket'] },
  _socket: { file: 'assets/socket-1.js' },
}

async function get(path: string, kind: 'full' | 'empty' = 'full', viewer = '') {
  const built = async () => readManifest(manifest)
  const response = await fixtureApp(fixtureDeps(kind, built)).request(path, { headers: { cookie: `viewer=${viewer}` } })
  return { response, html: await response.text() }
}

describe('every page', () => {
  it.for(paths)('works without scripting and without inline code: %s', async (path, { expect }) => {
    const { response, html } = await get(path)
    expect(response.status).toBe(200)
    expect(html).toMatch(/^<!doctype html><html lang="en">/)
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(/<[^>]+\s(style|on[a-z]+)=/i)
  })

  it.for(paths)('gives a nonce to every script and preload: %s', async (path, { expect }) => {
    const { response, html } = await get(path)
    const nonce = /nonce-([\w-]+)/.exec(response.headers.get('content-security-policy') ?? '')?.[1]
    const loaded = html.match(/<(script(?! type="application\/json")|link rel="modulepreload")[^>]*>/g) ?? []
    expect(loaded.length).toBeGreaterThanOrEqual(2)
    expect(loaded.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([])
  })

  it.for(['/', '/codebundles', '/collections', '/issues'])('says what to do when there is nothing: %s', async (path, { expect }) => {
    const { response, html } = await get(path, 'empty')
    expect(response.status).toBe(200)
    expect(html).toMatch(/No (CodeBundles|collections|requests) yet/)
  })

  it.for([
    '/nope',
    '/collections/nope',
    '/collections/x/codebundles/nope',
    '/issues/a/b/999',
    '/issues/a/b/1x',
    '/issues/a/b/0',
    '/tags/none',
    '/authors/nobody',
    `${bundle}/compare?from=a&to=b`,
  ])('is a page with a search when it does not exist: %s', async (path, { expect }) => {
    const { response, html } = await get(path)
    expect(response.status).toBe(404)
    expect(html).toContain('<search>')
  })

  it('is never kept by a shared cache, since it shows who is signed in', async ({ expect }) => {
    const { response, html } = await get('/', 'full', 'rex')
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    expect(html).toContain('Sign out')
  })

  it('is an error page when reading fails', async ({ expect }) => {
    const deps = fixtureDeps('full')
    const broken = { ...deps, data: { ...deps.data, figures: () => Promise.reject(new Error('database is gone')) } }
    const response = await fixtureApp(broken).request('/')
    const html = await response.text()
    expect([response.status, html.includes('Something went wrong'), html.includes('database is gone')]).toEqual([500, true, false])
  })
})

describe('the page of a request', () => {
  it('keeps hostile titles and files inside the state that the browser reads', async ({ expect }) => {
    const { html } = await get(issue)
    const state = /<script type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? ''
    const props = JSON.parse(state)
    expect(props.view.summary.title).toContain('</script><b>bold</b>')
    expect(props.view.files[1].content).toContain('document.title="broken out"')
    expect(html).not.toContain('<b>bold</b>')
  })

  it('marks every event with its sequence number', async ({ expect }) => {
    const { html } = await get(issue)
    const seqs = [...html.matchAll(/data-seq="(\d+)"/g)].map(([, seq]) => Number(seq))
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, index) => index + 1))
    expect(seqs.length).toBeGreaterThan(20)
  })

  it('asks visitors to sign in and come back', async ({ expect }) => {
    const { html } = await get(issue)
    expect(html).toContain('/auth/login?return=%2Fissues%2Fmeridian-ops%2Fcluster-care-codecollection%2F12')
    expect(html).not.toContain('data-action="approve"')
  })

  it('offers the decision to a reviewer and tells the requester why not', async ({ expect }) => {
    expect((await get(issue, 'full', 'rex')).html).toContain('data-action="approve"')
    const { html } = await get(issue, 'full', 'mina')
    expect(html).not.toContain('data-action="approve"')
    expect(html).toContain('somebody else approves it')
  })
})

describe('the page of a CodeBundle', () => {
  it('shows variables as chips, the stale notice, and the problem with its line', async ({ expect }) => {
    const { html } = await get(bundle)
    expect(html).toContain('<code class="chip">NAMESPACE</code>')
    expect(html).toContain('last version that could')
    expect(html).toContain('codebundles/k8s-pvc-usage/sli.robot:31')
  })

  it('carries nothing executable out of the README', async ({ expect }) => {
    const { html } = await get(bundle)
    expect(html).not.toContain('from the readme')
    expect(html).not.toContain('tracker.example')
  })
})

describe('an address that a CodeBundle has left', () => {
  it.for(['', '?tab=source', '/compare?from=a&to=b'])('leads to where it went, with what was asked of it: %s', async (rest, { expect }) => {
    const { response } = await get(`/collections/cluster-care/codebundles/k8s-pvc${rest}`)
    expect([response.status, response.headers.get('location')]).toEqual([301, `${bundle}${rest}`])
  })

  it('is gone, with what may replace it, when it was removed', async ({ expect }) => {
    const { response, html } = await get('/collections/cluster-care/codebundles/k8s-pod-gone')
    expect([response.status, html.includes('is gone')]).toEqual([410, true])
  })

  it('is searched for by its words when it was never there, and survives a search that fails', async ({ expect }) => {
    const { html } = await get('/collections/x/codebundles/pod-restarts')
    expect(html).toContain('Perhaps one of these')
    expect(html).toContain('/codebundles/k8s-pod-restarts')
    const deps = fixtureDeps('full')
    const broken = { ...deps, data: { ...deps.data, search: () => Promise.reject(new Error('down')) } }
    expect((await fixtureApp(broken).request('/pod-restarts')).status).toBe(404)
  })
})

describe('the source of a CodeBundle', () => {
  it('is one file at a time, with the way to the others', async ({ expect }) => {
    const first = await get(`${bundle}?tab=source`)
    expect(first.html).toMatch(/<h2 id="source-title"[^>]*>runbook\.robot<\/h2>/)
    const [script] = bundleView().scripts
    const other = await get(`${bundle}?tab=source&file=${encodeURIComponent(script?.path ?? '')}`)
    expect(other.html).toContain(`${script?.path}</h2>`)
    expect(other.html).not.toContain('*** Tasks ***')
    expect((await get(`${bundle}?tab=source&file=../../etc/passwd`)).html).toContain('runbook.robot</h2>')
  })
})

describe('indexing again', () => {
  it('is offered to an admin, and to nobody else', async ({ expect }) => {
    const asked = async (viewer: string) => (await get('/collections/cluster-care', 'full', viewer)).html.includes('Index again now')
    expect([await asked('ada'), await asked('mina'), await asked('')]).toEqual([true, false, false])
  })
})

describe('what a page says of itself', () => {
  it('is one canonical address for all tabs, a card, a Markdown twin and feeds', async ({ expect }) => {
    const { html } = await get(`${bundle}?tab=source`)
    expect(html).toContain(`<link rel="canonical" href="${fixtureUrl}${bundle}"/>`)
    expect(html).toMatch(/<meta property="og:image" content="https:\/\/registry\.example\/og\/cluster-care\/[\w-]+\.png"/)
    expect(html).toContain(`<link rel="alternate" type="text/markdown" href="${fixtureUrl}${bundle}.md"`)
    expect(html).toContain(`href="${fixtureUrl}/collections/cluster-care/feed.atom"`)
    const data = /<script type="application\/ld\+json"[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? ''
    expect(JSON.parse(data)).toMatchObject({ '@type': 'SoftwareSourceCode', name: 'Kubernetes PersistentVolumeClaim Usage' })
  })

  it('keeps errors and comparisons out of search engines, and everything else in', async ({ expect }) => {
    const isListed = async (path: string) => !(await get(path)).html.includes('content="noindex')
    expect([
      await isListed(`${bundle}/compare`),
      await isListed('/nope'),
      await isListed('/codebundles'),
      await isListed('/tags/AKS'),
    ]).toEqual([false, false, true, true])
  })

  it('names a parameter that search does not know', async ({ expect }) => {
    expect((await get('/search?q=x&colour=red')).html).toContain('asks for colour')
  })
})

describe('the names of the built files', () => {
  it('list for an island all that it needs, each once', ({ expect }) => {
    const files = readManifest(manifest)
    expect(files?.script).toBe('/assets/entry-1.js')
    expect(files?.islands['issue-room']).toEqual(['/assets/shared-1.js', '/assets/issue-1.js', '/assets/socket-1.js'])
  })

  it('are asked for once when they are there, and again when they were not', async ({ expect }) => {
    const answers = [new Response(null, { status: 404 }), Response.json(manifest), Response.json(manifest)]
    let asked = 0
    const built = builtFiles(async () => answers[asked++] ?? new Response(null, { status: 500 }))
    expect([await built(), (await built())?.script, (await built())?.script]).toEqual([null, '/assets/entry-1.js', '/assets/entry-1.js'])
    expect(asked).toBe(2)
  })
})

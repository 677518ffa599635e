import { gzipSync } from 'node:zlib'
import type { WebSocketRoute } from 'playwright-core'
import { describe, it } from 'vitest'
import type { SocketMessage } from '../../worker/domain/views.ts'
import { issues, issueView } from '../unit/web/fixture-issues.ts'
import { useFixturePages, violations } from './fixture-visit.ts'

const bundle = '/collections/cluster-care/codebundles/k8s-pvc-usage'
const issue = '/issues/meridian-ops/cluster-care-codecollection/12'
const fresh = '/issues/meridian-ops/cluster-care-codecollection/20'
const paths = ['/issues', issue, fresh]

const visit = useFixturePages()

function newEvent(seq: number, text: string): SocketMessage {
  const { summary, actions } = issueView()
  return { type: 'events', events: [{ seq, at: Date.now(), type: 'log', step: 'validate', text }], summary: { ...summary, seq }, actions }
}

const lastSeq = issueView().summary.seq

describe('accessibility', () => {
  it.for(paths)('axe finds nothing in light or dark, a phone fits it, and no policy is broken: %s', async (path, { expect }) => {
    const { page, context, complaints } = await visit({ path, viewer: 'rex' })
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await context.close()
    expect(complaints).toEqual([])
  })

  it('the keys / and ? lead to search and to help, and stay letters in a field', async ({ expect }) => {
    const { page, context } = await visit({ path: '/' })
    await page.keyboard.press('/')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('search')
    await page.keyboard.type('a/b?')
    expect(await page.inputValue('#search')).toBe('a/b?')
    expect(await page.locator('#help[open]').count()).toBe(0)
    await page.locator('h1').click()
    await page.keyboard.press('?')
    await page.locator('#help[open]').waitFor()
    await page.keyboard.press('Escape')
    expect(await page.locator('#help[open]').count()).toBe(0)
    await context.close()
  })

  it('the first tab stop skips to the content', async ({ expect }) => {
    const { page, context } = await visit({ path: '/' })
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main')
    await context.close()
  })
})

describe('every page', () => {
  it.for([bundle, issue, '/issues', '/search?q=claims'])('is readable with scripting off: %s', async (path, { expect }) => {
    const { page, context } = await visit({ path, javaScript: false })
    expect(((await page.locator('main').textContent()) ?? '').length).toBeGreaterThan(200)
    expect(await page.locator('[data-theme-switch]').isVisible()).toBe(false)
    await context.close()
  })

  it('does not move while its interactive parts wake', async ({ expect }) => {
    for (const path of ['/', '/codebundles', '/issues', issue]) {
      const { page, context } = await visit({
        path,
        viewer: 'rex',
        prepare: (page) =>
          page.addInitScript(() => {
            const shifts: number[] = []
            Object.assign(window, { shifts })
            new PerformanceObserver((list) =>
              shifts.push(...list.getEntries().map((entry) => (entry as unknown as { value: number }).value)),
            ).observe({ type: 'layout-shift', buffered: true })
          }),
      })
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      const total = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts.reduce((sum, value) => sum + value, 0))
      expect(total, path).toBeLessThan(0.01)
      await context.close()
    }
  })

  it('weighs at most 60 KB compressed on a first visit, scripts at most 35 KB', async ({ expect }) => {
    for (const path of ['/', '/codebundles', '/issues']) {
      const sizes: { type: string; bytes: number }[] = []
      const { context } = await visit({
        path,
        prepare: async (page) => {
          page.on('response', async (response) => {
            if (new URL(response.url()).pathname.startsWith('/api/')) return
            sizes.push({ type: response.request().resourceType(), bytes: gzipSync(await response.body()).byteLength })
          })
        },
      })
      await context.close()
      const sum = (type?: string) =>
        sizes.filter((size) => type === undefined || size.type === type).reduce((total, size) => total + size.bytes, 0)
      expect(sum('script'), path).toBeLessThanOrEqual(35 * 1024)
      expect(sum('script'), path).toBeGreaterThan(1000)
      expect(sum(), path).toBeLessThanOrEqual(60 * 1024)
    }
  })

  it('keeps a chosen theme from the first paint on', async ({ expect }) => {
    const { page, context } = await visit({ path: '/', scheme: 'light' })
    const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)
    expect(await scheme()).toBe('light')
    await page.click('[data-theme-switch]')
    await page.click('[data-theme-switch]')
    expect(await page.getAttribute('[data-theme-switch]', 'aria-label')).toBe('Theme: dark')
    await page.route('**/assets/*.js', (route) => route.abort())
    await page.reload()
    expect(await scheme()).toBe('dark')
    await context.close()
  })
})

describe('a live request', () => {
  it('shows each log line as it arrives, without a reload', async ({ expect }) => {
    const sockets: WebSocketRoute[] = []
    const { page, context } = await visit({
      path: issue,
      prepare: (page) => page.routeWebSocket(/\/live/, (socket) => void sockets.push(socket)),
    })
    await page.locator('[data-connection=live]').waitFor()
    const times: number[] = []
    for (let step = 1; step <= 20; step += 1) {
      const seq = lastSeq + step
      const seen = page.locator(`[data-seq="${seq}"]`).waitFor()
      const sent = performance.now()
      sockets[0]?.send(JSON.stringify(newEvent(seq, `line ${seq}`)))
      await seen
      times.push(performance.now() - sent)
    }
    expect(times.toSorted((a, b) => a - b)[18]).toBeLessThan(500)
    expect(await page.locator(`[data-seq="${lastSeq + 20}"]`).textContent()).toContain(`line ${lastSeq + 20}`)
    await context.close()
  })

  it('resumes after the last event it saw, without gaps or doubles', async ({ expect }) => {
    const sockets: WebSocketRoute[] = []
    const { page, context } = await visit({
      path: issue,
      prepare: (page) => page.routeWebSocket(/\/live/, (socket) => void sockets.push(socket)),
    })
    await page.locator('[data-connection=live]').waitFor()
    sockets[0]?.send(JSON.stringify(newEvent(lastSeq + 1, 'before')))
    await page.locator(`[data-seq="${lastSeq + 1}"]`).waitFor()
    await sockets[0]?.close()
    await page.locator('[data-connection=connecting]').waitFor()
    await page.locator('[data-connection=live]').waitFor()
    expect(new URL(sockets[1]?.url() ?? 'ws://none').searchParams.get('after')).toBe(String(lastSeq + 1))
    sockets[1]?.send(JSON.stringify(newEvent(lastSeq + 1, 'before')))
    sockets[1]?.send(JSON.stringify(newEvent(lastSeq + 2, 'after')))
    await page.locator(`[data-seq="${lastSeq + 2}"]`).waitFor()
    const seqs = await page.locator('[data-seq]').evaluateAll((nodes) => nodes.map((node) => Number(node.getAttribute('data-seq'))))
    expect(seqs).toEqual(Array.from({ length: lastSeq + 2 }, (_, index) => index + 1))
    await context.close()
  })

  it('polls while sockets cannot be had', async ({ expect }) => {
    const { page, context } = await visit({
      path: issue,
      prepare: async (page) => {
        await page.routeWebSocket(/\/live/, (socket) => void socket.close())
        await page.route('**/api/v1/issues/**', (route) => {
          const view = issueView()
          const event = { seq: lastSeq + 1, at: Date.now(), type: 'note' as const, actor: 'rex', text: 'seen by polling' }
          return route.fulfill({ json: { ...view, summary: { ...view.summary, seq: lastSeq + 1 }, events: [...view.events, event] } })
        })
      },
    })
    await page.getByText('seen by polling').waitFor()
    expect(await page.locator('[data-connection]').getAttribute('data-connection')).toBe('polling')
    await context.close()
  })

  it('follows the end of the log only while the reader is there', async ({ expect }) => {
    const sockets: WebSocketRoute[] = []
    const { page, context } = await visit({
      path: issue,
      prepare: (page) => page.routeWebSocket(/\/live/, (socket) => void sockets.push(socket)),
    })
    await page.locator('[data-connection=live]').waitFor()
    const fromEnd = () => page.locator('.activity').evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight)
    const send = async (seq: number) => {
      sockets[0]?.send(JSON.stringify(newEvent(seq, `line ${seq}`)))
      await page.locator(`[data-seq="${seq}"]`).waitFor({ state: 'attached' })
    }
    await send(lastSeq + 1)
    expect(await fromEnd()).toBeLessThan(2)
    await page.locator('.activity').evaluate((box) => box.scrollTo(0, 0))
    await page.getByRole('button', { name: 'Latest' }).waitFor()
    await send(lastSeq + 2)
    expect(await page.locator('.activity').evaluate((box) => box.scrollTop)).toBe(0)
    await page.getByRole('button', { name: 'Latest' }).click()
    expect(await fromEnd()).toBeLessThan(2)
    await context.close()
  })

  it('reads the plan again when it changed', async ({ expect }) => {
    const sockets: WebSocketRoute[] = []
    const { page, context } = await visit({
      path: fresh,
      prepare: (page) => page.routeWebSocket(/\/live/, (socket) => void sockets.push(socket)),
    })
    await page.locator('[data-connection=live]').waitFor()
    await page.getByText('The plan appears here').waitFor()
    const { summary, actions } = issueView()
    sockets[0]?.send(
      JSON.stringify({
        type: 'events',
        events: [{ seq: 1, at: 1, type: 'changed', what: 'plan' }],
        summary: { ...summary, seq: 1 },
        actions,
      }),
    )
    await page.getByText('Find claims that nothing mounts').waitFor()
    expect(await page.locator('[data-state]').getAttribute('data-state')).toBe('in_review')
    await context.close()
  })

  it('moves a request on the dashboard as the feed says', async ({ expect }) => {
    const sockets: WebSocketRoute[] = []
    const { page, context } = await visit({
      path: '/issues',
      prepare: (page) => page.routeWebSocket(/\/live/, (socket) => void sockets.push(socket)),
    })
    await page.locator('[data-connection=live]').waitFor()
    const [first] = issues
    sockets[0]?.send(JSON.stringify({ type: 'summaries', summaries: [{ ...first, state: 'published', seq: 99 }] }))
    await page.locator('section[aria-labelledby=group-ended]').getByText('PersistentVolumeClaims that').waitFor()
    expect(await page.locator('section[aria-labelledby=group-waiting] li article').count()).toBe(1)
    await context.close()
  })
})

describe('a decision', () => {
  it('is confirmed where it merges, bound to the head shown, and shows what the server answers', async ({ expect }) => {
    const sent: unknown[] = []
    const { page, context } = await visit({
      path: issue,
      viewer: 'rex',
      prepare: (page) =>
        page.route('**/actions', (route) => {
          sent.push(route.request().postDataJSON())
          const view = issueView()
          return route.fulfill({
            json: { ...view, summary: { ...view.summary, state: 'approved', seq: lastSeq + 1 }, actions: ['cancel'] },
          })
        }),
    })
    await page.click('[data-action=approve]')
    expect(sent).toEqual([])
    await page.click('[data-confirm=approve]')
    await page.locator('[data-state=approved]').waitFor()
    expect(sent).toEqual([{ action: 'approve', headSha: issueView().summary.pull?.headSha }])
    expect(await page.locator('[data-action=approve]').count()).toBe(0)
    await context.close()
  })

  it('takes the words of a change request, and keeps them when the server refuses', async ({ expect }) => {
    const { page, context } = await visit({
      path: issue,
      viewer: 'rex',
      prepare: (page) =>
        page.route('**/actions', (route) =>
          route.fulfill({
            status: 409,
            json: { title: 'The request has moved on', detail: 'A newer commit exists.', suggestion: 'Reload.', traceId: 'abc' },
          }),
        ),
    })
    await page.click('[data-action=request-changes]')
    await page.locator('textarea:focus').waitFor()
    await page.keyboard.type('Also look at StatefulSets.')
    await page.click('[data-confirm=request-changes]')
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toMatch(/moved on[\s\S]*newer commit[\s\S]*Reload[\s\S]*abc/)
    expect(await page.inputValue('textarea')).toBe('Also look at StatefulSets.')
    await context.close()
  })

  it('leads from a failing check to its line in the generated file', async ({ expect }) => {
    const { page, context } = await visit({ path: issue })
    await page.getByRole('link', { name: 'codebundles/k8s-pvc-usage/pvc_usage.sh:4' }).click()
    await page.locator('#file-1-line-4').waitFor({ state: 'visible' })
    expect(await page.locator('#file-1-line-4').textContent()).toContain('kubectl get pvc')
    await context.close()
  })
})

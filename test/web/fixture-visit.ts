import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll } from 'vitest'
import { issues, issueView } from '../unit/web/fixture-issues.ts'
import { startFixtureServer } from '../unit/web/fixture-server.ts'
import { launchBrowser } from './browser.ts'

interface Visit {
  path: string
  viewer?: string
  scheme?: 'light' | 'dark'
  width?: number
  javaScript?: boolean
  kind?: 'full' | 'empty'
  /** Runs before the page is opened: routes and sockets. */
  prepare?: (page: Page) => Promise<unknown>
}

interface Visited {
  page: Page
  context: BrowserContext
  /** What the browser says of faults and of broken policies. */
  complaints: string[]
}

/** Opens a page of the fixtures with a quiet API and a silent socket unless `prepare` says otherwise; collects what the browser complains about. */
async function visit(browser: Browser, url: string, options: Visit): Promise<Visited> {
  const { path, viewer = '', scheme = 'light', width = 1280, javaScript = true, kind = 'full' } = options
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height: 900 },
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
  })
  await context.addCookies([
    { name: 'viewer', value: viewer, url },
    { name: 'kind', value: kind, url },
  ])
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.route('**/api/v1/issues', (route) => route.fulfill({ json: { issues: kind === 'full' ? issues : [] } }))
  await page.route('**/api/v1/issues/**', (route) => route.fulfill({ json: issueView() }))
  await page.routeWebSocket(/\/live/, () => undefined)
  await options.prepare?.(page)
  await page.goto(url + path)
  if (javaScript)
    await page.waitForFunction(() =>
      [...document.querySelectorAll('[data-island]')].every((root) => 'awake' in (root as HTMLElement).dataset),
    )
  return { page, context, complaints }
}

/** What axe finds on the page as it is. */
export async function violations(page: Page): Promise<string[]> {
  // A change of theme is painted, and its transitions over, before colours are read.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect?.getComputedTiming().iterations !== Infinity)
        .map((one) => one.finished),
    ),
  )
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const injected = window as unknown as { axe: typeof axe }
    return (await injected.axe.run()).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
  })
}

/** Builds the browser half once for a test file, serves the fixture pages with it, and answers how to visit them. */
export function useFixturePages(): (options: Visit) => Promise<Visited> {
  const dist = mkdtempSync(join(tmpdir(), 'web-dist-'))
  let running: { browser: Browser; server: Awaited<ReturnType<typeof startFixtureServer>> } | null = null
  beforeAll(async () => {
    await build({ configFile: 'web/vite.config.ts', logLevel: 'error', build: { outDir: dist } })
    running = { server: await startFixtureServer(dist), browser: await launchBrowser() }
  })
  afterAll(async () => {
    await running?.browser.close()
    await running?.server.close()
    rmSync(dist, { recursive: true, force: true })
  })
  return (options) => {
    if (running === null) throw new Error('the fixture pages are not served yet')
    return visit(running.browser, running.server.url, options)
  }
}

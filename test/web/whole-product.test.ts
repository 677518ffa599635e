import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { fixture } from '../harness/requests.ts'
import { useStack } from '../harness/stack-fixture.ts'
import { launchBrowser } from './browser.ts'

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const running = useStack()
const browsers: Browser[] = []

beforeAll(async () => {
  browsers.push(await launchBrowser())
})

afterAll(async () => {
  for (const browser of browsers) await browser.close()
})

interface Visitor {
  context: BrowserContext
  page: Page
  /** Messages of the page's console that report a fault. */
  faults: string[]
}

async function visitor(options: { colorScheme?: 'light' | 'dark'; javaScriptEnabled?: boolean } = {}): Promise<Visitor> {
  const [browser] = browsers
  if (!browser) throw new Error('there is no browser')
  const context = await browser.newContext({ baseURL: running().stack.urls.worker, viewport: { width: 1280, height: 900 }, ...options })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
  return { context, page, faults }
}

async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const found = await page.evaluate(() => Reflect.get(globalThis, 'axe').run(document))
  const { violations } = z
    .object({ violations: z.array(z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string() })) })) })
    .parse(found)
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`))
}

/** Through the forge's consent page, as a person would. */
async function signIn(page: Page, login: string): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('link', { name: /Sign in/ })
    .click()
  await page.getByRole('button', { name: new RegExp(`^${login}\\b`) }).click()
  await page.getByRole('button', { name: /Sign out/ }).waitFor()
}

it('finds a sample bundle from the first page and shows it whole', async () => {
  const { context, page, faults } = await visitor()
  await page.goto('/')
  await page.keyboard.press('/')
  await page.keyboard.type('certificate expiry')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/search\?q=certificate/)
  await page.getByRole('heading', { level: 3 }).first().getByRole('link').click()
  await page.waitForURL(/\/codebundles\//)
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toMatch(/certificate/i)
  expect(faults).toEqual([])
  await context.close()
})

it('reads without scripting', async () => {
  const { context, page } = await visitor({ javaScriptEnabled: false })
  await page.goto('/codebundles')
  expect(await page.getByRole('heading', { level: 3 }).count()).toBeGreaterThan(5)
  await context.close()
})

it('shows a request live, from its issue to the merge that a reviewer approves in the browser', async () => {
  const { forge } = running()
  const { context, page, faults } = await visitor()
  const request = fixture('pvc-headroom')
  const { number } = await forge.openIssue(request)
  const path = `/issues/${request.owner}/${request.repo}/${number}`
  await expect.poll(async () => (await page.request.get(path)).status(), { timeout: 20_000 }).toBe(200)
  await page.goto(path)
  await signIn(page, 'rex')
  expect(new URL(page.url()).pathname).toBe(path)
  await page.locator('[data-connection="live"]').waitFor()
  await page.locator('[data-state="in_review"]').waitFor({ timeout: 90_000 })
  expect(await axeViolations(page)).toEqual([])
  await page.locator('[data-action="approve"]').focus()
  await page.keyboard.press('Enter')
  await page.locator('[data-confirm="approve"]').focus()
  await page.keyboard.press('Enter')
  await page.locator('[data-state="published"]').waitFor({ timeout: 90_000 })
  await page.getByRole('link', { name: 'Find it in the registry' }).click()
  await expect.poll(() => page.getByRole('heading', { level: 3 }).allTextContents()).not.toEqual([])
  expect(faults).toEqual([])
  const facts = await forge.summary(request.owner, request.repo, number)
  expect([facts.branches.length, facts.pullRequests.length, facts.merges]).toEqual([1, 1, 1])
  await context.close()
})

it.each(['light', 'dark'] as const)('has nothing to object to on its %s pages, by the rules of axe', async (colorScheme) => {
  const { context, page } = await visitor({ colorScheme })
  await page.goto('/codebundles')
  const bundle = await page.getByRole('heading', { level: 3 }).first().getByRole('link').getAttribute('href')
  for (const path of ['/', '/codebundles', '/search?q=volume', '/collections', bundle ?? '', '/issues', '/nothing-here']) {
    await page.goto(path)
    expect(await axeViolations(page), path).toEqual([])
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wider, path).toBeLessThanOrEqual(0)
  }
  await context.close()
})

it('keeps every control reachable by keyboard, in the order of the page', async () => {
  const { context, page } = await visitor()
  await page.goto('/')
  const reached: string[] = []
  for (let step = 0; step < 8; step += 1) {
    await page.keyboard.press('Tab')
    reached.push(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''))
  }
  expect(reached[0]).toBe('Skip to content')
  expect(reached.join(' ')).toMatch(/CodeBundles .*Collections .*Requests/)
  await context.close()
})

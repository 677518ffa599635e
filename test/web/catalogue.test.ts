import type { Page } from 'playwright-core'
import { describe, it } from 'vitest'
import { cards } from '../unit/web/fixture-catalogue.ts'
import { diff } from '../unit/web/fixture-rich.ts'
import { useFixturePages, violations } from './fixture-visit.ts'

const bundle = '/collections/cluster-care/codebundles/k8s-pvc-usage'
const bare = '/collections/cluster-care/codebundles/bare'
const compare = `${bundle}/compare?from=${diff.from.treeHash}&to=${diff.to.treeHash}`
const gone = '/collections/cluster-care/codebundles/k8s-pod-gone'
const paths = [
  '/',
  '/codebundles',
  '/search?q=claims&platform=kubernetes&access=read-only',
  '/search?q=zzz',
  '/search?q=restrats',
  '/tasks',
  '/collections',
  '/collections/cluster-care',
  '/collections/cloud-care',
  ...['', '?tab=configure', '?tab=source', '?tab=versions', '?tab=quality'].map((tab) => `${bundle}${tab}`),
  bare,
  `${bare}?tab=quality`,
  `${bundle}/compare`,
  compare,
  '/tags',
  '/tags/AKS',
  '/authors',
  '/authors/ada',
  '/about',
  '/nope',
  gone,
]
const visit = useFixturePages()

const addressOf = (page: Page) => `${new URL(page.url()).pathname}${new URL(page.url()).search}`
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')

describe('every page of the catalogue', () => {
  it.for(paths)('axe finds nothing in light or dark, a phone fits it, and no policy is broken: %s', async (path, { expect }) => {
    const { page, context, complaints } = await visit({ path })
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await context.close()
    expect(complaints.filter((text) => !((path === '/nope' || path === gone) && /40[4]|410/.test(text)))).toEqual([])
  })

  it.for(paths.filter((path) => path !== '/nope' && path !== gone))('reads with scripting off: %s', async (path, { expect }) => {
    const { page, context } = await visit({ path, javaScript: false })
    expect(((await page.locator('main').textContent()) ?? '').length).toBeGreaterThan(120)
    expect(await page.locator('[data-theme-switch], [data-open-palette]').first().isVisible()).toBe(false)
    await context.close()
  })
})

describe('search with scripting', () => {
  it('follows the typing in place, keeps the address shareable, and asks once for a burst of letters', async ({ expect }) => {
    const asked: string[] = []
    const { page, context } = await visit({ path: '/codebundles' })
    page.on('request', (request) => request.url().includes('/api/v1/search') && asked.push(new URL(request.url()).search))
    await page.locator('#search').pressSequentially('restarts')
    await page.getByText('1 CodeBundle for').waitFor()
    expect(asked).toEqual(['?q=restarts'])
    expect(addressOf(page)).toBe('/search?q=restarts')
    expect(await page.locator('main article').count()).toBe(1)
    expect(await page.textContent('#announcer')).toBe('1 CodeBundle found')
    await context.close()
  })

  it('ticks values without a reload, and the back button unticks them', async ({ expect }) => {
    const { page, context } = await visit({ path: '/codebundles' })
    await page.evaluate(() => Object.assign(window, { stayed: true }))
    await page.getByRole('checkbox', { name: /^aws/ }).check()
    await page.waitForURL('**/search?platform=aws')
    await page.getByRole('checkbox', { name: /^azure/ }).check()
    await page.waitForURL('**/search?platform=aws&platform=azure')
    await page.getByText('2 CodeBundles', { exact: true }).waitFor()
    await page.goBack()
    await page.getByText('1 CodeBundle', { exact: true }).waitFor()
    expect(await page.getByRole('checkbox', { name: /^azure/ }).isChecked()).toBe(false)
    await page.getByRole('link', { name: /Remove the filter Platform aws/ }).click()
    await page.waitForURL('**/codebundles')
    expect(await page.evaluate(() => Reflect.get(window, 'stayed'))).toBe(true)
    await context.close()
  })

  it('takes a qualifier out of the query when its box is unticked', async ({ expect }) => {
    const { page, context } = await visit({ path: '/search?q=checks+platform%3Aaws' })
    const box = page.getByRole('checkbox', { name: /^aws/ })
    expect(await box.isChecked()).toBe(true)
    await box.uncheck()
    await page.waitForURL('**/search?q=checks')
    expect(await page.inputValue('#search')).toBe('checks')
    await context.close()
  })

  it('changes between CodeBundles and tasks, and offers the likely spelling', async ({ expect }) => {
    const { page, context } = await visit({ path: '/search?q=restrats' })
    await page.getByRole('link', { name: 'restarts', exact: true }).click()
    await page.waitForURL('**/search?q=restarts')
    await page.getByRole('navigation', { name: 'Kinds of results' }).getByRole('link', { name: /Tasks/ }).click()
    await page.waitForURL('**/search?q=restarts&kind=tasks')
    expect(await page.getAttribute('input[name=kind]', 'value')).toBe('tasks')
    await context.close()
  })

  it('says what went wrong and keeps the results', async ({ expect }) => {
    const { page, context } = await visit({
      path: '/codebundles',
      prepare: (page) =>
        page.route('**/api/v1/search?*', (route) =>
          route.fulfill({ status: 429, json: { title: 'Too many requests', detail: 'Slow down.', suggestion: 'Wait a minute.' } }),
        ),
    })
    await page.fill('#search', 'x')
    await page.getByRole('alert').waitFor()
    expect(await page.getByRole('alert').textContent()).toContain('Wait a minute.')
    expect(await page.locator('main article').count()).toBe(cards.length)
    await context.close()
  })
})

describe('search without scripting', () => {
  it('is a form from the first page to the results', async ({ expect }) => {
    const { page, context } = await visit({ path: '/', javaScript: false })
    await page.fill('#search', 'claims')
    await page.press('#search', 'Enter')
    await page.waitForURL('**/search?q=claims')
    expect(await page.locator('main mark').first().textContent()).toBe('claims')
    await context.close()
  })

  it('narrows by ticked boxes and a button, and widens by the links of its chips', async ({ expect }) => {
    const { page, context } = await visit({ path: '/codebundles', javaScript: false })
    await page.getByRole('checkbox', { name: /^aws/ }).check()
    await page.getByRole('button', { name: 'Apply filters' }).click()
    await page.waitForURL(/platform=aws/)
    expect(await page.locator('main article').count()).toBe(1)
    await page.getByRole('link', { name: /Remove the filter Platform aws/ }).click()
    await page.waitForURL('**/codebundles')
    await context.close()
  })

  it('opens its filters on a phone', async ({ expect }) => {
    const { page, context } = await visit({ path: '/codebundles', javaScript: false, width: 390 })
    const box = page.getByRole('checkbox', { name: /^aws/ })
    expect(await box.isVisible()).toBe(false)
    await page.locator('label[for=filters-open]').click()
    expect(await box.isVisible()).toBe(true)
    await context.close()
  })
})

describe('the keyboard', () => {
  it('walks through results with j and k, and opens one with Enter', async ({ expect }) => {
    const { page, context } = await visit({ path: '/codebundles' })
    for (const key of ['j', 'j', 'k']) await page.keyboard.press(key)
    expect(await focused(page)).toBe(cards[0]?.displayName)
    await page.keyboard.press('k')
    expect(await focused(page)).toBe(cards[0]?.displayName)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**${bundle}`)
    await context.close()
  })

  it.for(['light', 'dark'] as const)(
    'opens a palette that axe accepts in %s, finds with it, and goes there',
    async (scheme, { expect }) => {
      const { page, context, complaints } = await visit({ path: '/about', scheme })
      await page.keyboard.press('Control+k')
      await page.getByRole('combobox').waitFor()
      await page.keyboard.type('pod restarts')
      await page.getByRole('option', { name: /Kubernetes Pod Restarts/ }).waitFor()
      expect(await violations(page)).toEqual([])
      await page.keyboard.press('ArrowDown')
      expect(await page.getByRole('option', { selected: true }).textContent()).toContain('Search for')
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('Enter')
      await page.waitForURL('**/codebundles/k8s-pod-restarts')
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
      await context.close()
    },
  )

  it('gives the focus back when the palette is left', async ({ expect }) => {
    const { page, context } = await visit({ path: '/about' })
    await page.locator('[data-open-palette]').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('combobox').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('dialog.palette').waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-open-palette'))).toBe(true)
    await context.close()
  })
})

it('compares two versions by a plain form', async ({ expect }) => {
  const { page, context } = await visit({ path: `${bundle}?tab=versions`, javaScript: false })
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.waitForURL(/\/compare\?from=/)
  expect(await page.getByRole('heading', { name: /Breaks existing configurations/ }).isVisible()).toBe(true)
  await context.close()
})

it('runs nothing that a README brings along', async ({ expect }) => {
  const { page, context } = await visit({
    path: bundle,
    prepare: (page) => page.addInitScript(() => Object.assign(window, { alert: () => Object.assign(window, { harmed: true }) })),
  })
  for (const link of await page.locator('#readme a').all()) expect(await link.getAttribute('href')).toMatch(/^(https:|#)/)
  expect(
    await page.evaluate(() => [
      Reflect.get(window, 'harmed'),
      document.querySelectorAll('#readme :is(script, iframe, form, style)').length,
    ]),
  ).toEqual([undefined, 0])
  await context.close()
})

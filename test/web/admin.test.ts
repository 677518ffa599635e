import { describe, it } from 'vitest'
import { useFixturePages, violations } from './fixture-visit.ts'

const visit = useFixturePages()

describe('the pages of admins', () => {
  it.for([
    ['/admin?notice=limits-set', 'full'],
    ['/admin?notice=limits-set', 'empty'],
    ['/admin/trials', 'full'],
    ['/admin/trials', 'empty'],
    ['/admin/trials/set-1?against=set-3', 'full'],
    ['/admin/trials/set-1/trial-1', 'full'],
  ] as const)('axe finds nothing in light or dark, and a phone fits it: %s, %s', async ([path, kind], { expect }) => {
    const { page, context, complaints } = await visit({ path, viewer: 'ada', kind })
    await page.locator('summary').evaluateAll((all) => {
      for (const one of all) (one as HTMLElement).click()
    })
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await context.close()
    expect(complaints).toEqual([])
  })

  it('works with scripting off: a key can be typed, and a deletion asks first', async ({ expect }) => {
    const { page, context } = await visit({ path: '/admin', viewer: 'ada', javaScript: false })
    expect(await page.getByLabel('New key of OpenAI').getAttribute('type')).toBe('password')
    const deletion = page.getByRole('button', { name: 'Delete the key of OpenAI' })
    expect(await deletion.isVisible()).toBe(false)
    await page.locator('summary', { hasText: 'Delete' }).click()
    expect(await deletion.isVisible()).toBe(true)
    await context.close()
  })
})

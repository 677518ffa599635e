import { describe, it } from 'vitest'
import { fixtureApp, fixtureDeps } from './fixture-app.ts'

async function get(path: string, { kind = 'full', viewer = 'ada' }: { kind?: 'full' | 'empty'; viewer?: string } = {}) {
  const response = await fixtureApp(fixtureDeps(kind), kind).request(path, { headers: { cookie: `viewer=${viewer}` } })
  return { response, html: await response.text() }
}

describe('the admin page', () => {
  it.for(['full', 'empty'] as const)('is one page without inline code, never kept: %s', async (kind, { expect }) => {
    const { response, html } = await get('/admin', { kind })
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(html.match(/<h1/g)).toHaveLength(1)
    expect(html).not.toMatch(/<[^>]+\s(style|on[a-z]+)=/i)
  })

  it('changes things by POST only, and every control is a form', async ({ expect }) => {
    const { html } = await get('/admin')
    const forms = [...html.matchAll(/<form method="(\w+)" action="(\/admin[^"]*)"/g)].map(([, method, action]) => `${method} ${action}`)
    expect(forms).toEqual([
      'post /admin/generation/stop',
      'post /admin/rotate-keys',
      'post /admin/keys/cursor',
      'post /admin/keys/openai',
      'post /admin/keys/openai/test',
      'post /admin/keys/openai/delete',
      'post /admin/limits',
      'post /admin/policies',
      'post /admin/policies',
      'post /admin/policies/remove',
      'post /admin/policies',
    ])
  })

  it('shows the end of a key, its test, and an unknown price as unknown', async ({ expect }) => {
    const { html } = await get('/admin')
    expect(html).toContain('x7Qp')
    expect(html).toContain('Does not work')
    expect(html).toContain('2 calls of unknown price')
    expect(html).toMatch(/in unknown/)
  })

  it('says what is missing on a registry just set up, and that generation is stopped', async ({ expect }) => {
    const { html } = await get('/admin', { kind: 'empty' })
    expect(html).toContain('KEY_ENCRYPTION_KEYS is not set')
    expect(html).toContain('No call was made today')
    expect(html).toContain('Generation is stopped')
  })

  it('says what a form has done, where it stands, and nothing that only the address says', async ({ expect }) => {
    const { html } = await get('/admin?notice=limits-set')
    expect(html.indexOf('data-notice="limits-set"')).toBeGreaterThan(html.indexOf('id="budgets"'))
    expect((await get('/admin?notice=<b>toString')).html).not.toContain('data-notice')
    expect((await get('/admin?notice=toString')).html).not.toContain('data-notice')
  })
})

import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'

it('has the tables of the main database', async () => {
  const row = await (env as unknown as { DB: D1Database }).DB.prepare('SELECT count(*) AS n FROM collections').first<{ n: number }>()
  expect(row?.n).toBe(0)
})

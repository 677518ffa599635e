import { existsSync } from 'node:fs'
import { expect, it } from 'vitest'
import { agentId, creation, directClient } from '../../../cursor/direct-client.ts'
import { faults } from '../../../cursor/faults.ts'
import { loadCursorOpenApi } from '../../../cursor/openapi.ts'
import type { CursorDouble } from '../../../cursor/server.ts'
import { inputFor, startSetting } from '../../../cursor/setting.ts'
import { plainScript } from '../../../cursor/world.ts'

/** Absolute path of Cursor's OpenAPI document (YAML), which its licence keeps out of this repository. */
const document = process.env.CURSOR_OPENAPI ?? ''
const missing = existsSync(document) ? null : 'CURSOR_OPENAPI does not name a file with the OpenAPI document of Cursor'

async function callEverything(double: CursorDouble): Promise<void> {
  const call = directClient(double)
  const { json } = await call('POST', '/v1/agents', creation({ model: { id: 'composer-2.5' }, name: 'Name' }))
  const run = (json as { run: { id: string } }).run.id
  const below = `/v1/agents/${agentId}`
  for (const path of [
    '/v1/me',
    '/v1/models',
    '/v1/agents',
    below,
    `${below}/runs`,
    `${below}/runs/${run}`,
    `${below}/usage`,
    `${below}/artifacts`,
  ]) {
    await call('GET', path)
  }
  await call('POST', '/v1/agents', creation())
  await call('POST', '/v1/agents', { text: 'x' })
  await call('POST', `${below}/runs`, { prompt: { text: 'x' } })
  await call('POST', `${below}/runs/${run}/cancel`)
  await call('POST', `${below}/runs`, { prompt: { text: 'x' } })
  await call('POST', `${below}/archive`)
  await call('POST', `${below}/unarchive`)
  double.account.usage = 'unavailable'
  await call('GET', `${below}/usage`)
  await directClient(double, 'Bearer wrong')('GET', '/v1/me')
  await call('DELETE', below)
  // The twenty calls of this minute are used up.
  await call('GET', '/v1/me')
}

it('answers as the OpenAPI document of Cursor says, and the provider asks so', async (context) => {
  if (missing !== null) return context.skip(missing)
  const api = loadCursorOpenApi(document)
  const { double, provider, say } = await startSetting()
  double.account.usage = 'tokens-and-cost'
  double.world.script = { ...plainScript, end: 'EXPIRED' }
  for (const fault of [faults.serverError(500), faults.rateLimited(1)]) double.faults.set(fault)
  await expect(provider.generate(inputFor(), say)).rejects.toThrow()
  double.world.script = plainScript
  await provider.generate(inputFor(), say)
  const other = await startSetting()
  await callEverything(other.double)
  const seen = [...double.exchanges, ...other.double.exchanges]
  expect(seen.flatMap((exchange) => api.check(exchange))).toEqual([])
  expect([...new Set(seen.map(({ status }) => status))].sort()).toEqual([200, 201, 400, 401, 403, 409, 429, 500])
})

it('finds what is wrong with an answer', async (context) => {
  if (missing !== null) return context.skip(missing)
  const api = loadCursorOpenApi(document)
  const exchange = { at: 0, method: 'GET', path: '/v1/agents/bc-1/runs/run-1', request: undefined, status: 200, faulty: false }
  expect(api.check({ ...exchange, response: { id: 'run-1', agentId: 'bc-1', status: 'DONE' } }).join()).toMatch(/createdAt.*allowed values/)
  expect(api.check({ ...exchange, path: '/v1/nothing', response: {} }).join()).toMatch(/not described/)
})

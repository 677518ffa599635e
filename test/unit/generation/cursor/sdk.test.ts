import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { writesBundle } from '../../../cursor/agent-work.ts'
import { faults } from '../../../cursor/faults.ts'
import { type CursorDouble, startCursorDouble } from '../../../cursor/server.ts'
import { plainScript } from '../../../cursor/world.ts'

/** The vendor's own client as a second opinion on the double. It reads its address from the environment. */
let sdk: typeof import('@cursor/sdk')
let double: CursorDouble
let now = Date.UTC(2026, 10, 1)

const prompt = 'Only files under codebundles/k8s-x/ are taken.'
const url = 'https://github.com/care/bundles'
const endless = { ...plainScript, workMs: Number.POSITIVE_INFINITY }
const allOfIt = plainScript.readyMs + plainScript.workMs

beforeAll(async () => {
  double = await startCursorDouble({ now: () => now, repositories: { [url]: ['main'] }, callsPerMinute: 1_000 })
  vi.stubEnv('CURSOR_BACKEND_URL', double.url)
  sdk = await import('@cursor/sdk')
})

afterAll(async () => {
  vi.unstubAllEnvs()
  await double.close()
})

function create(changes: { apiKey?: string; model?: string; repository?: string } = {}) {
  const { apiKey = double.key, model = 'composer-2.5', repository = url } = changes
  const cloud = { repos: [{ url: repository, startingRef: 'main' }], autoCreatePR: false }
  return sdk.Agent.create({ apiKey, model: { id: model }, cloud })
}

it('lets the SDK create an agent, follow its run, read it and delete it', async () => {
  double.world.script = plainScript
  const agent = await create()
  const run = await agent.send(prompt)
  const told: string[] = []
  for await (const event of run.stream()) {
    told.push('status' in event ? `${event.type} ${event.status}` : event.type)
    now += event.type === 'status' && event.status === 'CREATING' ? plainScript.readyMs : plainScript.workMs
  }
  expect(told).toEqual(['status CREATING', 'status RUNNING', 'status FINISHED', 'assistant'])
  const result = await run.wait()
  expect(result).toMatchObject({
    id: run.id,
    status: 'finished',
    durationMs: allOfIt,
    git: { branches: [{ repoUrl: 'github.com/care/bundles' }] },
  })
  const repository = { owner: 'care', repo: 'bundles', defaultBranch: 'main', url }
  const what = { branch: result.git?.branches[0]?.branch ?? '', directory: 'codebundles/k8s-x', maxBytes: 10_000 }
  expect(await double.branches.readBranch(repository, what)).toEqual(writesBundle(prompt))
  expect((await agent.getUsage()).usage?.outputTokens).toBe(900)
  const cloud = { runtime: 'cloud', apiKey: double.key } as const
  expect(await sdk.Agent.get(agent.agentId, cloud)).toMatchObject({ agentId: agent.agentId, archived: false, repos: [url] })
  expect((await sdk.Agent.list(cloud)).items.map(({ agentId }) => agentId)).toEqual([agent.agentId])
  await sdk.Agent.delete(agent.agentId, cloud)
  await expect(sdk.Agent.get(agent.agentId, cloud)).rejects.toMatchObject({ code: 'agent_not_found' })
})

it('lets the SDK ask again, one run at a time, and cancel', async () => {
  double.world.script = plainScript
  const agent = await create()
  const first = await agent.send(prompt)
  now += allOfIt
  expect((await first.wait()).status).toBe('finished')
  double.world.script = endless
  const second = await agent.send('More.')
  await expect(agent.send('Even more.')).rejects.toBeInstanceOf(sdk.AgentBusyError)
  await second.cancel()
  expect((await second.wait()).status).toBe('cancelled')
})

it('tells the SDK of a run that failed', async () => {
  double.world.script = { ...plainScript, end: 'ERROR' }
  const run = await (await create()).send(prompt)
  now += allOfIt
  expect((await run.wait()).status).toBe('error')
})

it('refuses in ways that the SDK knows', async () => {
  double.world.script = plainScript
  const sending = async (changes: Parameters<typeof create>[0]) => (await create(changes)).send(prompt)
  await expect(sending({ apiKey: 'key_wrong' })).rejects.toBeInstanceOf(sdk.AuthenticationError)
  await expect(sending({ model: 'nonesuch' })).rejects.toBeInstanceOf(sdk.ConfigurationError)
  await expect(sending({ repository: 'https://github.com/care/secret' })).rejects.toMatchObject({ code: 'repository_access' })
  const help = faults.forbidden('integration_not_connected', 'https://cursor.com/help')
  double.faults.set(help, { on: /^POST \/v1\/agents$/ })
  await expect(sending({})).rejects.toBeInstanceOf(sdk.IntegrationNotConnectedError)
})

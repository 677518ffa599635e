import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { StateName } from '../../worker/domain/states.ts'
import { type DriveResult, drive, isExactlyOne } from './drive.ts'
import { ForgeControl } from './forge-control.ts'
import { projectRoot } from './paths.ts'
import { fixedPorts } from './ports.ts'
import { RegistryClient, type TimelineEvent } from './registry-client.ts'
import { readRequest } from './request-file.ts'
import { untilSeeded } from './seeded.ts'
import { signIn } from './sign-in.ts'
import { startStack } from './stack.ts'
import { StackError } from './stack-error.ts'

const usage = `npm run demo [-- --request FILE] [--json] [--url URL --forge URL] [--limit SECONDS]

Drives one request through the whole product: opens an issue on the forge, follows it live, approves as the reviewer rex, and waits
until the new CodeBundle is found by search. Uses the running product, or starts one of its own in a temporary folder.`

const { values } = parseArgs({
  options: {
    request: { type: 'string', default: join(projectRoot, 'test/fixtures/requests/pvc-headroom.md') },
    json: { type: 'boolean', default: false },
    url: { type: 'string' },
    forge: { type: 'string' },
    limit: { type: 'string', default: '300' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

interface Place {
  registry: string
  forge: ForgeControl
  leave: () => Promise<void>
}

function say(text: string): void {
  if (!values.json) process.stdout.write(`${text}\n`)
}

async function answers(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) }).catch(() => null)
  await answer?.body?.cancel()
  return answer?.ok ?? false
}

/** A product that runs already, or one of our own that is gone afterwards. */
async function place(): Promise<Place> {
  const registry = values.url ?? `http://localhost:${fixedPorts.worker}`
  const forge = values.forge ?? `http://127.0.0.1:${fixedPorts.forge}`
  if ((await answers(`${registry}/api/health`)) && (await answers(`${forge}/_forge/healthz`))) {
    say(`Using the product that runs at ${registry}.`)
    return { registry, forge: new ForgeControl(forge), leave: async () => undefined }
  }
  if (values.url !== undefined) throw new StackError(`Nothing healthy answers at ${registry} and ${forge}.`)
  const dir = mkdtempSync(join(tmpdir(), 'registry-demo-'))
  const stack = await startStack({ dir, ports: 'free', report: (text) => say(`  · ${text}`) })
  const leave = async () => {
    await stack.stop()
    rmSync(dir, { recursive: true, force: true })
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => void leave().then(() => process.exit(130)))
  if (stack.forge === null) throw new StackError('The demo needs the forge.')
  return { registry: stack.urls.worker, forge: stack.forge, leave }
}

function text(event: TimelineEvent): string {
  const parts = [event.type, event.from, event.to, event.step, event.what, event.actor, event.text, event.note ?? event.cause]
  return parts.filter((part) => typeof part === 'string' && part !== '').join(' · ')
}

function printer(): (event: TimelineEvent, state: StateName) => void {
  const begun = Date.now()
  return (event, state) => {
    const own = event.type === 'transition' && typeof event.to === 'string' ? event.to : state
    if (values.json) process.stdout.write(`${JSON.stringify({ ...event, at: event.at, state: own })}\n`)
    else say(`${((Date.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text(event)}`)
  }
}

function finish(result: Omit<DriveResult, 'address' | 'outcome'> & { outcome: string }, good: boolean): void {
  const { outcome, reason, slug, branches, pullRequests, merges, comments, seconds } = result
  if (values.json) process.stdout.write(`${JSON.stringify({ outcome, reason, slug, branches, pullRequests, merges, comments, seconds })}\n`)
  else {
    say(`\n${outcome}${reason === null ? '' : `: ${reason}`}`)
    say(
      `${good ? 'ok' : 'not ok'} · ${slug ?? 'no CodeBundle'} · ${branches} branch, ${pullRequests} pull request, ${merges} merge, ${comments} comment · ${seconds.toFixed(1)} s`,
    )
  }
}

async function main(): Promise<number> {
  const limitSeconds = Number(values.limit)
  const request = readRequest(values.request)
  const { registry, forge, leave } = await place()
  const begun = Date.now()
  const signal = AbortSignal.timeout(limitSeconds * 1000)
  try {
    await untilSeeded(new RegistryClient(registry), signal)
    const reviewer = await signIn(registry, 'rex')
    const result = await drive({ forge, reviewer, request, onEvent: printer(), signal })
    finish(result, isExactlyOne(result))
    return isExactlyOne(result) ? 0 : 1
  } catch (error) {
    if (!signal.aborted) throw error
    const seconds = (Date.now() - begun) / 1000
    const reason = `not finished after ${limitSeconds} s`
    finish({ outcome: 'unfinished', reason, slug: null, branches: 0, pullRequests: 0, merges: 0, comments: 0, seconds }, false)
    return 1
  } finally {
    await leave()
  }
}

if (values.help) process.stdout.write(`${usage}\n`)
else {
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof StackError ? error.message : error instanceof Error ? error.stack : String(error)}\n`)
      process.exit(1)
    },
  )
}

import type { Page } from 'playwright-core'
import * as z from 'zod'
import { driveIssue } from '../stack/drive.ts'
import type { IssueAddress, RegistryClient } from '../stack/registry-client.ts'
import { signIn } from '../stack/sign-in.ts'
import { variedRequest, variedRequests } from '../stack/varied-request.ts'
import { launchBrowser } from '../web/browser.ts'
import { percentile, printFigures } from './figures.ts'
import { runProgram, withOwnStack } from './own-stack.ts'

const wantedEvents = 200
const boundMs = 500
const limitMs = 180_000

/** Runs in the page: notes when each line of the timeline came into the document, and since when the socket was open. */
function watchTimeline(): void {
  const seen: Record<string, number> = {}
  const state = { seen, liveSince: 0 }
  Object.assign(globalThis, { timeline: state })
  const look = () => {
    const now = Date.now()
    if (state.liveSince === 0 && document.querySelector('[data-connection="live"]') !== null) state.liveSince = now
    for (const line of document.querySelectorAll('[data-seq]')) seen[line.getAttribute('data-seq') ?? ''] ??= now
  }
  new MutationObserver(look).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-connection'] })
}

const seenSchema = z.object({ seen: z.record(z.string(), z.number()), liveSince: z.number() })

async function untilKnown(client: RegistryClient, address: IssueAddress, signal: AbortSignal): Promise<void> {
  while ((await client.issue(address)) === null) signal.throwIfAborted()
}

/** Milliseconds from each event in the object to its line in the page, for the events after the page's socket was open. */
async function watchIssue(page: Page, reviewer: RegistryClient, address: IssueAddress): Promise<number[]> {
  const signal = AbortSignal.timeout(limitMs)
  await untilKnown(reviewer, address, signal)
  await page.goto(`${reviewer.url}/issues/${address.owner}/${address.repo}/${address.number}`)
  const view = await driveIssue({ reviewer, signal }, address)
  await page.locator(`[data-seq="${view.events.at(-1)?.seq}"]`).waitFor({ timeout: 10_000 })
  const { seen, liveSince } = seenSchema.parse(await page.evaluate(() => Reflect.get(globalThis, 'timeline')))
  return view.events.flatMap((event) => {
    const at = seen[String(event.seq)]
    return at === undefined || event.at <= liveSince ? [] : [at - event.at]
  })
}

async function main(): Promise<number> {
  const browser = await launchBrowser()
  try {
    const delays = await withOwnStack({}, async ({ stack, forge }) => {
      const reviewer = await signIn(stack.urls.worker, 'rex')
      const page = await browser.newPage()
      await page.addInitScript(watchTimeline)
      const all: number[] = []
      for (let index = 0; all.length < wantedEvents && index < variedRequests; index += 1) {
        const request = variedRequest(index)
        const { number } = await forge.openIssue(request)
        const found = await watchIssue(page, reviewer, { owner: request.owner, repo: request.repo, number })
        process.stdout.write(`issue ${number}: ${found.length} events, slowest ${Math.max(...found)} ms\n`)
        all.push(...found)
      }
      return all
    })
    process.stdout.write(`${delays.length} events, p50 ${percentile(delays, 0.5)} ms, slowest ${Math.max(...delays)} ms\n`)
    return printFigures([
      { name: 'event in the object → text in the browser, p95', value: percentile(delays, 0.95), unit: 'ms', bound: boundMs },
      { name: 'events short of 200', value: Math.max(0, wantedEvents - delays.length), unit: '', bound: 0 },
    ])
  } finally {
    await browser.close()
  }
}

runProgram(main)

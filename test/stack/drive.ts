import { setTimeout as delay } from 'node:timers/promises'
import { isTerminal, type StateName } from '../../worker/domain/states.ts'
import { follow } from './follow.ts'
import type { ForgeControl } from './forge-control.ts'
import { type IssueAddress, type RegistryClient, RegistryError, type TimelineEvent, type View } from './registry-client.ts'
import type { RequestFile } from './request-file.ts'

export interface DriveOptions {
  forge: ForgeControl
  /** Signed in as a reviewer. */
  reviewer: RegistryClient
  request: RequestFile
  onEvent?: (event: TimelineEvent, state: StateName) => void
  signal: AbortSignal
}

/** A published bundle is searchable at once; a minute allows for a restart in between. */
const searchLimitMs = 60_000

export interface DriveResult {
  outcome: StateName
  reason: string | null
  slug: string | null
  branches: number
  pullRequests: number
  merges: number
  comments: number
  seconds: number
  address: IssueAddress
}

/** What a reviewer does in a state, if anything. */
function decision(view: View): { action: string; headSha?: string } | null {
  if (view.summary.state === 'awaiting_plan_approval') return { action: 'approve-plan' }
  if (view.summary.state === 'in_review' && view.summary.pull) return { action: 'approve', headSha: view.summary.pull.headSha }
  return null
}

/** Approves what waits for approval. An answer of 409 says that the issue has moved on meanwhile: the next view tells. */
export async function review(reviewer: RegistryClient, address: IssueAddress, view: View): Promise<void> {
  const wanted = decision(view)
  if (!wanted || !view.actions.includes(wanted.action)) return
  await reviewer.act(address, wanted).catch((error: unknown) => {
    const moved = error instanceof RegistryError && (error.status === 409 || error.status >= 500)
    if (!moved && !(error instanceof TypeError)) throw error
  })
}

/** Waits until a search for `slug` finds it. */
async function untilFound(reviewer: RegistryClient, slug: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const results = await reviewer.search(slug).catch(() => null)
    if (results?.slugs.includes(slug)) return
    await delay(100)
  }
}

/** Follows an issue that exists to its end, approving as a reviewer, until its CodeBundle is found by search. Returns the last view. */
export async function driveIssue(options: Omit<DriveOptions, 'request' | 'forge'>, address: IssueAddress): Promise<View> {
  const { reviewer, signal } = options
  let last: View | null = null
  const onView = async (view: View) => {
    last = view
    if (isTerminal(view.summary.state)) return true
    await review(reviewer, address, view)
    return false
  }
  await follow(reviewer, address, { onEvent: options.onEvent ?? (() => undefined), onView }, signal)
  const view: View | null = last
  if (view === null) throw new Error('the issue was never read')
  return view
}

/** What an issue that has ended left behind; for a published one, once its CodeBundle is found by search. `begun` is when it was opened. */
export async function settle(
  { forge, reviewer }: Pick<DriveOptions, 'forge' | 'reviewer'>,
  address: IssueAddress,
  { summary }: View,
  begun: number,
): Promise<DriveResult> {
  if (summary.state === 'published' && summary.slug !== null) await untilFound(reviewer, summary.slug, AbortSignal.timeout(searchLimitMs))
  const seconds = (Date.now() - begun) / 1000
  const facts = await forge.summary(address.owner, address.repo, address.number)
  return {
    outcome: summary.state,
    reason: summary.outcome?.reason ?? null,
    slug: summary.slug,
    branches: facts.branches.length,
    pullRequests: facts.pullRequests.length,
    merges: facts.merges,
    comments: facts.comments,
    seconds,
    address,
  }
}

/**
 * Drives one request through the whole product: opens the issue, follows it, approves, and waits until the new CodeBundle is found.
 * Rejects with the reason of `signal` when that is aborted first.
 */
export async function drive(options: DriveOptions): Promise<DriveResult> {
  const begun = Date.now()
  const { owner, repo } = options.request
  const { number } = await options.forge.openIssue(options.request)
  const address = { owner, repo, number }
  return settle(options, address, await driveIssue(options, address), begun)
}

/** True when the request became exactly one branch, one pull request and one merge. */
export function isExactlyOne(result: DriveResult): boolean {
  return result.outcome === 'published' && result.branches === 1 && result.pullRequests === 1 && result.merges === 1
}

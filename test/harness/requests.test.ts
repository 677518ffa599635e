import { spawnSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { driveIssue } from '../stack/drive.ts'
import { RegistryClient, type RegistryError } from '../stack/registry-client.ts'
import { signIn } from '../stack/sign-in.ts'
import { variedRequest } from '../stack/varied-request.ts'
import { onBranch, writesOn } from './person.ts'
import { driveTo, fixture, open, until } from './requests.ts'
import { useStack } from './stack-fixture.ts'

const running = useStack()

async function statusOf(work: Promise<unknown>): Promise<number> {
  return work.then(
    () => 200,
    (error: RegistryError) => error.status,
  )
}

it('turns a member’s request into one branch, one pull request, one merge and a bundle that search finds', async () => {
  const result = await driveTo(running(), fixture('own-request'))
  expect(result).toMatchObject({ outcome: 'published', branches: 1, pullRequests: 1, merges: 1, comments: 1 })
  const found = async () => running().reviewer.search(result.slug ?? '')
  expect((await found()).slugs).toContain(result.slug)
  // Its score comes with the assessment, which is a job of its own.
  const score = async () => {
    const { slugs, scores } = await found()
    return scores[slugs.indexOf(result.slug ?? '')]
  }
  await expect.poll(score, { timeout: 60_000 }).toBeGreaterThanOrEqual(80)
})

it('answers a stranger with one comment and does nothing else', async () => {
  const result = await driveTo(running(), fixture('denied-stranger'))
  expect(result).toMatchObject({ outcome: 'denied', branches: 0, pullRequests: 0, merges: 0, comments: 1 })
})

it('names the bundle that exists already instead of building it again', async () => {
  const request = { ...fixture('own-request'), title: '[new-codebundle-request] - Kubernetes CronJob schedule, once more' }
  const result = await driveTo(running(), request)
  expect(result).toMatchObject({ outcome: 'duplicate', branches: 0, pullRequests: 0 })
  expect(result.reason).toContain('cronjob')
})

it('waits for a reviewer before it builds what a contributor without permission asks for', async () => {
  const { reviewer } = running()
  const address = await open(running(), fixture('needs-approval'))
  const waiting = await until(reviewer, address, ({ summary }) => summary.state === 'awaiting_plan_approval')
  expect(waiting.actions).toContain('approve-plan')
  expect(await statusOf(new RegistryClient(reviewer.url).act(address, { action: 'approve-plan' }))).toBe(401)
  const cora = await signIn(reviewer.url, 'cora')
  expect(await statusOf(cora.act(address, { action: 'approve-plan' }))).toBe(403)
  const end = await driveIssue({ reviewer, signal: AbortSignal.timeout(120_000) }, address)
  expect(end.summary.state).toBe('published')
})

it('keeps what an issue tries to smuggle in out of the plan, the branch and the pull request', async () => {
  const { forge, reviewer } = running()
  const request = fixture('injection')
  const address = await open(running(), request)
  const view = await until(reviewer, address, ({ summary }) => summary.state === 'in_review')
  const { branches } = await forge.summary(address.owner, address.repo, address.number)
  const clone = `${forge.url}/${request.owner}/${request.repo}.git`
  const remote = spawnSync('git', ['ls-remote', '--heads', clone, branches[0] ?? 'none'], { encoding: 'utf8' })
  expect(remote.stdout).toContain(view.summary.pull?.headSha)
  const files = view.files.map(({ path }) => path)
  expect(files.length).toBeGreaterThan(2)
  expect(files.filter((path) => !path.startsWith(`codebundles/${view.summary.slug}/`))).toEqual([])
  const texts = JSON.stringify([view.files, view.plan])
  expect(texts).not.toContain('collector.example.net')
  expect(texts).not.toContain('debug.yml')
})

it('does not let the requester approve, and refuses an approval of another head', async () => {
  const { reviewer } = running()
  const request = { ...variedRequest(0), login: 'rex' }
  const address = await open(running(), request)
  const view = await until(reviewer, address, ({ summary }) => summary.state === 'in_review')
  const headSha = view.summary.pull?.headSha ?? ''
  expect(await statusOf(reviewer.act(address, { action: 'approve', headSha }))).toBe(409)
  const ada = await signIn(reviewer.url, 'ada')
  expect(await statusOf(ada.act(address, { action: 'approve', headSha: '0'.repeat(40) }))).toBe(409)
  const end = await driveIssue({ reviewer: ada, signal: AbortSignal.timeout(120_000) }, address)
  expect(end.summary.state).toBe('published')
})

it('takes a review with comments on lines into a new round, keeps what a person pushed, and answers', async () => {
  const { forge, reviewer } = running()
  const request = variedRequest(1)
  const address = await open(running(), request)
  const first = await until(reviewer, address, ({ summary }) => summary.state === 'in_review')
  const [{ headSha = '', number = 0 } = {}, slug] = [first.summary.pull ?? {}, first.summary.slug]
  const pushed = await onBranch(running(), request, address.number, writesOn(`codebundles/${slug}/README.md`))
  const second = await until(reviewer, address, ({ summary }) => summary.state === 'in_review' && summary.pull?.headSha === pushed)
  expect(second.summary.pull?.headSha).not.toBe(headSha)
  await forge.review(request, number, 'rex', {
    event: 'REQUEST_CHANGES',
    body: 'Name the namespace in every issue.',
    comments: [{ path: `codebundles/${slug}/runbook.robot`, line: 3, body: 'Severity 2 for each issue.' }],
  })
  const third = await until(reviewer, address, ({ summary }) => summary.state === 'in_review' && summary.round === 2)
  expect(third.summary.pull?.number).toBe(number)
  expect(third.files.find(({ path }) => path.endsWith('/README.md'))?.content).toContain('Written by a person.')
  const answer = async () => (await forge.reviews(request, number)).map(({ body }) => body).join('\n')
  await expect.poll(answer, { timeout: 20_000 }).toContain('runbook.robot line 3: Severity 2 for each issue.')
  await driveIssue({ reviewer, signal: AbortSignal.timeout(120_000) }, address)
  const { branches, pullRequests, merges } = await forge.summary(address.owner, address.repo, address.number)
  expect([branches.length, pullRequests.length, merges]).toEqual([1, 1, 1])
})

it('closes the pull request of a cancelled issue, and opens the same one again with a retry', async () => {
  const { forge, reviewer } = running()
  const address = await open(running(), variedRequest(2))
  const inReview = () => until(reviewer, address, ({ summary }) => summary.state === 'in_review')
  const pulls = async () => (await forge.summary(address.owner, address.repo, address.number)).pullRequests.map(({ state }) => state)
  const { summary } = await inReview()
  await reviewer.act(address, { action: 'cancel' })
  await expect.poll(pulls, { timeout: 20_000 }).toEqual(['closed'])
  await reviewer.act(address, { action: 'retry' })
  expect((await inReview()).summary.pull).toEqual(summary.pull)
  expect(await pulls()).toEqual(['open'])
})

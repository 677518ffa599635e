import { afterEach, expect, it } from 'vitest'
import { driveIssue, isExactlyOne, settle } from '../stack/drive.ts'
import type { IssueAddress } from '../stack/registry-client.ts'
import { variedRequest } from '../stack/varied-request.ts'
import { onBranch, takesOff, writesOn } from './person.ts'
import { fixture, open, until } from './requests.ts'
import { useStack } from './stack-fixture.ts'

const running = useStack()

afterEach(async () => {
  await running().forge.setFaults({})
})

/** What people do on GitHub. */
const asRex = (at: IssueAddress, method: string, path: string, body?: object) => running().forge.asPerson('rex', at, method, path, body)
const inState = (at: IssueAddress, ...states: string[]) => until(running().reviewer, at, ({ summary }) => states.includes(summary.state))
const pullOf = async (at: IssueAddress) => (await running().forge.summary(at.owner, at.repo, at.number)).pullRequests

/** Approves until the end, and expects one branch, one pull request and one merge. */
async function expectPublished(at: IssueAddress) {
  const { forge, reviewer } = running()
  const view = await driveIssue({ reviewer, signal: AbortSignal.timeout(120_000) }, at)
  expect(await settle({ forge, reviewer }, at, view, Date.now())).toSatisfy(isExactlyOne)
  return view
}

it('holds a request while its issue is locked, and goes on when it is unlocked', async () => {
  const at = await open(running(), fixture('needs-approval'))
  await inState(at, 'awaiting_plan_approval')
  await asRex(at, 'PUT', `/issues/${at.number}/lock`, { lock_reason: 'too heated' })
  expect((await inState(at, 'paused')).summary.outcome).toEqual({
    reason: 'The issue was locked.',
    nextAction: 'Unlock the issue, or choose Resume.',
  })
  await asRex(at, 'DELETE', `/issues/${at.number}/lock`)
  await inState(at, 'awaiting_plan_approval')
  const view = await expectPublished(at)
  expect(view.events.filter((event) => String(event.text).includes('given up'))).toEqual([])
})

it('takes a closed issue up again on the same pull request when it is reopened, and when its branch is restored', async () => {
  const at = await open(running(), variedRequest(20))
  const { summary } = await inState(at, 'in_review')
  await asRex(at, 'PATCH', `/issues/${at.number}`, { state: 'closed' })
  await inState(at, 'cancelled')
  await expect.poll(() => pullOf(at), { timeout: 20_000 }).toMatchObject([{ state: 'closed' }])
  await asRex(at, 'PATCH', `/issues/${at.number}`, { state: 'open' })
  expect((await inState(at, 'in_review')).summary.pull?.number).toBe(summary.pull?.number)
  expect(await pullOf(at)).toMatchObject([{ number: summary.pull?.number, state: 'open' }])

  const branch = `codecollection-registry/issue-${at.number}`
  await asRex(at, 'DELETE', `/git/refs/heads/${branch}`)
  expect((await inState(at, 'cancelled')).summary.outcome?.nextAction).toContain('restore its branch')
  await asRex(at, 'POST', '/git/refs', { ref: `refs/heads/${branch}`, sha: summary.pull?.headSha })
  await asRex(at, 'PATCH', `/pulls/${summary.pull?.number}`, { state: 'open' })
  await inState(at, 'in_review')
  await expectPublished(at)
})

/** A second draft that GitHub refuses for a while: there is time to push. */
async function toSecondDraft(number: number) {
  const request = variedRequest(number)
  const at = await open(running(), request)
  const { summary } = await inState(at, 'in_review')
  await running().forge.setFaults({ rest: [{ match: 'POST /repos/*/*/git/trees', mode: 'fail', status: 503, times: 100 }] })
  await running().reviewer.act(at, { action: 'request-changes', text: 'Name the namespace in every issue.' })
  await inState(at, 'opening_pull_request')
  return { request, at, slug: summary.slug }
}

it('builds upon what a person pushed while the next draft was on its way', async () => {
  const { request, at, slug } = await toSecondDraft(21)
  await onBranch(running(), request, at.number, writesOn(`codebundles/${slug}/README.md`))
  await running().forge.setFaults({})
  const view = await inState(at, 'in_review', 'failed')
  expect(view.summary).toMatchObject({ state: 'in_review', round: 2 })
  expect(view.files.find(({ path }) => path.endsWith('/README.md'))?.content).toContain('Written by a person.')
  await expectPublished(at)
})

it('puts the draft whole on top of what somebody forced its branch to', async () => {
  const { request, at, slug } = await toSecondDraft(22)
  const forced = await onBranch(running(), request, at.number, takesOff)
  await running().forge.setFaults({})
  const view = await inState(at, 'in_review', 'failed')
  expect(view.summary).toMatchObject({ state: 'in_review', round: 2 })
  expect(view.files.map(({ path }) => path)).toContain(`codebundles/${slug}/runbook.robot`)
  const commit = await asRex(at, 'GET', `/git/commits/${view.summary.pull?.headSha}`)
  expect(commit).toMatchObject({ parents: [{ sha: forced }] })
  await expectPublished(at)
})

it('answers a command that does not count, once', async () => {
  const { forge } = running()
  const at = await open(running(), variedRequest(23))
  await inState(at, 'in_review')
  const comments = async () => (await asRex(at, 'GET', `/issues/${at.number}/comments`)) as { body: string }[]
  for (const body of ['/approve', '/retry']) await forge.comment({ ...at, login: 'nils', body })
  await expect
    .poll(async () => (await comments()).map(({ body }) => body).join('\n'), { timeout: 20_000 })
    .toContain('takes write permission')
  expect((await inState(at, 'in_review')).summary.state).toBe('in_review')
  await expectPublished(at)
  expect((await comments()).filter(({ body }) => body.includes('takes write permission'))).toHaveLength(1)
})

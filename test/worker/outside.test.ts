import { env } from 'cloudflare:workers'
import { beforeAll, expect, it, vi } from 'vitest'
import { createIssueStore } from '../../worker/db/issue-store.ts'
import {
  handOn,
  hold,
  openIssue,
  owner,
  repo,
  repositoryId,
  summaryOf,
  toInstallation,
  toRepository,
  tree,
  until,
  useForge,
} from './forge-stage.ts'
import { bundle, stores } from './registry-fixtures.ts'

const shown = async () => (await stores.collections.byRepository(repositoryId))?.visibility
const retry = (key: string) => env.ISSUE.getByName(key).act({ type: 'RetryAsked', login: 'rex' }, 'rex')

beforeAll(async () => {
  useForge()
  await handOn()
  await vi.waitFor(async () => expect((await stores.collections.byRepository(repositoryId))?.indexedAt).toBeTruthy(), { timeout: 20_000 })
})

it('takes a request through an App that is uninstalled and installed again, and a repository that is renamed', {
  timeout: 120_000,
}, async () => {
  const letGo = hold(/\/AGENTS\.md$/)
  const { number, key } = await openIssue('List PersistentVolumeClaims that are nearly full; raise an issue at 85 % or more')
  await until(key, ({ summary }) => summary.state === 'generating')

  await toInstallation('uninstall')
  const away = await until(key, ({ summary }) => summary.state === 'failed')
  expect(away.summary.outcome?.reason).toBe(`The GitHub App was uninstalled from ${owner}/${repo}.`)
  letGo()
  await vi.waitFor(async () => expect(await shown()).toBe('hidden'))
  // Nobody is kept from trying, and is told the same again.
  await retry(key)
  const still = await until(key, ({ summary, events }) => summary.state === 'failed' && summary.seq > away.summary.seq && events.length > 0)
  expect(still.summary.outcome).toEqual(away.summary.outcome)

  await toInstallation('install')
  await vi.waitFor(async () => expect(await shown()).toBe('public'), { timeout: 20_000 })
  expect((await stores.collections.byRepository(repositoryId))?.installationId).toBe(6001)
  await retry(key)
  const ready = await until(key, ({ summary }) => summary.state === 'in_review')
  expect((await summaryOf(repo, number)).pullRequests).toHaveLength(1)

  await toRepository(repo, { action: 'rename', name: 'care' })
  const renamed = await until(key, ({ summary }) => summary.repo === 'care')
  expect(renamed.summary).toMatchObject({ state: 'in_review', url: expect.stringContaining(`/${owner}/care/issues/${number}`) })
  expect(renamed.summary.pull?.url).toContain(`/${owner}/care/pull/`)
  const issues = createIssueStore(env.DB)
  await vi.waitFor(async () => expect((await issues.get(owner, 'care', number))?.key).toBe(key), { timeout: 10_000 })
  expect(await issues.get(owner, repo, number)).toBeNull()

  tree.push(bundle(ready.summary.slug ?? '', 'a'))
  await env.ISSUE.getByName(key).act({ type: 'DraftApproved', login: 'rex', headSha: ready.summary.pull?.headSha ?? '' }, 'rex')
  await until(key, ({ summary }) => summary.state === 'published')
  expect(await summaryOf('care', number)).toMatchObject({ pullRequests: [{ merged: true }], merges: 1 })
  expect(await stores.collections.byRepository(repositoryId)).toMatchObject({ repo: 'care', url: expect.stringContaining('/care.git') })
  await toRepository('care', { action: 'rename', name: repo })
})

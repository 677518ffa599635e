import { SELF } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
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
  untilQuiet,
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

afterAll(untilQuiet, 40_000)

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
  expect((await summaryOf(repo, number)).pulls).toHaveLength(1)

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
  expect((await summaryOf('care', number)).pulls).toMatchObject([{ merged: true }])
  expect(await stores.collections.byRepository(repositoryId)).toMatchObject({ repo: 'care', url: expect.stringContaining('/care.git') })
  await toRepository('care', { action: 'rename', name: repo })
})

it('waits for an archive to be opened and a suspension to end, and takes up the pull request where it was', {
  timeout: 120_000,
}, async () => {
  const { number, key } = await openIssue('Find Deployments that have no ready replica; raise an issue for each')
  const { summary } = await until(key, (view) => view.summary.state === 'in_review')
  await toRepository(repo, { action: 'archive' })
  const archived = await until(key, (view) => view.summary.state === 'failed')
  expect(archived.summary.outcome?.reason).toBe(`The repository ${owner}/${repo} is archived, so nothing can be written to it.`)
  expect(await shown()).toBe('public')
  await retry(key)
  const { events } = await until(key, (view) => view.summary.state === 'failed' && view.summary.seq > archived.summary.seq + 1)
  expect(events.filter(({ type }) => type === 'transition').at(-1)).toMatchObject({ from: 'opening_pull_request', to: 'failed' })
  await toRepository(repo, { action: 'unarchive' })
  await retry(key)
  await until(key, (view) => view.summary.state === 'in_review')

  await toInstallation('suspend')
  const suspended = await until(key, (view) => view.summary.state === 'failed')
  expect(suspended.summary.outcome?.reason).toContain(`The GitHub App is suspended for ${owner}`)
  await vi.waitFor(async () => expect(await shown()).toBe('hidden'))
  await toInstallation('unsuspend')
  await vi.waitFor(async () => expect(await shown()).toBe('public'), { timeout: 20_000 })
  await retry(key)
  const again = await until(key, (view) => view.summary.state === 'in_review')
  expect(again.summary.pull).toEqual(summary.pull)
  expect(await summaryOf(repo, number)).toMatchObject({ pulls: [{ merged: false }], branches: [expect.any(String)] })
})

it('finds the App again although no word of it ever comes', { timeout: 120_000 }, async () => {
  await toInstallation('uninstall', false)
  const { key } = await openIssue('List Ingresses without an endpoint; raise an issue for each')
  expect(await env.ISSUE.getByName(key).view()).toBeNull()
  await toInstallation('install', false)
  const heard = await openIssue('List Services whose selector matches no pod; raise an issue for each')
  await until(heard.key, (view) => view.summary.state === 'in_review')
  await toInstallation('uninstall', false)
  await env.ISSUE.getByName(heard.key).act({ type: 'ChangesRequested', login: 'rex', text: 'Say the namespace.' }, 'rex')
  const away = await until(heard.key, (view) => view.summary.state === 'failed')
  expect(away.summary.outcome?.reason).toBe(`The GitHub App was uninstalled from ${owner}/${repo}.`)
  await toInstallation('install', false)
  await retry(heard.key)
  const ready = await until(heard.key, (view) => view.summary.state === 'in_review')
  expect([ready.summary.round, (await summaryOf(repo, heard.number)).pulls.length]).toEqual([2, 1])
})

it('shows nothing of a repository that was made private', { timeout: 60_000 }, async () => {
  const page = async () => (await SELF.fetch('http://registry.test/api/v1/codebundles?q=known')).json<{ total: number }>()
  await vi.waitFor(async () => expect((await page()).total).toBeGreaterThan(0), { timeout: 20_000 })
  for (const name of [repo, 'cloud-care-codecollection']) await toRepository(name, { action: 'privatize' })
  await vi.waitFor(async () => expect((await page()).total).toBe(0), { timeout: 20_000 })
  for (const name of [repo, 'cloud-care-codecollection']) await toRepository(name, { action: 'publicize' })
  await vi.waitFor(async () => expect((await page()).total).toBeGreaterThan(0), { timeout: 20_000 })
})

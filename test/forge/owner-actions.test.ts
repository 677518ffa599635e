import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createGitHub } from '../../worker/github/create-github.ts'
import type { RepositoryRef } from '../../worker/pipeline/ports.ts'
import { checkedFetch, openApi, owner, personOf, repo, runGit, type Stage, startStage } from './testing.ts'

/** What owners do to a repository and to the App's installation, as the App then meets it. */
describe('an owner', () => {
  let stage: Stage
  let github: ReturnType<typeof createGitHub>
  let where: RepositoryRef
  beforeEach(async () => {
    stage = await startStage()
    const { appId, slug, privateKey, installationId } = stage.forge.credentials
    github = createGitHub({ appId: String(appId), slug, privateKey, apiUrl: `${stage.forge.url}/api/v3`, fetch: checkedFetch })
    where = { installationId, repositoryId: 81001, owner, repo }
  })
  afterEach(async () => {
    const { received } = stage.sink
    for (const { event, payload } of received) {
      const action = typeof payload.action === 'string' ? payload.action : null
      // GitHub describes these with a requester that cannot be null, and sends null.
      const whole = event === 'installation_repositories' ? { ...payload, requester: payload.sender } : payload
      expect(openApi().checkWebhook(event, action, whole), `${event} ${action}`).toEqual([])
    }
    expect(stage.forge.unexpected).toEqual([])
    await stage.close()
  })

  const post = async (path: string, body: object) => {
    const answer = await fetch(`${stage.forge.url}/_forge/${path}`, { method: 'POST', body: JSON.stringify(body) })
    expect(answer.ok).toBe(true)
  }
  const toInstallation = (action: string) => post('installation', { action })
  const toRepository = (change: object) => post(`repos/${owner}/${repo}/changes`, change)
  const told = (event: string, action: string) => stage.sink.next((one) => one.event === event && one.payload.action === action)
  const commit = async () => ({
    branch: 'codecollection-registry/issue-7',
    parentSha: (await github.defaultBranch(where)).sha,
    files: [{ path: 'codebundles/new/run.sh', mode: '100755' as const, content: 'echo\n' }],
    remove: [],
    message: 'Add a CodeBundle',
    at: Date.UTC(2026, 10, 22),
  })
  const wanted = { branch: 'codecollection-registry/issue-7', base: 'main', title: 'A CodeBundle', body: 'The report' }

  test('uninstalls the App: its tokens are refused and no new one is given, which is told from a missing person', async () => {
    await github.defaultBranch(where)
    await toInstallation('uninstall')
    expect((await told('installation', 'deleted')).payload.repositories).toHaveLength(2)
    for (const call of [() => github.defaultBranch(where), () => github.permissionOf(where, 'mina'), () => github.cloneToken(where)])
      await expect(call()).rejects.toMatchObject({ code: 'app_not_installed', retry: 'never' })
    expect(await github.whereIs(where)).toBeNull()
    await personOf(stage.forge, 'mina').request('POST /repos/{owner}/{repo}/issues', { owner, repo, title: 'Unheard' })
    await toInstallation('install')
    const created = await told('installation', 'created')
    expect(stage.sink.received.some(({ event }) => event === 'issues')).toBe(false)
    expect(created.payload.installation).toMatchObject({ id: 5001 })
  })

  test('installs it again under another id, which is found by the name of the repository', async () => {
    await toInstallation('uninstall')
    await toInstallation('install')
    expect(stage.forge.credentials.installationId).toBe(6001)
    expect((await github.defaultBranch(where)).name).toBe('main')
    expect(await github.whereIs(where)).toEqual({
      repository: { ...where, installationId: 6001 },
      defaultBranch: 'main',
      isPrivate: false,
    })
  })

  test('suspends the App and lets it in again', async () => {
    const held = await github.cloneToken(where)
    await toInstallation('suspend')
    const { payload } = await told('installation', 'suspend')
    expect([payload.repositories, payload.installation]).toEqual([undefined, expect.objectContaining({ suspended_at: expect.any(String) })])
    await expect(github.defaultBranch(where)).rejects.toMatchObject({ code: 'app_suspended', retry: 'never' })
    expect(await github.whereIs(where)).toBeNull()
    await toInstallation('unsuspend')
    await told('installation', 'unsuspend')
    expect((await github.defaultBranch(where)).name).toBe('main')
    expect(held).toBeTruthy()
  })

  test('takes one repository off the installation and puts it back', async () => {
    const before = await commit()
    await github.commitToBranch(where, before)
    await toRepository({ action: 'remove' })
    await told('installation_repositories', 'removed')
    // Also where a token is still held that was given before.
    for (const call of [github.ensurePullRequest(where, wanted), github.permissionOf(where, 'mina')])
      await expect(call).rejects.toMatchObject({ code: 'app_no_access', retry: 'never' })
    expect(await github.whereIs(where)).toBeNull()
    expect((await github.defaultBranch({ ...where, repositoryId: 81002, repo: 'cloud-care-codecollection' })).name).toBe('main')
    await toRepository({ action: 'add' })
    await told('installation_repositories', 'added')
    expect(await github.ensurePullRequest(where, wanted)).toMatchObject({ state: 'open' })
  })

  test('archives a repository: it can be read and not written, and nothing is begun in it', async () => {
    const before = await commit()
    await github.commitToBranch(where, before)
    const pull = await github.ensurePullRequest(where, wanted)
    await toRepository({ action: 'archive' })
    await told('repository', 'archived')
    const archived = { code: 'repository_archived', retry: 'never' }
    await expect(github.defaultBranch(where)).rejects.toMatchObject(archived)
    await expect(github.upsertComment(where, 1, '<!-- m -->', 'Hello')).rejects.toMatchObject(archived)
    await expect(github.merge(where, pull.number, pull.headSha, { title: 'Add it', body: '' })).rejects.toMatchObject(archived)
    expect(await github.getPullRequest(where, pull.number)).toMatchObject({ state: 'open', draft: true })
    const token = stage.forge.tokenOf('rex')
    const clone = `${stage.forge.url.replace('//', `//rex:${token}@`)}/${owner}/${repo}.git`
    expect((await runGit(['clone', '--quiet', clone, 'c'], stage.folder)).code).toBe(0)
    expect((await runGit(['-C', 'c', 'push', 'origin', 'HEAD:refs/heads/x'], stage.folder)).output).toContain('403')
    await toRepository({ action: 'unarchive' })
    await told('repository', 'unarchived')
    expect(await github.merge(where, pull.number, pull.headSha, { title: 'Add it', body: '' })).toMatchObject({ merged: true })
  })

  test('renames a repository: what is asked by the former name is led to the new one, and its pull request is found again', async () => {
    await github.commitToBranch(where, await commit())
    const pull = await github.ensurePullRequest(where, wanted)
    await toRepository({ action: 'rename', name: 'care' })
    const { payload } = await told('repository', 'renamed')
    expect(payload).toMatchObject({ changes: { repository: { name: { from: repo } } }, repository: { full_name: `${owner}/care` } })
    expect(await github.whereIs(where)).toMatchObject({ repository: { ...where, repo: 'care' } })
    const again = await github.ensurePullRequest(where, { ...wanted, title: 'A better title' })
    expect(again).toMatchObject({ number: pull.number, url: `${stage.forge.url}/${owner}/care/pull/${pull.number}` })
    expect(await github.merge(where, pull.number, pull.headSha, { title: 'Add it', body: '' })).toMatchObject({ merged: true })
    const raw = (method: string, path: string) =>
      fetch(`${stage.forge.url}/api/v3/repos/${owner}/${repo}${path}`, {
        method,
        redirect: 'manual',
        headers: { authorization: `Bearer ${stage.forge.tokenOf('ada')}`, 'user-agent': 'test' },
      })
    expect([(await raw('GET', '')).status, (await raw('POST', '/issues')).status]).toEqual([301, 307])
    const clone = `${stage.forge.url}/${owner}/${repo}.git`
    expect((await runGit(['clone', '--quiet', clone, 'by-former-name'], stage.folder)).code).toBe(0)
  })

  test('gives the name of a renamed repository to another: the two are told apart', async () => {
    await toRepository({ action: 'rename', name: 'care' })
    const other = { action: 'rename', name: repo }
    await post(`repos/${owner}/cloud-care-codecollection/changes`, other)
    expect(await github.whereIs(where)).toMatchObject({ repository: { ...where, repo: 'care' } })
    expect(await github.whereIs({ ...where, repositoryId: 81002 })).toMatchObject({ repository: { repositoryId: 81002, repo } })
  })

  test('makes a repository private and public again', async () => {
    await toRepository({ action: 'privatize' })
    expect((await told('repository', 'privatized')).payload.repository).toMatchObject({ private: true })
    expect(await github.whereIs(where)).toMatchObject({ isPrivate: true })
    const clone = (url: string) => runGit(['clone', '--quiet', `${url}/${owner}/${repo}.git`, `c${Math.random()}`], stage.folder)
    expect((await clone(stage.forge.url)).code).not.toBe(0)
    const token = await github.cloneToken(where)
    expect((await clone(stage.forge.url.replace('//', `//x-access-token:${token}@`))).code).toBe(0)
    await toRepository({ action: 'publicize' })
    await told('repository', 'publicized')
    expect(await github.whereIs(where)).toMatchObject({ isPrivate: false })
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { GitHubError } from '../../worker/domain/failure.ts'
import { createGitHub } from '../../worker/github/create-github.ts'
import type { Fetch } from '../../worker/github/transport.ts'
import type { RepositoryRef } from '../../worker/pipeline/ports.ts'
import type { RestFault } from './faults.ts'
import { checkedFetch, owner, personOf, repo, type Stage, startStage } from './testing.ts'

/** Every answer of the forge passes GitHub's own API description on its way to the adapter. */
describe('the GitHub adapter against the forge', () => {
  let stage: Stage
  let github: ReturnType<typeof createGitHub>
  let calls: { method: string; path: string; body: unknown }[] = []
  let where: RepositoryRef
  const marker = '<!-- codecollection-registry:status -->'

  const recording: Fetch = async (url, init) => {
    const path = new URL(url).pathname.replace(/^\/api(\/v3)?/, '')
    calls.push({ method: init.method ?? 'GET', path, body: typeof init.body === 'string' ? JSON.parse(init.body) : null })
    return checkedFetch(url, init)
  }
  const made = (method: string, ending: string) => calls.filter((call) => call.method === method && call.path.endsWith(ending)).length

  beforeAll(async () => {
    stage = await startStage()
    const { appId, slug, privateKey, installationId } = stage.forge.credentials
    const config = { appId: String(appId), slug, privateKey, apiUrl: `${stage.forge.url}/api/v3`, fetch: recording }
    github = createGitHub(config)
    where = { installationId, repositoryId: 81001, owner, repo }
  })
  afterAll(async () => {
    // A call the forge does not know would be one nobody checked against GitHub's description.
    expect(stage.forge.unexpected).toEqual([])
    await stage.close()
  })
  beforeEach(() => {
    calls = []
    stage.forge.faults.set({})
  })

  const fail = (match: string, mode: RestFault['mode'], more: Partial<RestFault> = {}) =>
    stage.forge.faults.set({ rest: [{ match, mode, ...more }] })

  async function newIssue(): Promise<number> {
    const body = { owner, repo, title: 'Wanted', body: 'A bundle', labels: ['intake', 'codebundle:generate'] }
    return (await personOf(stage.forge, 'olga').request('POST /repos/{owner}/{repo}/issues', body)).data.number
  }
  const branchOf = (issue: number) => `codecollection-registry/issue-${issue}`
  async function commitFor(issue: number, content = 'echo one\n', at = Date.UTC(2026, 10, 22)) {
    const parentSha = (await github.defaultBranch(where)).sha
    const files = [{ path: `codebundles/new-${issue}/run.sh`, mode: '100755' as const, content }]
    return { branch: branchOf(issue), parentSha, files, remove: [], message: `Add a CodeBundle for issue ${issue}`, at }
  }
  const pullFor = (issue: number) => ({ branch: branchOf(issue), base: 'main', title: `CodeBundle for #${issue}`, body: 'The report' })
  async function openPull(issue: number) {
    await github.commitToBranch(where, await commitFor(issue))
    return github.ensurePullRequest(where, pullFor(issue))
  }
  async function summary(issue: number) {
    const response = await fetch(`${stage.forge.url}/_forge/repos/${owner}/${repo}/summary?issue=${issue}`)
    return (await response.json()) as { branches: string[]; pullRequests: { number: number }[]; merges: number; comments: number }
  }
  async function pullsOf(issue: number): Promise<number> {
    const query = { owner, repo, head: `${owner}:${branchOf(issue)}`, state: 'all' as const }
    return (await stage.octokit.request('GET /repos/{owner}/{repo}/pulls', query)).data.length
  }

  describe('on a good day', () => {
    test('carries an issue from its labels to one squashed merge', async () => {
      const issue = await newIssue()
      await github.setLabel(where, issue, 'codebundle:running', ['codebundle:running', 'codebundle:done'], ['codebundle:generate'])
      const labels = await stage.octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/labels', {
        owner,
        repo,
        issue_number: issue,
      })
      expect(labels.data.map((label) => label.name).sort()).toEqual(['codebundle:running', 'intake'])
      const pull = await openPull(issue)
      expect(pull).toMatchObject({ state: 'open', draft: true, merged: false, mergeCommitSha: null })
      await github.ensureReview(where, pull.number, '<!-- report -->', 'All checks passed.')
      await github.ensureReview(where, pull.number, '<!-- report -->', 'All checks passed.')
      expect(made('POST', '/reviews')).toBe(1)
      const result = await github.merge(where, pull.number, pull.headSha, { title: 'Add it', body: `Closes #${issue}` })
      expect(result).toMatchObject({ merged: true })
      const after = await github.getPullRequest(where, pull.number)
      expect(after).toMatchObject({ merged: true, state: 'closed', mergeCommitSha: result.merged ? result.sha : '' })
      expect((await github.defaultBranch(where)).sha).toBe(after.mergeCommitSha)
      expect(await github.merge(where, pull.number, pull.headSha, { title: 'Add it', body: '' })).toEqual(result)
      expect(made('PUT', '/merge')).toBe(1)
    })

    test('reads the comments on lines of one review and of no other', async () => {
      const pull = await openPull(await newIssue())
      const person = personOf(stage.forge, 'olga')
      const at = { owner, repo, pull_number: pull.number, event: 'REQUEST_CHANGES' as const }
      const review = async (...comments: { path: string; line: number; body: string }[]) =>
        (await person.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', { ...at, body: 'See below.', comments })).data
      const first = await review({ path: 'a.sh', line: 3, body: 'Quote it.' }, { path: 'README.md', line: 1, body: 'Say why.' })
      await review({ path: 'a.sh', line: 9, body: 'Another.' })
      expect(await github.reviewComments(where, pull.number, Number(first.id))).toEqual([
        { path: 'a.sh', line: 3, text: 'Quote it.' },
        { path: 'README.md', line: 1, text: 'Say why.' },
      ])
    })

    test('asks for tokens of one repository with the least permissions, and for each kind once', async () => {
      const { appId, slug, privateKey } = stage.forge.credentials
      const fresh = createGitHub({ appId: String(appId), slug, privateKey, apiUrl: `${stage.forge.url}/api/v3`, fetch: recording })
      await fresh.permissionOf(where, 'mina')
      await fresh.defaultBranch(where)
      await fresh.cloneToken(where)
      await fresh.upsertComment(where, await newIssue(), marker, 'hello')
      const asked = calls.filter((call) => call.path.endsWith('/access_tokens')).map((call) => call.body)
      expect(asked).toEqual([
        { repository_ids: [81001], permissions: { metadata: 'read' } },
        { repository_ids: [81001], permissions: { contents: 'read' } },
        { repository_ids: [81001], permissions: { issues: 'write' } },
      ])
    })

    test.each([
      ['ada', 'admin'],
      ['mina', 'write'],
      ['conni', 'read'],
      ['nils', 'none'],
      ['nobody-by-that-name', 'none'],
    ])('knows that %s has the permission %s', async (login, permission) => {
      // A public repository lets everyone read; the product asks for more than that anyway.
      const found = await github.permissionOf(where, login)
      expect(permission === 'none' ? ['none', 'read'] : [permission]).toContain(found)
    })

    test('keeps one comment, edits it when its text differs, and never takes a person’s for its own', async () => {
      const issue = await newIssue()
      const forged = { owner, repo, issue_number: issue, body: `${marker}\nforged` }
      await personOf(stage.forge, 'nils').request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', forged)
      const id = await github.upsertComment(where, issue, marker, 'one')
      expect(await github.upsertComment(where, issue, marker, 'one')).toBe(id)
      expect(made('PATCH', `/comments/${id}`)).toBe(0)
      expect(await github.upsertComment(where, issue, marker, 'two')).toBe(id)
      const comments = await stage.octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        owner,
        repo,
        issue_number: issue,
      })
      expect(comments.data.map((comment) => comment.body)).toEqual([`${marker}\nforged`, `${marker}\ntwo`])
    })

    test('finds its comment behind a hundred others', async () => {
      const issue = await newIssue()
      const nils = personOf(stage.forge, 'nils')
      for (let n = 0; n < 101; n++) {
        await nils.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', { owner, repo, issue_number: issue, body: `${n}` })
      }
      const id = await github.upsertComment(where, issue, marker, 'late')
      expect(await github.upsertComment(where, issue, marker, 'late')).toBe(id)
    }, 60_000)

    test('lists deliveries that failed and has them sent again', async () => {
      stage.sink.answer = () => 503
      const before = Date.now() - 1_000
      await newIssue()
      await stage.sink.next(({ event, headers }) => event === 'issues' && headers['x-github-delivery'] !== undefined)
      await expect.poll(async () => (await github.listDeliveries(before, 1_000)).some((delivery) => !delivery.ok)).toBe(true)
      stage.sink.answer = () => 202
      const failed = (await github.listDeliveries(before, 1_000)).find((delivery) => !delivery.ok)
      await github.redeliver(failed?.id ?? '')
      const again = ({ guid, ok }: { guid: string; ok: boolean }) => guid === failed?.guid && ok
      await expect.poll(async () => (await github.listDeliveries(before, 1_000)).some(again)).toBe(true)
    })
  })

  describe('the branch', () => {
    test('holds the same commit however often it is asked for, and moves forward in the next round', async () => {
      const issue = await newIssue()
      const first = await commitFor(issue)
      const sha = await github.commitToBranch(where, first)
      expect(await github.commitToBranch(where, first)).toBe(sha)
      expect(made('POST', '/git/refs')).toBe(1)
      const second = { ...first, parentSha: sha, files: [], remove: [first.files[0]?.path ?? '', 'not/there'], message: 'Take it back' }
      const next = await github.commitToBranch(where, second)
      expect(next).not.toBe(sha)
      expect(await github.commitToBranch(where, second)).toBe(next)
    })

    test('is adopted when it holds the same tree on the same parent, and left alone when it holds anything else', async () => {
      const issue = await newIssue()
      const first = await commitFor(issue)
      const sha = await github.commitToBranch(where, first)
      expect(await github.commitToBranch(where, { ...first, at: first.at + 60_000 })).toBe(sha)
      const foreign = github.commitToBranch(where, { ...first, files: (await commitFor(issue, 'echo two\n')).files })
      await expect(foreign).rejects.toMatchObject({ code: 'branch_conflict', retry: 'never' })
    })

    test.each(['fail_after_work', 'cut_after_work', 'fail', 'cut'] as const)('is made once when the ref call ends in %s', async (mode) => {
      const issue = await newIssue()
      const commit = await commitFor(issue)
      fail('POST /repos/*/*/git/refs', mode)
      const first = await github.commitToBranch(where, commit).catch((error: unknown) => error)
      if (mode.endsWith('after_work')) expect(first).toMatch(/^[0-9a-f]{40}$/)
      else expect(first).toMatchObject({ retry: 'later' })
      const sha = await github.commitToBranch(where, commit)
      expect(first instanceof GitHubError ? sha : first).toBe(sha)
      const ref = await stage.octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { owner, repo, ref: `heads/${branchOf(issue)}` })
      expect(ref.data.object.sha).toBe(sha)
    })
  })

  describe('the pull request', () => {
    test.each(['fail_after_work', 'cut_after_work', 'fail', 'cut'] as const)(
      'is one when its creation ends in %s, with two calls more at most',
      async (mode) => {
        const issue = await newIssue()
        await github.commitToBranch(where, await commitFor(issue))
        fail('POST /repos/*/*/pulls', mode)
        calls = []
        const first = await github.ensurePullRequest(where, pullFor(issue)).catch((error: unknown) => error)
        expect(calls.filter((call) => call.path.includes('/pulls')).length).toBeLessThanOrEqual(4)
        if (mode.endsWith('after_work')) expect(first).toMatchObject({ state: 'open', draft: true })
        else expect(first).toMatchObject({ name: 'GitHubError', retry: 'later' })
        const again = await github.ensurePullRequest(where, pullFor(issue))
        expect(again).toMatchObject({ state: 'open' })
        expect(await pullsOf(issue)).toBe(1)
        expect(await github.findPullRequest(where, branchOf(issue))).toEqual(again)
      },
    )

    test('is brought up to date while it is open, and returned as it is once a human closed it', async () => {
      const issue = await newIssue()
      const pull = await openPull(issue)
      await github.ensurePullRequest(where, { ...pullFor(issue), title: 'Better', body: 'New report' })
      const seen = await stage.octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: pull.number })
      expect(seen.data).toMatchObject({ title: 'Better', body: 'New report' })
      await github.closePullRequest(where, pull.number)
      await github.closePullRequest(where, pull.number)
      expect(made('PATCH', `/pulls/${pull.number}`)).toBe(2)
      const after = await github.ensurePullRequest(where, pullFor(issue))
      expect(after).toMatchObject({ number: pull.number, state: 'closed', merged: false })
      expect(await pullsOf(issue)).toBe(1)
      expect(await github.merge(where, pull.number, pull.headSha, { title: 'x', body: '' })).toMatchObject({
        merged: false,
        reason: 'closed',
      })
    })

    test('is opened again with its request, and stays closed where its branch is gone', async () => {
      const issue = await newIssue()
      const pull = await openPull(issue)
      expect(await github.branchTip(where, branchOf(issue))).toEqual({ sha: pull.headSha, isOwn: true })
      await github.closePullRequest(where, pull.number)
      expect(await github.reopenPullRequest(where, pull.number)).toMatchObject({ number: pull.number, state: 'open' })
      await github.closePullRequest(where, pull.number)
      await github.deleteBranch(where, branchOf(issue))
      expect(await github.branchTip(where, branchOf(issue))).toBeNull()
      expect(await github.reopenPullRequest(where, pull.number)).toMatchObject({ number: pull.number, state: 'closed' })
    })

    test('does not exist for a branch nobody made', async () => {
      expect(await github.findPullRequest(where, 'codecollection-registry/issue-999999')).toBeNull()
    })
  })

  describe('the merge', () => {
    test.each(['fail_after_work', 'cut_after_work', 'fail', 'cut'] as const)('happens once when its answer ends in %s', async (mode) => {
      const issue = await newIssue()
      const pull = await openPull(issue)
      const before = (await summary(issue)).merges
      fail('PUT /repos/*/*/pulls/*/merge', mode)
      const message = { title: 'Add it', body: '' }
      const first = await github.merge(where, pull.number, pull.headSha, message).catch((error: unknown) => error)
      if (mode.endsWith('after_work')) expect(first).toMatchObject({ merged: true })
      else expect(first).toMatchObject({ retry: 'later' })
      expect(await github.merge(where, pull.number, pull.headSha, message)).toMatchObject({ merged: true })
      expect((await summary(issue)).merges).toBe(before + 1)
    })

    test('is refused for a head that is not the approved one', async () => {
      const issue = await newIssue()
      const pull = await openPull(issue)
      const approved = '0'.repeat(40)
      expect(await github.merge(where, pull.number, approved, { title: 'x', body: '' })).toMatchObject({
        merged: false,
        reason: 'head_moved',
      })
      expect((await github.getPullRequest(where, pull.number)).draft).toBe(true)
    })

    test('is refused for a conflict with the base', async () => {
      const issue = await newIssue()
      const [left, right] = [await newIssue(), issue]
      const clash = async (number: number, content: string) => {
        const commit = await commitFor(number)
        const files = [{ path: 'codebundles/clash/run.sh', mode: '100755' as const, content }]
        await github.commitToBranch(where, { ...commit, files })
        return github.ensurePullRequest(where, pullFor(number))
      }
      const [winner, loser] = [await clash(left, 'echo left\n'), await clash(right, 'echo right\n')]
      expect(await github.merge(where, winner.number, winner.headSha, { title: 'x', body: '' })).toMatchObject({ merged: true })
      const result = await github.merge(where, loser.number, loser.headSha, { title: 'x', body: '' })
      expect(result).toMatchObject({ merged: false, reason: 'not_mergeable' })
    })
  })

  describe('the comment', () => {
    test.each(['fail_after_work', 'cut_after_work', 'fail', 'cut'] as const)('is one when its creation ends in %s', async (mode) => {
      const issue = await newIssue()
      fail('POST /repos/*/*/issues/*/comments', mode)
      await github.upsertComment(where, issue, marker, 'one').catch((error: unknown) => expect(error).toMatchObject({ retry: 'later' }))
      await github.upsertComment(where, issue, marker, 'one')
      expect((await summary(issue)).comments).toBe(1)
    })
  })

  describe('a failure', () => {
    test('of a secondary rate limit says when to come back, and nothing is tried before', async () => {
      const issue = await newIssue()
      await github.commitToBranch(where, await commitFor(issue))
      fail('POST /repos/*/*/pulls', 'fail', { status: 403, headers: { 'retry-after': '60' } })
      calls = []
      const attempt = github.ensurePullRequest(where, pullFor(issue))
      await expect(attempt).rejects.toMatchObject({ code: 'github_rate_limited', retry: 'later', retryAfterMs: 60_000 })
      expect(calls.filter((call) => call.path.includes('/pulls'))).toHaveLength(2)
    })

    test('of a missing repository is final', async () => {
      const gone = github.defaultBranch({ ...where, repo: 'not-there' })
      await expect(gone).rejects.toMatchObject({ code: 'github_not_found', retry: 'never' })
    })

    test('of an unreachable server is for later and names no credential', async () => {
      const { appId, slug, privateKey } = stage.forge.credentials
      const dead = createGitHub({ appId: String(appId), slug, privateKey, apiUrl: 'http://127.0.0.1:1/api/v3' })
      const error = await dead.defaultBranch(where).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'GitHubError', code: 'github_unreachable', retry: 'later' })
    })
  })
})

import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openApi, owner, personOf, refusal, repo, type Stage, startStage } from './testing.ts'

describe('an App takes an issue to a merge', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await startStage()
  })
  afterAll(() => stage.close())

  const branch = 'codecollection-registry/issue-1'
  const at = '2026-03-01T10:00:00Z'
  const author = { name: 'registry', email: 'registry@example.org', date: at }

  async function commit() {
    const { octokit } = stage
    const main = await octokit.request('GET /repos/{owner}/{repo}/git/ref/{ref}', { owner, repo, ref: 'heads/main' })
    const base = await octokit.request('GET /repos/{owner}/{repo}/git/commits/{commit_sha}', {
      owner,
      repo,
      commit_sha: main.data.object.sha,
    })
    const blob = await octokit.request('POST /repos/{owner}/{repo}/git/blobs', {
      owner,
      repo,
      content: 'kubectl get pods --all-namespaces\n',
    })
    const tree = await octokit.request('POST /repos/{owner}/{repo}/git/trees', {
      owner,
      repo,
      base_tree: base.data.tree.sha,
      tree: [
        { path: 'codebundles/new/run.sh', mode: '100755', type: 'blob', sha: blob.data.sha },
        { path: 'codebundles/hello-world/check.sh', mode: '100644', type: 'blob', sha: null },
      ],
    })
    const made = await octokit.request('POST /repos/{owner}/{repo}/git/commits', {
      owner,
      repo,
      message: 'Add a bundle\n\nWith words.',
      tree: tree.data.sha,
      parents: [main.data.object.sha],
      author,
      committer: author,
    })
    return made.data.sha
  }

  test('an issue that a person opens reaches the App with a signature over the raw bytes', async () => {
    const mina = personOf(stage.forge, 'mina')
    const opened = await mina.request('POST /repos/{owner}/{repo}/issues', {
      owner,
      repo,
      title: 'Wanted',
      body: 'A bundle',
      labels: ['codebundle:generate'],
    })
    expect(opened.data).toMatchObject({ number: 1, author_association: 'MEMBER', user: { login: 'mina', type: 'User' } })
    const delivery = await stage.sink.next(({ event, payload }) => event === 'issues' && payload.action === 'opened')
    const signature = createHmac('sha256', stage.forge.credentials.webhookSecret).update(delivery.body).digest('hex')
    expect(delivery.headers['x-hub-signature-256']).toBe(`sha256=${signature}`)
    expect(delivery.headers['x-github-delivery']).toMatch(/^[0-9a-f-]{36}$/)
    expect(delivery.headers['user-agent']).toMatch(/^GitHub-Hookshot\//)
    expect(delivery.payload).toMatchObject({
      installation: { id: 5001 },
      sender: { login: 'mina' },
      repository: { full_name: `${owner}/${repo}` },
    })
  })

  test('the same commit asked for twice has the same SHA', async () => {
    const first = await commit()
    expect(await commit()).toBe(first)
  })

  test('a branch, a draft pull request, a review and a squash merge close the issue', async () => {
    const { octokit, forge } = stage
    const sha = await commit()
    await octokit.request('POST /repos/{owner}/{repo}/git/refs', { owner, repo, ref: `refs/heads/${branch}`, sha })
    const pull = await octokit.request('POST /repos/{owner}/{repo}/pulls', {
      owner,
      repo,
      head: branch,
      base: 'main',
      title: 'New bundle',
      body: 'Closes #1',
      draft: true,
    })
    expect(pull.data).toMatchObject({ number: 2, draft: true, mergeable: true, changed_files: 2, additions: 1, head: { sha } })
    const files = await octokit.request('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', { owner, repo, pull_number: 2 })
    expect(files.data.map(({ filename, status }) => [filename, status])).toEqual([
      ['codebundles/hello-world/check.sh', 'removed'],
      ['codebundles/new/run.sh', 'added'],
    ])
    const rex = personOf(forge, 'rex')
    await rex.request('POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews', { owner, repo, pull_number: 2, event: 'APPROVE' })
    const merge = { owner, repo, pull_number: 2, merge_method: 'squash', sha } as const
    expect(await refusal(octokit.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', merge))).toMatchObject({ status: 405 })
    const ready = await octokit.graphql(
      'mutation($id: ID!) { markPullRequestReadyForReview(input: {pullRequestId: $id}) { pullRequest { isDraft } } }',
      {
        id: pull.data.node_id,
        baseUrl: `${forge.url}/api`,
      },
    )
    expect(ready).toEqual({ markPullRequestReadyForReview: { pullRequest: { isDraft: false } } })
    const moved = await refusal(octokit.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', { ...merge, sha: '0'.repeat(40) }))
    expect(moved).toMatchObject({ status: 409, message: expect.stringContaining('Head branch was modified') })
    const merged = await octokit.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', merge)
    const main = await octokit.request('GET /repos/{owner}/{repo}/commits/{ref}', { owner, repo, ref: 'main' })
    expect(main.data).toMatchObject({
      sha: merged.data.sha,
      parents: [expect.anything()],
      commit: { message: expect.stringMatching(/^New bundle \(#2\)/) },
    })
    const issue = await octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}', { owner, repo, issue_number: 1 })
    expect(issue.data).toMatchObject({ state: 'closed', state_reason: 'completed' })
    expect(await refusal(octokit.request('PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge', merge))).toMatchObject({ status: 405 })
  })

  test('each step was delivered, with payloads that GitHub describes', async () => {
    await stage.sink.next(({ event, payload }) => event === 'issues' && payload.action === 'closed')
    const kinds = stage.sink.received.map(({ event, payload }) => [event, payload.action ?? payload.ref].join(' '))
    expect(new Set(kinds)).toEqual(
      new Set([
        'installation created',
        'issues opened',
        'issues labeled',
        `push refs/heads/${branch}`,
        'pull_request opened',
        'pull_request_review submitted',
        'pull_request ready_for_review',
        'pull_request closed',
        'push refs/heads/main',
        'issues closed',
      ]),
    )
    const problems = stage.sink.received.flatMap(({ event, payload }) => {
      const action = typeof payload.action === 'string' ? payload.action : null
      return openApi()
        .checkWebhook(event, action, payload)
        .map((problem) => `${event} ${action}: ${problem}`)
    })
    expect(problems).toEqual([])
    const byApp = stage.sink.received.find(({ event, payload }) => event === 'pull_request' && payload.action === 'opened')
    expect(byApp?.payload.sender).toMatchObject({ login: 'codecollection-registry[bot]', type: 'Bot' })
  })

  test('the summary counts one branch, one pull request and one merge', async () => {
    const response = await fetch(`${stage.forge.url}/_forge/repos/${owner}/${repo}/summary?issue=1`)
    expect(await response.json()).toEqual({
      branches: [branch],
      pullRequests: [{ number: 2, head: branch, state: 'closed', merged: true }],
      merges: 1,
      comments: 0,
    })
    expect(stage.forge.unexpected).toEqual([])
  })
})

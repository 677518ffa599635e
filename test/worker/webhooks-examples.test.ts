import cloud from '@octokit/webhooks-examples/api.github.com/index.json'
import ghes31 from '@octokit/webhooks-examples/ghes-31/index.json'
import ghes32 from '@octokit/webhooks-examples/ghes-32/index.json'
import ghes33 from '@octokit/webhooks-examples/ghes-33/index.json'
import ghes34 from '@octokit/webhooks-examples/ghes-34/index.json'
import ghes35 from '@octokit/webhooks-examples/ghes-35/index.json'
import { describe, expect, it } from 'vitest'
import {
  installationActions,
  installationRepositoryActions,
  issueActions,
  issueCommentActions,
  pullRequestActions,
  releaseActions,
  repositoryActions,
  reviewActions,
} from '../../worker/domain/delivery-event.ts'
import { readDelivery } from '../../worker/github/events.ts'
import { database, makeApp, signed } from './webhook-fixtures.ts'

interface Definition {
  name: string
  examples: unknown[]
}

const sets = new Map<string, Definition[]>(Object.entries({ cloud, ghes31, ghes32, ghes33, ghes34, ghes35 }))

const acted = new Map<string, readonly (string | undefined)[]>([
  ['issues', issueActions],
  ['issue_comment', issueCommentActions],
  ['pull_request', pullRequestActions],
  ['pull_request_review', reviewActions],
  ['push', [undefined]],
  ['release', releaseActions],
  ['installation', installationActions],
  ['installation_repositories', installationRepositoryActions],
  ['repository', repositoryActions],
  ['ping', [undefined]],
])

/** The value at a dotted path of a payload; a missing step gives undefined. */
function at(payload: unknown, path: string): unknown {
  let value = payload
  for (const step of path.split('.')) {
    value = typeof value === 'object' && value !== null ? Object.entries(value).find(([name]) => name === step)?.[1] : undefined
  }
  return value
}

const time = (value: unknown) => (typeof value === 'string' ? Date.parse(value) : null)
const orNull = (value: unknown) => value ?? null
const orEmpty = (value: unknown) => value ?? ''
const orFalse = (value: unknown) => value ?? false
const asIs = (value: unknown) => value
const names = (value: unknown) => (Array.isArray(value) ? value.map((entry) => at(entry, 'name')) : [])
const repositories = (value: unknown) =>
  Array.isArray(value)
    ? value.map((entry) => {
        const [owner, repo] = String(at(entry, 'full_name')).split('/')
        return { id: at(entry, 'id'), owner, repo, private: at(entry, 'private') ?? false }
      })
    : []

type Reading = [parsed: string, raw: string, convert: (value: unknown) => unknown]

const repository: Reading[] = [
  ['installationId', 'installation.id', orNull],
  ['sender.login', 'sender.login', asIs],
  ['sender.id', 'sender.id', asIs],
  ['sender.type', 'sender.type', asIs],
  ['repository.id', 'repository.id', asIs],
  ['repository.repo', 'repository.name', asIs],
  ['repository.defaultBranch', 'repository.default_branch', asIs],
  ['repository.private', 'repository.private', asIs],
  ['repository.url', 'repository.html_url', asIs],
  ['repository.cloneUrl', 'repository.clone_url', asIs],
  ['repository.description', 'repository.description', orEmpty],
]
const issue: Reading[] = [
  ['issue.number', 'issue.number', asIs],
  ['issue.title', 'issue.title', asIs],
  ['issue.body', 'issue.body', orEmpty],
  ['issue.state', 'issue.state', (value) => value ?? 'open'],
  ['issue.labels', 'issue.labels', names],
  ['issue.author.login', 'issue.user.login', asIs],
  ['issue.author.id', 'issue.user.id', asIs],
  ['issue.association', 'issue.author_association', asIs],
  ['issue.isPullRequest', 'issue.pull_request', (value) => value !== undefined && value !== null],
  ['issue.createdAt', 'issue.created_at', time],
  ['issue.updatedAt', 'issue.updated_at', time],
]
const pull: Reading[] = [
  ['pull.number', 'pull_request.number', asIs],
  ['pull.state', 'pull_request.state', asIs],
  ['pull.draft', 'pull_request.draft', orFalse],
  ['pull.mergeCommitSha', 'pull_request.merge_commit_sha', orNull],
  ['pull.headSha', 'pull_request.head.sha', asIs],
  ['pull.headRef', 'pull_request.head.ref', asIs],
  ['pull.headRepositoryId', 'pull_request.head.repo.id', orNull],
  ['pull.baseRef', 'pull_request.base.ref', asIs],
  ['pull.title', 'pull_request.title', asIs],
  ['pull.author.login', 'pull_request.user.login', asIs],
  ['pull.url', 'pull_request.html_url', asIs],
  ['pull.updatedAt', 'pull_request.updated_at', time],
]
const account: Reading[] = [
  ['installationId', 'installation.id', asIs],
  ['account.login', 'installation.account.login', asIs],
  ['account.id', 'installation.account.id', asIs],
  ['sender.login', 'sender.login', asIs],
]

const readings = new Map<string, Reading[]>([
  ['issues', [...repository, ...issue, ['label', 'label.name', orNull]]],
  [
    'issue_comment',
    [
      ...repository,
      ...issue,
      ['comment.id', 'comment.id', asIs],
      ['comment.body', 'comment.body', asIs],
      ['comment.author.login', 'comment.user.login', asIs],
      ['comment.association', 'comment.author_association', asIs],
      ['comment.createdAt', 'comment.created_at', time],
      ['comment.updatedAt', 'comment.updated_at', time],
    ],
  ],
  ['pull_request', [...repository, ...pull, ['pull.merged', 'pull_request.merged', asIs]]],
  [
    'pull_request_review',
    [
      ...repository,
      ...pull,
      ['review.id', 'review.id', asIs],
      ['review.state', 'review.state', asIs],
      ['review.body', 'review.body', orEmpty],
      ['review.commitId', 'review.commit_id', asIs],
      ['review.author.login', 'review.user.login', asIs],
      ['review.association', 'review.author_association', asIs],
      ['review.submittedAt', 'review.submitted_at', time],
    ],
  ],
  [
    'push',
    [
      ...repository,
      ['push.ref', 'ref', asIs],
      ['push.before', 'before', asIs],
      ['push.after', 'after', asIs],
      ['push.deleted', 'deleted', asIs],
      ['push.forced', 'forced', asIs],
      ['push.defaultBranch', 'repository.default_branch', asIs],
    ],
  ],
  [
    'release',
    [
      ...repository,
      ['release.id', 'release.id', asIs],
      ['release.tag', 'release.tag_name', asIs],
      ['release.draft', 'release.draft', asIs],
      ['release.prerelease', 'release.prerelease', asIs],
      ['release.publishedAt', 'release.published_at', time],
    ],
  ],
  ['installation', [...account, ['repositories', 'repositories', repositories]]],
  [
    'installation_repositories',
    [...account, ['added', 'repositories_added', repositories], ['removed', 'repositories_removed', repositories]],
  ],
  [
    'ping',
    [
      ['hookId', 'hook_id', asIs],
      ['zen', 'zen', asIs],
    ],
  ],
])

describe.each([...sets])('the %s payloads of @octokit/webhooks-examples', (_name, definitions) => {
  it('are each answered 202 when signed, and none that is acted on is ignored', async () => {
    const { post, queued } = makeApp()
    const wanted: string[] = []
    for (const { name, examples } of definitions) {
      for (const payload of examples) {
        const action = at(payload, 'action')
        const id = crypto.randomUUID()
        const response = await post(await signed({ body: JSON.stringify(payload), event: name, id }))
        expect(response.status, `${name}.${String(action)}`).toBe(202)
        if (acted.get(name)?.includes(typeof action === 'string' ? action : undefined)) wanted.push(id)
      }
    }
    expect(wanted.length).toBeGreaterThan(5)
    expect(queued).toEqual(wanted)
    const kept = await database
      .prepare("SELECT count(*) AS n FROM deliveries WHERE status = 'received' AND payload = ''")
      .first<{ n: number }>()
    expect(kept?.n).toBe(0)
  }, 60_000)

  it('lose nothing of what is read of those that are acted on', () => {
    let compared = 0
    for (const { name, examples } of definitions) {
      for (const payload of examples) {
        const reading = readDelivery(name, payload)
        expect(reading.kind, name).not.toBe('invalid')
        if (reading.kind !== 'event') continue
        expect(reading.event).toMatchObject({ event: name, action: at(payload, 'action') ?? null })
        for (const [parsed, raw, convert] of readings.get(name) ?? []) {
          expect(at(reading.event, parsed), `${name}: ${parsed}`).toEqual(convert(at(payload, raw)))
          compared += 1
        }
      }
    }
    expect(compared).toBeGreaterThan(100)
  })
})

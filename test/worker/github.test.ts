import { beforeAll, describe, expect, it } from 'vitest'
import { createGitHub } from '../../worker/github/create-github.ts'
import type { Fetch } from '../../worker/github/transport.ts'

/** The adapter inside workerd, against answers that only a scripted GitHub gives. */

let privateKey = ''
beforeAll(async () => {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  if (!('privateKey' in pair)) throw new Error('no key pair')
  const der = await crypto.subtle.exportKey('pkcs8', pair.privateKey)
  if (!(der instanceof ArrayBuffer)) throw new Error('no PKCS#8')
  const base64 = btoa(String.fromCharCode(...new Uint8Array(der)))
  privateKey = `-----BEGIN PRIVATE KEY-----\n${base64.replace(/(.{64})/g, '$1\n')}\n-----END PRIVATE KEY-----\n`
})

const repo = { installationId: 5001, repositoryId: 81001, owner: 'meridian-ops', repo: 'care' }
const start = Date.UTC(2026, 10, 22)

interface Sent {
  call: string
  authorization: string
  body: unknown
}

/** GitHub as a list of scripted answers by call; tokens are counted. */
function scripted(answers: Record<string, (sent: Sent, nth: number) => Response>, now = () => start) {
  const sent: Sent[] = []
  let tokens = 0
  const answer: Fetch = async (url, init) => {
    const { pathname } = new URL(url)
    const headers = new Headers(init.headers)
    const call = `${init.method} ${pathname}`
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : null
    sent.push({ call, authorization: headers.get('authorization') ?? '', body })
    const own = answers[call]
    if (own === undefined && pathname.endsWith('/access_tokens')) {
      tokens += 1
      return Response.json({ token: `ghs_token-${tokens}`, expires_at: new Date(now() + 3_600_000).toISOString() }, { status: 201 })
    }
    if (own === undefined) throw new TypeError(`unexpected ${call}`)
    return own(sent.at(-1) ?? { call, authorization: '', body }, sent.filter((one) => one.call === call).length)
  }
  const github = createGitHub({ appId: '7', slug: 'registry', privateKey, apiUrl: 'https://api.github.test', fetch: answer, now })
  const count = (call: string) => sent.filter((one) => one.call === call).length
  return { github, sent, count }
}

const mintCall = 'POST /app/installations/5001/access_tokens'
const repository = () => Response.json({ default_branch: 'main' })
const sha = 'a'.repeat(40)
const ref = () => Response.json({ ref: 'refs/heads/main', object: { sha, type: 'commit' } })
const good = { 'GET /repos/meridian-ops/care': repository, 'GET /repos/meridian-ops/care/git/ref/heads/main': ref }

describe('tokens', () => {
  it('are minted with a JSON web token of the App, signed inside workerd, and used again for fifty minutes', async () => {
    let at = start
    const { github, sent, count } = scripted(good, () => at)
    await github.defaultBranch(repo)
    await github.cloneToken(repo)
    expect(count(mintCall)).toBe(1)
    expect(sent[0]?.authorization).toMatch(/^Bearer eyJ[\w-]+\.[\w-]+\.[\w-]+$/)
    expect(sent[1]?.authorization).toBe('Bearer ghs_token-1')
    at += 49 * 60_000
    expect(await github.cloneToken(repo)).toBe('ghs_token-1')
    at += 2 * 60_000
    expect(await github.cloneToken(repo)).toBe('ghs_token-2')
    expect(await github.cloneToken({ ...repo, repositoryId: 81002 })).toBe('ghs_token-3')
  })

  it('that GitHub no longer takes are replaced once', async () => {
    const refused = () => Response.json({ message: 'Bad credentials' }, { status: 401 })
    const once = scripted({ ...good, 'GET /repos/meridian-ops/care': (_sent, nth) => (nth === 1 ? refused() : repository()) })
    expect(await once.github.defaultBranch(repo)).toEqual({ name: 'main', sha })
    const always = scripted({ ...good, 'GET /repos/meridian-ops/care': refused })
    await expect(always.github.defaultBranch(repo)).rejects.toMatchObject({ code: 'github_unauthorised', retry: 'never' })
    expect(always.count(mintCall)).toBe(2)
  })

  it('cannot be had with a key in the form GitHub hands out, and the failure says how to convert it', async () => {
    const pem = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----'
    const github = createGitHub({ appId: '7', slug: 'registry', privateKey: pem, apiUrl: 'https://api.github.test' })
    const message = expect.stringContaining('openssl pkcs8 -topk8 -nocrypt')
    await expect(github.cloneToken(repo)).rejects.toMatchObject({ code: 'github_not_configured', retry: 'poison', message })
  })
})

describe('an answer', () => {
  it.each([
    ['cut in the middle', () => new Response('{"default_branch":"ma', { headers: { 'content-type': 'application/json' } })],
    ['empty', () => new Response('')],
    ['of another shape', () => Response.json({ name: 'main' })],
    ['that is a page of some proxy', () => new Response('<html>busy</html>')],
  ])('%s is a failure for later and never an empty value', async (_what, answer) => {
    const { github } = scripted({ ...good, 'GET /repos/meridian-ops/care': answer })
    await expect(github.defaultBranch(repo)).rejects.toMatchObject({ code: 'github_garbled', retry: 'later' })
  })

  it('that the repository has moved is followed on the same host, and on no other', async () => {
    const moved = (location: string) => () => new Response('{"message":"Moved"}', { status: 301, headers: { location } })
    const near = scripted({
      ...good,
      'GET /repos/meridian-ops/care': moved('https://api.github.test/repositories/81001'),
      'GET /repositories/81001': repository,
    })
    expect((await near.github.defaultBranch(repo)).name).toBe('main')
    const far = scripted({ ...good, 'GET /repos/meridian-ops/care': moved('https://evil.test/repositories/81001') })
    await expect(far.github.defaultBranch(repo)).rejects.toMatchObject({ code: 'github_refused', retry: 'never' })
    expect(far.sent.map(({ call }) => call)).toEqual([mintCall, 'GET /repos/meridian-ops/care'])
  })

  it('with a delivery id longer than JSON numbers hold keeps every digit', async () => {
    const body = '[{"id":9007199254740993123,"guid":"g-1","delivered_at":"2026-11-22T00:00:00Z","status_code":502,"event":"issues"}]'
    const { github, count } = scripted({
      'GET /app/hook/deliveries': () => new Response(body),
      'POST /app/hook/deliveries/9007199254740993123/attempts': () => Response.json({}, { status: 202 }),
    })
    const [delivery] = await github.listDeliveries(0, 10)
    expect(delivery).toMatchObject({ id: '9007199254740993123', ok: false })
    await github.redeliver(delivery?.id ?? '')
    expect(count('POST /app/hook/deliveries/9007199254740993123/attempts')).toBe(1)
  })
})

describe('a pull request', () => {
  const branch = 'codecollection-registry/issue-1'
  const listing = 'GET /repos/meridian-ops/care/pulls'
  const creation = 'POST /repos/meridian-ops/care/pulls'
  const wanted = { branch, base: 'main', title: 'One', body: 'Body' }
  const entry = (overrides: Record<string, unknown> = {}) => ({
    number: 5,
    node_id: 'PR_5',
    html_url: 'https://github.test/p/5',
    state: 'open',
    draft: true,
    merged_at: null,
    merge_commit_sha: sha,
    title: 'One',
    body: 'Body',
    head: { ref: branch, sha, repo: { id: repo.repositoryId, full_name: 'meridian-ops/its-old-name' } },
    base: { ref: 'main' },
    ...overrides,
  })

  it('of a fork or of another branch is never adopted', async () => {
    const fork = entry({ number: 3, head: { ref: branch, sha, repo: { id: 999, full_name: 'meridian-ops/care' } } })
    const other = entry({ number: 4, head: { ref: 'main', sha, repo: { id: repo.repositoryId, full_name: 'meridian-ops/its-old-name' } } })
    const { github } = scripted({ [listing]: () => Response.json([fork, other]) })
    expect(await github.findPullRequest(repo, branch)).toBeNull()
  })

  it('that GitHub says already exists is looked up and adopted', async () => {
    const { github, count } = scripted({
      [listing]: (_sent, nth) => Response.json(nth === 1 ? [] : [entry()]),
      [creation]: () =>
        Response.json({ message: 'Validation Failed', errors: [{ message: 'A pull request already exists' }] }, { status: 422 }),
    })
    expect(await github.ensurePullRequest(repo, wanted)).toMatchObject({ number: 5, mergeCommitSha: null })
    expect([count(listing), count(creation)]).toEqual([2, 1])
  })

  it('is made ready for review from the start where a repository has no drafts', async () => {
    const { github, sent } = scripted({
      [listing]: () => Response.json([]),
      [creation]: (_sent, nth) =>
        nth === 1
          ? Response.json({ message: 'Draft pull requests are not supported in this repository.' }, { status: 422 })
          : Response.json(entry({ draft: false }), { status: 201 }),
    })
    expect(await github.ensurePullRequest(repo, wanted)).toMatchObject({ draft: false })
    expect(sent.filter(({ call }) => call === creation).map(({ body }) => body)).toEqual([
      expect.objectContaining({ draft: true }),
      expect.not.objectContaining({ draft: true }),
    ])
  })

  const merging = {
    'GET /repos/meridian-ops/care/pulls/5': () => Response.json(entry({ draft: false, merged: false })),
  }
  it.each([
    [409, 'Head branch was modified. Review and try the merge again.', { merged: false, reason: 'head_moved' }],
    [405, 'Pull Request is not mergeable', { merged: false, reason: 'not_mergeable' }],
  ])('that GitHub refuses to merge with %i says why', async (status, message, expected) => {
    const { github } = scripted({ ...merging, 'PUT /repos/meridian-ops/care/pulls/5/merge': () => Response.json({ message }, { status }) })
    expect(await github.merge(repo, 5, sha, { title: 'One', body: '' })).toMatchObject(expected)
  })

  it('whose base moved while it was merged is for later', async () => {
    const message = 'Base branch was modified. Review and try the merge again.'
    const { github } = scripted({
      ...merging,
      'PUT /repos/meridian-ops/care/pulls/5/merge': () => Response.json({ message }, { status: 405 }),
    })
    await expect(github.merge(repo, 5, sha, { title: 'One', body: '' })).rejects.toMatchObject({ retry: 'later' })
  })
})

describe('an App that is kept out', () => {
  const token = 'POST /app/installations/7/access_tokens'
  const where = { ...repo, installationId: 7 }

  const now = 'GET /repos/meridian-ops/care/installation'
  const outside = 'There is at least one repository that does not exist or is not accessible to the parent installation.'

  it.each([
    [404, 'Not Found', 'app_not_installed'],
    [422, outside, 'app_no_access'],
    [403, 'This installation has been suspended', 'app_suspended'],
    [422, 'The permissions requested are not granted to this installation.', 'github_invalid'],
  ])('is told so for good: %i %s', async (status, message, code) => {
    const refused = () => Response.json({ message }, { status })
    const { github } = scripted({ [token]: refused, [now]: () => Response.json({ id: 7 }) })
    await expect(github.cloneToken(where)).rejects.toMatchObject({ code, retry: 'never' })
    const gone = scripted({ [token]: refused, [now]: () => Response.json({ message: 'Not Found' }, { status: 404 }) })
    await expect(gone.github.permissionOf(where, 'mina')).rejects.toMatchObject({ code, retry: 'never' })
  })

  it('is looked for where it is installed now, once', async () => {
    const { github, count } = scripted({
      [token]: () => Response.json({ message: 'Not Found' }, { status: 404 }),
      [now]: () => Response.json({ id: 8 }),
    })
    expect(await github.cloneToken(where)).toBe('ghs_token-1')
    expect(await github.cloneToken({ ...where, repositoryId: where.repositoryId })).toBe('ghs_token-1')
    expect([count(token), count(now), count('POST /app/installations/8/access_tokens')]).toEqual([1, 1, 1])
  })

  it('cannot write to an archived repository, and says so', async () => {
    const archived = () => Response.json({ message: 'Repository was archived so is read-only.' }, { status: 403 })
    const { github } = scripted({ 'PATCH /repos/meridian-ops/care/pulls/5': archived })
    await expect(github.reopenPullRequest(repo, 5)).rejects.toMatchObject({ code: 'repository_archived', retry: 'never' })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decide, type EgressPolicy, packageHosts } from '../../../worker/domain/egress.ts'

const repository = { host: 'github.com', path: 'meridian-ops/cluster-care' }
const cloning: EgressPolicy = { phase: 'cloning', repository, credential: 'ghs_token' }
const installing: EgressPolicy = { ...cloning, phase: 'installing' }
const testing: EgressPolicy = { ...cloning, phase: 'testing' }

const ask = (method: string, url: string, policy: EgressPolicy, headers: [string, string][] = []) =>
  decide({ method, url, headers }, policy)
const allows = (method: string, url: string, policy: EgressPolicy) => ask(method, url, policy).allow
const base = 'https://github.com/meridian-ops/cluster-care'
const refs = `${base}.git/info/refs?service=git-upload-pack`
const pack = `${base}.git/git-upload-pack`

describe('while cloning', () => {
  it.each([
    ['GET', refs],
    ['GET', `${base}/info/refs?service=git-upload-pack`],
    ['POST', pack],
    ['POST', 'https://github.com/Meridian-Ops/Cluster-Care/git-upload-pack'],
  ])('%s %s reads the one repository, by the address of the policy', (method, url) => {
    const decision = ask(method, url, cloning)
    expect(decision).toMatchObject({ allow: true, forward: { method, url: method === 'GET' ? refs : pack } })
  })

  it.each([
    ['a push is listed', 'GET', `${base}.git/info/refs?service=git-receive-pack`],
    ['a push', 'POST', `${base}.git/git-receive-pack`],
    ['the old protocol', 'GET', `${base}.git/info/refs`],
    ['two services', 'GET', `${refs}&service=git-receive-pack`],
    ['more query', 'GET', `${refs}&leak=secret`],
    ['a query on the fetch', 'POST', `${pack}?leak=secret`],
    ['a file', 'GET', `${base}.git/HEAD`],
    ['a page', 'GET', base],
    ['a fetch by GET', 'GET', pack],
    ['a listing by POST', 'POST', refs],
    ['another method', 'PUT', pack],
    ['a method in lower case', 'post', pack],
    ['another repository', 'POST', 'https://github.com/meridian-ops/other.git/git-upload-pack'],
    ['a longer name', 'POST', 'https://github.com/meridian-ops/cluster-care-2.git/git-upload-pack'],
    ['a directory below', 'POST', `${base}/x/git-upload-pack`],
    ['twice .git', 'POST', `${base}.git.git/git-upload-pack`],
    ['the way up', 'POST', `${base}.git/../other.git/git-upload-pack`],
    ['the way up and back', 'POST', 'https://github.com/meridian-ops/x/../cluster-care.git/git-upload-pack'],
    ['the way up, encoded', 'POST', 'https://github.com/meridian-ops/x%2f..%2fcluster-care.git/git-upload-pack'],
    ['dots encoded', 'POST', 'https://github.com/meridian-ops/x/%2e%2e/cluster-care.git/git-upload-pack'],
    ['a separator encoded', 'POST', 'https://github.com/meridian-ops%2fcluster-care.git/git-upload-pack'],
    ['a letter encoded', 'POST', 'https://github.com/meridian-ops/%63luster-care.git/git-upload-pack'],
    ['an empty part', 'POST', 'https://github.com//meridian-ops/cluster-care.git/git-upload-pack'],
    ['a backslash', 'POST', 'https://github.com\\meridian-ops\\cluster-care.git/git-upload-pack'],
    ['a NUL', 'POST', `${base}%00.git/git-upload-pack`],
    ['a tab in the name', 'POST', 'https://git\thub.com/meridian-ops/cluster-care.git/git-upload-pack'],
    ['a blank before', 'POST', ` ${pack}`],
    ['plain HTTP', 'POST', pack.replace('https', 'http')],
    ['another scheme', 'POST', pack.replace('https', 'ftp')],
    ['another port', 'POST', pack.replace('github.com', 'github.com:8443')],
    ['the usual port, named', 'POST', pack.replace('github.com', 'github.com:443')],
    ['a host that begins alike', 'POST', pack.replace('github.com', 'github.com.evil.test')],
    ['a host that ends alike', 'POST', pack.replace('github.com', 'notgithub.com')],
    ['a host below', 'POST', pack.replace('github.com', 'api.github.com')],
    ['a dot after the host', 'POST', pack.replace('github.com', 'github.com.')],
    ['the host in upper case', 'POST', pack.replace('github.com', 'GitHub.com')],
    ['letters that look alike', 'POST', pack.replace('github.com', 'gіthub.com')],
    ['a user', 'POST', pack.replace('github.com', 'user@github.com')],
    ['a user that looks like the host', 'POST', pack.replace('github.com', 'github.com@evil.test')],
    ['a password', 'POST', pack.replace('github.com', 'u:p@github.com')],
    ['a fragment', 'GET', `${refs}#x`],
    ['an address of numbers', 'POST', pack.replace('github.com', '140.82.112.3')],
    ['the cloud’s metadata', 'GET', 'http://169.254.169.254/latest/meta-data/'],
    ['an address as one number', 'POST', pack.replace('github.com', '2852039166')],
    ['a long address', 'POST', pack.replace('github.com', '[::1]')],
    ['a registry', 'GET', 'https://pypi.org/simple/x/'],
    ['no address', 'GET', 'nonsense'],
  ])('%s is refused', (_what, method, url) => {
    expect(ask(method, url, cloning)).toMatchObject({ allow: false, reason: expect.stringMatching(/\w/) })
  })

  it('the credential is added for this repository alone, and nothing when everybody may read it', () => {
    const authorization = ['authorization', `Basic ${btoa('x-access-token:ghs_token')}`]
    expect(ask('POST', pack, cloning, [['Authorization', 'Basic forged']])).toMatchObject({
      forward: { headers: expect.arrayContaining([authorization]) },
    })
    const open = ask('POST', pack, { ...cloning, credential: null }, [['Authorization', 'Basic forged']])
    expect(JSON.stringify(open)).not.toMatch(/authorization/i)
    expect(allows('POST', pack, { ...cloning, repository: null })).toBe(false)
    expect(allows('POST', pack, { ...cloning, repository: { host: 'github.com', path: 'a/../b' } })).toBe(false)
  })

  it('only the headers that git needs are sent on, and only with values that git sends', () => {
    const sent: [string, string][] = [
      ['Accept', 'application/x-git-upload-pack-result'],
      ['Content-Type', 'application/x-git-upload-pack-request'],
      ['Git-Protocol', 'version=2'],
      ['User-Agent', 'secret in the agent'],
      ['Cookie', 'session=secret'],
      ['X-Leak', 'secret'],
      ['Accept-Encoding', 'secret\u0000'],
      ['__proto__', 'secret'],
      ['Host', 'evil.test'],
    ]
    const decision = ask('POST', pack, { ...cloning, credential: null }, sent)
    const names = decision.allow ? decision.forward.headers.map(([name]) => name) : []
    expect(names).toEqual(['accept', 'content-type', 'git-protocol', 'user-agent'])
    expect(JSON.stringify(decision)).not.toContain('secret')
  })
})

describe('while installing', () => {
  it.each([
    ['GET', 'https://pypi.org/simple/robotframework/'],
    ['HEAD', 'https://files.pythonhosted.org/packages/ab/cd/0123/robotframework-7.5-py3-none-any.whl'],
    ['GET', 'https://files.pythonhosted.org/packages/ab/cd/0123/x-1.0+local-py3-none-any.whl.metadata'],
    ['GET', 'https://registry.npmjs.org/zod'],
    ['GET', 'https://registry.npmjs.org/@octokit%2fcore'],
    ['GET', 'https://registry.npmjs.org/@octokit/core/-/core-7.0.8.tgz'],
    ['GET', 'https://deb.debian.org/debian/dists/bookworm/InRelease'],
    ['GET', 'https://deb.debian.org/debian/pool/main/j/jq/jq_1.6-2.1+deb12u1_amd64.deb'],
  ])('%s %s is read', (method, url) => {
    expect(ask(method, url, installing)).toMatchObject({ allow: true, forward: { method, url, maxRequestBytes: 0 } })
  })

  it.each([
    ['POST', 'https://pypi.org/legacy/'],
    ['POST', 'https://registry.npmjs.org/zod'],
    ['PUT', 'https://registry.npmjs.org/zod'],
    ['GET', 'http://pypi.org/simple/x/'],
    ['GET', 'https://pypi.org:8080/simple/x/'],
    ['GET', 'https://pypi.org/simple/x/?leak=secret'],
    ['GET', 'https://pypi.org/simple/../legacy/'],
    ['GET', 'https://pypi.org/simple/x%2f..%2fy/'],
    ['GET', 'https://pypi.org//simple/x/'],
    ['GET', `https://pypi.org/simple/${'a'.repeat(101)}/`],
    ['GET', 'https://pypi.org/search/'],
    ['GET', 'https://pypi.org.evil.test/simple/x/'],
    ['GET', 'https://pypi.org./simple/x/'],
    ['GET', 'https://upload.pypi.org/simple/x/'],
    ['GET', 'https://registry.npmjs.org/-/whoami'],
    ['GET', 'https://registry.npmjs.org/@a%2fb%2fc'],
    ['GET', 'https://constructor/simple/x/'],
    ['GET', refs],
    ['POST', pack],
  ])('%s %s is refused', (method, url) => {
    expect(allows(method, url, installing)).toBe(false)
  })

  it('no credential ever goes to a registry', () => {
    const decision = ask('GET', 'https://pypi.org/simple/x/', installing, [
      ['authorization', 'Basic x'],
      ['content-type', 'application/x-git-upload-pack-request'],
    ])
    expect(decision).toMatchObject({ allow: true, forward: { headers: [['user-agent', expect.any(String)]] } })
  })
})

it('while testing nothing leaves', () => {
  for (const url of [refs, 'https://pypi.org/simple/x/', 'http://169.254.169.254/', 'https://github.com/']) {
    expect(allows('GET', url, testing)).toBe(false)
  }
})

describe('whatever is asked', () => {
  const hosts = fc.constantFrom('github.com', 'GITHUB.com', 'github.com.', 'evil.test', 'github.com:443', '127.0.0.1', ...packageHosts)
  const part = fc.constantFrom(
    ...[
      'meridian-ops',
      'cluster-care',
      'cluster-care.git',
      'info',
      'refs',
      'git-upload-pack',
      'git-receive-pack',
      'simple',
      'x',
      'packages',
    ],
    ...['', '.', '..', '%2e%2e', '%2f', '%5c', '\\', '%00', '@s%2fx', 'other', ';', '~'],
  )
  const paths = fc.array(part, { maxLength: 7 }).map((parts) => `/${parts.join('/')}`)
  const queries = fc.constantFrom('', '?', '?service=git-upload-pack', '?service=git-receive-pack', '?a=b', '#f')
  const users = fc.constantFrom('', '', '', 'u@', 'u:p@')
  /** Addresses that are let through, with something put in, taken out or changed somewhere. */
  const good = fc.constantFrom(refs, pack, 'https://pypi.org/simple/x/', 'https://registry.npmjs.org/@octokit/core/-/core-7.0.8.tgz')
  const bits = fc.constantFrom('', '', '', '/', '..', '%2f', '@', ':', '?', '#', '\\', '.', '.git', 'x', ' ', '%00', '\t', '[', '0x7f')
  const nearly = fc
    .tuple(good, fc.nat(80), fc.nat(3), bits)
    .map(([url, at, length, bit]) => `${url.slice(0, at)}${bit}${url.slice(at + length)}`)
  const urls = fc.oneof(
    nearly,
    fc
      .tuple(fc.constantFrom('https', 'http'), users, hosts, paths, queries)
      .map(([scheme, user, host, path, query]) => `${scheme}://${user}${host}${path}${query}`),
    fc.webUrl({ withQueryParameters: true, withFragments: true }),
    fc.string(),
  )
  const methods = fc.constantFrom('GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'HEAD', 'PUT', 'DELETE', 'get')
  const headers = fc.array(
    fc.tuple(fc.oneof(fc.constantFrom('accept', 'Authorization', 'Cookie', 'git-protocol', 'X-A'), fc.string()), fc.string()),
  )
  const policies = fc.constantFrom(
    cloning,
    cloning,
    installing,
    installing,
    testing,
    { ...cloning, credential: null },
    { ...cloning, repository: null },
  )

  it('what leaves is one of few known addresses, and the credential leaves to the repository alone', () => {
    const known = new RegExp(
      `^https://(?:github\\.com/meridian-ops/cluster-care\\.git/(?:info/refs\\?service=git-upload-pack|git-upload-pack)|(?:${packageHosts.join('|').replaceAll('.', '\\.')})/[^?#\\\\]*)$`,
    )
    let allowed = 0
    fc.assert(
      fc.property(methods, urls, headers, policies, (method, url, list, policy) => {
        const decision = decide({ method, url, headers: list }, policy)
        if (!decision.allow) return
        allowed += 1
        const { forward } = decision
        expect(forward.url).toMatch(known)
        expect(forward.url).toBe(new URL(forward.url).href)
        expect(['GET', 'HEAD', 'POST']).toContain(forward.method)
        const secret = forward.headers.some(([name]) => name === 'authorization')
        expect(secret).toBe(policy.phase === 'cloning' && policy.credential !== null)
        if (secret) expect(new URL(forward.url).host).toBe('github.com')
        for (const [name, value] of forward.headers) expect(`${name}: ${value}`).toMatch(/^[a-z-]+: [\x20-\x7e]+$/)
      }),
      { numRuns: 20_000 },
    )
    expect(allowed).toBeGreaterThan(20)
  })

  it('it is answered, never thrown', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        headers,
        policies,
        (method, url, list, policy) => void decide({ method, url, headers: list }, policy),
      ),
    )
  })
})

import { expect, it } from 'vitest'
import { decide, type EgressPolicy, packageRegistries } from '../../../worker/sandbox/egress.ts'

const repository = { host: 'github.com', path: 'meridian-ops/cluster-care' }
const clone: EgressPolicy = { phase: 'clone', repository, credential: 'ghs_token', registries: [] }
const ask = (method: string, url: string, policy: EgressPolicy) => decide({ method, url: new URL(url) }, policy).kind

it.each([
  ['GET', 'https://github.com/meridian-ops/cluster-care.git/info/refs?service=git-upload-pack', 'inject'],
  ['POST', 'https://github.com/meridian-ops/cluster-care.git/git-upload-pack', 'inject'],
  ['POST', 'https://github.com/Meridian-Ops/cluster-care/git-upload-pack', 'inject'],
  ['GET', 'https://github.com/meridian-ops/cluster-care.git/info/refs?service=git-receive-pack', 'deny'],
  ['POST', 'https://github.com/meridian-ops/cluster-care.git/git-receive-pack', 'deny'],
  ['POST', 'https://github.com/meridian-ops/other.git/git-upload-pack', 'deny'],
  ['POST', 'https://github.com/meridian-ops/cluster-care.git/../other.git/git-upload-pack', 'deny'],
  ['POST', 'https://github.com/meridian-ops%2fcluster-care.git/git-upload-pack', 'deny'],
  ['POST', 'https://github.com//meridian-ops/cluster-care.git/git-upload-pack', 'deny'],
  ['GET', 'https://github.com/meridian-ops/cluster-care.git/HEAD', 'deny'],
  ['PUT', 'https://github.com/meridian-ops/cluster-care.git/git-upload-pack', 'deny'],
  ['POST', 'http://github.com/meridian-ops/cluster-care.git/git-upload-pack', 'deny'],
  ['POST', 'https://github.com:8443/meridian-ops/cluster-care.git/git-upload-pack', 'deny'],
  ['POST', 'https://github.com.evil.test/meridian-ops/cluster-care.git/git-upload-pack', 'deny'],
  ['POST', 'https://user:pass@github.com/meridian-ops/cluster-care.git/git-upload-pack', 'deny'],
  ['GET', 'https://api.github.com/repos/meridian-ops/cluster-care', 'deny'],
  ['GET', 'https://pypi.org/simple/', 'deny'],
])('while cloning, %s %s is answered with %s', (method, url, kind) => {
  expect(ask(method, url, clone)).toBe(kind)
})

it('adds the credential as GitHub wants it, and nothing for a repository that everybody can read', () => {
  const request = { method: 'POST', url: new URL('https://github.com/meridian-ops/cluster-care.git/git-upload-pack') }
  expect(decide(request, clone)).toEqual({ kind: 'inject', header: 'authorization', value: `Basic ${btoa('x-access-token:ghs_token')}` })
  expect(decide(request, { ...clone, credential: null })).toEqual({ kind: 'allow' })
  expect(decide(request, { ...clone, repository: null }).kind).toBe('deny')
})

it.each([
  ['GET', 'https://pypi.org/simple/robotframework/', 'allow'],
  ['HEAD', 'https://files.pythonhosted.org/packages/x.whl', 'allow'],
  ['POST', 'https://pypi.org/legacy/', 'deny'],
  ['GET', 'http://pypi.org/simple/', 'deny'],
  ['GET', 'https://pypi.org:8080/simple/', 'deny'],
  ['GET', 'https://pypi.org.evil.test/', 'deny'],
  ['GET', 'https://github.com/meridian-ops/cluster-care.git/info/refs?service=git-upload-pack', 'deny'],
])('while installing, %s %s is answered with %s', (method, url, kind) => {
  expect(ask(method, url, { ...clone, phase: 'install', registries: packageRegistries })).toBe(kind)
})

it('lets nothing out while tests run', () => {
  for (const url of [
    'https://github.com/meridian-ops/cluster-care.git/info/refs?service=git-upload-pack',
    'https://pypi.org/simple/',
    'http://169.254.169.254/',
  ]) {
    expect(ask('GET', url, { ...clone, phase: 'test', registries: packageRegistries })).toBe('deny')
  }
})

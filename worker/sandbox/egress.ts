/** What a sandbox may reach. Every request of a container passes through `decide`; what it does not let through does not leave. */

export type EgressPhase = 'clone' | 'install' | 'test'

export interface EgressPolicy {
  phase: EgressPhase
  /** The one repository that may be read while cloning: host and path without `.git`. */
  repository: { host: string; path: string } | null
  /** Token for that repository; added outside the container, so that nothing inside ever holds it. */
  credential: string | null
  /** Hosts of package registries, read from while installing. */
  registries: readonly string[]
}

export type EgressDecision =
  | { kind: 'allow' }
  /** Allowed once this header is set; whatever the container put there is replaced. */
  | { kind: 'inject'; header: 'authorization'; value: string }
  | { kind: 'deny'; reason: string }

export const packageRegistries = ['pypi.org', 'files.pythonhosted.org', 'registry.npmjs.org'] as const

const deny = (reason: string): EgressDecision => ({ kind: 'deny', reason })

/** The repository a git smart HTTP request is about, and whether it can only read. */
function gitRequest(request: { method: string; url: URL }): { path: string; reads: boolean } | null {
  const { pathname, searchParams } = request.url
  const match = /^\/(.+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(pathname)
  const [, path, operation] = match ?? []
  if (path === undefined || operation === undefined) return null
  const listsForReading = request.method === 'GET' && operation === 'info/refs' && searchParams.get('service') === 'git-upload-pack'
  const fetches = request.method === 'POST' && operation === 'git-upload-pack'
  return { path, reads: listsForReading || fetches }
}

function decideClone(request: { method: string; url: URL }, policy: EgressPolicy): EgressDecision {
  const { repository, credential } = policy
  if (!repository) return deny('no repository is to be read')
  if (request.url.protocol !== 'https:' || request.url.host !== repository.host) return deny('only the host of the repository is open')
  // An encoded separator could make the far side read another path than the one compared here.
  if (/%|\/\/|\/\.{1,2}(\/|$)/.test(request.url.pathname)) return deny('the path is not plain')
  const git = gitRequest(request)
  if (!git || git.path.toLowerCase() !== repository.path.toLowerCase()) return deny('only this repository is open')
  if (!git.reads) return deny('the repository is open for reading only')
  if (credential === null) return { kind: 'allow' }
  return { kind: 'inject', header: 'authorization', value: `Basic ${btoa(`x-access-token:${credential}`)}` }
}

function decideInstall(request: { method: string; url: URL }, policy: EgressPolicy): EgressDecision {
  if (request.method !== 'GET' && request.method !== 'HEAD') return deny('package registries are open for reading only')
  if (request.url.protocol !== 'https:' || request.url.port !== '') return deny('package registries are reached by HTTPS')
  return policy.registries.includes(request.url.hostname) ? { kind: 'allow' } : deny('not a package registry')
}

/** Decides over one request of a container: while cloning, one repository by git's reading calls; while installing, package registries by GET; while testing, nothing. */
export function decide(request: { method: string; url: URL }, policy: EgressPolicy): EgressDecision {
  if (request.url.username !== '' || request.url.password !== '') return deny('an address may not carry a credential')
  if (policy.phase === 'clone') return decideClone(request, policy)
  if (policy.phase === 'install') return decideInstall(request, policy)
  return deny('tests run without network')
}

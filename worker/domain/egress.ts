/**
 * What a sandbox may reach. Every request that leaves a container passes through `decide`; what it does not let through does not leave, and what leaves is
 * put together anew from what was recognised, so that nothing unrecognised travels along.
 */

export interface EgressPolicy {
  /** `cloning`: one repository is read; `installing`: package registries are read; `testing`: nothing leaves. */
  phase: 'cloning' | 'installing' | 'testing'
  /** The one repository: host (with its port when that is not 443) and path without `.git`. */
  repository: { host: string; path: string } | null
  /** Token for that repository; added here, so that nothing inside the container ever holds it. */
  credential: string | null
}

export interface EgressRequest {
  method: string
  url: string
  headers: Iterable<readonly [string, string]>
}

export interface EgressForward {
  url: string
  method: 'GET' | 'HEAD' | 'POST'
  headers: [string, string][]
  /** Longest body that is sent on; 0 for none. */
  maxRequestBytes: number
  /** Longest answer that is let in. */
  maxResponseBytes: number
}

export type EgressDecision = { allow: true; forward: EgressForward } | { allow: false; reason: string }

const mebibyte = 1024 * 1024

/** The runner stops a fetch at a pack of 512 MiB. */
const maxPackBytes = 600 * mebibyte

/** What git has and wants; a first clone sends a few hundred bytes. */
const maxNegotiationBytes = mebibyte

/** The largest packages for Python have a few hundred megabytes; none that is used here has more than twenty. */
const maxPackageBytes = 256 * mebibyte

/** Where packages come from, and how their addresses look. A scoped npm package has its slash encoded. */
const registries: Record<string, RegExp> = {
  'pypi.org': /^\/simple\/(?:[A-Za-z0-9._-]{1,100}\/)?$/,
  'files.pythonhosted.org': /^\/packages\/(?:[A-Za-z0-9._+!-]{1,200}\/){1,6}[A-Za-z0-9._+!-]{1,200}$/,
  'registry.npmjs.org':
    /^\/(?:@[a-z0-9._~-]{1,100}(?:\/|%2[fF]))?[A-Za-z0-9][A-Za-z0-9._~-]{0,99}(?:\/-\/[A-Za-z0-9._~+-]{1,200}\.tgz|\/[A-Za-z0-9._+-]{1,60})?$/,
  'deb.debian.org': /^\/debian(?:-security)?\/(?:[A-Za-z0-9._+~:-]{1,200}\/){1,8}[A-Za-z0-9._+~:-]{1,200}$/,
  'security.debian.org': /^\/debian-security\/(?:[A-Za-z0-9._+~:-]{1,200}\/){1,8}[A-Za-z0-9._+~:-]{1,200}$/,
}

/** Hosts that are opened while installing. */
export const packageHosts: readonly string[] = Object.keys(registries)

/** Request headers that are sent on, each with what its value may look like. All others, and other values, stay behind. */
const headerShapes: Record<string, RegExp> = {
  accept: /^[\w*/+.;=, -]{1,300}$/,
  'accept-encoding': /^[a-z0-9*;=., -]{1,100}$/,
  'content-encoding': /^gzip$/,
  'content-type': /^application\/x-git-upload-pack-request$/,
  'git-protocol': /^version=[0-9]$/,
  'if-modified-since': /^[A-Za-z]{3}, \d{2} [A-Za-z]{3} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  'if-none-match': /^(?:W\/)?"[\w+/=.:-]{1,100}"$/,
  range: /^bytes=\d{1,12}-\d{0,12}$/,
}

/** GitHub wants to know who asks; the container's own words are not needed for that. */
const agent: [string, string] = ['user-agent', 'git/2 codecollection-registry']

const refuse = (reason: string): EgressDecision => ({ allow: false, reason })

function headersOf(request: EgressRequest): [string, string][] {
  const found = new Map<string, string>()
  for (const [name, value] of request.headers) {
    const lower = name.toLowerCase()
    if (Object.hasOwn(headerShapes, lower) && headerShapes[lower]?.test(value)) found.set(lower, value)
  }
  return [...found, agent]
}

/** The address, when it is written as plainly as it can be; otherwise why not. The far side must not read another address in it than is compared here. */
function plainAddress(text: string): URL | string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (!url) return 'the address cannot be read'
  if (url.username !== '' || url.password !== '') return 'an address may not carry a credential'
  if (url.protocol !== 'https:') return 'only HTTPS leaves a sandbox'
  // Other spellings of the same address: upper case, `..`, backslashes, blanks, the port that is meant anyway.
  if (url.href !== text) return 'the address is not written plainly'
  if (url.hash !== '') return 'an address may not carry a fragment'
  if (/^[\d.]+$|^\[/.test(url.hostname)) return 'a sandbox reaches names, not numbers'
  return url.hostname.endsWith('.') ? 'the name of the host ends with a dot' : url
}

/** The reading calls of git's smart HTTP protocol, without the repository. */
const listing = { method: 'GET', end: '/info/refs', search: '?service=git-upload-pack', maxRequestBytes: 0 } as const
const fetching = { method: 'POST', end: '/git-upload-pack', search: '', maxRequestBytes: maxNegotiationBytes } as const

function decideCloning(request: EgressRequest, url: URL, { repository, credential }: EgressPolicy): EgressDecision {
  if (!repository || !/^[\w.-]+(?:\/[\w.-]+)+$/.test(repository.path)) return refuse('no repository is to be read')
  if (url.host !== repository.host.toLowerCase()) return refuse('only the host of the repository is open')
  const call = [listing, fetching].find(({ end }) => url.pathname.endsWith(end))
  if (!call) return refuse('only git may read')
  const path = url.pathname.slice(1, -call.end.length).replace(/\.git$/, '')
  if (path.toLowerCase() !== repository.path.toLowerCase()) return refuse('only this repository is open')
  if (request.method !== call.method || url.search !== call.search) return refuse('the repository is open for reading only')
  const headers = headersOf(request)
  if (credential !== null) headers.push(['authorization', `Basic ${btoa(`x-access-token:${credential}`)}`])
  const address = `https://${url.host}/${repository.path}.git${call.end}${call.search}`
  const { method, maxRequestBytes } = call
  return { allow: true, forward: { url: address, method, headers, maxRequestBytes, maxResponseBytes: maxPackBytes } }
}

function decideInstalling(request: EgressRequest, url: URL): EgressDecision {
  const { method } = request
  if (method !== 'GET' && method !== 'HEAD') return refuse('package registries are open for reading only')
  const shape = Object.hasOwn(registries, url.host) ? registries[url.host] : undefined
  if (!shape) return refuse('not a package registry')
  if (url.search !== '') return refuse('a package has no query')
  if (!shape.test(url.pathname)) return refuse('not the address of a package')
  const headers = headersOf(request).filter(([name]) => !name.startsWith('content-') && name !== 'git-protocol')
  const address = `https://${url.host}${url.pathname}`
  return { allow: true, forward: { url: address, method, headers, maxRequestBytes: 0, maxResponseBytes: maxPackageBytes } }
}

/** Decides over one request of a container. A redirect is a request of its own and is decided anew. */
export function decide(request: EgressRequest, policy: EgressPolicy): EgressDecision {
  if (policy.phase === 'testing') return refuse('tests run without network')
  const url = plainAddress(request.url)
  if (typeof url === 'string') return refuse(url)
  return policy.phase === 'cloning' ? decideCloning(request, url, policy) : decideInstalling(request, url)
}

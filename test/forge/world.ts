import type { Faults } from './faults.ts'
import type { Store } from './store.ts'

/** What other rooms need to act as the App, or to check what it receives. The private key is PKCS#8 PEM. */
export interface Credentials {
  appId: number
  slug: string
  privateKey: string
  webhookSecret: string
  clientId: string
  clientSecret: string
  installationId: number
}

/** A call that the forge does not know. */
export interface UnexpectedCall {
  method: string
  path: string
}

/** Everything a handler may reach. */
export interface World {
  store: Store
  dataDir: string
  /** Where the forge is reached, without a trailing slash. */
  url: string
  /** Where the App is reached; webhooks go to `<appUrl>/webhooks/github`. */
  appUrl: string
  credentials: Credentials
  faults: Faults
  unexpected: UnexpectedCall[]
  /** Starts sending deliveries that are stored and not yet attempted. */
  wakeDeliverer(): void
}

export function botLogin(world: World): string {
  return `${world.credentials.slug}[bot]`
}

/** GitHub writes times without milliseconds. */
export function iso(at: number): string {
  return new Date(at).toISOString().replace(/\.\d{3}Z$/, 'Z')
}

export function maybeIso(at: number | null): string | null {
  return at === null ? null : iso(at)
}

/** An opaque id in the manner of GitHub's global node ids. */
export function nodeId(kind: string, id: number | string): string {
  return `${kind}_${Buffer.from(`${kind}:${id}`).toString('base64url')}`
}

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import { loadCredentials } from '../forge/seed.ts'
import { openStore } from '../forge/store.ts'

/** What the Worker calls secrets; the other names of `.dev.vars` are plain variables. */
const secretNames = [
  'GITHUB_APP_PRIVATE_KEY',
  'GITHUB_WEBHOOK_SECRET',
  'GITHUB_CLIENT_SECRET',
  'SESSION_SECRET',
  'RUNNER_TOKEN',
  'KEY_ENCRYPTION_KEYS',
] as const
export type Secrets = Record<(typeof secretNames)[number], string>

export interface Settings {
  secrets: Secrets
  /** Settings that are no secret, such as GITHUB_APP_ID. */
  vars: Record<string, string>
  /** True when `.dev.vars` names a real GitHub App: the forge is not started then. */
  real: boolean
}

function readEnv(path: string | null): Record<string, string> {
  if (path === null || !existsSync(path)) return {}
  const entries = Object.entries(parseEnv(readFileSync(path, 'utf8')))
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function writeEnv(path: string, values: Secrets): void {
  const lines = Object.entries(values).map(([name, value]) => `${name}="${value.trimEnd().replaceAll('\n', '\\n')}"`)
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
}

/** The App as the forge of `dir` knows it; registered there when nobody has yet. */
function forgeApp(dir: string): Record<string, string> {
  const store = openStore(join(dir, 'forge/forge.sqlite'))
  const app = loadCredentials(store)
  store.close()
  return {
    GITHUB_APP_ID: String(app.appId),
    GITHUB_APP_SLUG: app.slug,
    GITHUB_CLIENT_ID: app.clientId,
    GITHUB_APP_PRIVATE_KEY: app.privateKey,
    GITHUB_WEBHOOK_SECRET: app.webhookSecret,
    GITHUB_CLIENT_SECRET: app.clientSecret,
  }
}

/**
 * Settings of the stack in `dir`. Secrets are made once and kept in `dev.env` of that folder, where `wrangler dev` reads them. Values
 * of `devVarsPath` (a developer's own `.dev.vars`) go before all others.
 */
export function loadSettings(dir: string, devVarsPath: string | null): Settings {
  const path = join(dir, 'dev.env')
  const own = readEnv(devVarsPath)
  const real = Boolean(own.GITHUB_APP_ID && own.GITHUB_APP_PRIVATE_KEY)
  const made = () => randomBytes(32).toString('hex')
  const known = { ...readEnv(path), ...(real ? {} : forgeApp(dir)), ...own }
  const secrets: Secrets = {
    GITHUB_APP_PRIVATE_KEY: known.GITHUB_APP_PRIVATE_KEY ?? '',
    GITHUB_WEBHOOK_SECRET: known.GITHUB_WEBHOOK_SECRET ?? made(),
    GITHUB_CLIENT_SECRET: known.GITHUB_CLIENT_SECRET ?? '',
    SESSION_SECRET: known.SESSION_SECRET ?? made(),
    RUNNER_TOKEN: known.RUNNER_TOKEN ?? made(),
    KEY_ENCRYPTION_KEYS: known.KEY_ENCRYPTION_KEYS ?? `dev:${randomBytes(32).toString('base64')}`,
  }
  writeEnv(path, secrets)
  const isSecret = (name: string) => secretNames.some((secret) => secret === name)
  return { secrets, vars: Object.fromEntries(Object.entries(known).filter(([name]) => !isSecret(name))), real }
}

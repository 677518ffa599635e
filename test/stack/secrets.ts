import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseEnv } from 'node:util'

/** What the Worker calls secrets; the other names of `.dev.vars` are plain variables. */
const secretNames = ['GITHUB_APP_PRIVATE_KEY', 'GITHUB_WEBHOOK_SECRET', 'GITHUB_CLIENT_SECRET', 'SESSION_SECRET', 'RUNNER_TOKEN'] as const
export type SecretName = (typeof secretNames)[number]
export type Secrets = Record<SecretName, string>

export interface Credentials {
  secrets: Secrets
  /** Settings that are no secret, such as GITHUB_APP_ID. */
  vars: Record<string, string>
  /** True when `.dev.vars` names a real GitHub App: the forge is not started then. */
  real: boolean
}

function generate(): Secrets {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const secret = () => randomBytes(32).toString('hex')
  return {
    GITHUB_APP_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    GITHUB_WEBHOOK_SECRET: secret(),
    GITHUB_CLIENT_SECRET: secret(),
    SESSION_SECRET: secret(),
    RUNNER_TOKEN: secret(),
  }
}

function readEnv(path: string): Record<string, string> {
  if (!existsSync(path)) return {}
  const entries = Object.entries(parseEnv(readFileSync(path, 'utf8')))
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

function writeEnv(path: string, values: Secrets): void {
  const lines = Object.entries(values).map(([name, value]) => `${name}="${value.trimEnd().replaceAll('\n', '\\n')}"`)
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
}

/**
 * Secrets of a stack: made once and kept in `envPath`, where `wrangler dev` reads them. Values of `devVarsPath` (a developer's own
 * `.dev.vars`) go before the generated ones.
 */
export function loadCredentials(envPath: string, devVarsPath: string | null): Credentials {
  const stored = readEnv(envPath)
  const own = devVarsPath === null ? {} : readEnv(devVarsPath)
  const real = Boolean(own.GITHUB_APP_ID && own.GITHUB_APP_PRIVATE_KEY)
  const made = secretNames.every((name) => stored[name]) ? null : generate()
  const pick = (name: SecretName) => own[name] ?? stored[name] ?? made?.[name] ?? ''
  const secrets: Secrets = {
    GITHUB_APP_PRIVATE_KEY: pick('GITHUB_APP_PRIVATE_KEY'),
    GITHUB_WEBHOOK_SECRET: pick('GITHUB_WEBHOOK_SECRET'),
    GITHUB_CLIENT_SECRET: pick('GITHUB_CLIENT_SECRET'),
    SESSION_SECRET: pick('SESSION_SECRET'),
    RUNNER_TOKEN: pick('RUNNER_TOKEN'),
  }
  writeEnv(envPath, secrets)
  const isSecret = (name: string) => secretNames.some((secret) => secret === name)
  return { secrets, vars: Object.fromEntries(Object.entries(own).filter(([name]) => !isSecret(name))), real }
}

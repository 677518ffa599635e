import { join } from 'node:path'
import type { ChildCommand } from './child.ts'
import { projectRoot } from './paths.ts'
import type { Ports } from './ports.ts'
import { tool, wranglerEnv } from './prepare.ts'
import type { Credentials } from './secrets.ts'

export const serviceNames = ['forge', 'runner', 'worker'] as const
export type ServiceName = (typeof serviceNames)[number]

export interface StackPlan {
  id: string
  dir: string
  ports: Ports
  credentials: Credentials
  venv: string
  extraVars: Record<string, string>
}

export interface StackUrls {
  worker: string
  /** Null when the product talks to GitHub itself. */
  forge: string | null
  runner: string
}

/** Addresses of a stack. `localhost` for the Worker, because browsers keep secure cookies for that name without TLS. */
export function urlsOf(ports: Ports, real: boolean): StackUrls {
  return {
    worker: `http://localhost:${ports.worker}`,
    forge: real ? null : `http://127.0.0.1:${ports.forge}`,
    runner: `http://127.0.0.1:${ports.runner}`,
  }
}

/** Identity of the App that the forge knows; with real credentials `.dev.vars` gives it. */
const forgeApp = { GITHUB_APP_ID: '1001', GITHUB_APP_SLUG: 'codecollection-registry', GITHUB_CLIENT_ID: 'Iv1.localregistry' }

function workerVars(plan: StackPlan): Record<string, string> {
  const urls = urlsOf(plan.ports, plan.credentials.real)
  const github = urls.forge === null ? {} : { GITHUB_URL: urls.forge, GITHUB_API_URL: `${urls.forge}/api/v3`, ...forgeApp }
  return {
    PUBLIC_URL: urls.worker,
    ...github,
    SANDBOX_MODE: 'local',
    ALLOW_LOCAL_SANDBOX: 'true',
    RUNNER_URL: urls.runner,
    ROLE_GRANTS: 'ada:admin,rex:reviewer',
    ...plan.credentials.vars,
    ...plan.extraVars,
  }
}

function common(plan: StackPlan, name: ServiceName) {
  return { name, cwd: projectRoot, logPath: join(plan.dir, 'logs', `${name}.log`), stackId: plan.id }
}

function forge(plan: StackPlan): ChildCommand {
  const urls = urlsOf(plan.ports, false)
  return {
    ...common(plan, 'forge'),
    command: process.execPath,
    args: [join(projectRoot, 'test/forge/main.ts')],
    env: {
      FORGE_PORT: String(plan.ports.forge),
      FORGE_DATA: join(plan.dir, 'forge'),
      FORGE_WEBHOOK_URL: `${urls.worker}/webhooks/github`,
      FORGE_CALLBACK_URL: `${urls.worker}/auth/callback`,
      GITHUB_APP_PRIVATE_KEY: plan.credentials.secrets.GITHUB_APP_PRIVATE_KEY,
      GITHUB_WEBHOOK_SECRET: plan.credentials.secrets.GITHUB_WEBHOOK_SECRET,
      GITHUB_CLIENT_SECRET: plan.credentials.secrets.GITHUB_CLIENT_SECRET,
      ...forgeApp,
    },
  }
}

function runner(plan: StackPlan): ChildCommand {
  return {
    ...common(plan, 'runner'),
    command: process.execPath,
    args: [join(projectRoot, 'containers/main.ts')],
    env: {
      RUNNER_PORT: String(plan.ports.runner),
      RUNNER_HOST: '127.0.0.1',
      RUNNER_TOKEN: plan.credentials.secrets.RUNNER_TOKEN,
      RUNNER_VENV: plan.venv,
    },
  }
}

function worker(plan: StackPlan): ChildCommand {
  const settings = Object.entries(workerVars(plan)).flatMap(([name, value]) => ['--var', `${name}:${value}`])
  const place = ['--ip', '127.0.0.1', '--port', String(plan.ports.worker), '--inspector-port', String(plan.ports.inspector)]
  const files = ['--persist-to', join(plan.dir, 'state'), '--env-file', join(plan.dir, 'dev.env')]
  return {
    ...common(plan, 'worker'),
    command: process.execPath,
    args: [tool('wrangler'), 'dev', ...place, ...files, '--show-interactive-dev-session=false', ...settings],
    env: {
      ...wranglerEnv,
      WRANGLER_LOG_PATH: join(plan.dir, 'logs/wrangler'),
      WRANGLER_REGISTRY_PATH: join(plan.dir, 'wrangler-registry'),
    },
  }
}

const commands: Record<ServiceName, (plan: StackPlan) => ChildCommand> = { forge, runner, worker }

/** How a service of the stack is started. */
export function commandOf(name: ServiceName, plan: StackPlan): ChildCommand {
  return commands[name](plan)
}

/** Address that answers 200 once the service is ready. */
export function healthUrl(name: ServiceName, urls: StackUrls): string {
  if (name === 'worker') return `${urls.worker}/api/health`
  return name === 'forge' ? `${urls.forge}/_forge/healthz` : `${urls.runner}/healthz`
}

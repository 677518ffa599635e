import { join } from 'node:path'
import type { ChildCommand } from './child.ts'
import { projectRoot } from './paths.ts'
import type { Ports } from './ports.ts'
import { tool, wranglerEnv } from './prepare.ts'
import type { Settings } from './secrets.ts'

export type ServiceName = 'forge' | 'runner' | 'worker'

export interface StackPlan {
  id: string
  dir: string
  ports: Ports
  settings: Settings
  venv: string
  extraVars: Record<string, string>
  /** Logs each request and each step, not only what went wrong. Under wrangler each line costs about as much as a small request. */
  verbose: boolean
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

function workerVars(plan: StackPlan): Record<string, string> {
  const urls = urlsOf(plan.ports, plan.settings.real)
  const github = urls.forge === null ? {} : { GITHUB_URL: urls.forge, GITHUB_API_URL: `${urls.forge}/api/v3` }
  return {
    PUBLIC_URL: urls.worker,
    ...github,
    SANDBOX_MODE: 'local',
    ALLOW_LOCAL_SANDBOX: 'true',
    RUNNER_URL: urls.runner,
    LOG_LEVEL: plan.verbose ? 'info' : 'warn',
    ROLE_GRANTS: 'ada:admin,rex:reviewer',
    ...plan.settings.vars,
    ...plan.extraVars,
  }
}

function common(plan: StackPlan, name: ServiceName) {
  return { name, cwd: projectRoot, logPath: join(plan.dir, 'logs', `${name}.log`), stackId: plan.id }
}

function forge(plan: StackPlan): ChildCommand {
  const samples = join(projectRoot, 'test/samples')
  const place = ['--port', String(plan.ports.forge), '--data', join(plan.dir, 'forge'), '--samples', samples]
  return {
    ...common(plan, 'forge'),
    command: process.execPath,
    args: [join(projectRoot, 'test/forge/main.ts'), ...place, '--app-url', urlsOf(plan.ports, false).worker],
    env: {},
  }
}

function runner(plan: StackPlan): ChildCommand {
  return {
    ...common(plan, 'runner'),
    command: process.execPath,
    args: [join(projectRoot, 'containers/main.ts'), '--port', String(plan.ports.runner), '--venv', plan.venv, ...unconfined()],
    env: { RUNNER_TOKEN: plan.settings.secrets.RUNNER_TOKEN },
  }
}

/** On a computer whose kernel has no namespaces, steps of strangers run only when its owner says so. */
function unconfined(): string[] {
  return process.env.ALLOW_UNCONFINED === 'true' ? ['--allow-unconfined'] : []
}

function worker(plan: StackPlan): ChildCommand {
  const settings = Object.entries(workerVars(plan)).flatMap(([name, value]) => ['--var', `${name}:${value}`])
  const place = ['--ip', '127.0.0.1', '--port', String(plan.ports.worker), '--inspector-port', String(plan.ports.inspector)]
  const looks = ['--show-interactive-dev-session=false', `--log-level=${plan.verbose ? 'log' : 'warn'}`]
  const files = ['--persist-to', join(plan.dir, 'state'), '--env-file', join(plan.dir, 'dev.env')]
  return {
    ...common(plan, 'worker'),
    command: process.execPath,
    args: [tool('wrangler'), 'dev', ...place, ...files, ...looks, ...settings],
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

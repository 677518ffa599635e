import { sandboxError } from './sandbox-failure.ts'

/** The part of `ctx.container` that is used, so that its life can be tested where no container engine is. */
export interface ContainerHandle {
  readonly running: boolean
  start(options: ContainerStartupOptions): void
  destroy(): Promise<void>
  getTcpPort(port: number): { fetch(url: string, init?: RequestInit): Promise<Response> }
  interceptOutboundHttps(host: string, gate: Fetcher): Promise<void>
}

export interface ContainerStart {
  /** Hosts that are reached through the gate; everything else is dropped. */
  openHosts: readonly string[]
  /** Applies the egress policy to each request (worker/domain/egress.ts). */
  gate: Fetcher
  /** Made for this container alone: the runner inside answers nobody else. */
  token: string
  wait: (ms: number) => Promise<void>
}

/** Where the runner listens in the image (containers/Dockerfile). */
export const runnerPort = 8791
/** A cold start takes one to three seconds; ten times that is a start that failed. */
const startTries = 120
const startPauseMs = 250

/**
 * Starts the container without internet and waits until its runner answers. Throws `unreachable` when it never does; the container is then destroyed.
 * Returns a function that sends one request to the runner.
 */
export async function startRunner(container: ContainerHandle, start: ContainerStart): Promise<(request: Request) => Promise<Response>> {
  for (const host of start.openHosts) await container.interceptOutboundHttps(host, start.gate)
  container.start({ enableInternet: false, env: { RUNNER_TOKEN: start.token } })
  const port = container.getTcpPort(runnerPort)
  for (let attempt = 0; attempt < startTries; attempt += 1) {
    const answer = await port.fetch('http://sandbox/healthz').catch(() => null)
    await answer?.body?.cancel()
    if (answer?.ok) return (request) => forward(port, request, start.token)
    await start.wait(startPauseMs)
  }
  await container.destroy()
  throw sandboxError('unreachable', 'The sandbox did not start in time.')
}

/** Sends a request on to a runner, with the runner's token in place of whatever authorization it carried. */
export async function forward(
  to: { fetch(url: string, init?: RequestInit): Promise<Response> },
  request: Request,
  token: string,
  base = 'http://sandbox',
): Promise<Response> {
  const headers = new Headers(request.headers)
  headers.set('authorization', `Bearer ${token}`)
  const { pathname } = new URL(request.url)
  try {
    return await to.fetch(`${base}${pathname}`, { method: request.method, headers, body: await request.text() })
  } catch {
    throw sandboxError('unreachable', 'The sandbox cannot be reached.')
  }
}

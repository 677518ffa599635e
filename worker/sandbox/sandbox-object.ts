import { DurableObject } from 'cloudflare:workers'
import * as z from 'zod'
import type { EgressPolicy } from '../domain/egress.ts'
import { SandboxError } from '../domain/failure.ts'
import { forward, startRunner } from './container-sandbox.ts'
import { sandboxError } from './sandbox-failure.ts'

/** Settings of the sandbox, read from the environment by the object's constructor. */
interface Settings {
  mode: string
  allowLocal: boolean
  runnerUrl: string
  runnerToken: string
}

/** A container that is older than this belongs to nobody: the longest request takes ten minutes. */
const deadlineMs = 15 * 60_000

const sourceSchema = z.looseObject({ url: z.string(), credential: z.string().optional() })

/**
 * One sandbox: in production a container made for one request and destroyed after it; on a developer's machine the runner that runs beside the Worker.
 * Which of the two is an explicit setting, never a guess. Answers what the runner answers, or one `error` line of the runner's protocol.
 */
export class SandboxObject extends DurableObject<Env> {
  readonly #settings: Settings
  #isBusy = false

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env)
    this.#settings = {
      mode: env.SANDBOX_MODE,
      allowLocal: env.ALLOW_LOCAL_SANDBOX === 'true',
      runnerUrl: env.RUNNER_URL,
      runnerToken: env.RUNNER_TOKEN,
    }
  }

  override async fetch(request: Request): Promise<Response> {
    try {
      return await this.#answer(request)
    } catch (error) {
      const failure = error instanceof SandboxError ? error : sandboxError('internal', 'The sandbox failed.')
      const { code, message } = failure
      return Response.json({ type: 'error', code, message }, { status: 503 })
    }
  }

  /** Destroys a container whose request never came to an end. */
  override async alarm(): Promise<void> {
    await this.ctx.container?.destroy()
  }

  async #answer(request: Request): Promise<Response> {
    const { mode, allowLocal, runnerUrl, runnerToken } = this.#settings
    if (mode === 'container') return this.#inContainer(request)
    if (mode !== 'local') throw sandboxError('misconfigured', 'SANDBOX_MODE is neither "container" nor "local".')
    if (!allowLocal) throw sandboxError('misconfigured', 'The local sandbox is refused: ALLOW_LOCAL_SANDBOX is not "true".')
    if (runnerUrl === '') throw sandboxError('misconfigured', 'The local sandbox has no RUNNER_URL.')
    return forward({ fetch: (url, init) => fetch(url, init) }, request, runnerToken, runnerUrl.replace(/\/$/, ''))
  }

  async #inContainer(request: Request): Promise<Response> {
    const { container } = this.ctx
    if (!container) throw sandboxError('misconfigured', 'SANDBOX_MODE is "container", but containers are off for this object.')
    if (this.#isBusy) throw sandboxError('busy', 'This sandbox works on another request.')
    this.#isBusy = true
    try {
      if (container.running) await container.destroy()
      await this.ctx.storage.setAlarm(Date.now() + deadlineMs)
      const { body, policy } = await withoutCredential(request)
      const openHosts = policy.repository ? [policy.repository.host] : []
      const token = crypto.randomUUID()
      const send = await startRunner(container, { openHosts, gate: this.#gate(policy), token, wait: (ms) => scheduler.wait(ms) })
      const response = await send(new Request(request.url, { method: request.method, headers: request.headers, body }))
      return whenOver(response, () => this.#close(container))
    } catch (error) {
      await this.#close(container)
      throw error
    }
  }

  async #close(container: Container): Promise<void> {
    await container.destroy()
    await this.ctx.storage.deleteAlarm()
    this.#isBusy = false
  }

  #gate(policy: EgressPolicy): Fetcher {
    const entrypoint: unknown = Reflect.get(this.ctx.exports, 'EgressGate')
    if (typeof entrypoint !== 'function') throw sandboxError('misconfigured', 'The Worker does not export EgressGate.')
    return entrypoint({ props: policy })
  }
}

/** The request for the container, without the credential, which stays outside and is added to its requests by the gate. */
async function withoutCredential(request: Request): Promise<{ body: string; policy: EgressPolicy }> {
  const parsed = sourceSchema.safeParse(await request.json().catch(() => null))
  if (!parsed.success || !URL.canParse(parsed.data.url)) throw sandboxError('bad_request', 'The request names no repository.')
  const { credential, ...rest } = parsed.data
  const { host, pathname } = new URL(rest.url)
  const repository = { host, path: pathname.replace(/^\//, '').replace(/\.git$/, '') }
  return { body: JSON.stringify(rest), policy: { phase: 'cloning', repository, credential: credential ?? null } }
}

/** The same response; `over` runs once its body was read to the end, was given up, or broke. */
function whenOver(response: Response, over: () => Promise<void>): Response {
  const reader = response.body?.getReader()
  if (!reader) throw sandboxError('unreachable', 'The sandbox answered without a body.')
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read()
        if (!done) return controller.enqueue(value)
        await over()
        controller.close()
      } catch (error) {
        await over()
        controller.error(error)
      }
    },
    async cancel(reason) {
      await reader.cancel(reason)
      await over()
    },
  })
  return new Response(body, response)
}

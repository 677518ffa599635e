import { createApp } from './app.ts'
import { background } from './background.ts'
import { IssueObjectCore } from './pipeline/issue-object.ts'
import { appDeps, pipelinePorts, wire } from './wiring.ts'

export { FeedObject } from './live/feed-object.ts'
export { EgressGate } from './sandbox/egress-gate.ts'
export { SandboxObject } from './sandbox/sandbox-object.ts'

export class IssueObject extends IssueObjectCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, pipelinePorts(env))
  }
}

/** Built at the first request of an isolate, so that start-up is module evaluation alone. */
let app: ReturnType<typeof createApp> | null = null

export default {
  fetch(request, env, ctx) {
    app ??= createApp(appDeps(env))
    return app.fetch(request, env, ctx)
  },
  queue(batch, env) {
    return background(wire(env)).queue(batch)
  },
  scheduled(controller, env) {
    return background(wire(env)).scheduled(controller.cron)
  },
} satisfies ExportedHandler<Env>

import { IssueObjectCore } from '../../worker/pipeline/issue-object.ts'
import { portsOf, worldOf } from './world.ts'

/** The product's object over a world of the test's making. */
export class ModelIssueObject extends IssueObjectCore {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env, portsOf(worldOf(ctx.id.name ?? '')))
  }
}

export default {
  async fetch() {
    return new Response(null, { status: 404 })
  },
} satisfies ExportedHandler

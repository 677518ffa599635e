import { completePlan } from '../worker/domain/make-plan/complete-plan.ts'
import { makePlan } from '../worker/domain/make-plan.ts'
import { parseRequest } from '../worker/domain/parse-request.ts'
import type { IssueSnapshot } from '../worker/domain/request.ts'
import { allSamples } from '../worker/domain/samples/all-samples.ts'
import { planInputs } from '../worker/generation/plan-inputs.ts'
import type { GenerationInput } from '../worker/pipeline/ports.ts'

/** What a provider is given for an issue: the request as it is read and the plan that it leads to. Throws for an issue that leads to none. */
export function generationInput(issue: IssueSnapshot, more: Partial<GenerationInput> = {}): GenerationInput {
  const request = parseRequest(issue)
  const planned = makePlan(request)
  if (!('plan' in planned)) throw new Error(planned.needsInfo.join(' '))
  return {
    run: '1#1/1/1',
    request,
    plan: { ...completePlan(planned.plan, planInputs(planned.plan, request), allSamples[planned.plan.platform]), coverage: [] },
    round: 1,
    attempt: 1,
    previous: [],
    feedback: [],
    closest: [],
    author: 'ada',
    collection: { owner: 'meridian-ops', repo: 'care', defaultBranch: 'main', url: 'https://github.com/meridian-ops/care.git' },
    ...more,
  }
}

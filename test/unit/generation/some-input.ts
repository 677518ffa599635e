import { makePlan } from '../../../worker/domain/make-plan.ts'
import { parseRequest } from '../../../worker/domain/parse-request.ts'
import type { GenerationInput } from '../../../worker/pipeline/ports.ts'

/** What a provider is given for a request with this body. */
export function inputFor(body: string, more: Partial<GenerationInput> = {}): GenerationInput {
  const request = parseRequest({ title: 'Cloud Run health on GCP', labels: ['codebundle:generate'], body })
  const planned = makePlan(request)
  if (!('plan' in planned)) throw new Error('the request has no plan')
  return {
    run: '1#1/1/1',
    request,
    plan: { ...planned.plan, coverage: [] },
    round: 1,
    attempt: 1,
    previous: [],
    feedback: [],
    closest: [],
    author: 'registry',
    collection: { owner: 'o', repo: 'r', defaultBranch: 'main', url: 'https://github.com/o/r.git' },
    ...more,
  }
}

/** Collects progress lines. */
export function listen(): { lines: string[]; progress: (text: string) => Promise<void> } {
  const lines: string[] = []
  return {
    lines,
    progress: async (text) => {
      lines.push(text)
    },
  }
}

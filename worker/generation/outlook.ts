import type { ApprovalPolicy } from '../domain/approval-policy.ts'
import { type EndedRun, repositoryName } from '../domain/ended-run.ts'
import { forecastOf } from '../domain/forecast.ts'
import type { OutlookPort, RegistryPort } from '../pipeline/ports.ts'
import type { FirstAsked } from './first-asked.ts'
import { priorOf } from './forecast-prior.ts'
import { packContext } from './pack-context.ts'

export interface OutlookDeps {
  first(): Promise<FirstAsked>
  runs: { firstRounds(since: number, limit: number): Promise<EndedRun[]> }
  policies: { of(repository: string): Promise<ApprovalPolicy> }
  registry: Pick<RegistryPort, 'closest'>
  /** The longest that one attempt may take. */
  attemptMs: number
  now(): number
}

/** Runs of before then are about other models and other checks. */
const runsSinceMs = 180 * 86_400_000
const mostRuns = 400

/** Forecasts a plan from what has ended, and reads what its repository lets be generated without a person. */
export function createOutlook(deps: OutlookDeps): OutlookPort {
  return {
    async look({ repository, request, plan, author }) {
      const now = deps.now()
      const name = repositoryName(repository)
      const [first, runs, policy, closest] = await Promise.all([
        deps.first(),
        deps.runs.firstRounds(now - runsSinceMs, mostRuns),
        deps.policies.of(name),
        deps.registry.closest(plan.coverage),
      ])
      const { owner, repo } = repository
      const collection = { owner, repo, defaultBranch: '', url: '' }
      const attempt = { run: '', round: 1, attempt: 1, previous: [], feedback: [] }
      const { text } = packContext({ ...attempt, request, plan, closest, author, collection })
      const prior = priorOf({ first, plan, contextCharacters: text.length, attemptMs: deps.attemptMs })
      const { provider, model } = first
      const about = { repository: name, platform: plan.platform, tasks: plan.tasks.length, withSli: plan.withSli }
      return { forecast: forecastOf({ ...about, provider, model, prior, runs, now }), policy }
    },
  }
}

import type { AdminNotice, AdminView } from '../domain/admin-view.ts'
import { type ApprovalPolicy, defaultPolicy } from '../domain/approval-policy.ts'
import type { EndedRun } from '../domain/ended-run.ts'
import { qualityOf } from '../domain/forecast-quality.ts'
import { aboutMoney } from '../domain/forecast-text.ts'
import { modeTexts, policyFields, readPolicy, readRepository } from '../domain/policy-form.ts'

/** What the admin page reads and changes of approval and forecasts. */
export interface PolicyDeps {
  policies: {
    list(): Promise<(ApprovalPolicy & { repository: string })[]>
    set(repository: string, policy: Pick<ApprovalPolicy, 'mode' | 'lineMicros'>, by: { login: string; now: number }): Promise<void>
    remove(repository: string): Promise<boolean>
  }
  runs: { forecast(since: number, limit: number): Promise<EndedRun[]> }
  changes: { add(change: { at: number; login: string; change: string }): Promise<void> }
  now(): number
}

const qualityDays = 90
const mostRuns = 2_000

/** What holds for all repositories and for some, and how good forecasts were. */
export async function policyView({ policies, runs }: PolicyDeps, now: number): Promise<Pick<AdminView, 'policies' | 'forecasts'>> {
  const [set, ended] = await Promise.all([policies.list(), runs.forecast(now - qualityDays * 86_400_000, mostRuns)])
  const own = set.filter(({ repository }) => repository !== '')
  const forAll = set.find(({ repository }) => repository === '') ?? { ...defaultPolicy, repository: '' }
  return { policies: [forAll, ...own], forecasts: { ...qualityOf(ended), days: qualityDays } }
}

type Field = (name: string) => string | null

/** Sets what may be generated in a repository, or in all, without a person. */
export async function setPolicy(deps: PolicyDeps, { login }: { login: string }, field: Field): Promise<AdminNotice> {
  const order = readPolicy(field)
  if (order === null) return 'bad-policy'
  const { repository, policy } = order
  const now = deps.now()
  await deps.policies.set(repository, policy, { login, now })
  const where = repository === '' ? 'all repositories' : repository
  const change = `set what is generated without a person in ${where} to ${modeTexts[policy.mode]}; the line is ${aboutMoney(policy.lineMicros)}`
  await deps.changes.add({ at: now, login, change })
  return 'policy-set'
}

/** Lets what holds for all hold for a repository again. */
export async function removePolicy(deps: PolicyDeps, { login }: { login: string }, field: Field): Promise<AdminNotice> {
  const repository = readRepository(field(policyFields.repository) ?? '')
  if (!repository || !(await deps.policies.remove(repository))) return 'no-policy'
  await deps.changes.add({ at: deps.now(), login, change: `removed the policy of ${repository}: that of all repositories holds there` })
  return 'policy-removed'
}

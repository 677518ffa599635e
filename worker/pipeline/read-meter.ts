import { issueScope, runScope } from '../domain/budget.ts'
import type { SpendMeter } from '../domain/issue-money.ts'
import type { IssueRecord } from '../domain/issue-record.ts'
import type { PipelinePorts } from './pipeline-ports.ts'

/** What this round of drafts and the issue have taken of their budgets. */
export async function readMeter({ key, round, repository, number }: IssueRecord, { meters, now }: PipelinePorts): Promise<SpendMeter> {
  const issue = `${repository.owner}/${repository.repo}#${number}`
  const [ofRun, ofIssue] = await Promise.all([meters.used(runScope(`${key}/${round}`)), meters.used(issueScope(issue))])
  return { at: now(), run: ofRun, issue: ofIssue }
}

/** True when nothing has moved, whenever it was read. */
export function isSameSpend(meter: SpendMeter, last: SpendMeter | null): boolean {
  return last !== null && JSON.stringify([meter.run, meter.issue]) === JSON.stringify([last.run, last.issue])
}

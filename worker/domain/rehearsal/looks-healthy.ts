import type { PushedMetric, RaisedIssue, RehearsedTask, Verdict } from './rehearsal-report.ts'

/**
 * Whether somebody who sees only what a file produced would take the looked-at thing for healthy.
 *
 * A runbook speaks by issues. It looks healthy when it ran at least one task, every task ended PASS and no issue was raised. A task that
 * ended FAIL or was skipped says that something was not checked, so the runbook does not look healthy. It looks partly healthy when it
 * raised an issue or failed a task, but another task ran commands of which every one failed, and ended PASS without an issue.
 *
 * An SLI speaks by its metrics alone: the platform stores the number and nobody sees the tasks. It looks healthy when the final metric
 * (the last one pushed without a sub name) is 1 or more, whatever its tasks did. Where there is no final metric, every task must have
 * passed and every sub metric must be 1 or more. It looks partly healthy when only some sub metric is 1 or more. An SLI that pushes nothing
 * leaves a gap that shows, and does not look healthy.
 */
export function verdictOf(
  role: 'runbook' | 'sli',
  seen: { tasks: readonly RehearsedTask[]; issues: readonly RaisedIssue[]; metrics: readonly PushedMetric[] },
): Verdict {
  return role === 'runbook' ? ofRunbook(seen.tasks, seen.issues) : ofIndicator(seen.metrics, seen.tasks)
}

function ofRunbook(tasks: readonly RehearsedTask[], issues: readonly RaisedIssue[]): Verdict {
  const bad = tasks.filter(({ status }) => status !== 'PASS')
  if (tasks.length === 0) return { looks: 'not healthy', because: 'No task ran.' }
  if (issues.length === 0 && bad.length === 0) {
    const calls = tasks.reduce((sum, task) => sum + task.calls, 0)
    return { looks: 'healthy', because: `All ${tasks.length} tasks passed and no issue was raised (${calls} commands were run).` }
  }
  const silent = tasks.filter(isSilent)
  const said = `${issues.length} issues were raised and ${bad.length} of ${tasks.length} tasks did not pass`
  if (silent.length === 0) return { looks: 'not healthy', because: `${said}.` }
  const names = silent.map(({ name }) => `"${name}"`).join(', ')
  return { looks: 'partly', because: `${said}, but every command of ${names} failed and it passed without an issue.` }
}

/** True for a task that could check nothing and says nothing of it. */
function isSilent(task: RehearsedTask): boolean {
  return task.status === 'PASS' && task.issues === 0 && task.calls > 0 && task.failedCalls === task.calls
}

function ofIndicator(metrics: readonly PushedMetric[], tasks: readonly RehearsedTask[]): Verdict {
  const isGood = ({ value }: PushedMetric) => value !== null && value >= 1
  const parts = metrics.filter(({ subName }) => subName !== null)
  const final = metrics.findLast(({ subName }) => subName === null)
  const good = parts.filter(isGood).map(({ subName }) => subName)
  if (metrics.length === 0) return { looks: 'not healthy', because: 'No metric was pushed.' }
  if (final && isGood(final)) return { looks: 'healthy', because: `The final metric is ${final.value}.` }
  const allPassed = tasks.every(({ status }) => status === 'PASS')
  if (!final && allPassed && good.length === parts.length)
    return { looks: 'healthy', because: `Every metric is 1 or more: ${good.join(', ')}.` }
  const said = final ? `The final metric is ${final.value ?? 'no number'}` : 'There is no final metric'
  if (good.length === 0) return { looks: 'not healthy', because: `${said}.` }
  return { looks: 'partly', because: `${said}, but ${good.join(', ')} ${good.length === 1 ? 'is' : 'are'} 1 or more.` }
}

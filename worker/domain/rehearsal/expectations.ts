import { fitsPattern } from './pattern.ts'
import type { ExpectationResult, PushedMetric, RaisedIssue, RehearsedFile } from './rehearsal-report.ts'
import { type ExpectedIssue, type ExpectedMetric, type Scenario, standardNames } from './scenario.ts'

type Judged = Omit<ExpectationResult, 'severity'>

/** Compares what the files did with what the scenario expects. Every expectation gives one result; all are about the files that ran. */
export function judgeExpectations(scenario: Scenario, files: readonly RehearsedFile[]): ExpectationResult[] {
  const { expect } = scenario
  const ran = files.filter(({ outcome }) => outcome === 'ran' || outcome === 'stopped')
  const issues = ran.flatMap((file) => file.issues)
  const metrics = ran.flatMap((file) => file.metrics)
  const judged: Judged[] = [
    ...expect.issues.map((wanted) => issueRaised(wanted, issues)),
    ...(expect.noIssues ? [noIssues(issues)] : []),
    ...expect.metrics.map((wanted) => metricPushed(wanted, metrics)),
    ...(expect.tasksPass ? [tasksPass(ran)] : []),
    ...(expect.neverHealthy ? [neverHealthy(ran)] : []),
  ]
  // Empty answers are also given to a look-up by name, for which the real tool has an error: a task may fail by right.
  const severity = expect.tasksPass && standardNames.has(scenario.name) ? 'advise' : 'block'
  return [...judged.map((result) => ({ ...result, severity }) as const), { ...endsInTime(files), severity: 'block' }]
}

function issueRaised(wanted: ExpectedIssue, issues: readonly RaisedIssue[]): Judged {
  const what = `An issue "${wanted.title}"${wanted.severity === undefined ? '' : ` of severity ${wanted.severity}`} is raised`
  const titled = issues.filter(({ title }) => fitsPattern(wanted.title, title))
  const met = titled.some(({ severity }) => wanted.severity === undefined || severity === wanted.severity)
  if (met) return { what, met, reason: 'It was raised.' }
  if (titled.length > 0) return { what, met, reason: `It was raised with severity ${titled.map(({ severity }) => severity).join(', ')}.` }
  const others = issues.slice(0, 5).map(({ title }) => `"${title}"`)
  return { what, met, reason: others.length > 0 ? `Raised were only ${others.join(', ')}.` : 'No issue was raised.' }
}

function noIssues(issues: readonly RaisedIssue[]): Judged {
  const titles = issues.slice(0, 5).map(({ title }) => `"${title}"`)
  const reason = titles.length === 0 ? 'None was raised.' : `Raised were ${titles.join(', ')}.`
  return { what: 'No issue is raised', met: issues.length === 0, reason }
}

function metricPushed(wanted: ExpectedMetric, metrics: readonly PushedMetric[]): Judged {
  const name = wanted.subName === undefined ? 'The final metric' : `The metric "${wanted.subName}"`
  const bounds = [
    wanted.value === undefined ? '' : `is ${wanted.value}`,
    wanted.min === undefined ? '' : `is at least ${wanted.min}`,
    wanted.max === undefined ? '' : `is at most ${wanted.max}`,
  ].filter((text) => text !== '')
  const what = `${name} ${bounds.join(' and ') || 'is pushed'}`
  const found = metrics.findLast(({ subName }) => subName === (wanted.subName ?? null))
  if (!found) return { what, met: false, reason: 'It was not pushed.' }
  const { value } = found
  if (value === null) return { what, met: false, reason: 'What was pushed is no number.' }
  const isRight = wanted.value === undefined || Math.abs(value - wanted.value) < 1e-9
  const met = isRight && value >= (wanted.min ?? -Infinity) && value <= (wanted.max ?? Infinity)
  return { what, met, reason: `It is ${value}.` }
}

function tasksPass(files: readonly RehearsedFile[]): Judged {
  // What was stopped did not fail; that it did not end is another expectation.
  const failed = files.flatMap(({ tasks }) => tasks.filter(({ status }) => status === 'FAIL' || status === 'SKIP'))
  const named = failed.slice(0, 3).map(({ name, status, message }) => `"${name}" ended ${status}: ${message.split('\n')[0]?.slice(0, 200)}`)
  const reason = failed.length === 0 ? 'All passed.' : `${failed.length} did not pass. ${named.join('; ')}`
  return { what: 'Every task passes', met: failed.length === 0, reason }
}

function neverHealthy(files: readonly RehearsedFile[]): Judged {
  const healthy = files.filter(({ verdict }) => verdict?.looks === 'healthy')
  const told = (list: readonly RehearsedFile[]) => list.map(({ role, verdict }) => `${role}: ${verdict?.because}`).join(' ')
  return { what: 'Nothing looks healthy', met: healthy.length === 0, reason: told(healthy.length > 0 ? healthy : files) }
}

function endsInTime(files: readonly RehearsedFile[]): Judged {
  const stopped = files.filter(({ outcome }) => outcome === 'stopped')
  const reason = stopped.length === 0 ? 'It ended by itself.' : stopped.map(({ file, why }) => `${file}: ${why}`).join(' ')
  return { what: 'The rehearsal ends within its limits', met: stopped.length === 0, reason }
}

import { classifyCall } from './classify-call.ts'
import { verdictOf } from './looks-healthy.ts'
import type { CallRecord, RehearsalEvent } from './record.ts'
import type { PushedMetric, RaisedIssue, RehearsedCall, RehearsedFile, RehearsedTask } from './rehearsal-report.ts'

/** Turns what was written down during a rehearsal into what each file did. */

/** One task's time; `endedAt` is null when it was stopped. */
interface Span {
  file: string
  name: string
  startedAt: number
  endedAt: number | null
}

function spansOf(events: readonly RehearsalEvent[]): Span[] {
  const spans: Span[] = []
  for (const { type, file, task, at } of events) {
    if (file === null || task === null) continue
    if (type === 'start') spans.push({ file, name: task, startedAt: at, endedAt: null })
    const open = spans.at(-1)
    if (type === 'task' && open?.file === file && open.name === task) open.endedAt = at
  }
  return spans
}

/** Judges each recorded call and gives it to the task that was running. */
export function readCalls(records: readonly CallRecord[], events: readonly RehearsalEvent[]): RehearsedCall[] {
  const spans = spansOf(events)
  return records.map((record) => {
    const span = spans.findLast(({ startedAt, endedAt }) => startedAt <= record.at && record.at <= (endedAt ?? Number.POSITIVE_INFINITY))
    const { tool, args, stdin, exitCode } = record
    const command = [tool, ...args].join(' ').replace(/\s+/g, ' ').slice(0, 1000)
    return { tool, args, stdin, exitCode, command, file: span?.file ?? null, task: span?.name ?? null, ...classifyCall(record) }
  })
}

export interface FilePlan {
  file: string
  role: 'runbook' | 'sli'
}

/** What one file did. `stopped` says why the run was ended from outside; null when it ended by itself. */
export function readFile(
  plan: FilePlan,
  events: readonly RehearsalEvent[],
  calls: readonly RehearsedCall[],
  stopped: string | null,
): RehearsedFile {
  const own = events.filter(({ file }) => file === plan.file)
  const issues = own.flatMap(issueOf)
  const metrics = own.flatMap(metricOf)
  const tasks = tasksOf(
    own,
    issues,
    calls.filter(({ file }) => file === plan.file),
  )
  const { outcome, why } = outcomeOf(own, stopped)
  const text = own
    .flatMap((event) => (event.type === 'text' && event.text !== null ? [event.text] : []))
    .join('\n')
    .slice(0, 8000)
  const verdict = outcome === 'ran' || outcome === 'stopped' ? verdictOf(plan.role, { tasks, issues, metrics }) : null
  return { ...plan, outcome, why, tasks, issues, metrics, text, verdict }
}

function outcomeOf(own: readonly RehearsalEvent[], stopped: string | null): Pick<RehearsedFile, 'outcome' | 'why'> {
  const missing = own.find((event) => event.type === 'fault' && event.about === 'import')
  if (missing?.type === 'fault') return { outcome: 'skipped', why: missing.message ?? 'A library could not be imported.' }
  const end = own.find((event) => event.type === 'end')
  if (end?.type === 'end' && end.failure !== null) return { outcome: 'broken', why: end.failure }
  if (end) return { outcome: 'ran', why: null }
  const hasStarted = own.length > 0
  if (stopped === null) return { outcome: 'broken', why: 'The run ended early.' }
  return { outcome: 'stopped', why: hasStarted ? stopped : `${stopped} This file was not reached.` }
}

function tasksOf(own: readonly RehearsalEvent[], issues: readonly RaisedIssue[], calls: readonly RehearsedCall[]): RehearsedTask[] {
  const started = own.flatMap((event) => (event.type === 'start' && event.task !== null ? [{ name: event.task, tags: event.tags }] : []))
  return started.map(({ name, tags }) => {
    const end = own.find((event) => event.type === 'task' && event.task === name)
    const status = end?.type === 'task' ? statusOf(end.status) : 'STOPPED'
    const message = end?.type === 'task' ? (end.message ?? '') : ''
    const mine = calls.filter(({ task, access }) => task === name && access !== 'local')
    const failedCalls = mine.filter(({ exitCode }) => exitCode !== 0).length
    const raised = issues.filter(({ task }) => task === name).length
    return { name, status, message, access: accessOf(tags), calls: mine.length, failedCalls, issues: raised }
  })
}

function statusOf(status: string): RehearsedTask['status'] {
  return status === 'PASS' || status === 'SKIP' ? status : 'FAIL'
}

function accessOf(tags: readonly string[]): RehearsedTask['access'] {
  const declared = tags.map((tag) => tag.toLowerCase())
  if (declared.includes('access:read-write')) return 'read-write'
  return declared.includes('access:read-only') ? 'read-only' : 'undeclared'
}

function issueOf(event: RehearsalEvent): RaisedIssue[] {
  if (event.type !== 'issue') return []
  const severity = Number.parseInt(event.severity ?? '', 10)
  return [
    {
      task: event.task,
      severity: Number.isNaN(severity) ? null : severity,
      title: event.title ?? '',
      expected: event.expected ?? '',
      actual: event.actual ?? '',
      reproduceHint: event.reproduce_hint ?? '',
      details: event.details ?? '',
      nextSteps: event.next_steps ?? '',
    },
  ]
}

function metricOf(event: RehearsalEvent): PushedMetric[] {
  if (event.type !== 'metric') return []
  const text = event.value?.trim() ?? ''
  const value = text === '' ? Number.NaN : Number(text)
  return [{ task: event.task, subName: event.sub_name || null, value: Number.isFinite(value) ? value : null }]
}

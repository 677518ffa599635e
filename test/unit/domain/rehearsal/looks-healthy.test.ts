import { describe, expect, it } from 'vitest'
import { verdictOf } from '../../../../worker/domain/rehearsal/looks-healthy.ts'
import type { PushedMetric, RaisedIssue, RehearsedTask } from '../../../../worker/domain/rehearsal/rehearsal-report.ts'

function task(change: Partial<RehearsedTask> = {}): RehearsedTask {
  return { name: 'Check', status: 'PASS', message: '', access: 'read-only', calls: 1, failedCalls: 1, issues: 0, ...change }
}

const issue: RaisedIssue = {
  task: 'Check',
  severity: 2,
  title: 'No answer',
  expected: '',
  actual: '',
  reproduceHint: '',
  details: '',
  nextSteps: '',
}

function runbook(tasks: RehearsedTask[], issues: RaisedIssue[] = []): string {
  return verdictOf('runbook', { tasks, issues, metrics: [] }).looks
}

function sli(...metrics: [string | null, number | null][]): string {
  const pushed = metrics.map(([subName, value]): PushedMetric => ({ task: 'Score', subName, value }))
  return verdictOf('sli', { tasks: [task()], issues: [], metrics: pushed }).looks
}

describe('a runbook', () => {
  it('looks healthy when all tasks pass and nothing was said', () => {
    expect(runbook([task(), task()])).toBe('healthy')
  })

  it('looks healthy also when it ran no command at all', () => {
    expect(runbook([task({ calls: 0, failedCalls: 0 })])).toBe('healthy')
  })

  it.each(['FAIL', 'SKIP', 'STOPPED'] as const)('does not look healthy when its task ends %s', (status) => {
    expect(runbook([task({ status })])).toBe('not healthy')
  })

  it('does not look healthy when an issue was raised', () => {
    expect(runbook([task({ issues: 1 })], [issue])).toBe('not healthy')
  })

  it('looks partly healthy when one task speaks and another hides that all its commands failed', () => {
    const silent = task({ name: 'Hide' })
    expect(runbook([task({ issues: 1 }), silent], [issue])).toBe('partly')
    expect(verdictOf('runbook', { tasks: [task({ status: 'FAIL' }), silent], issues: [], metrics: [] }).because).toContain('"Hide"')
  })

  it('does not hold a task against it that ran no failing command', () => {
    expect(runbook([task({ issues: 1 }), task({ calls: 0, failedCalls: 0 }), task({ calls: 2 })], [issue])).toBe('not healthy')
  })

  it('does not look healthy when no task ran', () => {
    expect(runbook([])).toBe('not healthy')
  })
})

describe('an SLI', () => {
  it.each([
    ['no metric', [], 'not healthy'],
    ['a final 1', [[null, 1]], 'healthy'],
    ['a final 0', [[null, 0]], 'not healthy'],
    [
      'a final 0.5 over parts that are all 0',
      [
        ['a', 0],
        [null, 0.5],
      ],
      'not healthy',
    ],
    [
      'a final 0.5 of which one part is 1',
      [
        ['a', 1],
        ['b', 0],
        [null, 0.5],
      ],
      'partly',
    ],
    [
      'a last final 0 after a 1',
      [
        [null, 1],
        [null, 0],
      ],
      'not healthy',
    ],
    [
      'parts that are all 1, and no final',
      [
        ['a', 1],
        ['b', 1],
      ],
      'healthy',
    ],
    ['something that is no number', [[null, null]], 'not healthy'],
  ] as [string, [string | null, number | null][], string][])('that pushes %s', (_what, metrics, looks) => {
    expect(sli(...metrics)).toBe(looks)
  })

  it('without a final number looks partly healthy when a task failed that may have been to push it', () => {
    const metrics = [{ task: 'Score', subName: 'a', value: 1 }]
    expect(verdictOf('sli', { tasks: [task(), task({ status: 'FAIL' })], issues: [], metrics }).looks).toBe('partly')
  })

  it('is judged by its number even when a task failed after it', () => {
    const metrics = [{ task: 'Score', subName: null, value: 1 }]
    expect(verdictOf('sli', { tasks: [task({ status: 'FAIL' })], issues: [], metrics }).looks).toBe('healthy')
  })
})

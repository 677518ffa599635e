import { describe, expect, it } from 'vitest'
import { judgeExpectations } from '../../../../worker/domain/rehearsal/expectations.ts'
import { readCalls, readFile } from '../../../../worker/domain/rehearsal/read-record.ts'
import type { CallRecord, RehearsalEvent } from '../../../../worker/domain/rehearsal/record.ts'
import { scenarioSchema } from '../../../../worker/domain/rehearsal/scenario.ts'

const at = { file: 'runbook.robot', task: 'Check' }

function issue(title: string, severity: string): RehearsalEvent {
  const rest = { expected: null, actual: null, reproduce_hint: null, details: null, next_steps: null }
  return { type: 'issue', ...at, at: 20, title, severity, ...rest }
}

function events(...inside: RehearsalEvent[]): RehearsalEvent[] {
  return [
    { type: 'start', ...at, at: 10, tags: ['access:read-only'] },
    ...inside,
    { type: 'task', ...at, at: 30, status: 'PASS', message: '', tags: [] },
    { type: 'end', file: 'runbook.robot', task: null, at: 40, failure: null },
  ]
}

function call(when: number, exitCode = 1): CallRecord {
  return { tool: 'kubectl', args: ['get', 'pods'], cwd: '/', stdin: '', at: when, answer: null, exitCode }
}

function judged(expected: object, inside: RehearsalEvent[] = []): string[] {
  const scenario = scenarioSchema.parse({ name: 'x', expect: expected })
  const file = readFile({ file: 'runbook.robot', role: 'runbook' }, events(...inside), [], null)
  return judgeExpectations(scenario, [file]).map(({ met, reason }) => `${met}: ${reason}`)
}

const metric = (value: string | null, subName: string | null = null): RehearsalEvent => ({
  type: 'metric',
  ...at,
  at: 21,
  value,
  sub_name: subName,
})
const ended = 'true: It ended by itself.'

describe('expectations', () => {
  it.each([
    ['an issue of that title', { issues: [{ title: 'Pods of * crash' }] }, [issue('Pods of web crash', '2')], 'true: It was raised.'],
    [
      'an issue of another severity',
      { issues: [{ title: 'Pods*', severity: 1 }] },
      [issue('Pods', '2')],
      'false: It was raised with severity 2.',
    ],
    ['another issue', { issues: [{ title: 'Nodes*' }] }, [issue('Pods', '2')], 'false: Raised were only "Pods".'],
    ['no issue', { issues: [{ title: 'Nodes*' }] }, [], 'false: No issue was raised.'],
    ['an issue where none may be', { noIssues: true }, [issue('Pods', '2')], 'false: Raised were "Pods".'],
    ['none where none may be', { noIssues: true }, [], 'true: None was raised.'],
    ['the final metric', { metrics: [{ value: 1 }] }, [metric('0'), metric('1.0')], 'true: It is 1.'],
    ['a part of the metric', { metrics: [{ subName: 'a', max: 0.5 }] }, [metric('0.7', 'a'), metric('0')], 'false: It is 0.7.'],
    ['no metric', { metrics: [{ min: 0 }] }, [metric('1', 'a')], 'false: It was not pushed.'],
    ['a metric that is no number', { metrics: [{ min: 0 }] }, [metric('')], 'false: What was pushed is no number.'],
  ])('%s', (_what, expected, inside, result) => {
    expect(judged(expected, inside)).toEqual([result, ended])
  })
})

describe('the record', () => {
  it('gives each call to the task that ran at its time', () => {
    const calls = readCalls([call(5), call(15), call(35)], events())
    expect(calls.map(({ task }) => task)).toEqual([null, 'Check', null])
  })

  it('counts the failed calls of a task, so that its silence is seen', () => {
    const calls = readCalls([call(15), call(16, 0)], events())
    const { tasks } = readFile({ file: 'runbook.robot', role: 'runbook' }, events(), calls, null)
    expect(tasks).toMatchObject([{ status: 'PASS', access: 'read-only', calls: 2, failedCalls: 1, issues: 0 }])
  })

  it('says which task was stopped, and which file was not reached', () => {
    const begun = events().slice(0, 1)
    expect(readFile({ file: 'runbook.robot', role: 'runbook' }, begun, [], 'Too long.')).toMatchObject({
      outcome: 'stopped',
      tasks: [{ status: 'STOPPED' }],
    })
    expect(readFile({ file: 'sli.robot', role: 'sli' }, begun, [], 'Too long.')).toMatchObject({
      why: 'Too long. This file was not reached.',
    })
  })

  it('takes an end without a word for broken, and a library that is missing for skipped', () => {
    const fault: RehearsalEvent = {
      type: 'fault',
      file: 'runbook.robot',
      task: null,
      at: 1,
      about: 'import',
      line: 2,
      message: 'No module named x',
    }
    expect(readFile({ file: 'runbook.robot', role: 'runbook' }, [], [], null).outcome).toBe('broken')
    expect(readFile({ file: 'runbook.robot', role: 'runbook' }, [fault, ...events()], [], null)).toMatchObject({
      outcome: 'skipped',
      verdict: null,
    })
  })
})

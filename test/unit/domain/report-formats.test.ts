import { expect, it } from 'vitest'
import { gates } from '../../../worker/domain/gates/all.ts'
import type { Check, Report } from '../../../worker/domain/report.ts'
import { reportMarkdown, reportText } from '../../../worker/domain/report-formats.ts'
import { reportSarif } from '../../../worker/domain/report-sarif.ts'

const check = (more: Partial<Check>): Check => ({
  id: 'robot/parses',
  status: 'fail',
  severity: 'block',
  file: 'codebundles/a b/runbook.robot',
  line: 3,
  message: 'It | does `not` parse.',
  hint: 'Mend it.',
  ...more,
})
const report: Report = {
  ok: false,
  durationMs: 1_234,
  tools: { robotframework: '7.5' },
  checks: [
    check({}),
    check({ id: 'readme/present', severity: 'advise', file: null, line: null, hint: null }),
    check({ id: 'scripts/lint', status: 'skip', message: 'ShellCheck could not run.' }),
    check({ id: 'dir/name', status: 'pass' }),
  ],
}

it('says on a terminal what failed where, what to do, and what was skipped', () => {
  const lines = reportText(report).split('\n')
  expect(lines[0]).toBe('BLOCK  codebundles/a b/runbook.robot:3  robot/parses  It | does `not` parse.')
  expect(lines[1]).toBe('       Mend it.')
  expect(lines).toContain('skipped scripts/lint  ShellCheck could not run.')
  expect(lines.at(-1)).toBe('1 blocking checks failed. 1 passed, 2 failed, 1 skipped, in 1.2 s.')
})

it('keeps a table of Markdown whole, whatever a message holds, and says what it leaves out', () => {
  const lines = reportMarkdown(report, 1)
  const rows = lines.filter((line) => line.startsWith('|'))
  expect(rows).toHaveLength(3)
  expect(rows[2]?.replaceAll('\\|', '').match(/\|/g)).toHaveLength(5)
  expect(lines).toContain('… and 1 more.')
})

it('is SARIF with a place and a known rule for every finding, and with what was skipped', () => {
  const { version, runs } = reportSarif(report, gates, 'codebundles/a b') as {
    version: string
    runs: {
      tool: { driver: { rules: { id: string }[] } }
      results: { ruleId: string; ruleIndex?: number; level: string; locations: { physicalLocation: object }[] }[]
      invocations: { toolExecutionNotifications: { message: { text: string } }[] }[]
    }[]
  }
  const [run] = runs
  expect(version).toBe('2.1.0')
  expect(run?.tool.driver.rules.map(({ id }) => id)).toEqual(gates.map(({ id }) => id))
  expect(run?.results.map(({ ruleId, level, locations }) => [ruleId, level, locations[0]?.physicalLocation])).toEqual([
    ['robot/parses', 'error', { artifactLocation: { uri: 'codebundles/a%20b/runbook.robot' }, region: { startLine: 3 } }],
    ['readme/present', 'note', { artifactLocation: { uri: 'codebundles/a%20b' } }],
  ])
  for (const { ruleId, ruleIndex } of run?.results ?? []) {
    const found = gates.findIndex(({ id }) => id === ruleId)
    expect(ruleIndex).toBe(found < 0 ? undefined : found)
  }
  expect(run?.invocations[0]?.toolExecutionNotifications[0]?.message.text).toContain('scripts/lint was skipped')
})

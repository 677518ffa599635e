import { expect, it } from 'vitest'
import { withExcerpts } from '../../../worker/domain/excerpt.ts'
import type { Check, Report } from '../../../worker/domain/report.ts'
import { isIntact, reportHash, sealed } from '../../../worker/domain/report-hash.ts'

const check: Check = { id: 'a/b', status: 'fail', severity: 'warn', file: 'codebundles/x/run.sh', line: 2, message: 'Wrong.', hint: null }
const report: Report = {
  ok: true,
  checks: [check],
  steps: [{ name: 'Rules', status: 'ran', about: '1 rule', durationMs: 5 }],
  durationMs: 10,
  tools: { bash: '5.2', jq: '1.7' },
}

it('has the same hash for the same findings, whatever the time and the order of keys', async () => {
  const again: Report = {
    tools: { jq: '1.7', bash: '5.2' },
    durationMs: 900,
    steps: [{ durationMs: 70, about: '1 rule', status: 'ran', name: 'Rules' }],
    checks: [check],
    ok: true,
  }
  expect(await reportHash(again)).toBe(await reportHash(report))
})

it('has another hash when a finding, a tool or a step is another', async () => {
  const first = await reportHash(report)
  expect(await reportHash({ ...report, checks: [{ ...check, line: 3 }] })).not.toBe(first)
  expect(await reportHash({ ...report, tools: { ...report.tools, bash: '5.3' } })).not.toBe(first)
  expect(await reportHash({ ...report, steps: [] })).not.toBe(first)
})

it('knows a report that was changed after it was sealed', async () => {
  const kept = await sealed(report)
  expect(await isIntact(kept)).toBe(true)
  expect(await isIntact({ ...kept, ok: false })).toBe(false)
  expect(await isIntact(report)).toBe(false)
})

it('shows the line of a finding, cut, without control characters and without credentials', () => {
  const token = `ghp_${'a1B2c3D4e5F6g7H8i9J0'.repeat(2)}`
  const text = `one\n  curl -H "token ${token}" \u001b[31m${'x'.repeat(300)}\nthree`
  const [shown] = withExcerpts([check], () => text)
  expect(shown?.excerpt).toMatch(/^curl -H "token \[redacted\]" \uFFFD\[31mx+$/)
  expect(shown?.excerpt?.length).toBe(200)
})

it('shows no line of a finding about a credential, of a passed check, or of a file without text', () => {
  const lines = () => 'one\ntwo\n'
  expect(withExcerpts([{ ...check, id: 'secret/committed' }], lines)[0]).not.toHaveProperty('excerpt')
  expect(withExcerpts([{ ...check, status: 'pass' }], lines)[0]).not.toHaveProperty('excerpt')
  expect(withExcerpts([check], () => undefined)[0]).not.toHaveProperty('excerpt')
  expect(withExcerpts([{ ...check, line: 99 }], lines)[0]).not.toHaveProperty('excerpt')
})

import type { Check } from '../../worker/domain/report.ts'

export interface CheckGroup {
  id: 'block' | 'warn' | 'advise' | 'skip' | 'pass'
  title: string
  tone: string
  checks: Check[]
}

/** Checks as a reviewer reads them: what stops the draft first, what passed last. Empty groups are left out. */
export function groupChecks(checks: Check[]): CheckGroup[] {
  const failing = (severity: Check['severity']) => checks.filter((check) => check.status === 'fail' && check.severity === severity)
  const groups: CheckGroup[] = [
    { id: 'block', title: 'Blocking', tone: 'tone-bad', checks: failing('block') },
    { id: 'warn', title: 'Warnings', tone: 'tone-wait', checks: failing('warn') },
    { id: 'advise', title: 'Advice', tone: 'tone-work', checks: failing('advise') },
    { id: 'skip', title: 'Not run', tone: 'tone-quiet', checks: checks.filter((check) => check.status === 'skip') },
    { id: 'pass', title: 'Passed', tone: 'tone-good', checks: checks.filter((check) => check.status === 'pass') },
  ]
  return groups.filter((group) => group.checks.length > 0)
}

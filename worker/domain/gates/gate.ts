import type { Check } from '../report.ts'
import type { BundleFacts } from './facts.ts'

/** One thing wrong with a bundle. */
export interface Finding {
  message: string
  file?: string | null
  line?: number | null
  /** Replaces the gate's own hint. */
  hint?: string
  /** Replaces the gate's own severity. */
  severity?: Check['severity']
}

/** One rule a bundle is held to: the rule that blocks a draft is the one that scores an existing bundle. */
export interface Gate {
  /** Stable, `<area>/<rule>`. */
  id: string
  /** `block` where breaking the rule makes the bundle fail, lie or invisible; `warn` and `advise` for style. */
  severity: Check['severity']
  /** What passing means, as shown for a passed check. */
  title: string
  /** Why the rule exists. */
  reason: string
  /** What to do about a finding. */
  hint: string
  /** Findings; empty when the rule holds; `skip` with the reason when it does not apply or cannot be judged. */
  check(facts: BundleFacts): Finding[] | { skip: string }
}

/** A gate that finds more than this is shown cut, with a last line saying how much. */
const maxFindings = 25

/** Runs gates over a bundle's facts. A gate without findings gives one passed check, otherwise one failed check a finding. */
export function runGates(gates: readonly Gate[], facts: BundleFacts): Check[] {
  return gates.flatMap((gate) => checksOf(gate, gate.check(facts)))
}

/** The findings that are listed, in their order: one of each file first, since a file that is not named looks sound. */
function shown(findings: readonly Finding[]): Finding[] {
  if (findings.length <= maxFindings) return [...findings]
  const first = new Map(findings.map((finding) => [finding.file, finding] as const).reverse())
  const chosen = new Set([...findings].sort((a, b) => rank(first, a) - rank(first, b)).slice(0, maxFindings))
  return findings.filter((finding) => chosen.has(finding))
}

function rank(first: ReadonlyMap<Finding['file'], Finding>, finding: Finding): number {
  return first.get(finding.file) === finding ? 0 : 1
}

function checksOf(gate: Gate, result: ReturnType<Gate['check']>): Check[] {
  const base = { id: gate.id, severity: gate.severity, file: null, line: null }
  if (!Array.isArray(result)) return [{ ...base, status: 'skip', message: result.skip, hint: null }]
  if (result.length === 0) return [{ ...base, status: 'pass', message: gate.title, hint: null }]
  const checks = shown(result).map(
    (finding): Check => ({
      id: gate.id,
      status: 'fail',
      severity: finding.severity ?? gate.severity,
      file: finding.file ?? null,
      line: finding.line && finding.line > 0 ? finding.line : null,
      message: finding.message.slice(0, 600),
      hint: finding.hint ?? gate.hint,
    }),
  )
  const left = result.length - checks.length
  if (left > 0) checks.push({ ...base, status: 'fail', message: `${left} more findings of this kind are not listed.`, hint: gate.hint })
  return checks
}

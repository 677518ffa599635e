import type { ScorePoint } from '../assessment.ts'
import type { BundleFacts } from '../gates/facts.ts'
import type { Finding, Gate } from '../gates/gate.ts'

/** One rule of the score: points that a bundle earns by what gates, or a measurement, say of it. */
export interface ScoreRule {
  /** Stable, `<area>/<rule>`. */
  id: string
  title: string
  /** Points of a bundle that does everything right. */
  of: number
  /** Why it is worth points. */
  reason: string
  /** Gates it derives from; their findings are what is lost. */
  gates: readonly Gate[]
  /** Findings that no gate makes. */
  measure?: (facts: BundleFacts) => Finding[]
  /** How much there is to get right, and what it is called; null with a reason when the rule does not apply to the bundle. */
  extent(facts: BundleFacts): { count: number; noun: string } | { skip: string }
  /** `share`: each finding costs its part. `strict`: one finding costs half, more cost the rest by their part. */
  loss: 'share' | 'strict'
  /** What to do, where the findings' own gates do not say it. */
  hint?: string
}

/** Applies a rule to a bundle. A rule that breaks on a bundle is left out of its total, and says so. */
export function judge(rule: ScoreRule, facts: BundleFacts): ScorePoint {
  try {
    return judged(rule, facts)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return notCounted(rule, `The rule broke on this bundle (${why.slice(0, 200)}).`)
  }
}

function judged(rule: ScoreRule, facts: BundleFacts): ScorePoint {
  const extent = rule.extent(facts)
  if ('skip' in extent) return notCounted(rule, extent.skip)
  const results = rule.gates.map((gate) => ({ gate, result: gate.check(facts) }))
  const skipped = results.flatMap(({ result }) => (Array.isArray(result) ? [] : [result.skip]))
  if (rule.gates.length > 0 && skipped.length === rule.gates.length && !rule.measure) return notCounted(rule, skipped[0] ?? '')
  const findings = [
    ...results.flatMap(({ gate, result }) =>
      Array.isArray(result) ? result.filter((one) => counts(gate, one)).map((one) => ({ ...one, gate })) : [],
    ),
    ...(rule.measure?.(facts) ?? []).map((one) => ({ ...one, gate: null })),
  ]
  if (findings.length === 0)
    return { id: rule.id, title: rule.title, earned: rule.of, of: rule.of, reason: praise(rule, extent), hint: null }
  const part = Math.min(1, findings.length / Math.max(1, extent.count))
  const share = rule.loss === 'strict' ? 0.5 * (1 - part) : 1 - part
  const [first] = findings
  const hint = first?.hint ?? first?.gate?.hint ?? rule.hint ?? null
  return { id: rule.id, title: rule.title, earned: round(rule.of * share), of: rule.of, reason: complaint(findings, extent), hint }
}

function notCounted(rule: ScoreRule, why: string): ScorePoint {
  return { id: rule.id, title: rule.title, earned: 0, of: 0, reason: `Not counted: ${why}`, hint: null }
}

/** A finding that its gate itself calls less grave than usual cannot be held against the bundle. */
function counts(gate: Gate, finding: Finding): boolean {
  const grave = { advise: 0, warn: 1, block: 2 }
  return grave[finding.severity ?? gate.severity] >= grave[gate.severity]
}

function praise(rule: ScoreRule, { count, noun }: { count: number; noun: string }): string {
  const title = rule.gates.length === 1 ? (rule.gates[0]?.title ?? rule.title) : `${rule.title}.`
  return count > 1 ? `${title} (${count} ${noun} looked at)` : title
}

/** `3 of 8 tasks: …`, the first finding with its place, and how many more there are. */
function complaint(findings: readonly Finding[], { count, noun }: { count: number; noun: string }): string {
  const [first] = findings
  if (!first) return ''
  const file = first.file?.replace(/^codebundles\/[^/]+\//, '')
  const place = file ? ` (${file}${first.line ? `:${first.line}` : ''})` : ''
  const head = findings.length <= count && count > 1 ? `${findings.length} of ${count} ${noun}. ` : ''
  const more = findings.length > 1 ? ` And ${findings.length - 1} more.` : ''
  return `${head}${first.message}${place}${more}`.slice(0, 400)
}

function round(points: number): number {
  return Math.round(points * 10) / 10
}
